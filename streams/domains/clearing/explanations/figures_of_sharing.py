"""How does a survivor's share come about, to the cent? (BL3/57(1))"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from streams.domains.clearing.explanations.views_asked import Row
from streams.domains.clearing.explanations.words import (
    DIVIDED_BY,
    TIMES,
    counted,
    listed,
    money,
    party,
    whole,
)
from streams.domains.clearing.rules.sharing import shares_cents
from streams.kernel.explanation import Sheet, Step

_COUNTS = {
    "LITERAL": "debit entries whose items the member in default has to pay itself",
    "ACSS_COUNTERPARTY": "all debit entries against it, those on institutions that it represents too",
}


class Share(NamedTuple):
    """One survivor's share, taken apart."""

    survivor: str
    base_cents: int
    floor_cents: int
    remainder: int
    share_cents: int

    @property
    def extra_cents(self) -> int:
        """The leftover cent that it pays, or none."""
        return self.share_cents - self.floor_cents


def shares_of(a_cents: int, b_cents: Mapping[str, int]) -> list[Share]:
    """Every share as the rule works it out, taken apart."""
    total = sum(b_cents.values())
    worked_out = shares_cents(a_cents, b_cents)
    return [
        Share(survivor, base, a_cents * base // total, a_cents * base % total, worked_out[survivor])
        for survivor, base in sorted(b_cents.items())
    ]


def sharing_steps(case: Row, member: str, basis: str, depositor: str | None) -> Iterator[Step]:
    """The formula with its figures, for all survivors and, where one is asked about, for it.

    Args:
        basis: what B counts, as the dated value says.
        depositor: the survivor that is asked about, or None.
    """
    a_cents, b_cents = int(case["section_57_a_cents"]), dict(case["section_57_b_cents"])
    c_cents = sum(b_cents.values())
    yield Step(
        f"The survivors are the Bank of Canada and every clearer that is not in default. B of each is what it entered "
        f"against {party(member)} in this cycle, at its corrected value and not lowered by returns: {_COUNTS[basis]}. "
        "C is all of B together.",
        f"C = {' + '.join(whole(base) for base in b_cents.values()) or '0'}"
        + (f" = {whole(c_cents)}" if len(b_cents) > 1 else ""),
        money(c_cents),
    )
    if not c_cents:
        yield Step("C is zero, so the formula gives no shares: a person has to decide who pays.")
        return
    shares = shares_of(a_cents, b_cents)
    if depositor is not None:
        yield from _one_share(shares, a_cents, c_cents, depositor)
    yield _leftover(shares, a_cents, depositor)
    columns = [
        "Survivor",
        "B",
        f"A {TIMES} B {DIVIDED_BY} C",
        "remainder",
        "extra cent",
        "pays",
    ]
    rows = [
        [party(one.survivor), *(whole(figure) for figure in (*one[1:4], one.extra_cents, one.share_cents))]
        for one in shares
    ]
    rows.append(
        ["Together", whole(c_cents), whole(sum(one.floor_cents for one in shares)), "", "", whole(a_cents)]
    )
    yield Step("All shares, in cents; they add up to A.", sheet=Sheet(columns, rows))


def _one_share(shares: list[Share], a_cents: int, c_cents: int, depositor: str) -> Iterator[Step]:
    asked = next((one for one in shares if one.survivor == depositor), None)
    if asked is None:
        yield Step(f"{party(depositor)} entered nothing that counts: B is zero, and so is its share.")
        return
    yield Step(
        f"B of {party(depositor)}: what it entered that counts.",
        f"B = {whole(asked.base_cents)}",
        money(asked.base_cents),
    )
    yield Step(
        f"The share of {party(depositor)} is A {TIMES} B {DIVIDED_BY} C, in whole numbers.",
        f"{whole(a_cents)} {TIMES} {whole(asked.base_cents)} {DIVIDED_BY} {whole(c_cents)} = "
        f"{whole(asked.floor_cents)}, remainder {whole(asked.remainder)}",
        money(asked.floor_cents),
    )


def _leftover(shares: list[Share], a_cents: int, depositor: str | None) -> Step:
    floors = sum(one.floor_cents for one in shares)
    left = a_cents - floors
    formula = f"{whole(a_cents)} - {whole(floors)} = {whole(left)}"
    if not left:
        return Step("The whole cents of all shares add up to A: no cent is left over.", formula, money(0))
    getters = listed([one.survivor for one in shares if one.extra_cents])
    asked = next((one for one in shares if one.survivor == depositor), None)
    mine = ""
    if asked is not None:
        mine = f" So {party(asked.survivor)} pays {money(asked.share_cents)}" + (
            ", one cent more." if asked.extra_cents else "."
        )
    return Step(
        f"Rounded down, the shares leave {counted(left, 'cent')} over. The by-law names no rounding; leftover cents "
        f"go to the largest remainders, ties to the name that comes first: {getters}.{mine}",
        formula,
        money(left),
    )
