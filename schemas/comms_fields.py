"""What does each field of the comms contract mean?

A field that means the same in several events has one type here. Points are those of recommendation no. 11.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from schemas.comms_choices import PartyKind
from schemas.comms_texts import (
    EVENT_ID_PATTERN,
    HASH_PATTERN,
    INSTANT_PATTERN,
    LANGUAGE_PATTERN,
    NAME_PATTERN,
    PSEUDONYM_PATTERN,
    SEALED_PATTERN,
    check_event_id,
    check_hash,
    check_instant,
    check_language,
    check_name,
    check_pseudonym,
    check_sealed,
    check_unique,
    text,
)
from schemas.instants import DATE_PATTERN, date_of

# Identities and instants
EventId = Annotated[
    str, text(check_event_id, EVENT_ID_PATTERN, "Chosen by the sender, unique in the domain.")
]
Ref = Annotated[str, text(check_event_id, EVENT_ID_PATTERN, "Id of the event that this one is about.")]
Stamp = Annotated[str, text(check_instant, INSTANT_PATTERN, "Stamp of the intake gateway.")]


def _instant(description: str) -> Meta:
    return text(check_instant, INSTANT_PATTERN, description)


def _name(description: str) -> Meta:
    return text(check_name, NAME_PATTERN, description)


def _pseudonym(description: str) -> Meta:
    return text(check_pseudonym, PSEUDONYM_PATTERN, description)


EffectiveAt = Annotated[str, _instant("Instant from which the fact is in force.")]
EffectiveUntil = Annotated[str, _instant("Instant at which it ends, exclusive; left out: it does not.")]
GivenAt = Annotated[str, _instant("When it was given.")]
OrderedAt = Annotated[str, _instant("When the authority decided.")]
PlacedAt = Annotated[str, _instant("When the hold was placed.")]
ReleasedAt = Annotated[str, _instant("When the hold was released.")]
StartedAt = Annotated[str, _instant("Start; of a call when it was answered, never when it rang.")]
EndedAt = Annotated[str, _instant("End.")]
SentAt = Annotated[str, _instant("When the message was sent; it starts and ends then.")]
ChangedAt = Annotated[str, _instant("When the talk changed.")]
TransferredAt = Annotated[str, _instant("When it was put through.")]
AnsweredAt = Annotated[str, _instant("When the question was answered.")]
RecodedAt = Annotated[str, _instant("When the coding was replaced.")]
CreatedAt = Annotated[str, _instant("When the record was created, from which its period runs.")]
CheckedAt = Annotated[str, _instant("When the stored bytes were hashed.")]
RequestedAt = Annotated[str, _instant("When access was asked for.")]
ProvidedAt = Annotated[str, _instant("When the record was handed over.")]
AccessedAt = Annotated[str, _instant("When the record was opened.")]
DeletedAt = Annotated[str, _instant("When the data key was destroyed.")]
SearchedAt = Annotated[str, _instant("When the register was searched.")]
DuringFromAt = Annotated[str, _instant("Start of the searched stretch.")]
DuringUntil = Annotated[str, _instant("End of the searched stretch, exclusive.")]
RetainThrough = Annotated[
    str,
    Meta(
        extra={"check": date_of},
        extra_json_schema={"pattern": DATE_PATTERN},
        description="Last day of the ordered period, inclusive.",
    ),
]

# Technical names
Firm = Annotated[str, _name("Investment firm, branch or tied agent.")]
Provider = Annotated[str, _name("Who acts for the principal.")]
Principal = Annotated[str, _name("For whom the provider acts.")]
Version = Annotated[str, _name("Version of the guidelines.")]
Telephone = Annotated[str, _name("Telephone.")]
ToTelephone = Annotated[str, _name("Telephone it was put through to; left out: the same.")]
Channel = Annotated[str, _name("Channel of communication.")]
TextVersion = Annotated[str, _name("Version of the text that was given.")]
Order = Annotated[str, _name("Decision of the authority.")]
Hold = Annotated[str, _name("Legal hold.")]
Communication = Annotated[str, _name("One call, meeting, chat session or message.")]
Previous = Annotated[str, _name("Communication that this one continues.")]
Record = Annotated[str, _name("One recording, stored message or set of minutes.")]
Request = Annotated[str, _name("Request of a client for access.")]
DataKey = Annotated[str, _name("Key under which the content was encrypted.")]

# Pseudonyms
Employee = Annotated[str, _pseudonym("Employee.")]
SignedOnEmployee = Annotated[str, _pseudonym("Employee who is signed on; left out: by the register.")]
Client = Annotated[str, _pseudonym("Client, investor or prospect.")]
Requester = Annotated[str, _pseudonym("Who asks.")]
Actor = Annotated[str, _pseudonym("Who looks.")]
Coder = Annotated[str, _pseudonym("Who coded.")]
RecodedBy = Annotated[str, _pseudonym("Who replaced the coding.")]
ApprovedBy = Annotated[str, _pseudonym("Second person who approved.")]
DeletedBy = Annotated[str, _pseudonym("Who deleted.")]
FromNumber = Annotated[str, _pseudonym("Calling number, or ANONYMOUS where it was withheld.")]
ToNumber = Annotated[str, _pseudonym("Called number, or ANONYMOUS where it was withheld.")]

# Figures and yes or no
_Service = Annotated[int, Meta(ge=1, le=7)]
Services = Annotated[
    tuple[_Service, ...],
    Meta(
        extra={"check": check_unique},
        extra_json_schema={"uniqueItems": True},
        description="Investment services, 1 to 7.",
    ),
]
ArrangedServices = Annotated[
    tuple[_Service, ...],
    Meta(
        min_length=1,
        extra={"check": check_unique},
        extra_json_schema={"uniqueItems": True},
        description="Investment services that were outsourced, 1 to 7.",
    ),
]
GraceHours = Annotated[int, Meta(ge=0, description="The firm's own hours for the evidence to arrive.")]
Shared = Annotated[bool, Meta(description="More than one employee uses it.")]
ConnectedToRecorder = Annotated[bool, Meta(description="It is connected to a recorder.")]
Written = Annotated[bool, Meta(description="It was given in writing.")]
Approved = Annotated[bool, Meta(description="The firm permits the channel.")]
Captured = Annotated[bool, Meta(description="What passes over the channel is stored.")]
Answered = Annotated[bool, Meta(description="Somebody answered; left out: true.")]
ConsentGiven = Annotated[bool, Meta(description="The investor agreed to be taped.")]
Language = Annotated[str, text(check_language, LANGUAGE_PATTERN, "Language tag.")]
ContentHash = Annotated[str, text(check_hash, HASH_PATTERN, "Hash of the content.")]
CiphertextHash = Annotated[str, text(check_hash, HASH_PATTERN, "Hash of the encrypted content.")]
Sealed = Annotated[
    str, text(check_sealed, SEALED_PATTERN, "Ciphertext under the record's data key, base64url.")
]

# Coding
OrderGiven = Annotated[bool, Meta(description="An order was given.")]
OrderIndication = Annotated[bool, Meta(description="An order was indicated.")]
OrderRelated = Annotated[
    bool, Meta(description="Talk under service 4 that concerns placing or executing an order.")
]
PersonalRecommendation = Annotated[
    bool, Meta(description="A specific instrument was recommended to this person.")
]
PerceivedAsAdvice = Annotated[
    bool, Meta(description="The client took it as advice; only a person may code this.")
]
OrderHandling = Annotated[bool, Meta(description="Internal talk on the handling of orders.")]
MarketSounding = Annotated[bool, Meta(description="A market sounding.")]
InsideInformation = Annotated[bool, Meta(description="Inside information was given; enters no rule.")]
SubscriptionOpen = Annotated[bool, Meta(description="The subscription period runs.")]
MandateExpected = Annotated[
    bool, Meta(description="A mandate for placing or execution is expectable from the talk with the issuer.")
]
Private = Annotated[bool, Meta(description="A private talk.")]
FactsMissing = Annotated[bool, Meta(description="Nobody has coded the segment.")]


class Party(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """A party of a communication."""

    kind: PartyKind
    party: Annotated[str, _pseudonym("Who it is; left out where unknown.")] | UnsetType = UNSET


def check_parties(parties: Sequence[Party]) -> None:
    """Refuse parties of which one has an identifier that is no pseudonym."""
    for one in parties:
        if one.party is not UNSET:
            try:
                check_pseudonym(one.party)
            except ValueError as problem:
                raise ValueError(f"names a party that {problem}") from None


Parties = Annotated[
    tuple[Party, ...],
    Meta(min_length=1, extra={"check": check_parties}, description="Who takes part besides the firm."),
]
