"""What does each field of the clearing contract mean?

A field that means the same in several events has one type here. Sections are those of By-law No. 3.
"""

from typing import Annotated, Literal

from msgspec import Meta

from schemas.wire import (
    Cents,
    CentsAboveZero,
    CentsFromZero,
    Count,
    CountAboveZero,
    CountFromZero,
    DateText,
    Id,
    InstantText,
    Parties,
    Party,
    Text,
)

# Institutions
Maker = Annotated[Party, Meta(description="Institution that makes this event.")]
Counterparty = Annotated[Party, Meta(description="Other participant of the entry.")]
UltimatePayer = Annotated[
    Party,
    Meta(
        description="Institution that the items are drawn on or payable by; "
        "left out: the counterparty of a DEBIT, the maker of a CREDIT."
    ),
]
UltimatePayee = Annotated[
    Party,
    Meta(
        description="Institution that the items are presented for; "
        "left out: the maker of a DEBIT, the counterparty of a CREDIT."
    ),
]
Payer = Annotated[Party, Meta(description="Institution that pays.")]
Payee = Annotated[Party, Meta(description="Institution that is paid.")]
Holder = Annotated[Party, Meta(description="Institution that holds the items from now on.")]
Member = Annotated[Party, Meta(description="Member of the Association.")]
MemberInDefault = Annotated[Party, Meta(description="Member in default.")]
CeasedMember = Annotated[Party, Meta(description="Member that ceases to exist.")]
Successor = Annotated[Party, Meta(description="Member that continues after the amalgamation.")]
Entity = Annotated[Party, Meta(description="Entity of a group, or an entity that is not a member.")]
ResponsibleMember = Annotated[Party, Meta(description="Member that exchanges on the entity's behalf.")]
GroupClearer = Annotated[Party, Meta(description="Group clearer of the group.")]
ClearingAgent = Annotated[Party, Meta(description="Clearing agent.")]
CircleClearer = Annotated[
    Party, Meta(description="Clearing agent or group clearer that the institution clears through.")
]
IndirectClearer = Annotated[Party, Meta(description="Indirect clearer.")]
RepresentedInstitution = Annotated[
    Party, Meta(description="Indirect clearer or entity that holds the account.")
]
Depositor = Annotated[Party, Meta(description="Institution that deposits.")]
WaivedBy = Annotated[
    Parties, Meta(description="Persons entitled to the notice who have waived it (section 2(2)).")
]

# Choices
Direction = Annotated[
    Literal["DEBIT", "CREDIT"],
    Meta(
        description="DEBIT: the items are payable by the counterparty's side and the maker is owed. "
        "CREDIT: they are payable by the maker's side and the maker owes."
    ),
]
ReturnGround = Annotated[
    Literal["RULES", "SECTION_54_1_A", "SECTION_54_1_C", "SECTION_54_2", "SECTION_60"],
    Meta(description="What entitles or obliges the receiver to return."),
]
OutsideGround = Annotated[
    Literal["EXCHANGE", "RETURN", "SECTION_54_1_B"],
    Meta(
        description="An exchange, a return, or items handed back to an indirect clearer in default "
        "(section 54(1)(b))."
    ),
]
ClaimGround = Annotated[
    Literal["ENDORSEMENT_NATURE", "ENDORSEMENT_FORGED_OR_UNAUTHORIZED", "ENDORSEMENT_MISSING"],
    Meta(description="What is wrong with the endorsement (section 12)."),
]
MemberClass = Annotated[
    Literal[
        "CENTRAL",
        "COOPERATIVE_CREDIT_ASSOCIATION",
        "QUALIFIED_CORPORATION_MONEY_MARKET_MUTUAL_FUND",
        "TRUSTEE_OF_QUALIFIED_TRUST",
        "LIFE_INSURANCE_COMPANY",
        "OTHER",
    ],
    Meta(description="Class of the member; left out: OTHER."),
]
EntityKind = Annotated[
    Literal["LOCAL", "DEPOSIT_TAKING_ENTITY"],
    Meta(description="A local (section 6(1)(a)(ii)) or a deposit-taking entity (section 6(1)(a)(iii))."),
]
Role = Annotated[
    Literal["DIRECT_CLEARER", "GROUP_CLEARER", "CLEARING_AGENT"], Meta(description="Role in the clearing.")
]
LeaveKind = Annotated[
    Literal["CLEARER_CEASES", "ENTITY_WITHDRAWS"],
    Meta(description="Which side ends the membership of the group."),
]
DepositBasis = Annotated[
    Literal["SECTION_56", "SECTION_57", "MANUAL"], Meta(description="Why the deposit is made.")
]

# Texts
EntryId = Annotated[
    Id, Meta(description="Id of the root entry that this event is about; also the key of the record.")
]
ItemClass = Annotated[Text, Meta(description="Class of payment items as the rules name it.")]
SuspendedItemClass = Annotated[Text, Meta(description="Class that is suspended; left out: all classes.")]
ExchangePoint = Annotated[Text, Meta(description="Regional exchange point.")]
Item = Annotated[
    Text, Meta(description="Reference of a single item, as in the register of disputes (section 9).")
]
Identification = Annotated[
    Text, Meta(description="Stamp, trace number or other identification of the items (section 10).")
]
RulesReason = Annotated[Text, Meta(description="Reason under the rules, with the ground RULES.")]
ImmediateGround = Annotated[
    Text,
    Meta(
        description="RISK (section 39(1)(a)) or BREACH (39(1)(b)); any other text is read and then refused."
    ),
]
Measures = Annotated[Text, Meta(description="Measures taken (section 46(2)).")]

# Days and instants
Cycle = Annotated[DateText, Meta(description="ACSS cycle, named by the business day with which it ends.")]
IntendedCycle = Annotated[
    DateText, Meta(description="Cycle that the maker means; the stamp must fall into it.")
]
GivenOn = Annotated[DateText, Meta(description="Day of the notice.")]
LeavesOn = Annotated[DateText, Meta(description="Day on which the leaving takes effect.")]
ActsOn = Annotated[DateText, Meta(description="First day on which the agent acts.")]
CeasesOn = Annotated[DateText, Meta(description="Day on which the agent ceases to act.")]
ReplacementStartsOn = Annotated[DateText, Meta(description="Day on which another designated agent starts.")]
AmalgamatedOn = Annotated[DateText, Meta(description="Day of the amalgamation.")]
ExtendedThroughOn = Annotated[
    DateText, Meta(description="Last day of an extended period (section 36(2)), inclusive.")
]
ValueOn = Annotated[DateText, Meta(description="Day from which interest runs (section 57(2)).")]
InterestThroughOn = Annotated[DateText, Meta(description="First day that no longer bears interest.")]
IrrevocableAt = Annotated[
    InstantText, Meta(description="Instant at which the rules make the exchange irrevocable (section 14).")
]
ReturnableThroughAt = Annotated[
    InstantText, Meta(description="Last instant at which the rules allow a return (section 17), inclusive.")
]
EffectiveAt = Annotated[
    InstantText, Meta(description="Instant from which the fact has effect, not before `at`; left out: `at`.")
]
CeasesAt = Annotated[InstantText, Meta(description="Instant of ceasing to act, not before `at`.")]
NoticeGivenAt = Annotated[InstantText, Meta(description="Notice to the other agents (section 39(2)).")]
BeginsAfterAt = Annotated[
    InstantText,
    Meta(description="Final adjustment time of the previous business day; the cycle begins after it."),
]
FinalExchangeAt = Annotated[InstantText, Meta(description="Final exchange of the cycle.")]
FinalAdjustmentAt = Annotated[InstantText, Meta(description="Final adjustment time of the cycle, inclusive.")]

# Amounts and counts
Value = Annotated[
    Cents, Meta(description="Value of the items in cents; one that is not positive is read and then refused.")
]
CorrectedValue = Annotated[Cents, Meta(description="New value in cents; 0 withdraws the entry.")]
ClaimedValue = Annotated[Cents, Meta(description="Amount claimed in cents.")]
ItemCount = Annotated[
    Count, Meta(description="Number of payment items: 1 for a single item, more for a batch total.")
]
CorrectedItemCount = Annotated[
    Count, Meta(description="New number of payment items; 0 exactly when the value is 0.")
]
ItemVolume = Annotated[
    CountFromZero,
    Meta(description="Payment items of the member, or of its group (sections 26(c), 29(2)(b))."),
]
NationalItemVolume = Annotated[
    CountAboveZero, Meta(description="Payment items of all members, counted on the same basis.")
]
Available = Annotated[
    Cents, Meta(description="Funds and credit, in cents, before the clearing balance is posted.")
]
AccountBalance = Annotated[Cents, Meta(description="Balance of the account in cents.")]
Shortfall = Annotated[CentsAboveZero, Meta(description="Shortfall in cents.")]
Advance = Annotated[CentsFromZero, Meta(description="Advance obtained in cents, 0 for none.")]
Deposit = Annotated[CentsAboveZero, Meta(description="Amount deposited in cents.")]

# Yes or no
PayableOnDemand = Annotated[
    bool, Meta(description="The items are payable on demand (section 6(1)(b)(i)); left out: true.")
]
ManualClearing = Annotated[
    bool, Meta(description="The entry carries a manual clearing total (section 47(2)); left out: false.")
]
HasSettlementAccount = Annotated[
    bool, Meta(description="It has a settlement account at the Bank of Canada (section 26(a)).")
]
HasLoanFacility = Annotated[
    bool, Meta(description="It has a loan facility at the Bank of Canada (section 26(b)).")
]
OtherRequirementsMet = Annotated[
    bool, Meta(description="It meets the other requirements of the rules (sections 26(d), 33).")
]
CommitmentsMade = Annotated[
    bool,
    Meta(
        description="The commitments by contract are made (section 29(2)(c)); "
        "only for a group under section 28(1)(b)."
    ),
]
ReplacesFormerAgent = Annotated[
    bool, Meta(description="The agent was designated under section 41, so no waiting time runs.")
]
HasAccountWithAgent = Annotated[
    bool, Meta(description="It keeps a settlement account with the agent (section 16(1)); left out: true.")
]
HasLoanFacilityWithAgent = Annotated[
    bool, Meta(description="It has a loan facility with the agent (section 16(2)); left out: true.")
]
Credited = Annotated[bool, Meta(description="The advance was credited to the account.")]
Settled = Annotated[
    bool, Meta(description="Settlement of this cycle has been effected with the agent or group clearer.")
]
