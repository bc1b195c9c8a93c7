"""What do the published views say about the year so far?"""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from streams.demo.swaps.circle import PARENT
from streams.kernel.history import History

Rows = Mapping[str, Any]
"""Rows of one view by their keys, as they stand on the topic of the views."""


class Close(NamedTuple):
    """A close that was published.

    Attributes:
        number: counted from 1.
        name: under which its views stand, such as 2023-10-04, or 2023-10-04#2 for the second of that day.
    """

    number: int
    name: str
    day: str


def closes(rows: Rows) -> list[Close]:
    """All closes so far, by the rows of the view `closes`."""
    found = []
    for key, row in rows.items():
        name, _, number = key.rpartition("/")
        found.append(Close(int(number), name, str(row["day_on"])))
    return sorted(found)


def at(rows: Rows, close: Close) -> dict[str, Any]:
    """What a view said at a close, by subject."""
    return dict(History(rows).at(close.number))


def course_cents(rows: Rows, closed: list[Close], group: str = PARENT) -> list[tuple[str, int]]:
    """The total of a group at each close, by the rows of `group_totals`: what was known then, not what is known now."""
    versions = sorted(
        (int(number), cast("int | None", value))
        for key, value in rows.items()
        for subject, _, number in [key.rpartition("/")]
        if subject == group
    )
    found: list[tuple[str, int]] = []
    place, cents = 0, 0
    for close in closed:
        while place < len(versions) and versions[place][0] <= close.number:
            cents = versions[place][1] or 0
            place += 1
        found.append((close.day, cents))
    return found


def requirements(
    rows: Rows, closed: list[Close], entity: str = PARENT
) -> list[tuple[str, str | None, str | None]]:
    """When it was first said, and when said otherwise, on which day an entity exceeded a line and until when it is due.

    Returns:
        The day of the close, the day of exceeding and the deadline; None where there was none, or none any more.
    """
    names = {close.number: close.day for close in closed}
    found: list[tuple[str, str | None, str | None]] = []
    before: str | None = None
    for key in sorted(rows):
        subject, _, number = key.rpartition("/")
        if subject != entity or rows[key] is None or int(number) not in names:
            continue
        exceeded_on = rows[key]["threshold_exceeded_on"]
        if exceeded_on != before:
            found.append((names[int(number)], exceeded_on, rows[key]["registration_due_on"]))
            before = exceeded_on
    return found
