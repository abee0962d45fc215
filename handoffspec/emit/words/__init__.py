"""Conditions, durations, people, types and rules in plain English: one way to say each, for every document.

Everything here returns bare words. Texts from a spec are shortened here and escaped by the renderer.
"""
