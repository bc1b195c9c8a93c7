"""Who pays what of the rest of the shortfall, and how did one share come about? (BL3/57(1))"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from streams.demo.clearing.amounts import dollars
from streams.demo.clearing.circle import DEFAULTER
from streams.kernel.law import LawBook


class Share(NamedTuple):
    """One survivor's part of A.

    Attributes:
        base_cents: B, what it entered against the member in default.
        floor_cents: A times B over C, rounded down to the cent.
        remainder: what A times B leaves when divided by C.
        gets_a_leftover_cent: whether it pays one of the cents that all the roundings leave.
    """

    survivor: str
    base_cents: int
    floor_cents: int
    remainder: int
    gets_a_leftover_cent: bool

    @property
    def cents(self) -> int:
        """What it pays."""
        return self.floor_cents + self.gets_a_leftover_cent


def shares(case: Mapping[str, Any]) -> list[Share]:
    """The shares as published, taken apart, by survivor."""
    a_cents, c_cents = case["section_57_a_cents"], case["section_57_c_cents"]
    paid = case["section_57_shares_cents"]
    taken_apart = []
    for survivor, base_cents in sorted(case["section_57_b_cents"].items()):
        floor_cents, remainder = divmod(a_cents * base_cents, c_cents)
        extra = paid.get(survivor, 0) - floor_cents
        taken_apart.append(Share(survivor, base_cents, floor_cents, remainder, extra == 1))
    return taken_apart


def most_telling(taken_apart: list[Share]) -> Share:
    """The share whose remainder is the largest: it is the first to pay a leftover cent, if there is any."""
    return min(taken_apart, key=lambda share: (-share.remainder, share.survivor))


def explained(case: Mapping[str, Any], taken_apart: list[Share], share: Share, law: LawBook) -> list[str]:
    """How a share came about, a sentence or two each, with the provisions that it rests on."""
    a_cents, c_cents = case["section_57_a_cents"], case["section_57_c_cents"]
    return [
        f"BL3/57(1): {law.provisions['BL3/57(1)'].says}",
        _lacking(case),
        f"{share.survivor} entered B = {dollars(share.base_cents)} against {DEFAULTER}, counting DEBIT entries of this "
        f"cycle whose items {DEFAULTER} itself has to pay (clearing.section_57_basis = LITERAL); returns do not lower "
        f"B. All survivors together entered C = {dollars(c_cents)}.",
        f"A x B / C = {a_cents:,} x {share.base_cents:,} / {c_cents:,} cents = {dollars(share.floor_cents)}, "
        f"and a remainder of {share.remainder:,} / {c_cents:,} of a cent.",
        _leftover(a_cents, taken_apart, share),
        f"So {share.survivor} pays {dollars(share.cents)}.",
        *(f"Official text: {source.official}, as of {source.dated}." for source in law.sources.values()),
    ]


def _lacking(case: Mapping[str, Any]) -> str:
    """What A is, step by step."""
    deposits_cents = sum(case["section_56_deposits_cents"].values())
    return (
        f"{DEFAULTER} lacked {dollars(case['shortfall_cents'])} (BL3/53(1)(a)) and was lent "
        f"{dollars(case['advance_credited_cents'])} (BL3/53(1)(b)). Returns brought "
        f"{dollars(case['section_55_credits_cents'])} (BL3/54, BL3/55), deposits of those it represents "
        f"{dollars(deposits_cents)} (BL3/56). A = {dollars(case['section_57_a_cents'])} is still lacking."
    )


def _leftover(a_cents: int, taken_apart: list[Share], share: Share) -> str:
    """Who pays the cents that the roundings leave."""
    leftover = a_cents - sum(one.floor_cents for one in taken_apart)
    if leftover == 0:
        return "Rounded down to the cent, the shares add up to A: no cent is left over."
    order = sorted(taken_apart, key=lambda one: (-one.remainder, one.survivor))
    rank = order.index(share) + 1
    names = ", ".join(one.survivor for one in order[:leftover])
    cents = "cent" if leftover == 1 else "cents"
    return (
        f"Rounded down, the {len(taken_apart)} shares leave {leftover} {cents} of A. The by-law names no rounding, so "
        f"they go to the largest remainders, ties to the lower identifier (reading R-11): {names}. The remainder of "
        f"{share.survivor} is number {rank}, so it pays {'one of them' if rank <= leftover else 'none of them'}."
    )
