"""What is known of a spec from an earlier run. Nothing here imports a stage unless something has changed."""
