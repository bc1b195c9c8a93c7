"""What does a published outcome say, in a sentence?"""

from collections.abc import Mapping
from typing import Final

from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.happenings import phrases_of_fields

VERDICTS: Final[Mapping[str, str]] = {
    "ACCEPTED": "It was accepted.",
    "DEFERRED": "It was accepted, and takes effect on {deferred_until_on}, when the replacement starts.",
    "ELIGIBLE": "It meets the conditions for the role.",
    "INELIGIBLE": "It does not meet the conditions for the role.",
    "NO_DEFAULT": "There is no default: the loan is large enough.",
    "DEFAULT": "There is a default: the loan is smaller than the shortfall.",
    "CURED_BY_RETURNS": "The returns made good the whole shortfall.",
    "AWAITING_SECTION_56": "A shortfall is left; those whom the member represents pay first.",
    "CURED_BY_DEPOSITS": "The deposits of those whom the member represents made good the rest.",
    "AWAITING_SECTION_57": "A shortfall is left, which the survivors share.",
    "ALLOCATION_UNDEFINED": "A shortfall is left that cannot be shared: no survivor entered anything that counts.",
    "INSTRUCTED": "Settlement was instructed.",
    "SETTLED": "The cycle is settled.",
}
"""Each verdict on a fact but the refusal."""

_REFUSED: Final = "It was refused ({reason})."

OUTCOMES: Final[Mapping[str, str]] = {
    "entry_accepted": "The entry was taken into {cycle}, {value_cents} for {items}; {guarantor} answers for it.",
    "entry_refused": _REFUSED,
    "correction_accepted": "The correction was taken: the value changes by {change_cents}, the number of items by "
    "{change_item_count}.",
    "correction_superseded": "The correction changes nothing: a newer one had been taken before it was read.",
    "correction_refused": _REFUSED,
    "return_accepted": "The return was taken and booked in {booked_in_cycle}: {gainer} gains {value_cents}, {loser} "
    "loses it.",
    "return_refused": _REFUSED,
    "outside_exchange_accepted": "It moves what those concerned owe one another in {cycle}, and no clearing balance.",
    "outside_exchange_refused": _REFUSED,
    "possession_changed": "The items are now with {holder}.",
    "possession_refused": _REFUSED,
    "reimbursement_due": "{from} owes {to} {amount_cents}; no balance changes by that.",
    "reimbursement_refused": _REFUSED,
    "event_held": "It waits for entry {ref}, which had not come.",
    "identifier_repeated": "The same id came again ({kind}); that changes nothing.",
    "fact_refused": _REFUSED,
    "notice_due": "{from} has to tell {to} ({manner}).",
    "clearing_balances_established": "The balance of {member} in {cycle} is fixed at {balance_cents}.",
    "settlement_instructed": "{amount_cents} is to be booked as a {entry} on the account of {member}.",
    "settlement_completed": "{cycle_name} is settled.",
    "advance_obtained": "{member} was lent enough, so there is no default in {cycle}.",
    "default_began": "{member} is in default in {cycle}, from {at} on.",
    "section_55_credit_due": "{amount_cents} from the return {return} is to be credited to {member}; it comes from "
    "{from}.",
    "section_56_deposit_due": "{institution} has to deposit {amount_cents} for {member}, which represents it.",
    "section_57_deposit_due": "{depositor} has to deposit {amount_cents} as its share of what {member} still lacks.",
    "allocation_undefined": "{a_cents} of what {member} lacks cannot be shared by the formula; a person must decide.",
    "default_case_ended": "The case of {member} in {cycle} is closed; {excess_cents} came in beyond the need.",
    "recovery_debt_due": "{member} owes {depositor} {principal_cents} and interest of {interest_cents}, counted until "
    "{interest_through_on}.",
    "indirect_default_began": "{indirect_clearer} is in default towards {agent} in {cycle}, from {at} on.",
    "item_remittance_due": "{from} has to hand the items of entry {ref} back to {to}.",
    "run_off_began": "{clearer} still takes items that {institution} has to pay, through {run_off_through_at}.",
    "anomaly_detected": "What was reported contradicts the books ({kind}).",
}
"""Every outcome but `fact_accepted`, whose words are those of its verdict."""


TITLES: Final[Mapping[str, str]] = {
    "section_55_credit_due": "What {member} gets from a return",
    "section_56_deposit_due": "Why {institution} has to deposit {amount_cents} for {member}",
    "section_57_deposit_due": "Why {depositor} has to deposit {amount_cents} for {member}",
    "clearing_balances_established": "The balance of {member} in {cycle}",
    "settlement_instructed": "What is to be booked to the account of {member} in {cycle}",
    "default_began": "The default of {member} in {cycle}",
    "advance_obtained": "The loan of {member} in {cycle}",
    "recovery_debt_due": "What {member} owes {depositor}",
    "indirect_default_began": "The default of {indirect_clearer} towards {agent} in {cycle}",
    "notice_due": "A notice from {from} to {to}",
    "run_off_began": "Until when {clearer} still takes items of {institution}",
    "reimbursement_due": "What {from} owes {to}",
}
"""Titles of the outcomes that people ask for; any other has the words of its type."""


def outcome_title(body: Mapping[str, object]) -> str:
    """A title for the page of an outcome."""
    kind = str(body["type"])
    title = TITLES.get(kind)
    if title is None:
        return f"{kind.replace('_', ' ').capitalize()} ({body['event']})"
    return words.sentence(title.format_map(phrases_of_fields(body)))


def outcome_said(body: Mapping[str, object]) -> str:
    """What an outcome says."""
    kind = str(body["type"])
    said = VERDICTS[str(body["verdict"])] if kind == "fact_accepted" else OUTCOMES[kind]
    phrases = phrases_of_fields(body)
    phrases["at"] = words.instant(str(body["at"]))
    return words.sentence(said.format_map(phrases))
