"""What does each field of the swaps contract mean?

A field that means the same in several events has one type here.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Final, Literal

from msgspec import Meta

from schemas.wire import PARTY_PATTERN, DateText, Id, check_party

COUNTRY_PATTERN: Final = "^[A-Z]{2}$"
CURRENCY_PATTERN: Final = "^[A-Z]{3}$"

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@lru_cache(maxsize=1_024)
def check_country(text: str) -> None:
    """Refuse a text that is no country code.

    Raises:
        ValueError: it is not two capital letters.
    """
    if _COUNTRY.fullmatch(text) is None:
        raise ValueError("is not a country of two letters A-Z")


@lru_cache(maxsize=1_024)
def check_currency(text: str) -> None:
    """Refuse a text that is no currency code.

    Raises:
        ValueError: it is not three capital letters.
    """
    if _CURRENCY.fullmatch(text) is None:
        raise ValueError("is not a currency of three letters A-Z")


def check_foreign_currency(text: str) -> None:
    """Refuse a text that is no currency code, and the currency that all amounts are counted in.

    Raises:
        ValueError: it is.
    """
    check_currency(text)
    if text == "USD":
        raise ValueError("is USD, which needs no rate")


def check_distinct_names(names: tuple[str, ...]) -> None:
    """Refuse a list of persons that holds a bad name or one name twice.

    Raises:
        ValueError: it does.
    """
    for name in names:
        try:
            check_party(name)
        except ValueError as problem:
            raise ValueError(f"holds a name that {problem}") from None
    if len(set(names)) != len(names):
        raise ValueError("names a person twice")


def _text(check: Callable[[str], None], pattern: str, description: str) -> Meta:
    return Meta(description=description, extra={"check": check}, extra_json_schema={"pattern": pattern})


def _name(description: str) -> Meta:
    return _text(check_party, PARTY_PATTERN, description)


def _country(description: str) -> Meta:
    return _text(check_country, COUNTRY_PATTERN, description)


def _names(description: str) -> Meta:
    return Meta(
        description=description,
        extra={"check": check_distinct_names},
        extra_json_schema={"uniqueItems": True},
    )


def yes_or_no(description: str, *, default: bool | None = None) -> Meta:
    """A yes or no; `default` is what a field left out means."""
    return Meta(description=description, extra_json_schema=None if default is None else {"default": default})


_Listed = Annotated[str, Meta(extra_json_schema={"pattern": PARTY_PATTERN})]

# Persons
Entity = Annotated[str, _name("The person.")]
ControlledEntity = Annotated[str, _name("Entity that is controlled.")]
OwnedEntity = Annotated[str, _name("Entity that is owned.")]
AccountOwner = Annotated[str, _name("Person for whom the account is held.")]
BranchOwner = Annotated[str, _name("Person whose branch it is.")]
Subsidiary = Annotated[str, _name("The non-U.S. subsidiary.")]
Guarantor = Annotated[str, _name("Person that supports the obligations.")]
Obligor = Annotated[str, _name("Person whose swap obligations are supported.")]
Beneficiary = Annotated[str, _name("Person towards whom the obligations are supported; left out: everyone.")]
MadeBy = Annotated[str, _name("Person that says it about itself.")]
MadeTo = Annotated[str, _name("Person to whom it is said; left out: everyone.")]
Transferor = Annotated[str, _name("Party that steps out.")]
Controllers = Annotated[tuple[_Listed, ...], _names("Direct controllers; none in an empty list.")]
MajorityOwners = Annotated[tuple[_Listed, ...], _names("Direct majority owners; none in an empty list.")]

# Things with a name
Branch = Annotated[str, _name("The branch.")]
Guarantee = Annotated[str, _name("The arrangement.")]
Swap = Annotated[str, _name("The swap.")]
OldSwap = Annotated[str, _name("Swap from which a party steps out; it stays as it is.")]
NewSwap = Annotated[str, _name("Swap that arises between the transferee and the remaining party.")]
GuaranteedSwap = Annotated[str, _name("Swap that alone is supported; left out: every swap.")]
Amendment = Annotated[Id, Meta(description="Id of the amendment that is meant; left out: the swap itself.")]

# Places
OrganizedIn = Annotated[str, _country("Country under whose laws the person is organized or incorporated.")]
PrincipalPlace = Annotated[
    str,
    _country(
        "Country from which those in charge run the person; of a collective investment vehicle, "
        "from which its manager runs the investing."
    ),
]
ResidentIn = Annotated[
    str, _country("Country of residence; of an estate, that of the decedent at the time of death.")
]
HomeJurisdiction = Annotated[
    str, _country("Jurisdiction whose rules a non-U.S. swap entity may use in substituted compliance.")
]
LocatedIn = Annotated[str, _country("Country in which the branch is.")]
Jurisdiction = Annotated[str, _country("Jurisdiction whose rules were compared.")]

# Days
ValidFrom = Annotated[DateText, Meta(description="First day on which it holds; left out: always.")]
ValidUntil = Annotated[
    DateText, Meta(description="First day on which it no longer holds; left out: it is open.")
]
TradedOn = Annotated[DateText, Meta(description="Trade date.")]
AmendedOn = Annotated[DateText, Meta(description="Day on which the parties agreed.")]
CorrectedAmendedOn = Annotated[
    DateText, Meta(description="Right day of the amendment; only with `amendment`.")
]
NovatedOn = Annotated[DateText, Meta(description="Trade date of the new swap.")]
TerminatedOn = Annotated[DateText, Meta(description="Day on which the swap ended.")]
RateOn = Annotated[DateText, Meta(description="Day of the rate.")]
DayOn = Annotated[DateText, Meta(description="Day that is closed.")]
MadeOn = Annotated[DateText, Meta(description="Day on which the representation was made.")]
KnownInaccurateFrom = Annotated[
    DateText,
    Meta(description="Day from which the receiver knew, or had reason to know, that it is wrong."),
]

# Choices
Kind = Annotated[
    Literal[
        "LEGAL_PERSON",
        "COLLECTIVE_INVESTMENT_VEHICLE",
        "NATURAL_PERSON",
        "ESTATE",
        "ACCOUNT",
        "INTERNATIONAL_ORGANIZATION",
    ],
    Meta(description="What the person is."),
]
Category = Annotated[Literal["SWAP_DEALER", "MAJOR_SWAP_PARTICIPANT"], Meta(description="Registered as.")]
Status = Annotated[
    Literal["REGISTERED", "NOT_REGISTERED"], Meta(description="Whether the registration holds.")
]
GuaranteeKind = Annotated[
    Literal[
        "RECOURSE",
        "KEEPWELL",
        "LIQUIDITY_PUT",
        "INDEMNITY",
        "MASTER_TRUST",
        "LOSS_SHARING",
        "ENDED",
    ],
    Meta(
        description="RECOURSE, a legally enforceable right, alone is a guarantee; ENDED: none from then on."
    ),
]
Statement = Annotated[
    Literal[
        "US_PERSON",
        "GUARANTEED_BY_US_PERSON",
        "SIGNIFICANT_RISK_SUBSIDIARY",
        "BELOW_DE_MINIMIS_THRESHOLD",
        "AFFILIATED_WITH_SWAP_DEALER",
    ],
    Meta(description="What is represented."),
]
Basis = Annotated[
    Literal["FINAL_RULE", "CROSS_BORDER_MARGIN_RULE", "INTERPRETIVE_GUIDANCE_2013"],
    Meta(description="Under which words it was made."),
]
Requirement = Annotated[
    Literal[
        "3.3",
        "23.201",
        "23.203",
        "23.600",
        "23.601",
        "23.602",
        "23.603",
        "23.605",
        "23.606",
        "23.607",
        "23.609",
        "23.202",
        "23.501",
        "23.502",
        "23.503",
        "23.504",
    ],
    Meta(description="Section of the requirement, of Group A or Group B."),
]

# Yes or no
FinancialEntity = Annotated[bool, yes_or_no("Whether it is a financial entity.", default=True)]
InsuredDepository = Annotated[
    bool, yes_or_no("Whether it is an insured depository institution.", default=False)
]
SpecialEntity = Annotated[bool, yes_or_no("Whether it is a special entity.", default=False)]
UtilitySpecialEntity = Annotated[bool, yes_or_no("Whether it is a utility special entity.", default=False)]
OfferedOnlyAbroad = Annotated[
    bool,
    yes_or_no(
        "Whether the collective investment vehicle is offered to the public and never to U.S. persons.",
        default=False,
    ),
]
ConditionsMet = Annotated[
    bool,
    yes_or_no("Whether it has business reasons, own accounts, banking business and local regulation."),
]
FederalReserveSupervised = Annotated[
    bool, yes_or_no("Whether the Federal Reserve Board supervises it on a consolidated basis.", default=False)
]
BaselSupervision = Annotated[
    bool,
    yes_or_no("Whether home standards and oversight are consistent with Basel.", default=False),
]
MarginComparability = Annotated[
    bool, yes_or_no("Whether a margin comparability determination covers home margin rules.", default=False)
]
StatementValue = Annotated[bool, yes_or_no("True: affirmed; false: denied.")]
GuarantorFinancial = Annotated[
    bool, yes_or_no("False where every U.S. guarantor is a non-financial entity.", default=True)
]
Comparable = Annotated[bool, yes_or_no("False: no longer comparable.", default=True)]

# Numbers
CentsFromZero = Annotated[int, Meta(ge=0, description="Hundredths of a unit, for every currency.")]
ParentAssets = Annotated[
    int,
    Meta(
        ge=0,
        description="Global consolidated assets of the ultimate U.S. parent at the end of its last fiscal year, "
        "in USD cents.",
    ),
]
EquityShare = Annotated[
    int,
    Meta(ge=0, description="Share of the parent's equity capital, three-year average, parts per million."),
]
RevenueShare = Annotated[
    int, Meta(ge=0, description="Share of the parent's revenue, three-year average, parts per million.")
]
AssetsShare = Annotated[
    int, Meta(ge=0, description="Share of the parent's total assets, three-year average, parts per million.")
]
UsOwnership = Annotated[
    int, Meta(ge=0, description="Share held by U.S. persons, parts per million; carried, never matters.")
]
RatePpb = Annotated[int, Meta(ge=1, description="U.S. dollars for one unit, in parts per billion.")]
Version = Annotated[int, Meta(ge=2, description="Orders what was said of one swap.")]
ForeignCurrency = Annotated[
    str,
    Meta(
        description="Currency other than USD.",
        extra={"check": check_foreign_currency},
        extra_json_schema={"pattern": CURRENCY_PATTERN, "not": {"const": "USD"}},
    ),
]
