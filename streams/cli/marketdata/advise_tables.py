"""How is the comparison of licenses shown on a terminal?"""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.table import Table

from streams.cli.marketdata.words import LICENSES, month
from streams.cli.tables import table
from streams.desks.marketdata.advice import Comparison, FirmAdvice
from streams.kernel.plain_words import counted, instant, money

_FIRMS_SHOWN: Final = 15


def tables(told: Comparison) -> Iterator[Table | str]:
    """One firm with every way to hold licenses, or all firms with the cheapest way of each."""
    if len(told.firms) > 1:
        yield _firms(told)
    yield _choices(told, told.firms[0])
    yield from _grounds(told, told.firms[0])


def licenses_said(fees: Sequence[str]) -> str:
    """Licenses in words."""
    return " + ".join(LICENSES[fee] for fee in fees) or "user fees alone"


def _firms(told: Comparison) -> Table:
    saving = sum(one.best.saving_cents for one in told.firms)
    title = f"{told.distributor}, {month(told.month)}: licenses would have saved {money(saving)}"
    shown = table(title, ["firm", "cheapest"], ["users", "user fees alone", "cheapest", "saving", "since"])
    for one in told.firms[:_FIRMS_SHOWN]:
        best = one.best
        shown.add_row(
            one.recipient_firm,
            licenses_said(best.licenses),
            f"{one.user_count:,}",
            money(one.per_user.cost_cents),
            money(best.cost_cents),
            money(best.saving_cents),
            one.since if best.licenses else "",
        )
    more = len(told.firms) - _FIRMS_SHOWN
    if more > 0:
        shown.add_row(f"and {more:,} more", *[""] * 6)
    return shown


def _choices(told: Comparison, one: FirmAdvice) -> Table:
    title = (
        f"{one.recipient_firm} at {told.distributor}, {month(told.month)}: {counted(one.user_count, 'user')}"
    )
    shown = table(title, ["way"], ["licenses", "user fees", "consolidation", "in all", "saving"])
    for choice in one.choices:
        figures = (choice.license_cents, choice.user_fee_cents, choice.consolidation_cents)
        shown.add_row(
            licenses_said(choice.licenses),
            *(money(cents) for cents in (*figures, choice.cost_cents, choice.saving_cents)),
            style="bold" if choice is one.best else None,
        )
    return shown


def _grounds(told: Comparison, one: FirmAdvice) -> Iterator[str]:
    held = licenses_said(one.held) if one.held else "no license"
    yield f"Held in the month: {held}. The comparison looks at all uses, whatever is held (MARKETDATA/R31)."
    best = one.best
    if best.licenses:
        yield (
            f"{licenses_said(best.licenses)} saves from {one.cheaper_from_user_count:,} users of this mix "
            f"on; a license bought now can begin with {month(told.begins_with)}."
        )
        if one.told is not None and one.told.licenses == best.licenses:
            yield (
                f"So advised for every month since {month(one.since)}; it would have saved "
                f"{money(one.saving_since_cents)} since."
            )
    if one.told is not None and (one.told.licenses, one.told.saving_cents) != (
        best.licenses,
        best.saving_cents,
    ):
        yield (
            f"When the month was closed, the advice was {licenses_said(one.told.licenses)}, saving "
            f"{money(one.told.saving_cents)}; what was recorded since changed it."
        )
    state = "closed" if told.is_closed else "still open"
    yield f"{month(told.month)} is {state}. Known up to {instant(told.known_at)}."
