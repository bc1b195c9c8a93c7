"""Who pays back an amount because of a bad endorsement? (BL3/11 to BL3/13)"""

from schemas.clearing import ReimbursementClaimed
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.rules.verdicts import Check, Reason, Verdict, refusal
from streams.domains.clearing.state.entries import CREDIT
from streams.domains.clearing.state.representations import AGENT
from streams.kernel.citation import cites

Situation = ReferringSituation[ReimbursementClaimed]


@cites("BL3/12")
def value_is_bad(event: ReimbursementClaimed) -> bool:
    """Whether the amount claimed is not positive."""
    return event.value_cents <= 0


@cites("BL3/12")
def _is_not_by_the_receiver(of: Situation) -> bool:
    return of.event.made_by != of.entry.counterparty


@cites("BL3/12")
def _exceeds_what_is_left(of: Situation) -> bool:
    entry = of.entry
    return entry.returned_cents + entry.claimed_cents + of.event.value_cents > entry.value_cents


@cites("BL3/12")
def _is_about_a_credit(of: Situation) -> bool:
    return of.entry.direction == CREDIT


@cites("BL3/13")
def _agent_no_longer_acts(of: Situation) -> bool:
    """The maker stamped the item as agent for the payee and has since ceased to act for it."""
    entry = of.entry
    return entry.made_as_agent and not of.registry.representations.is_in_force(
        entry.payee, entry.made_by, AGENT, of.at_us
    )


CHECKS: tuple[Check[Situation], ...] = (
    Check(Reason.NOT_ITEM_RECEIVER, _is_not_by_the_receiver),
    Check(Reason.EXCEEDS_ORIGINAL, _exceeds_what_is_left),
    Check(Reason.GROUND_MISMATCH, _is_about_a_credit),
    Check(Reason.AGENT_EXEMPT, _agent_no_longer_acts, ("13",)),
)
"""The checks on a claim whose entry is there, in order of precedence."""


@cites("BL3/11", "BL3/12")
def decide_claim(of: Situation) -> Verdict:
    """Whether the maker of an entry owes the amount back to its receiver; no balance changes."""
    return refusal(CHECKS, of, ("12",)) or Verdict("ACCEPTED", ("12",))
