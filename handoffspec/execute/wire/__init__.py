"""What the systems' APIs give and take: JSON read into values by field name, values written as bodies and calls.

`inputs` reads tickets from text, `read` a record's fields from JSON, `conversation` its comments and files, `checks`
holds values to types and limits, `write` makes bodies and calls. All of it is driven by `schema.systems.Record`;
nothing here knows any system.
"""
