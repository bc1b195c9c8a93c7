"""How do fees, classes, uses and what was found read to a person?"""

from collections.abc import Mapping
from typing import Final

from streams.domains.marketdata.rules.anomaly import Kind
from streams.domains.marketdata.rules.refusal import Reason
from streams.domains.marketdata.state.words import PROFESSIONAL, USED, cells_with

FEES: Final = {
    "DATA_CONSOLIDATION": "the Data Consolidation Fee",
    "DIGITAL_MEDIA_ENTERPRISE_PREMIUM": "a Digital Media Enterprise license for Premium",
    "DIGITAL_MEDIA_ENTERPRISE_SUMMARY": "a Digital Media Enterprise license for Summary",
    "ENTERPRISE_PREMIUM": "an Enterprise license for Premium",
    "ENTERPRISE_SUMMARY": "an Enterprise license for Summary",
    "NON_PROFESSIONAL_USER_PREMIUM": "a Non-Professional User of Premium",
    "NON_PROFESSIONAL_USER_SUMMARY": "a Non-Professional User of Summary",
    "PROFESSIONAL_USER_PREMIUM": "a Professional User of Premium",
    "PROFESSIONAL_USER_SUMMARY": "a Professional User of Summary",
}

USES: Final = (
    "Summary",
    "Summary, digital media for information",
    "Premium",
    "Premium, digital media for information",
)
"""The uses of the four cells."""

FOUND: Final[Mapping[Kind, str]] = {
    Kind.ACCESS_BEYOND_ENTITLED_FEED: "was served Premium while entitled to Summary alone",
    Kind.ACCESS_WITHOUT_ENTITLEMENT: "was served without an entitlement that ran at the time",
    Kind.ANONYMOUS_ACCESS_UNBILLABLE: "anonymous viewers were served outside a Digital Media license",
    Kind.CORRECTION_AFTER_MONTH_FINAL: "facts came after the month was final that would have changed its bills",
    Kind.DISTRIBUTOR_NOT_REGISTERED: "the Distributor is not registered; its uses are set aside",
    Kind.DISTRIBUTOR_WITHOUT_AGREEMENT: "the External Distributor has users and no active agreement",
    Kind.ENTITLEMENT_NOT_FOUND: "an entitlement was revoked that was never granted",
    Kind.LICENSE_BACKDATED: "the license was bought for a month before that of its recording, and begins later",
    Kind.LICENSE_DISTRIBUTOR_NOT_EXTERNAL: "the license is through an Internal Distributor and has no effect",
    Kind.LICENSE_END_BACKDATED: "the license was ended for a month before that of the recording, and ends later",
    Kind.LICENSE_NOT_FOUND: "a license was ended that was never bought",
    Kind.LICENSE_SCOPE_BREACH: "used the feed outside what the firm's Digital Media license covers, and is charged",
    Kind.MISCLASSIFIED_AS_NON_PROFESSIONAL: "claims to be Non-Professional and is charged as Professional",
    Kind.PRICE_BACKDATED: "a price was set for a month before that of its recording",
    Kind.PRICE_NOT_IN_FORCE: "the fee has no price in the month, so nothing is charged for it",
    Kind.RECIPIENT_FIRM_NOT_REGISTERED: "the recipient firm is not registered",
    Kind.REDUNDANT_LICENSE: "more than one Enterprise license is charged for the same firm and Distributor",
    Kind.UNCLASSIFIED_USER: "is charged as Professional for want of evidence",
}

REFUSED: Final[Mapping[Reason, str]] = {
    Reason.EVENT_ID_CONFLICT: "its id was used before with another body, and the first stands",
    Reason.ACCESS_IN_FUTURE: "it says that the data was provided longer after its recording than clocks may differ",
    Reason.MONTH_NOT_ENDED: "its month had not ended yet",
    Reason.MONTH_ALREADY_CLOSED: "its month was closed before",
}


def class_of(word: int) -> str:
    """The class of all uses of a word."""
    return "Professional" if cells_with(word, PROFESSIONAL) else "Non-Professional"


def uses_of(word: int) -> str:
    """The uses of a word."""
    used = cells_with(word, USED)
    return "; ".join(name for cell, name in enumerate(USES) if used >> cell & 1)


def fields_said(fields: Mapping[str, object]) -> str:
    """The names of a record in a row: distributor D1, user u."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in fields.items())
