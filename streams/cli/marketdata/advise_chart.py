"""How do the ways to hold licenses compare, drawn?"""

from collections.abc import Iterator
from typing import Final

from streams.cli.chart import BLUE, GREEN, GREY, INK, PALE, RED, begin, step, text
from streams.cli.marketdata.advise_tables import licenses_said
from streams.cli.marketdata.words import month
from streams.desks.marketdata.advice import Choice, Comparison, FirmAdvice
from streams.kernel.plain_words import counted, instant, money

_WIDTH: Final = 960
_LEFT, _RIGHT, _TOP, _BOTTOM = 330, 120, 104, 62
_ROW, _BAR = 38, 20
_LIGHT: Final = "#9db2d6"
_CENTS: Final = 100


def chart(told: Comparison, one: FirmAdvice) -> str:
    """A picture of what each way would have cost one firm: licenses, user fees and what they bring about."""
    highest = max(choice.cost_cents for choice in one.choices)
    spacing = step(max(1, highest // _CENTS)) * _CENTS
    reach = (highest // spacing + 1) * spacing
    height = _TOP + _ROW * len(one.choices) + _BOTTOM
    title = f"{one.recipient_firm} at {told.distributor}, {month(told.month)}"
    parts = [
        begin(f"What licenses would have cost {title}", _WIDTH, height),
        *_heading(title, one),
        *_grid(spacing, reach, height),
        *(part for number, choice in enumerate(one.choices) for part in _bar(one, choice, number, reach)),
        *_alone(one, reach, height),
        *_costs(one, reach),
        text(24, height - 14, f"Known up to {instant(told.known_at)}.", size=11, colour=GREY),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _heading(title: str, one: FirmAdvice) -> Iterator[str]:
    best = one.best
    said = (
        f"{licenses_said(best.licenses)} saves {money(best.saving_cents)} a month"
        if best.licenses
        else "no license costs less than user fees alone"
    )
    yield text(24, 34, f"{title}: what each way would have cost", size=20, weight="bold")
    yield text(24, 58, f"{counted(one.user_count, 'user')}; {said}", size=14, colour=GREY)
    for place, (colour, words) in enumerate(
        ((BLUE, "licenses"), (_LIGHT, "user fees"), (GREY, "Data Consolidation Fee"))
    ):
        x = _LEFT + 110 * place
        yield f"<rect x='{x}' y='{_TOP - 28}' width='10' height='10' fill='{colour}'/>"
        yield text(x + 15, _TOP - 19, words, size=11, colour=GREY)


def _grid(spacing: int, reach: int, height: int) -> Iterator[str]:
    for cents in range(0, reach + 1, spacing):
        x = _x(cents, reach)
        yield f"<line x1='{x}' x2='{x}' y1='{_TOP - 8}' y2='{height - _BOTTOM}' stroke='{PALE}'/>"
        yield text(x, height - _BOTTOM + 18, f"${cents // _CENTS:,}", size=11, colour=GREY, anchor="middle")


def _bar(one: FirmAdvice, choice: Choice, number: int, reach: int) -> Iterator[str]:
    y = _TOP + _ROW * number
    is_best = choice is one.best
    colour, weight = (GREEN, "bold") if is_best else (INK, "normal")
    yield text(_LEFT - 12, y + 15, licenses_said(choice.licenses), colour=colour, anchor="end", weight=weight)
    at_cents = 0
    for cents, fill in (
        (choice.license_cents, GREEN if is_best else BLUE),
        (choice.user_fee_cents, _LIGHT),
        (choice.consolidation_cents, GREY),
    ):
        x, end = _x(at_cents, reach), _x(at_cents + cents, reach)
        if end > x:
            yield f"<rect x='{x}' y='{y}' width='{end - x}' height='{_BAR}' fill='{fill}'/>"
        at_cents += cents


def _costs(one: FirmAdvice, reach: int) -> Iterator[str]:
    """What each way costs, behind its bar and over every line."""
    for number, choice in enumerate(one.choices):
        colour, weight = (GREEN, "bold") if choice is one.best else (INK, "normal")
        x, y = _x(choice.cost_cents, reach) + 8, _TOP + _ROW * number + 15
        yield text(x, y, money(choice.cost_cents), colour=colour, weight=weight)


def _alone(one: FirmAdvice, reach: int, height: int) -> Iterator[str]:
    """The line that a license must stay below."""
    x = _x(one.per_user.cost_cents, reach)
    yield (
        f"<line x1='{x}' x2='{x}' y1='{_TOP - 8}' y2='{height - _BOTTOM}' stroke='{RED}' "
        f"stroke-width='1.5' stroke-dasharray='4 3'/>"
    )
    yield text(x, height - _BOTTOM + 36, "user fees alone", size=11, colour=RED, anchor="middle")


def _x(cents: int, reach: int) -> int:
    return _LEFT + cents * (_WIDTH - _LEFT - _RIGHT) // reach
