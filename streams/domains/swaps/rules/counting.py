"""Does a swap count towards the threshold of one of its parties, and why? (17CFR23.23/(b) and (d), 17CFR1.3)"""

from collections.abc import Callable
from typing import Final, NamedTuple

from msgspec import UNSET

from schemas.instants import date_of
from streams.domains.swaps.rules.control import with_majority_owners
from streams.domains.swaps.rules.execution import is_anonymous_and_cleared
from streams.domains.swaps.rules.product import is_swap
from streams.domains.swaps.rules.side import Side
from streams.domains.swaps.state.facts_on_day import is_set
from streams.kernel.citation import cites


class Reason(NamedTuple):
    """A row of the contract's table of reasons.

    Attributes:
        fits: whether it is the reason, when none above it is.
        looks_at_counterparty: whether the status of the counterparty was looked at when this reason is reached.
    """

    name: str
    counts: bool
    fits: Callable[[Side], bool]
    cites: tuple[str, ...]
    looks_at_counterparty: bool = True


@cites("CEA/1a(47)")
def _not_a_swap(side: Side) -> bool:
    return not is_swap(side.part.product)


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def _not_dealing(side: Side) -> bool:
    return not side.party.dealing


def _has_exclusion(side: Side, exclusion: str) -> bool:
    exclusions = side.party.exclusions
    return exclusions is not UNSET and exclusion in exclusions


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def _clearing(side: Side) -> bool:
    return _has_exclusion(side, "CLEARING")


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def _exercise(side: Side) -> bool:
    return _has_exclusion(side, "EXERCISE")


@cites("CFTCL12-62/1")
def _multilateral_compression(side: Side) -> bool:
    return _has_exclusion(side, "MULTILATERAL_COMPRESSION")


@cites("17CFR1.3/swap-dealer(6)(i)")
def _majority_owned_affiliates(side: Side) -> bool:
    mine = with_majority_owners(side.party.entity, side.facts.majority_owners)
    theirs = with_majority_owners(side.counterparty.entity, side.counterparty_facts.majority_owners)
    return not mine.isdisjoint(theirs)


@cites("17CFR1.3/swap-dealer(6)(ii)")
def _cooperative_with_member(side: Side) -> bool:
    return _has_exclusion(side, "COOPERATIVE_WITH_MEMBER")


@cites("17CFR1.3/swap-dealer(6)(iii)")
def _hedge_of_physical_position(side: Side) -> bool:
    return _has_exclusion(side, "HEDGE_OF_PHYSICAL_POSITION")


@cites("17CFR1.3/swap-dealer(6)(iv)")
def _floor_trader(side: Side) -> bool:
    return _has_exclusion(side, "FLOOR_TRADER")


@cites("17CFR1.3/swap-dealer(5)")
def _insured_depository_loan(side: Side) -> bool:
    if not _has_exclusion(side, "INSURED_DEPOSITORY_LOAN"):
        return False
    record = side.facts.entity(side.party.entity)
    return record is not None and is_set(record.insured_depository_institution)


@cites("XB2020/1", "XB2020/0")
def _earlier_practice_counted(side: Side) -> bool:
    return _is_earlier(side) and is_set(side.party.counted_under_earlier_practice, default=True)


@cites("XB2020/1", "XB2020/0")
def _earlier_practice_not_counted(side: Side) -> bool:
    return _is_earlier(side)


def _is_earlier(side: Side) -> bool:
    return date_of(side.part.dated_on) < side.law.compliance_on


@cites("XB2020/5", "17CFR23.23/(b)(1)")
def _us_person(side: Side) -> bool:
    return side.is_us


@cites("XB2020/5", "17CFR23.23/(b)(1)")
def _significant_risk_subsidiary(side: Side) -> bool:
    return side.is_significant_risk_subsidiary


@cites("XB2020/5", "17CFR23.23/(b)(2)(ii)")
def _guaranteed_entity(side: Side) -> bool:
    return side.is_guaranteed


@cites("XB2020/5", "17CFR23.23/(d)")
def _anonymous_and_cleared(side: Side) -> bool:
    return is_anonymous_and_cleared(side.part.execution)


@cites("XB2020/5", "17CFR23.23/(b)(2)(i)")
def _counterparty_swap_dealer_foreign_branch(side: Side) -> bool:
    return (
        side.counterparty_is_us
        and side.counterparty_acts.through_foreign_branch
        and side.counterparty_is_swap_dealer
    )


@cites("XB2020/5", "17CFR23.23/(b)(2)(i)")
def _counterparty_us_person(side: Side) -> bool:
    return side.counterparty_is_us


@cites("XB2020/5", "17CFR23.23/(b)(2)(iii)")
def _counterparty_guaranteed_swap_dealer(side: Side) -> bool:
    return side.counterparty_is_guaranteed and side.counterparty_is_swap_dealer


@cites("XB2020/5", "17CFR23.23/(b)(2)(iii)")
def _counterparty_guaranteed_by_non_financial_entity(side: Side) -> bool:
    return side.counterparty_is_guaranteed and not side.counterparty_has_financial_guarantor


@cites("XB2020/5", "17CFR23.23/(b)(2)(iii)")
def _counterparty_guaranteed_affiliate_below_threshold(side: Side) -> bool:
    return (
        side.counterparty_is_guaranteed
        and side.counterparty_is_below_threshold
        and side.counterparty_is_affiliated_with_swap_dealer
    )


@cites("XB2020/5", "17CFR23.23/(b)(2)(iii)")
def _counterparty_guaranteed_entity(side: Side) -> bool:
    return side.counterparty_is_guaranteed


@cites("XB2020/5", "17CFR23.23/(b)(2)")
def _counterparty_significant_risk_subsidiary(side: Side) -> bool:
    return side.counterparty_is_significant_risk_subsidiary


@cites("XB2020/5", "17CFR23.23/(b)(2)")
def _counterparty_other_non_us_person(_side: Side) -> bool:
    return True


_DEALING = "17CFR1.3/swap-dealer(4)(i)(A)"
_OWN = ("XB2020/5", "17CFR23.23/(b)(1)")
_WITH_US = ("XB2020/5", "17CFR23.23/(b)(2)(i)")
_GUARANTEED = ("XB2020/5", "17CFR23.23/(b)(2)(iii)")
_WITH_OTHERS = ("XB2020/5", "17CFR23.23/(b)(2)")
_FAR = False

# fmt: off
REASONS: Final[tuple[Reason, ...]] = (
    Reason("NOT_A_SWAP", False, _not_a_swap, ("CEA/1a(47)",), _FAR),
    Reason("NOT_DEALING", False, _not_dealing, (_DEALING,), _FAR),
    Reason("CLEARING", False, _clearing, (_DEALING,), _FAR),
    Reason("EXERCISE", False, _exercise, (_DEALING,), _FAR),
    Reason("MULTILATERAL_COMPRESSION", False, _multilateral_compression, ("CFTCL12-62/1",), _FAR),
    Reason("MAJORITY_OWNED_AFFILIATES", False, _majority_owned_affiliates, ("17CFR1.3/swap-dealer(6)(i)",), _FAR),
    Reason("COOPERATIVE_WITH_MEMBER", False, _cooperative_with_member, ("17CFR1.3/swap-dealer(6)(ii)",), _FAR),
    Reason("HEDGE_OF_PHYSICAL_POSITION", False, _hedge_of_physical_position, ("17CFR1.3/swap-dealer(6)(iii)",), _FAR),
    Reason("FLOOR_TRADER", False, _floor_trader, ("17CFR1.3/swap-dealer(6)(iv)",), _FAR),
    Reason("INSURED_DEPOSITORY_LOAN", False, _insured_depository_loan, ("17CFR1.3/swap-dealer(5)",), _FAR),
    Reason("EARLIER_PRACTICE_COUNTED", True, _earlier_practice_counted, ("XB2020/1",), _FAR),
    Reason("EARLIER_PRACTICE_NOT_COUNTED", False, _earlier_practice_not_counted, ("XB2020/1",), _FAR),
    Reason("US_PERSON", True, _us_person, _OWN),
    Reason("SIGNIFICANT_RISK_SUBSIDIARY", True, _significant_risk_subsidiary, _OWN),
    Reason("GUARANTEED_ENTITY", True, _guaranteed_entity, ("XB2020/5", "17CFR23.23/(b)(2)(ii)")),
    Reason("ANONYMOUS_AND_CLEARED", False, _anonymous_and_cleared, ("XB2020/5", "17CFR23.23/(d)")),
    Reason("COUNTERPARTY_SWAP_DEALER_FOREIGN_BRANCH", False, _counterparty_swap_dealer_foreign_branch, _WITH_US),
    Reason("COUNTERPARTY_US_PERSON", True, _counterparty_us_person, _WITH_US),
    Reason("COUNTERPARTY_GUARANTEED_SWAP_DEALER", False, _counterparty_guaranteed_swap_dealer, _GUARANTEED),
    Reason(
        "COUNTERPARTY_GUARANTEED_BY_NON_FINANCIAL_ENTITY", False,
        _counterparty_guaranteed_by_non_financial_entity, _GUARANTEED,
    ),
    Reason(
        "COUNTERPARTY_GUARANTEED_AFFILIATE_BELOW_THRESHOLD", False,
        _counterparty_guaranteed_affiliate_below_threshold, _GUARANTEED,
    ),
    Reason("COUNTERPARTY_GUARANTEED_ENTITY", True, _counterparty_guaranteed_entity, _GUARANTEED),
    Reason(
        "COUNTERPARTY_SIGNIFICANT_RISK_SUBSIDIARY", False, _counterparty_significant_risk_subsidiary, _WITH_OTHERS,
    ),
    Reason("COUNTERPARTY_OTHER_NON_US_PERSON", False, _counterparty_other_non_us_person, _WITH_OTHERS),
)
# fmt: on
"""The reasons of the contract in its order; the first that fits decides."""


def reason_for(side: Side) -> Reason:
    """The first reason that fits a side; the last one always does."""
    return next(reason for reason in REASONS if reason.fits(side))
