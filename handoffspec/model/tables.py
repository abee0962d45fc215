"""The rows of a table, each cell a value of its field."""

from dataclasses import dataclass
from typing import cast

from handoffspec.diagnostics import codes
from handoffspec.model.scope import HandoffScope
from handoffspec.schema.mapping import Cell, Flow, Row
from handoffspec.schema.types import Scalar, TextType, Type
from handoffspec.syntax import ast

_FLOWS: dict[str, Flow] = {"->": "out", "<-": "back", "<->": "both"}
_TURNED: dict[Flow, Flow] = {"out": "back", "back": "out", "both": "both"}


@dataclass(frozen=True, slots=True)
class Column:
    """A field that a table has a column for, as messages call it."""

    name: str
    type: Type


def resolve_rows(
    table: ast.Table, left: list[Column | None], right: list[Column | None], scope: HandoffScope, *, turned: bool
) -> tuple[Row, ...] | None:
    """The rows that can be understood, turned like their rule; None when there can be no table or no row is sound."""
    if None in left or not right:
        scope.report(
            codes.TABLE_SHAPE.at(
                table.span,
                "A table translates fields into fields, and this rule has something else on one side.",
                help="Name a field on each side, or remove the table.",
            )
        )
        return None
    written_left, written_right = (right, left) if turned else (left, right)
    rows = (
        _row(row, cast("list[Column]", written_left), cast("list[Column]", written_right), scope) for row in table.rows
    )
    sound = [row for row in rows if row is not None]
    if table.rows and not sound:
        return None
    return tuple(Row(row.right, row.left, _TURNED[row.flow]) if turned else row for row in sound)


def _row(node: ast.Row, left: list[Column], right: list[Column], scope: HandoffScope) -> Row | None:
    for cells, columns, side in ((node.left, left, "left"), (node.right, right, "right")):
        if len(cells) != len(columns):
            scope.report(
                codes.TABLE_SHAPE.at(
                    node.span,
                    f"This row has {len(cells)} {'cell' if len(cells) == 1 else 'cells'} on the {side}, "
                    f"the rule {len(columns)} {'field' if len(columns) == 1 else 'fields'}.",
                    help="Write one value for each field, with commas between them; several for one stand in `[…]`.",
                )
            )
            return None
    made_left = [_cell(cell, column, scope) for cell, column in zip(node.left, left, strict=True)]
    made_right = [_cell(cell, column, scope) for cell, column in zip(node.right, right, strict=True)]
    if None in made_left or None in made_right:
        return None
    return Row(tuple(cast("list[Cell]", made_left)), tuple(cast("list[Cell]", made_right)), _FLOWS[node.arrow.kind])


def _cell(node: ast.Cell, column: Column, scope: HandoffScope) -> Cell | None:
    match node:
        case ast.Any():
            return Cell("any")
        case ast.Otherwise():
            return Cell("otherwise")
        case ast.Empty():
            return Cell("empty")
        case ast.ListValue(items=items):
            values = [scope.value(item, item_type(column.type), column.name) for item in items]
            return None if None in values else Cell("values", tuple(cast("list[Scalar]", values)))
        case _:
            value = scope.value(cast(ast.Value, node), item_type(column.type), column.name)
            return None if value is None else Cell("values", (value,))


def item_type(type_: Type) -> Type:
    """The type of one value in a cell: people and references are written as texts, lists by their items."""
    match type_.kind:
        case "person" | "reference":
            return TextType()
        case "list":
            return item_type(type_.item)
        case _:
            return type_
