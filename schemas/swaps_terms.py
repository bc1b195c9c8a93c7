"""What are a notional and a party of a swap, as the events of a swap give them?"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from schemas.swaps_fields import CURRENCY_PATTERN, CentsFromZero, check_currency, yes_or_no
from schemas.wire import PARTY_PATTERN, check_party

CurrencyText = Annotated[
    str, Meta(description="Currency, ISO 4217.", extra_json_schema={"pattern": CURRENCY_PATTERN})
]
NameText = Annotated[str, Meta(description="The person.", extra_json_schema={"pattern": PARTY_PATTERN})]
BranchText = Annotated[
    str,
    Meta(description="Branch through which it acts.", extra_json_schema={"pattern": PARTY_PATTERN}),
]
Exclusion = Literal[
    "CLEARING",
    "EXERCISE",
    "MULTILATERAL_COMPRESSION",
    "COOPERATIVE_WITH_MEMBER",
    "HEDGE_OF_PHYSICAL_POSITION",
    "FLOOR_TRADER",
    "INSURED_DEPOSITORY_LOAN",
    "UTILITY_OPERATIONS",
]
Exclusions = Annotated[
    tuple[Exclusion, ...],
    Meta(
        description="Why the swap is left out of this party's count; UTILITY_OPERATIONS: of its special-entity line.",
        extra_json_schema={"uniqueItems": True},
    ),
]
PaymentOffice = Annotated[
    bool,
    yes_or_no("Whether the branch is the office for payments, named in the documents.", default=False),
]
NormalCourse = Annotated[
    bool, yes_or_no("Whether it is in the normal course of the branch's business.", default=False)
]
BookedInBranch = Annotated[
    bool, yes_or_no("Whether it is reflected in the branch's local accounts.", default=False)
]
Dealing = Annotated[bool, yes_or_no("Whether it is connected with this party's dealing activity.")]
EarlierPractice = Annotated[
    bool, yes_or_no("Whether a swap from before the compliance date counted.", default=True)
]
ArrangedInUs = Annotated[
    bool,
    yes_or_no(
        "Whether U.S. personnel arranged, negotiated or executed it; carried, never matters.", default=False
    ),
]
EffectiveNotional = Annotated[
    int, Meta(ge=0, description="Effective notional, where structure enhances the stated one.")
]
StatedNotional = Annotated[int, Meta(ge=0, description="Stated notional, in hundredths of a unit.")]
ScheduledNotionals = Annotated[
    tuple[CentsFromZero, ...],
    Meta(min_length=1, description="Notionals of an amortizing or accreting schedule."),
]

_ONLY_WITH_A_BRANCH: Final = ("branch_is_payment_office", "branch_normal_course", "booked_in_branch")


class Notional(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """The notional of a swap, or of one of its legs."""

    currency: CurrencyText
    notional_cents: StatedNotional
    effective_notional_cents: EffectiveNotional | UnsetType = UNSET
    scheduled_notionals_cents: ScheduledNotionals | UnsetType = UNSET


class Party(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """One of the two parties of a swap, and how it acts in it."""

    entity: NameText
    dealing: Dealing
    branch: BranchText | UnsetType = UNSET
    branch_is_payment_office: PaymentOffice | UnsetType = UNSET
    branch_normal_course: NormalCourse | UnsetType = UNSET
    booked_in_branch: BookedInBranch | UnsetType = UNSET
    exclusions: Exclusions | UnsetType = UNSET
    counted_under_earlier_practice: EarlierPractice | UnsetType = UNSET
    arranged_negotiated_or_executed_in_us: ArrangedInUs | UnsetType = UNSET


def check_notionals(notionals: tuple[Notional, ...]) -> None:
    """Refuse notionals of which one has no currency.

    Raises:
        ValueError: one has none.
    """
    for notional in notionals:
        try:
            check_currency(notional.currency)
        except ValueError as problem:
            raise ValueError(f'holds a "currency" that {problem}') from None


def check_acting_party(party: Party) -> None:
    """Refuse a party with a bad name, an exclusion given twice, or what holds of a branch without one.

    Raises:
        ValueError: it is one.
    """
    for name, text in (("entity", party.entity), ("branch", party.branch)):
        if text is not UNSET:
            try:
                check_party(text)
            except ValueError as problem:
                raise ValueError(f'holds a "{name}" that {problem}') from None
    if party.branch is UNSET:
        for name in _ONLY_WITH_A_BRANCH:
            if getattr(party, name) is not UNSET:
                raise ValueError(f'holds "{name}" without a "branch"')
    if party.exclusions is not UNSET and len(set(party.exclusions)) != len(party.exclusions):
        raise ValueError('holds an "exclusions" that names one twice')


def check_two_parties(parties: tuple[Party, ...]) -> None:
    """Refuse the parties of a swap of which one is not sound, or that are the same entity.

    Raises:
        ValueError: so it is.
    """
    for party in parties:
        check_acting_party(party)
    if parties[0].entity == parties[1].entity:
        raise ValueError("names the same entity twice")


Notionals = Annotated[
    tuple[Notional, ...],
    Meta(
        min_length=1,
        max_length=2,
        description="One, or one for each leg.",
        extra={"check": check_notionals},
    ),
]
Parties = Annotated[
    tuple[Party, ...],
    Meta(
        min_length=2,
        max_length=2,
        description="Two different entities, in no order of meaning.",
        extra={"check": check_two_parties},
    ),
]
Transferee = Annotated[Party, Meta(description="Party that steps in.", extra={"check": check_acting_party})]
Product = Annotated[
    Literal[
        "INTEREST_RATE_SWAP",
        "CROSS_CURRENCY_SWAP",
        "CREDIT_DEFAULT_SWAP",
        "EQUITY_SWAP",
        "COMMODITY_SWAP",
        "SWAPTION",
        "FOREIGN_EXCHANGE_OPTION",
        "NON_DELIVERABLE_FORWARD",
        "OTHER_SWAP",
        "FOREIGN_EXCHANGE_FORWARD",
        "FOREIGN_EXCHANGE_SWAP",
        "SECURITY_BASED_SWAP",
        "FOREIGN_EXCHANGE_SPOT",
    ],
    Meta(description="What is traded; the last four are outside the term swap."),
]
Facility = Annotated[
    Literal[
        "BILATERAL",
        "DESIGNATED_CONTRACT_MARKET",
        "REGISTERED_SWAP_EXECUTION_FACILITY",
        "EXEMPT_SWAP_EXECUTION_FACILITY",
        "REGISTERED_FOREIGN_BOARD_OF_TRADE",
        "OTHER_FOREIGN_BOARD_OF_TRADE",
        "OTHER_FACILITY",
    ],
    Meta(description="Where it was executed.", extra_json_schema={"default": "BILATERAL"}),
]
ExecutedAnonymously = Annotated[
    bool, yes_or_no("Whether neither party could know the other before.", default=False)
]
Clearing = Annotated[
    Literal[
        "NOT_CLEARED",
        "REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION",
        "EXEMPT_DERIVATIVES_CLEARING_ORGANIZATION",
        "OTHER_CLEARING_HOUSE",
    ],
    Meta(description="Who cleared it.", extra_json_schema={"default": "NOT_CLEARED"}),
]
RemainingPartyDealing = Annotated[
    bool, yes_or_no("Whether the remaining party deals in the new swap.", default=True)
]
