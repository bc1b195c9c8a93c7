"""What does each check find, in words that a clerk understands?

A check stands here twice: as it reads when it passed, and as it reads when it failed. What a check means for one kind
of event alone stands in `reasons_by_kind.py`.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from streams.domains.clearing.rules.verdicts import Reason


class Words(NamedTuple):
    """A check in words; fields of the event in braces."""

    passed: str
    failed: str


REASONS: Final[Mapping[Reason, Words]] = {
    Reason.BACKDATED: Words(
        "It takes effect no earlier than it was reported.",
        "It would take effect before it was even reported.",
    ),
    Reason.UNKNOWN_CYCLE: Words(
        "The cycle that it names is on the calendar.", "The cycle that it names is not on the calendar."
    ),
    Reason.BAD_VALUE: Words(
        "Value and number of items are above zero.", "The value or the number of items is not above zero."
    ),
    Reason.SELF_ENTRY: Words(
        "The two sides are different institutions.", "Both sides are the same institution."
    ),
    Reason.UNKNOWN_MEMBER: Words(
        "Everyone it names was registered by then.", "Somebody it names was not a registered member by then."
    ),
    Reason.ALREADY_REGISTERED: Words(
        "The name is free.", "The name is taken already, or reserved by the law itself."
    ),
    Reason.CLASS_EXCLUDED: Words(
        "{member} is not of a class that may never be a direct or group clearer.",
        "{member} is of a class that may never be a direct or group clearer.",
    ),
    Reason.NOT_A_CLEARER: Words(
        "{member} is, or was, a direct or group clearer.", "{member} never was a direct or group clearer."
    ),
    Reason.ALREADY_APPOINTED: Words(
        "{member} does not hold the role yet.", "{member} holds the role already."
    ),
    Reason.ROLE_NOT_HELD: Words("{member} holds the role.", "{member} does not hold the role."),
    Reason.NOT_A_GROUP_CLEARER: Words(
        "{group_clearer} is a group clearer.", "{group_clearer} is no group clearer."
    ),
    Reason.ALREADY_IN_GROUP: Words(
        "{entity} belongs to no group yet.", "{entity} belongs to a group already."
    ),
    Reason.NOT_A_CLEARING_AGENT: Words("{agent} is a clearing agent.", "{agent} is no clearing agent."),
    Reason.NO_SETTLEMENT_ACCOUNT_WITH_AGENT: Words(
        "{indirect_clearer} has a settlement account with {agent}.",
        "{indirect_clearer} has no settlement account with {agent}.",
    ),
    Reason.NO_LOAN_FACILITY_WITH_AGENT: Words(
        "{indirect_clearer} can borrow from {agent}.", "{indirect_clearer} has no loan facility with {agent}."
    ),
    Reason.ALREADY_REPRESENTED: Words(
        "{agent} does not act for {indirect_clearer} yet.", "{agent} acts for {indirect_clearer} already."
    ),
    Reason.NOT_A_PARTICIPANT: Words(
        "{made_by} took part in the clearing at that moment.",
        "{made_by} did not take part in the clearing at that moment: it was no direct or group clearer.",
    ),
    Reason.ORIGINAL_REFUSED: Words(
        "Entry {ref}, which it names, was not refused.", "Entry {ref}, which it names, was refused itself."
    ),
    Reason.UNKNOWN_REFERENCE: Words(
        "Entry {ref}, which it names, is there.",
        "Entry {ref}, which it names, had not come when the cycle was closed.",
    ),
    Reason.CYCLE_STILL_OPEN: Words("The cycle is closed.", "The cycle is not closed yet."),
    Reason.SETTLEMENT_FINAL: Words(
        "The cycle is not settled yet.", "The cycle is settled, and what is settled stays settled."
    ),
    Reason.NOT_SETTLED: Words(
        "The cycle is settled.", "The cycle is not settled, so there is nothing to undo."
    ),
    Reason.LATE_CORRECTION: Words(
        "It came before the final adjustment time of the entry's cycle.",
        "It came at or after the final adjustment time of the entry's cycle, or after the cycle was closed.",
    ),
    Reason.NOT_ENTRY_OWNER: Words(
        "{made_by} made entry {ref} itself.",
        "{made_by} did not make entry {ref}; only its maker may correct it.",
    ),
    Reason.NOT_ITEM_RECEIVER: Words(
        "{made_by} received entry {ref}.",
        "{made_by} did not receive entry {ref}; only its receiver may do this.",
    ),
    Reason.DEFAULTER_PROHIBITED: Words(
        "{made_by} was not in default at that moment.",
        "{made_by} was in default at that moment, and a member in default may make no entries.",
    ),
    Reason.IRREVOCABLE: Words("The exchange could still be undone.", "The exchange had become final."),
    Reason.NOT_IN_POSSESSION: Words(
        "{made_by} held the items.", "{made_by} did not hold the items, so it could not hand them on or back."
    ),
    Reason.BELOW_RETURNED: Words(
        "The new value is not below what was sent back already.",
        "The new value or number is below what was sent back already.",
    ),
    Reason.EXCEEDS_ORIGINAL: Words(
        "No more is asked for than is left of the entry.", "More is asked for than is left of the entry."
    ),
    Reason.NO_SHORTFALL_REPORTED: Words(
        "A shortfall was reported before.", "No shortfall was reported to which a loan could belong."
    ),
    Reason.ADVANCE_ALREADY_REPORTED: Words(
        "The outcome of the request for a loan was not known yet.",
        "The outcome of the request for a loan was reported before.",
    ),
    Reason.CASE_EXISTS: Words(
        "No shortfall was reported before in this cycle.", "A shortfall was reported before in this cycle."
    ),
    Reason.NOT_IN_DEFAULT: Words(
        "{member} is in default in this cycle.", "{member} is not in default in this cycle."
    ),
    Reason.GROUND_MISMATCH: Words(
        "The ground that it gives fits the entry.", "The ground that it gives does not fit the entry."
    ),
    Reason.RETURNS_CLOSED: Words(
        "The returns that follow the default are still open.",
        "The returns that follow the default had been closed before it was read.",
    ),
    Reason.RETURNS_NOT_CLOSED: Words(
        "The returns that follow the default are closed.",
        "The returns that follow the default are still open.",
    ),
    Reason.DEPOSITS_CLOSED: Words("The deposits are still open.", "The deposits were closed before."),
    Reason.SHORTFALL_CURED: Words(
        "The returns did not make good the whole shortfall.",
        "The returns made good the whole shortfall, so nothing is left to share.",
    ),
    Reason.CASE_STILL_OPEN: Words(
        "Every cycle in which {member} was in default is settled.",
        "A cycle in which {member} was in default is not settled yet.",
    ),
    Reason.SETTLEMENT_BLOCKED: Words(
        "No default stands in the way of settlement.",
        "A default that is not covered stands in the way of settlement.",
    ),
    Reason.INTEREST_RATE_NOT_SET: Words(
        "A rate of interest is set.", "No rate of interest is set, so none can be worked out."
    ),
    Reason.AGENT_EXEMPT: Words(
        "The maker did not enter it as an agent that has stopped acting since.",
        "The maker entered it as a clearing agent and has stopped acting since, which frees it.",
    ),
    Reason.RETURN_REASON_NOT_ADMITTED: Words(
        "The reason is one that the rules admit.", "The reason is none that the rules admit."
    ),
    Reason.RETURN_TOO_LATE: Words(
        "It came within the time for returns under the rules.",
        "The time for returns under the rules was over.",
    ),
    Reason.COUNTERPARTY_NOT_PARTICIPANT: Words(
        "{counterparty} took part in the clearing, or still had to take such items.",
        "{counterparty} did not take part in the clearing and no longer had to take such items.",
    ),
    Reason.CYCLE_EXISTS: Words(
        "The cycle was not on the calendar yet.", "The cycle was on the calendar before."
    ),
    Reason.BAD_CYCLE_TIMES: Words(
        "Beginning, final exchange and final adjustment time follow one another.",
        "Beginning, final exchange and final adjustment time do not follow one another.",
    ),
    Reason.CYCLE_OVERLAP: Words("It overlaps no other cycle.", "It overlaps another cycle."),
    Reason.NO_OPEN_CYCLE: Words(
        "The moment falls into a cycle on the calendar.", "The moment falls into no cycle on the calendar."
    ),
    Reason.CYCLE_NOT_OPEN: Words(
        "It means the cycle that was running, or names none.",
        "It means another cycle than the one that was running, and that one had not ended.",
    ),
    Reason.CYCLE_CLOSED: Words(
        "The cycle was still open.",
        "The cycle that it means, or falls into, had been closed before it was read.",
    ),
    Reason.SEAL_TOO_EARLY: Words(
        "The final adjustment time has passed.", "The final adjustment time has not passed yet."
    ),
    Reason.ALREADY_DECLARED: Words(
        "No failure was running.", "A failure was declared before and is still running."
    ),
    Reason.NATIONAL_FAILURE: Words(
        "The whole system was not down, or the entry carries a manual total.",
        "The whole system was down, and then only manual totals are taken.",
    ),
    Reason.NOT_IN_NATIONAL_FAILURE: Words(
        "The entry carries no manual total, or the whole system was down.",
        "The entry carries a manual total although the whole system was not down.",
    ),
    Reason.UNKNOWN_REGIONAL_EXCHANGE_POINT: Words(
        "The rules know the place of exchange.", "The rules do not know the place of exchange."
    ),
    Reason.ITEM_CLASS_NOT_ELIGIBLE: Words(
        "The rules list the class of the items.", "The rules do not list the class of the items."
    ),
    Reason.NOT_PAYABLE_ON_DEMAND: Words(
        "The items are payable on demand, or of a class that the rules let in anyway.",
        "The items are not payable on demand.",
    ),
    Reason.IDENTIFICATION_MISSING: Words(
        "The items bear an identification, or none is asked for.", "The items bear no identification."
    ),
    Reason.NOT_IN_DISPUTE: Words("The item is in dispute.", "The item is not in dispute."),
    Reason.ITEM_IN_DISPUTE: Words("No item of it was in dispute.", "The item was in dispute."),
    Reason.EXCHANGE_SUSPENDED: Words(
        "Exchange of such items was not stopped at that place.",
        "Exchange of such items was stopped at that place.",
    ),
    Reason.UNKNOWN_INSTITUTION: Words(
        "Whoever finally pays and is paid was registered by then.",
        "Whoever finally pays or is paid was not registered by then.",
    ),
    Reason.PAYER_NOT_ELIGIBLE: Words(
        "Whoever finally pays may have its items cleared.",
        "Items on a deposit taker outside the Association were no longer taken.",
    ),
    Reason.AMALGAMATION_PERIOD_EXPIRED: Words(
        "The time for items of a member that merged into another is not over, or no such member is named.",
        "The time for items of a member that merged into another was over.",
    ),
    Reason.NOT_REPRESENTED: Words(
        "Each side acts for itself or for one whom it represents, or did represent.",
        "A clearer acts for an institution that it never represented.",
    ),
    Reason.REPRESENTATION_ENDED: Words(
        "Whoever is represented was so at that moment, or its items were still taken.",
        "A clearer acts for an institution that it no longer represented.",
    ),
    Reason.INVALID_GROUND: Words(
        "The ground is one of the two that the law names.",
        "The ground is none of the two that the law names.",
    ),
    Reason.NOTICE_TOO_SHORT: Words(
        "Notice was long enough, or waived.", "Notice was too short, and it was not waived."
    ),
    Reason.NOTICE_AFTER_CUTOFF: Words(
        "Notice came early enough in the day, or need not.", "Notice came too late in the day."
    ),
    Reason.NO_ACCEPTED_NOTICE: Words(
        "A notice was accepted before, and its day has come.",
        "No notice was accepted before whose day has come.",
    ),
}
"""Every check, whatever the kind of event."""
