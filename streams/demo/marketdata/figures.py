"""What do the published views say about the quarter so far?"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from streams.demo.views import Views

FEES: Final = "month_to_date_fees"
ADVICE: Final = "license_advice"

Row = dict[str, Any]


def documents(views: Views) -> list[Row]:
    """All documents in order of issue."""
    return list(views.rows_of("documents").values())


def fees(views: Views) -> dict[tuple[str, str], Row]:
    """How each bill stands, by month and legal entity."""
    return {cast("tuple[str, str]", names): row for names, row in _named(views, FEES, 2)}


def advice(views: Views) -> dict[tuple[str, str, str], Row]:
    """Which licenses are advised, by month, Distributor and recipient firm."""
    return {cast("tuple[str, str, str]", names): row for names, row in _named(views, ADVICE, 3)}


def anomalies(views: Views) -> list[tuple[Row, bool]]:
    """All anomalies that were reported, each with whether it is open, in order of their names."""
    still_open = views.bytes_of("open_anomalies")
    return [(row, key in still_open) for key, row in views.rows_of("anomalies").items()]


def refusals(views: Views) -> list[Row]:
    """All events that were refused."""
    return list(views.rows_of("refusals").values())


def is_billed(views: Views, month: str) -> bool:
    """Whether nothing of a month is left to bill, and the documents by which it was billed are there."""
    bills = {entity: row for (of, entity), row in fees(views).items() if of == month}
    issued_cents: Counter[str] = Counter()
    for one in documents(views):
        if one["month"] == month:
            issued_cents[one["legal_entity"]] += one["total_cents"]
    return bool(bills) and all(
        row["unbilled_cents"] == 0 and issued_cents[entity] == row["billed_cents"] != 0
        for entity, row in bills.items()
    )


def unbalanced(bills: Mapping[tuple[str, str], Row]) -> Iterator[str]:
    """A sentence for each bill of which what is billed and what is not do not make up the whole."""
    for (month, entity), row in bills.items():
        if row["billed_cents"] + row["unbilled_cents"] != row["total_cents"]:
            yield f"The bill of {entity} for {month} does not add up."


def _named(views: Views, view: str, length: int) -> list[tuple[tuple[str, ...], Row]]:
    """The rows of a view with so many names; those with fewer only say that a month is shown."""
    return [(names, row) for names, row in views.tree_of(view).items() if len(names) == length]
