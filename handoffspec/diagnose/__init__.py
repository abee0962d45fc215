"""Ticket histories to timelines, the guide's failure patterns, and what to do about each boundary.

A history becomes rows of one table of events (`event`), DuckDB lays them out as timelines (`store`, `timelines`), and
questions to these give the findings (`delayed`, `paths`, `patterns`, `boundaries`, `interviews`). What is said of them
in a terminal and as JSON is in `telling`; the page is `emit.diagnosis`.
"""
