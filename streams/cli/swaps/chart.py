"""How does a 12-month total stand against the threshold, drawn?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from streams.cli.chart import BLUE, GREY, PALE, RED, begin, step, text
from streams.cli.swaps.position_tables import millions, percent
from streams.desks.swaps.position import PACE_DAYS, Group, Position

Course = Sequence[tuple[str, int]]
"""Days with a total in cents."""

_WIDTH, _HEIGHT = 960, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 86, 30, 86, 64
_AHEAD_SHOWN_DAYS: Final = 122
_BILLION_CENTS: Final = 100_000_000_000


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
    spacing = step(highest)
    scale = _Scale(_ordinal(past[0][0]), _ordinal(ahead[-1][0]), (highest // spacing + 1) * spacing)
    parts = [
        begin(f"12-month total of {group.group} on {told.on}", _WIDTH, _HEIGHT),
        *_heading(told, group),
        *_amounts(scale, spacing),
        *_months(scale),
        *_threshold(scale, told.threshold_cents),
        _area(scale, past),
        _line(scale, past, f"stroke='{BLUE}' stroke-width='2.5'"),
        _line(scale, [past[-1], *ahead], f"stroke='{BLUE}' stroke-width='2' stroke-dasharray='6 4'"),
        *_today(scale, told, group),
        *_crossing(scale, group, told.threshold_cents),
        *_footing(told),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _heading(told: Position, group: Group) -> Iterator[str]:
    share = percent(group.total_cents, told.threshold_cents)
    yield text(_LEFT, 34, f"{group.group}: swaps counted in the last 12 months", size=20, weight="bold")
    yield text(
        _LEFT,
        58,
        f"{told.on}: ${millions(group.total_cents)} million, {share} of the threshold; "
        f"{'over by' if group.headroom_cents < 0 else 'headroom'} ${millions(abs(group.headroom_cents))} million",
        size=14,
        colour=GREY,
    )


def _amounts(scale: _Scale, spacing: int) -> Iterator[str]:
    for cents in range(0, scale.highest_cents + 1, spacing):
        y = scale.y(cents)
        yield f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y}' y2='{y}' stroke='{PALE}'/>"
        whole, tenths = divmod(cents * 10 // _BILLION_CENTS, 10)
        label = f"${whole}.{tenths} bn" if spacing % _BILLION_CENTS else f"${whole} bn"
        yield text(_LEFT - 10, y + 4, label, colour=GREY, anchor="end")


def _months(scale: _Scale) -> Iterator[str]:
    y = _HEIGHT - _BOTTOM
    yield f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y}' y2='{y}' stroke='{GREY}'/>"
    for ordinal in range(scale.first, scale.last + 1):
        day = date.fromordinal(ordinal)
        if day.day == 1:
            x = scale.x(day.isoformat())
            yield f"<line x1='{x}' x2='{x}' y1='{y}' y2='{y + 5}' stroke='{GREY}'/>"
            is_named = day.month % 2 == 1
            if is_named:
                name = f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"
                yield text(x, y + 20, name, colour=GREY, anchor="middle")


def _threshold(scale: _Scale, threshold_cents: int) -> Iterator[str]:
    y = scale.y(threshold_cents)
    yield f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y}' y2='{y}' stroke='{RED}' stroke-width='1.5'/>"
    yield text(_LEFT + 6, y - 7, f"Threshold ${millions(threshold_cents)} million", colour=RED)


def _area(scale: _Scale, past: Course) -> str:
    base = scale.y(0)
    first, last = scale.x(past[0][0]), scale.x(past[-1][0])
    return f"<polygon points='{first},{base} {_points(scale, past)} {last},{base}' fill='{BLUE}' fill-opacity='0.08'/>"


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
    yield f"<line x1='{x}' x2='{x}' y1='{_TOP}' y2='{base}' stroke='{GREY}' stroke-dasharray='1 3'/>"
    yield f"<circle cx='{x}' cy='{y}' r='4.5' fill='{BLUE}' stroke='white' stroke-width='1.5'/>"
    yield text(x + 6, base - 8, f"at the pace of the last {PACE_DAYS} days", colour=GREY)


def _crossing(scale: _Scale, group: Group, threshold_cents: int) -> Iterator[str]:
    """Where the line was or will be crossed, with the day by which somebody has to register."""
    day = group.exceeded_on or group.crosses_on
    if day is None or not scale.first <= _ordinal(day) <= scale.last:
        return
    due_on, words = (
        (group.due_on, "exceeded") if group.exceeded_on else (group.would_be_due_on, "would be exceeded")
    )
    x, y = scale.x(day), scale.y(threshold_cents)
    yield f"<circle cx='{x}' cy='{y}' r='5' fill='white' stroke='{RED}' stroke-width='2'/>"
    yield text(x + 4, y - 28, f"{words} {day}", colour=RED, anchor="end", weight="bold")
    yield text(x + 4, y - 12, f"register by {due_on}", colour=RED, anchor="end")
    if due_on is not None and _ordinal(due_on) <= scale.last:
        due = scale.x(due_on)
        yield f"<line x1='{due}' x2='{due}' y1='{y}' y2='{_HEIGHT - _BOTTOM}' stroke='{RED}' stroke-dasharray='4 3'/>"
        yield text(due, _HEIGHT - _BOTTOM - 24, due_on, colour=RED, anchor="middle")


def _footing(told: Position) -> Iterator[str]:
    known = (
        f"As known up to {told.known_at}. Registered swap dealers are left out on the days on which they are."
    )
    yield text(_LEFT, _HEIGHT - 16, known, size=11, colour=GREY)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
