"""From trees to meaning: systems, handoffs and scenarios with every name resolved, and where each part stands."""
