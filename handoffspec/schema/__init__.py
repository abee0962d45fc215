"""The resolved vocabulary: what systems and handoffs are once every name means something.

Plain frozen values without spans or names to look up, made by `model`, read by `analysis`, carried by the `plan`
(pydantic validates these classes as they are), interpreted by `execute`, told by `emit`. Everything in them is JSON:
text, numbers, flags, None, tuples of these, and other values of this room. Each union is told apart by `kind`.
"""
