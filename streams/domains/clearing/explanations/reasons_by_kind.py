"""What does a check find for one kind of event, where that differs from what it finds for others?"""

from collections.abc import Mapping
from typing import Final

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.explanations.happenings import phrases_of
from streams.domains.clearing.explanations.reasons import REASONS, Words
from streams.domains.clearing.explanations.words import sentence
from streams.domains.clearing.rules.verdicts import Reason

_ACTS_FOR_CLIENT: Final = Words(
    "{agent} acts for {indirect_clearer}.", "{agent} does not act for {indirect_clearer}."
)
_IN_THE_GROUP: Final = Words(
    "{entity} belongs to the group of {group_clearer}.",
    "{entity} does not belong to the group of {group_clearer}.",
)

BY_KIND: Final[Mapping[tuple[type[Event], Reason], Words]] = {
    (events.CorrectionSubmitted, Reason.BAD_VALUE): Words(
        "New value and number are above zero, or both zero to withdraw the entry.",
        "The new value or number is below zero, or only one of the two is zero.",
    ),
    (events.ReimbursementClaimed, Reason.BAD_VALUE): Words(
        "The amount claimed is above zero.", "The amount claimed is not above zero."
    ),
    (events.EntrySubmitted, Reason.SELF_ENTRY): Words(
        "Maker and counterparty are different.", "{made_by} made an entry against itself."
    ),
    (events.OutsideExchangeReported, Reason.SELF_ENTRY): Words(
        "Payer and payee are different.", "{payer} would pay itself."
    ),
    (events.MembersAmalgamated, Reason.SELF_ENTRY): Words(
        "The two members are different.", "{ceased_member} would merge into itself."
    ),
    (events.EntrySubmitted, Reason.UNKNOWN_MEMBER): Words(
        "{made_by} and {counterparty} were registered members by then.",
        "{made_by} or {counterparty} was not a registered member by then.",
    ),
    (events.OutsideExchangeReported, Reason.UNKNOWN_MEMBER): Words(
        "{agent} was a registered member by then.", "{agent} was not a registered member by then."
    ),
    (events.NonMemberEntityRegistered, Reason.UNKNOWN_MEMBER): Words(
        "{responsible_member}, which answers for it, was a registered member by then.",
        "{responsible_member}, which is to answer for it, was not a registered member by then.",
    ),
    (events.RoleAppointed, Reason.UNKNOWN_MEMBER): Words(
        "{member} was a registered member by then.", "{member} was no registered member that can hold a role."
    ),
    (events.ApplicationCompleted, Reason.UNKNOWN_MEMBER): Words(
        "{member} was a registered member by then.", "{member} was no registered member that can hold a role."
    ),
    (events.GroupJoined, Reason.UNKNOWN_MEMBER): Words(
        "{entity} was registered by then.", "{entity} was not registered by then."
    ),
    (events.AgentActNoticeGiven, Reason.UNKNOWN_MEMBER): Words(
        "{indirect_clearer} was a registered member by then.",
        "{indirect_clearer} was not a registered member by then.",
    ),
    (events.AgentDesignated, Reason.UNKNOWN_MEMBER): Words(
        "{indirect_clearer} and {agent} were registered members by then.",
        "{indirect_clearer} or {agent} was not a registered member by then.",
    ),
    (events.MembersAmalgamated, Reason.UNKNOWN_MEMBER): Words(
        "Both were registered members, and {successor} had not ceased itself.",
        "{ceased_member} or {successor} was no registered member that can merge, or {successor} had ceased itself.",
    ),
    (events.RoleAppointed, Reason.NOT_A_CLEARER): Words(
        "{member} is a clearer, or the role does not ask for it.",
        "{member} is no direct or group clearer, and only such a one can be a clearing agent.",
    ),
    (events.NationalFailureEnded, Reason.NOT_IN_NATIONAL_FAILURE): Words(
        "A failure of the whole system was running.", "No failure of the whole system was running."
    ),
    (events.OutsideExchangeReported, Reason.NOT_REPRESENTED): Words(
        "{agent} represents, or did represent, both whom it names but itself.",
        "{agent} never represented one of the two that it names.",
    ),
    (events.OutsideExchangeReported, Reason.REPRESENTATION_ENDED): Words(
        "{agent} represented them at that moment, or items on them were still taken.",
        "{agent} no longer represented one of the two that it names.",
    ),
    (events.OutsideExchangeReported, Reason.NOT_IN_DEFAULT): Words(
        "It hands back no items in a default, or {agent} is in default in that cycle.",
        "It hands back items in a default, and {agent} is not in default in that cycle.",
    ),
    (events.ReturnSubmitted, Reason.NOT_IN_DEFAULT): Words(
        "The member whose default the ground names was in default, or the ground names none.",
        "The member whose default the ground names was not in default at that moment.",
    ),
    (events.ReturnSubmitted, Reason.DEFAULTER_PROHIBITED): Words(
        "{made_by} was not in default at that moment, or its default itself calls for the return.",
        "{made_by} was in default at that moment and may make no other returns than its default calls for.",
    ),
    (events.ReturnSubmitted, Reason.EXCEEDS_ORIGINAL): Words(
        "No more is sent back than is left of the entry.",
        "More would be sent back than is left of the entry.",
    ),
    (events.ReimbursementClaimed, Reason.EXCEEDS_ORIGINAL): Words(
        "No more is claimed than is left of the entry.", "More is claimed than is left of the entry."
    ),
    (events.ReimbursementClaimed, Reason.GROUND_MISMATCH): Words(
        "The entry is a debit, as such a claim asks for.",
        "The entry is a credit; such a claim asks for a debit.",
    ),
    (events.ReturnSubmitted, Reason.RETURN_REASON_NOT_ADMITTED): Words(
        "The reason is one that the rules admit, or the ground needs none.",
        "The reason is none that the rules admit.",
    ),
    (events.ReturnSubmitted, Reason.RETURN_TOO_LATE): Words(
        "The time for returns under the rules is not over, or does not matter for the ground.",
        "The time for returns under the rules was over.",
    ),
    (events.ReturnSubmitted, Reason.CYCLE_CLOSED): Words(
        "The cycle in which it is booked was open, or the default keeps it open for such returns.",
        "The cycle in which it would be booked was closed.",
    ),
    (events.ReturnSubmitted, Reason.NO_OPEN_CYCLE): Words(
        "There is a cycle in which it can be booked.", "There is no cycle in which it could be booked."
    ),
    (events.CycleSealed, Reason.CYCLE_CLOSED): Words(
        "The cycle was not closed before.", "The cycle was closed before."
    ),
    (events.DefaultEnded, Reason.NOT_IN_DEFAULT): Words(
        "{member} is in default.", "{member} is not in default."
    ),
    (events.DefaultReturnsClosed, Reason.RETURNS_CLOSED): Words(
        "The returns were not closed before.", "The returns were closed before."
    ),
    (events.GroupLeaveNoticeGiven, Reason.NOT_REPRESENTED): _IN_THE_GROUP,
    (events.GroupLeft, Reason.NOT_REPRESENTED): _IN_THE_GROUP,
    (events.AgentCeaseNoticeGiven, Reason.NOT_REPRESENTED): _ACTS_FOR_CLIENT,
    (events.AgentCeased, Reason.NOT_REPRESENTED): _ACTS_FOR_CLIENT,
    (events.AgentCeasedImmediately, Reason.NOT_REPRESENTED): Words(
        "{agent} acts for {indirect_clearer}, and no end of that is fixed yet.",
        "{agent} does not act for {indirect_clearer}, or the end of that is fixed already.",
    ),
    (events.SubAccountReported, Reason.NOT_REPRESENTED): Words(
        "{agent} represents, or did represent, {institution}.", "{agent} never represented {institution}."
    ),
    (events.IndirectShortfallReported, Reason.NOT_REPRESENTED): Words(
        "{agent} represents, or did represent, {indirect_clearer}.",
        "{agent} never represented {indirect_clearer}.",
    ),
    (events.AgentActNoticeGiven, Reason.NOTICE_TOO_SHORT): Words(
        "Notice was long enough, waived, or not needed because a former agent is replaced.",
        "Notice was too short, it was not waived, and no former agent is replaced.",
    ),
    (events.AgentCeasedImmediately, Reason.NOTICE_TOO_SHORT): Words(
        "The other agents had notice long enough before, waived it, or there are none.",
        "The other agents had too short a notice, and not all of them waived it.",
    ),
}
"""Where a check means something else, or more, for one kind of event."""


def words_of(event: Event, reason: Reason) -> Words:
    """A check in words about one event."""
    passed, failed = BY_KIND.get((type(event), reason)) or REASONS[reason]
    phrases = phrases_of(event)
    return Words(sentence(passed.format_map(phrases)), sentence(failed.format_map(phrases)))
