"""What a ticket loses, as a result line has it."""

Loss = dict[str, str]


def lossy(field: str, cause: str, impact: str, detail: str) -> Loss:
    """A field that is not on the other side what it was here."""
    return {"field": field, "class": "lossy", "cause": cause, "impact": impact, "detail": detail}


def lost(field: str, cause: str, impact: str, detail: str) -> Loss:
    """A field that does not cross."""
    return {"field": field, "class": "lost", "cause": cause, "impact": impact, "detail": detail}
