"""What did each close answer? The document of all closes, from the rows of the views."""

from collections.abc import Iterator, Mapping
from typing import Final, cast

from streams.domains.swaps.rules.exceptions import CAPPED
from streams.domains.swaps.rules.window import quarter_of
from streams.domains.swaps.stages.close_rows import CAP_USAGE
from streams.domains.swaps.stages.side_outcomes import TAGS, TREATMENT
from streams.domains.swaps.stages.totals import CLOSES
from streams.kernel.history import History

Row = dict[str, object]

PERSON_VIEWS: Final = (
    "entity_totals",
    "group_totals",
    "person_totals",
    "threshold_distance",
    "registration_state",
)
"""Views whose rows are called after a person."""


def all_closes(values: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Every view of the contract with what each close said in it.

    Args:
        values: the parsed rows of every view, by view and row key.
    """
    document: dict[str, dict[str, object]] = {
        view: {} for view in sorted((TAGS, TREATMENT, CAP_USAGE, *PERSON_VIEWS))
    }
    histories = {view: History(values.get(view, {})) for view in document}
    for name, close, day in _closes(values.get(CLOSES, {})):
        for view in PERSON_VIEWS:
            document[view][name] = dict(histories[view].at(close))
        caps = _split(histories[CAP_USAGE].at(close))
        document[CAP_USAGE][name] = _nested(caps)
        document[TAGS][name] = _nested(_through(day, _split(histories[TAGS].at(close))))
        treated = _through(day, _split(histories[TREATMENT].at(close)))
        document[TREATMENT][name] = _nested(_with_caps(treated, dict(caps)))
    return dict(document)


def _closes(rows: Mapping[str, object]) -> Iterator[tuple[str, int, str]]:
    """The name, the number and the day of every close, in order of the numbers."""
    numbered = []
    for key, row in rows.items():
        name, _, number = key.rpartition("/")
        numbered.append((int(number), name, str(cast("Row", row)["day_on"])))
    yield from ((name, close, day) for close, name, day in sorted(numbered))


def _split(rows: Iterator[tuple[str, object]]) -> list[tuple[tuple[str, ...], Row]]:
    """Rows by the parts of their subjects."""
    return [(tuple(subject.split("/")), cast("Row", value)) for subject, value in rows]


def _through(day: str, rows: list[tuple[tuple[str, ...], Row]]) -> list[tuple[tuple[str, ...], Row]]:
    """The rows of parts dated through a day."""
    return [(path, row) for path, row in rows if str(row["traded_on"]) <= day]


def _with_caps(
    rows: list[tuple[tuple[str, ...], Row]], caps: Mapping[tuple[str, ...], Row]
) -> Iterator[tuple[tuple[str, ...], Row]]:
    """Treatments with the capped exceptions that stand in them and are not within their caps."""
    for path, row in rows:
        quarter = quarter_of(str(row["traded_on"]))
        standing = cast("dict[str, str]", row["group_b"]).values()
        exceeded = [
            exception
            for exception in CAPPED
            if exception in standing and not caps[path[1], exception, quarter]["within_cap"]
        ]
        shown = {name: value for name, value in row.items() if name != "traded_on"}
        yield path, {**shown, "cap_exceeded": exceeded}


def _nested(rows: Iterator[tuple[tuple[str, ...], Row]] | list[tuple[tuple[str, ...], Row]]) -> Row:
    """Rows as maps in maps, by the parts of their subjects."""
    nested: Row = {}
    for path, row in rows:
        place = nested
        for part in path[:-1]:
            place = cast("Row", place.setdefault(part, {}))
        place[path[-1]] = row
    return nested
