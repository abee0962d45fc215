"""Plans put to work: tickets read, results worked out, scenarios run."""
