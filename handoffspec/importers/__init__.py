"""What an administrator can download of a system, as `extend` blocks: pure functions from parsed JSON to spec text."""
