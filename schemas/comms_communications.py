"""Which events tell how a communication went, and what it was about?"""

from msgspec import UNSET, UnsetType

from schemas import comms_choices as choice
from schemas import comms_fields as field
from schemas.comms_facts import CommsEventBase


class Coded(CommsEventBase, frozen=True, kw_only=True):
    """The coded facts about a segment; what is left out is no, or none."""

    services: field.Services | UnsetType = UNSET
    order_given: field.OrderGiven | UnsetType = UNSET
    order_indication: field.OrderIndication | UnsetType = UNSET
    order_related: field.OrderRelated | UnsetType = UNSET
    personal_recommendation: field.PersonalRecommendation | UnsetType = UNSET
    perceived_as_advice: field.PerceivedAsAdvice | UnsetType = UNSET
    intent: choice.Intent | UnsetType = UNSET
    order_handling: field.OrderHandling | UnsetType = UNSET
    market_sounding: field.MarketSounding | UnsetType = UNSET
    inside_information: field.InsideInformation | UnsetType = UNSET
    subscription_open: field.SubscriptionOpen | UnsetType = UNSET
    mandate_expected: field.MandateExpected | UnsetType = UNSET
    topic: choice.Topic | UnsetType = UNSET
    private: field.Private | UnsetType = UNSET
    facts_missing: field.FactsMissing | UnsetType = UNSET
    coded_by: choice.CodedBy | UnsetType = UNSET
    coder: field.Coder | UnsetType = UNSET


class CommunicationStarted(Coded, frozen=True, kw_only=True, tag="communication_started"):
    """A call, a meeting or a chat session begins (VPFF11/3)."""

    communication: field.Communication
    firm: field.Firm
    direction: choice.Direction
    parties: field.Parties
    medium: choice.SessionMedium
    started_at: field.StartedAt
    employee: field.SignedOnEmployee | UnsetType = UNSET
    channel: field.Channel | UnsetType = UNSET
    answered: field.Answered | UnsetType = UNSET
    telephone: field.Telephone | UnsetType = UNSET
    from_number: field.FromNumber | UnsetType = UNSET
    to_number: field.ToNumber | UnsetType = UNSET
    previous: field.Previous | UnsetType = UNSET


class MessageSent(Coded, frozen=True, kw_only=True, tag="message_sent"):
    """A message passes, whoever sent it (VPFF11/3)."""

    communication: field.Communication
    firm: field.Firm
    direction: choice.Direction
    parties: field.Parties
    medium: choice.MessageMedium
    sent_at: field.SentAt
    employee: field.SignedOnEmployee | UnsetType = UNSET
    channel: field.Channel | UnsetType = UNSET
    previous: field.Previous | UnsetType = UNSET


class CommunicationChanged(Coded, frozen=True, kw_only=True, tag="communication_changed"):
    """The talk changes its character, so a new segment begins (VPFF11/6)."""

    communication: field.Communication
    changed_at: field.ChangedAt


class CommunicationTransferred(Coded, frozen=True, kw_only=True, tag="communication_transferred"):
    """The call is put through, so a new segment and a new leg begin (VPFF11/6)."""

    communication: field.Communication
    transferred_at: field.TransferredAt
    to_employee: field.SignedOnEmployee | UnsetType = UNSET
    to_telephone: field.ToTelephone | UnsetType = UNSET


class CommunicationEnded(CommsEventBase, frozen=True, kw_only=True, tag="communication_ended"):
    """A communication is over."""

    communication: field.Communication
    ended_at: field.EndedAt


class InCallNoticeGiven(CommsEventBase, frozen=True, kw_only=True, tag="in_call_notice_given"):
    """It was said in the call that it is taped and kept (VPFF11/6)."""

    communication: field.Communication
    given_at: field.GivenAt


class ConsentAnswered(CommsEventBase, frozen=True, kw_only=True, tag="consent_answered"):
    """An investor agrees that a sounding is taped, or refuses (VPFF11/4.5.1)."""

    communication: field.Communication
    answered_at: field.AnsweredAt
    given: field.ConsentGiven


class SegmentRecoded(Coded, frozen=True, kw_only=True, tag="segment_recoded"):
    """The coding of a segment is replaced; without approval it cannot lower what is kept."""

    communication: field.Communication
    ref: field.Ref
    recoded_at: field.RecodedAt
    recoded_by: field.RecodedBy
    approved_by: field.ApprovedBy | UnsetType = UNSET
