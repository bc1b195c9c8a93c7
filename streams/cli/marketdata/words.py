"""How do documents, fees and months read on a bill?"""

from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

FEES: Final = {
    "DATA_CONSOLIDATION": "Data Consolidation Fee",
    "DIGITAL_MEDIA_ENTERPRISE_PREMIUM": "Digital Media Enterprise license, Premium",
    "DIGITAL_MEDIA_ENTERPRISE_SUMMARY": "Digital Media Enterprise license, Summary",
    "ENTERPRISE_PREMIUM": "Enterprise license, Premium",
    "ENTERPRISE_SUMMARY": "Enterprise license, Summary",
    "NON_PROFESSIONAL_USER_PREMIUM": "Non-Professional Users, Premium",
    "NON_PROFESSIONAL_USER_SUMMARY": "Non-Professional Users, Summary",
    "PROFESSIONAL_USER_PREMIUM": "Professional Users, Premium",
    "PROFESSIONAL_USER_SUMMARY": "Professional Users, Summary",
}

LICENSES: Final = {
    "DIGITAL_MEDIA_ENTERPRISE_PREMIUM": "Digital Media Premium",
    "DIGITAL_MEDIA_ENTERPRISE_SUMMARY": "Digital Media Summary",
    "ENTERPRISE_PREMIUM": "Enterprise Premium",
    "ENTERPRISE_SUMMARY": "Enterprise Summary",
}

DOCUMENTS: Final = {
    "DRAFT": "Draft",
    "INVOICE": "Invoice",
    "DEBIT_NOTE": "Debit note",
    "CREDIT_NOTE": "Credit note",
    "ADJUSTMENT_NOTE": "Adjustment note",
}


def month(text: str) -> str:
    """A month: April 2015."""
    return f"{_MONTHS[int(text[5:]) - 1]} {text[:4]}"
