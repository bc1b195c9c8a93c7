"""Between what do the fields of comms choose?"""

from typing import Annotated, Literal

from msgspec import Meta

from schemas.comms_texts import check_unique

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
