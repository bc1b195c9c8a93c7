"""What does each field of the comms contract mean?

A field that means the same in several events has one type here. Points are those of recommendation no. 11.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from schemas.instants import DATE_PATTERN, date_of, instant_us

NAME_PATTERN: Final = "^[A-Za-z0-9_.-]{1,128}$"
PSEUDONYM_PATTERN: Final = "^(?=.*[A-Za-z])[A-Za-z0-9_-]{1,64}$"
EVENT_ID_PATTERN: Final = "^[A-Za-z0-9_.:-]{1,128}$"
INSTANT_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z$"
LANGUAGE_PATTERN: Final = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
HASH_PATTERN: Final = "^[0-9a-f]{4,128}$"
SEALED_PATTERN: Final = "^[A-Za-z0-9_-]{1,65536}$"

_NAME: Final = re.compile(NAME_PATTERN.strip("^$"))
_PSEUDONYM: Final = re.compile(PSEUDONYM_PATTERN.strip("^$"))
_EVENT_ID: Final = re.compile(EVENT_ID_PATTERN.strip("^$"))
_LANGUAGE: Final = re.compile(LANGUAGE_PATTERN.strip("^$"))
_HASH: Final = re.compile(HASH_PATTERN.strip("^$"))
_SEALED: Final = re.compile(SEALED_PATTERN.strip("^$"))
_WHOLE_SECONDS: Final = len("2024-05-27T08:00:00Z")
_MILLISECONDS: Final = len("2024-05-27T08:00:00.000Z")


@lru_cache(maxsize=65_536)
def check_name(text: str) -> None:
    """Refuse a text that is no technical name; ValueError says what one looks like."""
    if _NAME.fullmatch(text) is None:
        raise ValueError("is not a name of 1 to 128 characters A-Z a-z 0-9 _ . -")


@lru_cache(maxsize=65_536)
def check_pseudonym(text: str) -> None:
    """Refuse a text that may be a clear identifier; ValueError says what a pseudonym looks like."""
    if not is_pseudonym(text):
        raise ValueError("is not a pseudonym of 1 to 64 characters A-Z a-z 0-9 _ - with a letter in it")


def is_pseudonym(text: str) -> bool:
    """Say whether a text has the form of a pseudonym; telephone numbers and addresses have another."""
    return _PSEUDONYM.fullmatch(text) is not None


def check_event_id(text: str) -> None:
    """Refuse a text that is no event id."""
    if _EVENT_ID.fullmatch(text) is None:
        raise ValueError("is not an id of 1 to 128 characters A-Z a-z 0-9 _ . : -")


def check_instant(text: str) -> None:
    """Refuse a text that names no instant in whole seconds or milliseconds."""
    instant_us(text)
    if len(text) not in (_WHOLE_SECONDS, _MILLISECONDS):
        raise ValueError("is neither in whole seconds nor in milliseconds")


@lru_cache(maxsize=1_024)
def check_language(text: str) -> None:
    """Refuse a text that is no language tag."""
    if _LANGUAGE.fullmatch(text) is None:
        raise ValueError("is not a language tag such as nb or en-GB")


def check_hash(text: str) -> None:
    """Refuse a text that is no hash in hexadecimal digits."""
    if _HASH.fullmatch(text) is None:
        raise ValueError("is not a hash of 4 to 128 digits 0-9 a-f")


def check_sealed(text: str) -> None:
    """Refuse a text that is no ciphertext in base64url."""
    if _SEALED.fullmatch(text) is None:
        raise ValueError("is not base64url of at most 65536 characters")


def check_unique(values: Sequence[object]) -> None:
    """Refuse a list that holds a value twice."""
    if len(set(values)) != len(values):
        raise ValueError("holds a value twice")


def _text(check: object, pattern: str, description: str) -> Meta:
    return Meta(extra={"check": check}, extra_json_schema={"pattern": pattern}, description=description)


# Identities and instants
EventId = Annotated[
    str, _text(check_event_id, EVENT_ID_PATTERN, "Chosen by the sender, unique in the domain.")
]
Ref = Annotated[str, _text(check_event_id, EVENT_ID_PATTERN, "Id of the event that this one is about.")]
Stamp = Annotated[str, _text(check_instant, INSTANT_PATTERN, "Stamp of the intake gateway.")]


def _instant(description: str) -> Meta:
    return _text(check_instant, INSTANT_PATTERN, description)


def _name(description: str) -> Meta:
    return _text(check_name, NAME_PATTERN, description)


def _pseudonym(description: str) -> Meta:
    return _text(check_pseudonym, PSEUDONYM_PATTERN, description)


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

# Choices
Status = Annotated[
    Literal[
        "NORWEGIAN_FIRM",
        "NORWEGIAN_FIRM_BRANCH_ABROAD",
        "NORWEGIAN_FIRM_TIED_AGENT",
        "EEA_FIRM_BRANCH_IN_NORWAY",
        "EEA_FIRM_TIED_AGENT_IN_NORWAY",
        "NON_EEA_FIRM_BRANCH_IN_NORWAY",
        "EEA_FIRM_CROSS_BORDER",
        "FOREIGN_SUBSIDIARY",
        "THIRD_PARTY",
        "NON_EEA_FIRM_TIED_AGENT_IN_NORWAY",
    ],
    Meta(description="What the firm is; the first six are in scope (point 2)."),
]
Function = Annotated[
    Literal[
        "BROKER",
        "TRADER",
        "PORTFOLIO_MANAGER",
        "INVESTMENT_ADVISER",
        "INVESTMENT_BANKING",
        "ECM",
        "DCM",
        "ANALYST",
        "SETTLEMENT",
        "SUPPORT",
        "SWITCHBOARD",
    ],
    Meta(description="Desk of the employee (point 4)."),
]
TelephoneKind = Annotated[
    Literal["DESK", "TURRET", "MOBILE", "SOFTPHONE", "SWITCHBOARD"], Meta(description="Kind of telephone.")
]
Owner = Annotated[Literal["FIRM", "PRIVATE"], Meta(description="Whose telephone it is; enters no rule.")]
Category = Annotated[
    Literal["NON_PROFESSIONAL", "PROFESSIONAL", "ELIGIBLE_COUNTERPARTY"],
    Meta(description="Category of the client."),
]
NoticeKind = Annotated[
    Literal["RECORDING", "SEARCH_CRITERIA"],
    Meta(description="That there is a recording, or how it can be found (point 6)."),
]
Role = Annotated[
    Literal["COMPLIANCE", "LEGAL", "AUDIT", "MANAGER", "AUTHORITY"],
    Meta(description="Role in which records may be opened (point 7)."),
]
SessionMedium = Annotated[
    Literal["TELEPHONE", "VIDEO", "APP_VOICE", "CHAT", "MEETING"],
    Meta(description="Medium of a communication that lasts."),
]
MessageMedium = Annotated[
    Literal["CHAT", "EMAIL", "SMS", "FAX", "LETTER", "VOICEMAIL"], Meta(description="Medium of a message.")
]
Direction = Annotated[Literal["INCOMING", "OUTGOING"], Meta(description="Seen from the firm.")]
Intent = Annotated[
    Literal["INTENDED", "ASSUMED", "NONE"],
    Meta(description="Whether it is meant to lead to a service, or may be assumed to (points 1, 2)."),
]
Topic = Annotated[
    Literal[
        "SAFEKEEPING",
        "CREDIT",
        "CAPITAL_STRUCTURE",
        "MERGERS_AND_ACQUISITIONS",
        "CURRENCY",
        "ANALYSIS",
        "UNDERWRITING_SUPPORT",
        "UNDERLYING",
        "LISTING",
        "LOAN_TERMS",
        "MARKET_TALK",
        "SETTLEMENT",
        "ADMINISTRATION",
    ],
    Meta(description="What the talk is about; the first ten are ancillary services."),
]
CodedBy = Annotated[
    Literal["WRAP_UP_CODE", "ORDER_SYSTEM", "REVIEWER"], Meta(description="Where the coding comes from.")
]
Quality = Annotated[
    Literal["OK", "DEGRADED", "SILENT"], Meta(description="Of the sound; a silent tape is no tape.")
]
Media = Annotated[
    tuple[Literal["AUDIO", "VIDEO"], ...],
    Meta(
        min_length=1,
        extra={"check": check_unique},
        extra_json_schema={"uniqueItems": True},
        description="Tracks of the recording.",
    ),
]
ItemsPresent = Annotated[
    tuple[
        Literal[
            "DATE_TIME",
            "LOCATION",
            "ATTENDEES",
            "INITIATOR",
            "CONTENT",
            "PRICE",
            "VOLUME",
            "ORDER_TYPE",
            "TRANSMIT_OR_EXECUTE_AT",
        ],
        ...,
    ],
    Meta(
        extra={"check": check_unique},
        extra_json_schema={"uniqueItems": True},
        description="What the minutes hold (DR2017-565/76(9)).",
    ),
]
Purpose = Annotated[
    Literal[
        "MONITORING",
        "COMPLAINT",
        "CLIENT_REQUEST",
        "AUTHORITY_REQUEST",
        "TRADE_RECONSTRUCTION",
        "MAINTENANCE",
        "UNSTATED",
    ],
    Meta(description="Why somebody looks."),
]
Part = Annotated[Literal["VIDEO"], Meta(description="Only the picture track; left out: the whole record.")]
DeletionReason = Annotated[
    Literal["RETENTION_ENDED", "SURPLUS", "PICTURE", "AUTHORITY_DECISION", "ERROR"],
    Meta(description="Why it was deleted."),
]
PartyKind = Annotated[
    Literal["CLIENT", "PROSPECT", "INVESTOR", "COUNTERPARTY", "ISSUER", "ARRANGER", "OTHER", "EMPLOYEE"],
    Meta(description="Side of the party; all but EMPLOYEE are outside parties."),
]

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
Language = Annotated[str, _text(check_language, LANGUAGE_PATTERN, "Language tag.")]
ContentHash = Annotated[str, _text(check_hash, HASH_PATTERN, "Hash of the content.")]
CiphertextHash = Annotated[str, _text(check_hash, HASH_PATTERN, "Hash of the encrypted content.")]
Sealed = Annotated[
    str, _text(check_sealed, SEALED_PATTERN, "Ciphertext under the record's data key, base64url.")
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
