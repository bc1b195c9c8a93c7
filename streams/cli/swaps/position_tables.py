"""How is a position shown to a person?"""

from collections.abc import Iterator, Sequence
from typing import Final

from rich import box
from rich.table import Table

from streams.desks.swaps.position import LEAVING_DAYS, PACE_DAYS, Group, Position

_GROUPS_SHOWN: Final = 12
_LEAVING_SHOWN: Final = 10
_MILLION_CENTS: Final = 100_000_000
_BLANK: Final = ""


def millions(cents: int) -> str:
    """Cents as millions of dollars with two decimal places, rounded towards zero."""
    whole, rest = divmod(abs(cents), _MILLION_CENTS)
    return f"{'-' if cents < 0 else ''}{whole:,}.{rest * 100 // _MILLION_CENTS:02d}"


def percent(part: int, whole: int) -> str:
    """A share with one decimal place, rounded down, so that 100.0 is never shown before it is reached."""
    if not whole:
        return "-"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"


def tables(told: Position) -> Iterator[Table | str]:
    """The groups, the crossings, what leaves soon, and on what all of it rests."""
    yield _groups(told)
    yield from _crossings(told)
    if told.leaving:
        yield _leaving(told)
    missing = sum(one.rate_missing_part_count for one in told.groups)
    if missing:
        yield f"In no total, because a rate is missing: {missing:,} sides."
    yield from _grounds(told)


def _groups(told: Position) -> Table:
    title = f"Position on {told.on}, in millions of U.S. dollars; the threshold is {millions(told.threshold_cents)}"
    numbers = ["12 months", "headroom", "used", f"leaves in {LEAVING_DAYS} d"]
    shown = _table(title, ["group"], [*numbers, "level", "crossed", "register by"])
    for one in told.groups[:_GROUPS_SHOWN]:
        shown.add_row(
            one.group,
            millions(one.total_cents),
            millions(one.headroom_cents),
            percent(one.total_cents, told.threshold_cents),
            millions(one.leaving_cents),
            one.level,
            *_crossed(one),
        )
    more = len(told.groups) - _GROUPS_SHOWN
    if more > 0:
        shown.add_row(f"and {more:,} more", *[_BLANK] * 7)
    return shown


def _crossed(one: Group) -> tuple[str, str]:
    if one.exceeded_on is not None:
        return one.exceeded_on, str(one.due_on)
    if one.crosses_on is not None:
        return f"({one.crosses_on})", f"({one.would_be_due_on})"
    return "-", "-"


def _crossings(told: Position) -> Iterator[str]:
    """What the columns about crossing mean, where they say anything."""
    if any(one.crosses_on is not None for one in told.groups[:_GROUPS_SHOWN]):
        yield (
            f"In brackets: expected, at the pace of the last {PACE_DAYS} days, with what leaves the window taken off."
        )
    for one in told.groups[:_GROUPS_SHOWN]:
        registered = [due.entity for due in one.members if due.registered]
        if registered:
            yield f"{one.group}: registered and no longer in the total: {', '.join(registered)}."


def _leaving(told: Position) -> Table:
    shown = _table(
        f"The largest of {len(told.leaving):,} sides that leave the window within {LEAVING_DAYS} days",
        ["part", "entity", "group", "traded", "leaves"],
        ["counted"],
    )
    for one in sorted(told.leaving, key=lambda one: (-one.counted_cents, one.part))[:_LEAVING_SHOWN]:
        groups = ", ".join(one.groups)
        shown.add_row(one.part, one.entity, groups, one.traded_on, one.leaves_on, millions(one.counted_cents))
    return shown


def _grounds(told: Position) -> Iterator[str]:
    how = (
        "The log was folded again up to there, with a close of the day behind it."
        if told.close is None
        else f"So says the recorded close {told.close}."
    )
    yield f"Known up to {told.known_at}. {how}"


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    shown = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for name in words:
        shown.add_column(name)
    for name in numbers:
        shown.add_column(name, justify="right")
    return shown
