"""What a table of decisions expects of each of its rows, and what a result document says of it.

How a row becomes events stands in `tests/models/swaps_model_tables.py`: each row deals in a swap of its own, between
two persons of its own, so that a whole table is one log with one close.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.models.swaps_model_tables import DAY, log_of, table

__all__ = ["TABLES", "differences", "log_of", "table"]

Row = Mapping[str, str]


def differences(name: str, views: Mapping[str, Any]) -> list[str]:
    """Every row of a table that a result document decides otherwise."""
    return [
        f"{name} row {number}: {field} is {found}, expected {expected}"
        for number, row in enumerate(table(name))
        for field, found, expected in TABLES[name](number, row, views)
        if found != expected
    ]


def _counting(number: int, row: Row, views: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    tag = views["tags"][DAY][f"S{number}"][f"P{number}"]
    counts = row["counts"] == "true"
    is_unknown = row["counterparty"] == "UNKNOWN"
    yield "counts", tag["counts"], counts
    yield "reason", tag["reason"], row["reason"]
    yield "flags", tag["flags"], ["ASSUMED_US_PERSON"] if is_unknown else []
    yield "own total", views["entity_totals"][DAY][f"P{number}"], tag["counted_cents"]
    yield "counted at all", tag["counted_cents"] > 0, counts


def _treatment(number: int, row: Row, views: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    treatment = views["treatment"][DAY][f"S{number}"][f"P{number}"]
    yield "exceptions", "+".join(treatment["exceptions_available"]), row["exceptions_available"]
    yield "group A", treatment["group_a"]["3.3"], row["group_a"]
    yield "23.202", treatment["group_b"]["23.202"], row["group_b_23.202"]
    yield "23.504", treatment["group_b"]["23.504"], row["group_b_23.504"]
    yield "group C", treatment["group_c"], row["group_c"]


TABLES: Final = {"counting": _counting, "treatment": _treatment}
"""What to look at in the rows of each table."""
