"""Diagnostics: spans, the catalogue of codes, suggestions and the pages that explain them."""

from handoffspec.diagnostics.diagnostic import Code, Diagnostic, Fix, Json, Label, Severity, in_order
from handoffspec.diagnostics.silenced import Silenced
from handoffspec.diagnostics.span import Source, Span
from handoffspec.diagnostics.suggest import closest

__all__ = [
    "Code",
    "Diagnostic",
    "Fix",
    "Json",
    "Label",
    "Severity",
    "Silenced",
    "Source",
    "Span",
    "closest",
    "in_order",
]
