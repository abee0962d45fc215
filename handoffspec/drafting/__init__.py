"""From two records to a first spec: what is alike, what is decided about each field, and the text that says so."""
