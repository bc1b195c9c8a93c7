"""What is reported of the business, and what does a report name? (section 6.2 of the contract)"""

from enum import StrEnum
from typing import Final, NamedTuple

from streams.domains.marketdata.state.names import escaped

_COUNT: Final = "EDGA2015/II.A.1(count)"
_DIGITAL: Final = "EDGA2015/II.A.1(digital-media-fee)"
_ENTERPRISE: Final = "EDGA2015/II.A.1(enterprise-license)"
_EXTERNAL: Final = "EDGA2015/II.A.1(external-distributor)"
_NON_PROFESSIONAL: Final = "EDGA2015/II.A.1(non-professional-user)"
_PROFESSIONAL: Final = "EDGA2015/II.A.1(professional-user)"
_USER: Final = "EDGA2015/II.A.1(user)"


class Kind(StrEnum):
    """What may be found at a close, in alphabetical order; one does not exclude another."""

    ACCESS_BEYOND_ENTITLED_FEED = "ACCESS_BEYOND_ENTITLED_FEED"
    ACCESS_WITHOUT_ENTITLEMENT = "ACCESS_WITHOUT_ENTITLEMENT"
    ANONYMOUS_ACCESS_UNBILLABLE = "ANONYMOUS_ACCESS_UNBILLABLE"
    CORRECTION_AFTER_MONTH_FINAL = "CORRECTION_AFTER_MONTH_FINAL"
    DISTRIBUTOR_NOT_REGISTERED = "DISTRIBUTOR_NOT_REGISTERED"
    DISTRIBUTOR_WITHOUT_AGREEMENT = "DISTRIBUTOR_WITHOUT_AGREEMENT"
    ENTITLEMENT_NOT_FOUND = "ENTITLEMENT_NOT_FOUND"
    LICENSE_BACKDATED = "LICENSE_BACKDATED"
    LICENSE_DISTRIBUTOR_NOT_EXTERNAL = "LICENSE_DISTRIBUTOR_NOT_EXTERNAL"
    LICENSE_END_BACKDATED = "LICENSE_END_BACKDATED"
    LICENSE_NOT_FOUND = "LICENSE_NOT_FOUND"
    LICENSE_SCOPE_BREACH = "LICENSE_SCOPE_BREACH"
    MISCLASSIFIED_AS_NON_PROFESSIONAL = "MISCLASSIFIED_AS_NON_PROFESSIONAL"
    PRICE_BACKDATED = "PRICE_BACKDATED"
    PRICE_NOT_IN_FORCE = "PRICE_NOT_IN_FORCE"
    RECIPIENT_FIRM_NOT_REGISTERED = "RECIPIENT_FIRM_NOT_REGISTERED"
    REDUNDANT_LICENSE = "REDUNDANT_LICENSE"
    UNCLASSIFIED_USER = "UNCLASSIFIED_USER"


CITES: Final = {
    Kind.ACCESS_BEYOND_ENTITLED_FEED: (_COUNT,),
    Kind.ACCESS_WITHOUT_ENTITLEMENT: (_USER, _COUNT),
    Kind.ANONYMOUS_ACCESS_UNBILLABLE: (_DIGITAL,),
    Kind.CORRECTION_AFTER_MONTH_FINAL: ("MARKETDATA/R20",),
    Kind.DISTRIBUTOR_NOT_REGISTERED: (_EXTERNAL,),
    Kind.DISTRIBUTOR_WITHOUT_AGREEMENT: (_EXTERNAL,),
    Kind.ENTITLEMENT_NOT_FOUND: (_USER,),
    Kind.LICENSE_BACKDATED: ("MARKETDATA/R17",),
    Kind.LICENSE_DISTRIBUTOR_NOT_EXTERNAL: (_ENTERPRISE,),
    Kind.LICENSE_END_BACKDATED: ("MARKETDATA/R17",),
    Kind.LICENSE_NOT_FOUND: (_ENTERPRISE,),
    Kind.LICENSE_SCOPE_BREACH: (_DIGITAL,),
    Kind.MISCLASSIFIED_AS_NON_PROFESSIONAL: (_NON_PROFESSIONAL,),
    Kind.PRICE_BACKDATED: ("MARKETDATA/R33",),
    Kind.PRICE_NOT_IN_FORCE: ("EDGA2015/heading", "EDGA2015/III"),
    Kind.RECIPIENT_FIRM_NOT_REGISTERED: (_ENTERPRISE,),
    Kind.REDUNDANT_LICENSE: (_ENTERPRISE,),
    Kind.UNCLASSIFIED_USER: (_PROFESSIONAL,),
}

ORDER: Final = (
    "anomaly",
    "month",
    "distributor",
    "recipient_firm",
    "user",
    "license",
    "fee",
    "entitlement",
    "valid_from",
)
"""The fields by which anomalies are sorted; a field that one lacks sorts as an empty text."""

_KEY_FIELDS: Final = ("distributor", "license", "month", "fee")


class Anomaly(NamedTuple):
    """Something that was found; a field that does not apply is empty."""

    kind: str
    month: str = ""
    distributor: str = ""
    recipient_firm: str = ""
    user: str = ""
    license: str = ""
    fee: str = ""
    entitlement: str = ""
    valid_from: str = ""

    def fields(self) -> dict[str, object]:
        """The fields that apply, by name."""
        return {name: value for name, value in zip(ORDER, self, strict=True) if value and name != "anomaly"}

    def row(self) -> dict[str, object]:
        """The row of the views."""
        return {"anomaly": self.kind, **self.fields()}

    @property
    def path(self) -> str:
        """What names it, in the order of its fields."""
        return "/".join(escaped(part) for part in self if part)

    @property
    def key(self) -> str:
        """The name under which its records stand: the first that it has of Distributor, license, month and fee."""
        fields = self.fields()
        return str(next(fields[name] for name in _KEY_FIELDS if name in fields))
