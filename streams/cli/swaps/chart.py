"""How does a 12-month total stand against the threshold, drawn?

Two lines, a grid and some words need no library. SVG prints sharp and opens in any browser.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import Final, NamedTuple

from streams.cli.swaps.position_tables import millions, percent
from streams.desks.swaps.position import PACE_DAYS, Group, Position

Course = Sequence[tuple[str, int]]
"""Days with a total in cents."""

_WIDTH, _HEIGHT = 960, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 86, 30, 86, 64
_AHEAD_SHOWN_DAYS: Final = 122
_BILLION_CENTS: Final = 100_000_000_000
_LINES_OF_GRID: Final = 6
_INK, _GREY, _PALE, _RED, _BLUE = "#1f2933", "#7b8794", "#e4e7eb", "#c81e1e", "#1d4ed8"
_FONT: Final = "font-family='Helvetica, Arial, DejaVu Sans, sans-serif'"


class _Scale(NamedTuple):
    """Where a day and an amount stand in the picture, in whole pixels."""

    first: int
    last: int
    highest_cents: int

    def x(self, day: str) -> int:
        return _LEFT + (_ordinal(day) - self.first) * (_WIDTH - _LEFT - _RIGHT) // max(
            1, self.last - self.first
        )

    def y(self, cents: int) -> int:
        return _HEIGHT - _BOTTOM - cents * (_HEIGHT - _TOP - _BOTTOM) // max(1, self.highest_cents)


def chart(told: Position, group: Group, past: Course, ahead: Course) -> str:
    """A picture of one group's total against the threshold: the year behind, and months ahead at the present pace."""
    ahead = ahead[:_AHEAD_SHOWN_DAYS]
    highest = max(told.threshold_cents, *(cents for _, cents in (*past, *ahead)))
    step = _step(highest)
    scale = _Scale(_ordinal(past[0][0]), _ordinal(ahead[-1][0]), (highest // step + 1) * step)
    parts = [
        _begin(f"12-month total of {group.group} on {told.on}"),
        *_heading(told, group),
        *_amounts(scale, step),
        *_months(scale),
        *_threshold(scale, told.threshold_cents),
        _area(scale, past),
        _line(scale, past, f"stroke='{_BLUE}' stroke-width='2.5'"),
        _line(scale, [past[-1], *ahead], f"stroke='{_BLUE}' stroke-width='2' stroke-dasharray='6 4'"),
        *_today(scale, told, group),
        *_crossing(scale, group, told.threshold_cents),
        *_footing(told),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _begin(title: str) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' height='{_HEIGHT}' "
        f"role='img'><title>{escape(title)}</title><rect width='{_WIDTH}' height='{_HEIGHT}' fill='white'/>"
    )


def _heading(told: Position, group: Group) -> Iterator[str]:
    share = percent(group.total_cents, told.threshold_cents)
    yield _text(_LEFT, 34, f"{group.group}: swaps counted in the last 12 months", size=20, weight="bold")
    yield _text(
        _LEFT,
        58,
        f"{told.on}: ${millions(group.total_cents)} million, {share} of the threshold; "
        f"{'over by' if group.headroom_cents < 0 else 'headroom'} ${millions(abs(group.headroom_cents))} million",
        size=14,
        colour=_GREY,
    )


def _amounts(scale: _Scale, step: int) -> Iterator[str]:
    for cents in range(0, scale.highest_cents + 1, step):
        y = scale.y(cents)
        yield f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y}' y2='{y}' stroke='{_PALE}'/>"
        whole, tenths = divmod(cents * 10 // _BILLION_CENTS, 10)
        label = f"${whole}.{tenths} bn" if step % _BILLION_CENTS else f"${whole} bn"
        yield _text(_LEFT - 10, y + 4, label, colour=_GREY, anchor="end")


def _months(scale: _Scale) -> Iterator[str]:
    y = _HEIGHT - _BOTTOM
    yield f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y}' y2='{y}' stroke='{_GREY}'/>"
    for ordinal in range(scale.first, scale.last + 1):
        day = date.fromordinal(ordinal)
        if day.day == 1:
            x = scale.x(day.isoformat())
            yield f"<line x1='{x}' x2='{x}' y1='{y}' y2='{y + 5}' stroke='{_GREY}'/>"
            is_named = day.month % 2 == 1
            if is_named:
                text = f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"
                yield _text(x, y + 20, text, colour=_GREY, anchor="middle")


def _threshold(scale: _Scale, threshold_cents: int) -> Iterator[str]:
    y = scale.y(threshold_cents)
    yield f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y}' y2='{y}' stroke='{_RED}' stroke-width='1.5'/>"
    yield _text(_LEFT + 6, y - 7, f"Threshold ${millions(threshold_cents)} million", colour=_RED)


def _area(scale: _Scale, past: Course) -> str:
    base = scale.y(0)
    first, last = scale.x(past[0][0]), scale.x(past[-1][0])
    return f"<polygon points='{first},{base} {_points(scale, past)} {last},{base}' fill='{_BLUE}' fill-opacity='0.08'/>"


def _line(scale: _Scale, course: Course, style: str) -> str:
    return f"<polyline points='{_points(scale, course)}' fill='none' {style}/>"


def _points(scale: _Scale, course: Course) -> str:
    """The corners of a line; a total stands until the day on which it changes."""
    found: list[str] = []
    before: int | None = None
    for day, cents in course:
        x, y = scale.x(day), scale.y(cents)
        if before is not None and before != y:
            found.append(f"{x},{before}")
        found.append(f"{x},{y}")
        before = y
    return " ".join(found)


def _today(scale: _Scale, told: Position, group: Group) -> Iterator[str]:
    x, y = scale.x(told.on), scale.y(group.total_cents)
    base = _HEIGHT - _BOTTOM
    yield f"<line x1='{x}' x2='{x}' y1='{_TOP}' y2='{base}' stroke='{_GREY}' stroke-dasharray='1 3'/>"
    yield f"<circle cx='{x}' cy='{y}' r='4.5' fill='{_BLUE}' stroke='white' stroke-width='1.5'/>"
    yield _text(x + 6, base - 8, f"at the pace of the last {PACE_DAYS} days", colour=_GREY)


def _crossing(scale: _Scale, group: Group, threshold_cents: int) -> Iterator[str]:
    """Where the line was or will be crossed, with the day by which somebody has to register."""
    day = group.exceeded_on or group.crosses_on
    if day is None or not scale.first <= _ordinal(day) <= scale.last:
        return
    due_on, words = (
        (group.due_on, "exceeded") if group.exceeded_on else (group.would_be_due_on, "would be exceeded")
    )
    x, y = scale.x(day), scale.y(threshold_cents)
    yield f"<circle cx='{x}' cy='{y}' r='5' fill='white' stroke='{_RED}' stroke-width='2'/>"
    yield _text(x + 4, y - 28, f"{words} {day}", colour=_RED, anchor="end", weight="bold")
    yield _text(x + 4, y - 12, f"register by {due_on}", colour=_RED, anchor="end")
    if due_on is not None and _ordinal(due_on) <= scale.last:
        due = scale.x(due_on)
        yield f"<line x1='{due}' x2='{due}' y1='{y}' y2='{_HEIGHT - _BOTTOM}' stroke='{_RED}' stroke-dasharray='4 3'/>"
        yield _text(due, _HEIGHT - _BOTTOM - 24, due_on, colour=_RED, anchor="middle")


def _footing(told: Position) -> Iterator[str]:
    known = (
        f"As known up to {told.known_at}. Registered swap dealers are left out on the days on which they are."
    )
    yield _text(_LEFT, _HEIGHT - 16, known, size=11, colour=_GREY)


def _text(
    x: int,
    y: int,
    words: str,
    *,
    size: int = 12,
    colour: str = _INK,
    anchor: str = "start",
    weight: str = "normal",
) -> str:
    return (
        f"<text x='{x}' y='{y}' {_FONT} font-size='{size}' fill='{colour}' text-anchor='{anchor}' "
        f"font-weight='{weight}' paint-order='stroke' stroke='white' stroke-width='3'>{escape(words)}</text>"
    )


def _step(highest_cents: int) -> int:
    """The distance between two lines of the grid: 1, 2 or 5 of some power of ten."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest_cents // (factor * size) < _LINES_OF_GRID:
                return factor * size
        size *= 10


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
