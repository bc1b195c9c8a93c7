"""What does an event say, in a sentence?"""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.explanations import words

_CODES: Final[Mapping[str, str]] = {
    "RULES": "under the rules",
    "SECTION_54_1_A": "because it is in default and has to pay them itself",
    "SECTION_54_1_C": "because it is in default and an entity of its group has to pay them",
    "SECTION_54_2": "because the member that has to pay them is in default",
    "SECTION_60": "because an indirect clearer in default has to pay them",
    "EXCHANGE": "as an ordinary exchange",
    "RETURN": "as a return",
    "SECTION_54_1_B": "as items handed back in a default",
    "ENDORSEMENT_NATURE": "the endorsement is not of the right kind",
    "ENDORSEMENT_FORGED_OR_UNAUTHORIZED": "the endorsement is forged or was not authorized",
    "ENDORSEMENT_MISSING": "the endorsement is missing",
    "DIRECT_CLEARER": "a direct clearer",
    "GROUP_CLEARER": "a group clearer",
    "CLEARING_AGENT": "a clearing agent",
    "LOCAL": "a local",
    "DEPOSIT_TAKING_ENTITY": "a deposit taker outside the Association",
    "CLEARER_CEASES": "because the clearer will no longer act for it",
    "ENTITY_WITHDRAWS": "because it withdraws",
    "RISK": "the indirect clearer had become a risk",
    "BREACH": "the indirect clearer had broken an essential promise",
    "SECTION_56": "what it owes for the cycle beyond what it holds there (section 56)",
    "SECTION_57": "its share of what is lacking (section 57)",
    "MANUAL": "a decision taken by hand",
    "CENTRAL": "centrals",
    "COOPERATIVE_CREDIT_ASSOCIATION": "cooperative credit associations",
    "QUALIFIED_CORPORATION_MONEY_MARKET_MUTUAL_FUND": "companies acting for a money market fund",
    "TRUSTEE_OF_QUALIFIED_TRUST": "trustees of a qualified trust",
    "LIFE_INSURANCE_COMPANY": "life insurance companies",
    "OTHER": "other members",
}
"""The codes of the contract in words."""

_PARTIES: Final = frozenset(
    (
        *("made_by", "counterparty", "drawn_on", "payable_to", "agent", "payer", "payee", "to", "from"),
        *("member", "entity", "responsible_member", "group_clearer", "indirect_clearer", "ceased_member"),
        *("successor", "institution", "depositor", "guarantor", "holder", "gainer", "loser", "clearer"),
    )
)
"""Fields that name an institution."""

PIECES: Final[Mapping[type[Event], tuple[str, ...]]] = {
    events.EntrySubmitted: (
        "{made_by} entered {items} worth {value_cents} ",
        "{in_debit}against {counterparty}: {counterparty} is to pay, {made_by} to be paid.",
        "{in_credit}in favour of {counterparty}: {made_by} is to pay, {counterparty} to be paid.",
        " The items are payable by {drawn_on}.",
        " They are presented for {payable_to}.",
        " Class {item_class}, exchanged at {regional_exchange_point}.",
        " It means {cycle_meant}.",
        " It becomes irrevocable at {irrevocable_at}.",
        " It may be returned through {returnable_through_at}.",
        " Item {item}.",
        " Identification {identification}.",
        " Payable on demand: {payable_on_demand}.",
        " A manual clearing total: {manual_clearing}.",
    ),
    events.CorrectionSubmitted: (
        "{rest}{made_by} gave entry {ref} another value: {value_cents} for {items}.",
        "{withdrawn}{made_by} withdrew entry {ref}.",
    ),
    events.ReturnSubmitted: (
        "{made_by} sent back {items} of entry {ref}, worth {value_cents}, {ground}.",
        " Reason under the rules: {rules_reason}.",
    ),
    events.OutsideExchangeReported: (
        "Inside the circle of {agent}, {items} worth {value_cents} changed hands {ground}: {payer} is to pay, {payee} "
        "to be paid.",
        " It means {cycle_meant}.",
    ),
    events.ItemForwarded: ("{made_by} passed the items of entry {ref} on to {to}.",),
    events.ItemRemitted: ("{made_by} handed the items of entry {ref} back.",),
    events.ReimbursementClaimed: ("{made_by} claimed {value_cents} of entry {ref} back: {ground}.",),
    events.MemberRegistered: ("{member} became known as a member", " among {member_class}", "."),
    events.NonMemberEntityRegistered: (
        "{entity}, {kind}, became known; {responsible_member} answers for it.",
    ),
    events.RoleAppointed: (
        "The Board appointed {member} as {role}",
        ", with effect from {effective_at}",
        ".",
    ),
    events.RoleRevoked: (
        "The Board ended the role of {member} as {role}",
        ", with effect from {effective_at}",
        ".",
    ),
    events.ApplicationCompleted: (
        "{member} applied to become {role}. Its account at the Bank of Canada: "
        "{settlement_account_at_bank_of_canada}; loan facility there: {loan_facility_at_bank_of_canada}; items: "
        "{item_volume_count} of {national_item_volume_count} in the country; other requirements met: "
        "{other_requirements_met}",
        "; commitments by contract: {contractual_commitments_made}",
        ".",
    ),
    events.GroupJoined: (
        "{entity} joined the group of {group_clearer}",
        ", with effect from {effective_at}",
        ".",
    ),
    events.GroupLeaveNoticeGiven: (
        "On {given_on} notice was given that {entity} leaves the group of {group_clearer} on {effective_on}, {kind}.",
        " Waived by {waived_by}.",
    ),
    events.GroupLeft: (
        "{entity} left the group of {group_clearer}",
        ", with effect from {effective_at}",
        ".",
    ),
    events.AgentActNoticeGiven: (
        "On {given_on}, {agent} gave notice that it will act for {indirect_clearer} from {effective_on}.",
        " It takes the place of a former agent: {replaces_former_agent}.",
        " Waived by {waived_by}.",
    ),
    events.AgentDesignated: (
        "{indirect_clearer} chose {agent} as its clearing agent",
        ", with effect from {effective_at}",
        ".",
        " Settlement account with it: {settlement_account_with_agent}.",
        " Loan facility with it: {loan_facility_with_agent}.",
    ),
    events.AgentCeaseNoticeGiven: (
        "On {given_on}, {agent} gave notice that it stops acting for {indirect_clearer} on {effective_on}.",
        " A replacement starts on {replacement_starts_on}.",
        " Waived by {waived_by}.",
    ),
    events.AgentCeased: (
        "{agent} stopped acting for {indirect_clearer}",
        ", with effect from {effective_at}",
        ".",
    ),
    events.AgentCeasedImmediately: (
        "{agent} stopped acting for {indirect_clearer} at once, with effect from {effective_at}, because "
        "{ground}. It told the other agents at {notice_given_at}.",
        " Waived by {waived_by}.",
    ),
    events.MembersAmalgamated: (
        "{ceased_member} merged into {successor} on {amalgamated_on}.",
        " Its items are taken through {extended_through_on}.",
    ),
    events.CycleScheduled: (
        "{cycle_name} was put on the calendar: it begins after {begins_after_at}, its final exchange is at "
        "{final_exchange_at}, its final adjustment time {final_adjustment_at}.",
    ),
    events.CycleSealed: ("{cycle_name} was closed: no more events stamped in it will come.",),
    events.ExchangeSuspended: (
        "The General Manager stopped exchange at {regional_exchange_point}",
        " for items of class {item_class}",
        ", for the rest of the cycle.",
        " Measures: {measures}.",
    ),
    events.ItemDisputed: ("Item {item} came into dispute.",),
    events.ItemDisputeResolved: ("The dispute about item {item} ended.",),
    events.NationalFailureDeclared: ("The whole system was declared to have failed.",),
    events.NationalFailureEnded: ("The failure of the whole system was declared to be over.",),
    events.SettlementAccountReported: (
        "Before settlement of {cycle}, {member} has {available_cents} available at the Bank of Canada, credit "
        "included.",
    ),
    events.SubAccountReported: (
        "{institution} holds {balance_cents} in its account with {agent}; already settled with it for {cycle}: "
        "{settled}.",
    ),
    events.ShortfallReported: (
        "The Bank of Canada reported that {member} lacks {shortfall_cents} to settle {cycle}.",
    ),
    events.AdvanceReported: (
        "{lent}The Bank of Canada lent {member} {advance_cents} towards its shortfall in {cycle}; credited to its "
        "account: {credited}.",
        "{nothing_lent}The Bank of Canada lent {member} nothing towards its shortfall in {cycle}.",
    ),
    events.DefaultReturnsClosed: ("The returns that follow the default of {member} in {cycle} were closed.",),
    events.DepositReceived: (
        "{depositor} deposited {deposit_cents} into the account of {member}, as {basis}; it counts from {value_on}.",
    ),
    events.DefaultDepositsClosed: (
        "The deposits by those whom {member} represents were closed, for its default in {cycle}.",
    ),
    events.DefaultEnded: (
        "It was recorded that {member} is no longer in default",
        ", with effect from {effective_at}",
        ".",
    ),
    events.SettlementRequested: ("Settlement of {cycle} was asked for.",),
    events.SettlementEffected: ("The Bank of Canada reported that {cycle} is settled.",),
    events.SettlementReversalRequested: ("Somebody asked for the settlement of {cycle} to be undone.",),
    events.RecoveryInterestAccrued: (
        "Interest on what was deposited for {member} in {cycle} was worked out; {through_on} is the first day that no "
        "longer counts.",
    ),
    events.IndirectShortfallReported: (
        "{agent} reported that {indirect_clearer} lacks {shortfall_cents} to settle {cycle} with it.",
    ),
    events.IndirectAdvanceReported: (
        "{lent}{indirect_clearer} found a loan of {advance_cents} towards its shortfall with {agent} in {cycle}.",
        "{nothing_lent}{indirect_clearer} found no loan towards its shortfall with {agent} in {cycle}.",
    ),
    events.Tick: ("Time passed, and the running figures were brought up to date.",),
}
"""The sentences of each event; a piece is left out where the event leaves out a field that it needs."""


def happening(event: Event) -> str:
    """What an event says, in a sentence or two."""
    phrases = phrases_of(event)
    said = ""
    for piece in PIECES[type(event)]:
        try:
            said += piece.format_map(phrases)
        except KeyError:
            continue
    return words.sentence(said)


def phrases_of(event: Event) -> dict[str, str]:
    """The fields of an event as they stand in a sentence; without those that it leaves out."""
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    phrases = phrases_of_fields({name: value for name, value in fields.items() if value is not msgspec.UNSET})
    if isinstance(event, events.EntrySubmitted):
        phrases["in_debit" if event.direction == "DEBIT" else "in_credit"] = ""
    if isinstance(event, events.CorrectionSubmitted):
        phrases["withdrawn" if event.value_cents == event.item_count == 0 else "rest"] = ""
    if isinstance(event, events.AdvanceReported | events.IndirectAdvanceReported):
        phrases["lent" if event.advance_cents else "nothing_lent"] = ""
    return phrases


def phrases_of_fields(fields: Mapping[str, object]) -> dict[str, str]:
    """Fields of an event or an outcome as they stand in a sentence."""
    phrases = {name: _phrase(name, value) for name, value in fields.items() if value not in ((), None)}
    if "cycle" in phrases:
        phrases["cycle_meant"] = phrases["cycle"]
        phrases["cycle_name"] = words.sentence(phrases["cycle"])
    if isinstance(count := fields.get("item_count"), int):
        phrases["items"] = words.items(count)
    return phrases


def _phrase(name: str, value: object) -> str:
    if name in _PARTIES and isinstance(value, str):
        return words.party(value)
    for ending, phrase in _BY_ENDING:
        if name.endswith(ending):
            return phrase(value)
    if name in ("cycle", "booked_in_cycle"):
        return words.cycle(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return words.listed(value)
    if isinstance(value, str):
        return _CODES.get(value, f"“{value}”" if name == "ground" else value)
    return str(value)


_BY_ENDING: Final[tuple[tuple[str, Callable[[object], str]], ...]] = (
    ("_cents", lambda value: words.money(int(str(value)))),
    ("_count", lambda value: f"{value:,}"),
    ("_at", lambda value: words.instant(str(value))),
    ("_on", lambda value: words.day(str(value))),
)
