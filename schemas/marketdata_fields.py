"""What does each field of the market data contract mean?

A field that means the same in several events has one type here. Segments are those of the notice (EDGA2015).
"""

import re
from typing import Annotated, Final, Literal

from msgspec import Meta

from schemas.instants import DATE_PATTERN, date_of, instant_us

INSTANT_PATTERN: Final = (
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    "(\\.[0-9]{1,6})?Z$"
)
MONTH_PATTERN: Final = "^[0-9]{4}-(0[1-9]|1[0-2])$"
MOST_CENTS: Final = 100_000_000_000

_MONTH: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


def check_month(text: str) -> None:
    """Refuse a text that is no month of a calendar.

    Raises:
        ValueError: it has another form than 2015-04, or the year 0.
    """
    if _MONTH.fullmatch(text) is None or text.startswith("0000"):
        raise ValueError("is not a month of the form 2015-04")


def check_once(names: tuple[str, ...]) -> None:
    """Refuse a list that names something twice.

    Raises:
        ValueError: it does.
    """
    if len(set(names)) != len(names):
        raise ValueError("names a channel twice")


Name = Annotated[str, Meta(min_length=1, max_length=200)]
Id = Annotated[
    Name,
    Meta(description="Chosen by the sender, unique in its scope; a repeat under the same id counts once."),
]
InstantText = Annotated[
    str, Meta(extra={"check": instant_us}, extra_json_schema={"pattern": INSTANT_PATTERN})
]
DateText = Annotated[str, Meta(extra={"check": date_of}, extra_json_schema={"pattern": DATE_PATTERN})]
MonthText = Annotated[str, Meta(extra={"check": check_month}, extra_json_schema={"pattern": MONTH_PATTERN})]

# Names
Distributor = Annotated[Name, Meta(description="Distributor of the feed.")]
LegalEntity = Annotated[Name, Meta(description="Legal entity that is billed.")]
RecipientFirm = Annotated[
    Name, Meta(description="Firm that receives the feed from the Distributor; it may buy a license.")
]
Agreement = Annotated[Name, Meta(description="Agreement of the Distributor to receive the feed.")]
License = Annotated[Name, Meta(description="License of a recipient firm; bought once.")]
User = Annotated[Name, Meta(description="User or device, by the Distributor's own name for it.")]
AccessingUser = Annotated[
    Name, Meta(description="User or device that was served; left out: an anonymous viewer.")
]
Device = Annotated[Name, Meta(description="Device, in the name space of the users.")]
DedicatedTo = Annotated[
    Name, Meta(description="The one individual User that the device serves; left out: it stands free.")
]
Entitlement = Annotated[Name, Meta(description="Entitlement, unique for a Distributor and a user.")]
Citation = Annotated[Name, Meta(description="Where the price stands, as documents cite it.")]
Evidence = Annotated[Name, Meta(description="Document, method, reviewer or ruling behind the answers.")]

# Choices
DistributorKind = Annotated[
    Literal["EXTERNAL", "INTERNAL"],
    Meta(
        description="EXTERNAL: distributes to a third party or to Users outside its own entity; INTERNAL: any other."
    ),
]
LicenseKind = Annotated[
    Literal["ENTERPRISE", "DIGITAL_MEDIA_ENTERPRISE"],
    Meta(description="ENTERPRISE: any use; DIGITAL_MEDIA_ENTERPRISE: digital media, informational only."),
]
Feed = Annotated[
    Literal["SUMMARY", "PREMIUM"],
    Meta(description="BATS One Summary Feed, or BATS One Premium Feed, which contains it."),
]
Channel = Literal["TELEVISION", "WEB_SITE", "MOBILE_DEVICE", "TERMINAL", "OTHER"]
AccessChannel = Annotated[Channel, Meta(description="Channel over which the data was shown.")]
Channels = Annotated[
    tuple[Channel, ...],
    Meta(
        min_length=1,
        description="Channels to which the entitlement is restricted, none twice; left out: TERMINAL.",
        extra={"check": check_once},
        extra_json_schema={"uniqueItems": True},
    ),
]
PurposeWord = Literal["INFORMATIONAL", "TRADING"]
Purpose = Annotated[
    PurposeWord, Meta(description="INFORMATIONAL: informational and non-trading only; TRADING: all else.")
]
GrantedPurpose = Annotated[
    PurposeWord, Meta(description="Purpose to which the entitlement is restricted; left out: TRADING.")
]
Fee = Annotated[
    Literal[
        "DATA_CONSOLIDATION",
        "DIGITAL_MEDIA_ENTERPRISE_PREMIUM",
        "DIGITAL_MEDIA_ENTERPRISE_SUMMARY",
        "ENTERPRISE_PREMIUM",
        "ENTERPRISE_SUMMARY",
        "NON_PROFESSIONAL_USER_PREMIUM",
        "NON_PROFESSIONAL_USER_SUMMARY",
        "PROFESSIONAL_USER_PREMIUM",
        "PROFESSIONAL_USER_SUMMARY",
    ],
    Meta(description="Fee of the schedule."),
]
UserKind = Annotated[
    Literal["NATURAL_PERSON", "PROPRIETORSHIP", "CORPORATION", "PARTNERSHIP", "ENTITY"],
    Meta(description="What the User is; only a natural person can be Non-Professional."),
]
Answer = Literal["YES", "NO", "UNKNOWN"]
RegisteredOrQualified = Annotated[
    Answer,
    Meta(
        description="Registered or qualified in any capacity with a regulator, exchange or association; "
        "left out: UNKNOWN."
    ),
]
EngagedAsInvestmentAdviser = Annotated[
    Answer, Meta(description="Engaged as an investment adviser, registered or not; left out: UNKNOWN.")
]
PerformsRegistrableFunctions = Annotated[
    Answer,
    Meta(
        description="Employed by an exempt organization for work that would need a registration elsewhere; "
        "left out: UNKNOWN."
    ),
]
ClaimedClassification = Annotated[
    Literal["PROFESSIONAL", "NON_PROFESSIONAL"],
    Meta(description="What the user claims to be; it never decides a fee."),
]

# Figures, months and days
PriceCents = Annotated[int, Meta(ge=0, le=MOST_CENTS, description="Price a month, in cents.")]
FirstMonth = Annotated[MonthText, Meta(description="First month, inclusive.")]
FirstMonthOfStatement = Annotated[
    MonthText, Meta(description="First month for which the statement holds; left out: all months.")
]
LastMonth = Annotated[MonthText, Meta(description="Last month, inclusive.")]
ClosedMonth = Annotated[MonthText, Meta(description="Billing month that is closed at this place in the log.")]
ValidFrom = Annotated[DateText, Meta(description="First day of the price, in the billing time zone.")]
ValidUntil = Annotated[
    DateText, Meta(description="Day from which the price no longer holds; left out: open.")
]

# Instants
At = Annotated[InstantText, Meta(description="Stamp of the intake gateway: when the event was recorded.")]
AnswersHoldFrom = Annotated[InstantText, Meta(description="When the answers begin to hold.")]
EntitledFrom = Annotated[InstantText, Meta(description="When the entitlement begins to run.")]
EntitledUntil = Annotated[InstantText, Meta(description="When the entitlement ends, exclusive.")]
AccessedAt = Annotated[InstantText, Meta(description="When the data was provided.")]
