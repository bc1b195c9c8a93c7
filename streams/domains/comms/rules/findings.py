"""How heavy is each breach, and on what does it rest? (section 8 of the contract)"""

from collections.abc import Mapping
from typing import Final, NamedTuple

LAW: Final = "LAW"
RECOMMENDATION: Final = "RECOMMENDATION"
FINDING: Final = "FINDING"

_POINT_1: Final = "VPFF11/1"
_POINT_3: Final = "VPFF11/3"
_POINT_4: Final = "VPFF11/4"
_POINT_5: Final = "VPFF11/5"
_POINT_6: Final = "VPFF11/6"
_POINT_7: Final = "VPFF11/7"
_SOUNDING: Final = "VPFF11/4.5.1"
_ARTICLE_76: Final = "DR2017-565/76"


class Code(NamedTuple):
    """The weight of a breach and the provisions that it cites."""

    severity: str
    cites: tuple[str, ...]


CODES: Final[Mapping[str, Code]] = {
    "POLICY_MISSING": Code(LAW, (_POINT_1, f"{_ARTICLE_76}(1)")),
    "UNRECORDED_DEVICE": Code(LAW, (_POINT_3,)),
    "UNAPPROVED_CHANNEL": Code(LAW, (_POINT_3,)),
    "INBOUND_OFF_CHANNEL": Code(FINDING, (_POINT_3,)),
    "NO_CHANNEL_SWITCH": Code(LAW, (_POINT_3,)),
    "NOT_RECORDED": Code(LAW, (_POINT_3, _POINT_4)),
    "RECORDING_INCOMPLETE": Code(LAW, (_POINT_3,)),
    "NOT_STORED": Code(LAW, (_POINT_3, _POINT_4)),
    "NO_MINUTES": Code(LAW, (_POINT_3, f"{_ARTICLE_76}(9)")),
    "MINUTES_INCOMPLETE": Code(LAW, (_POINT_3, f"{_ARTICLE_76}(9)")),
    "LATE_EVIDENCE": Code(FINDING, (_POINT_5,)),
    "RECORDING_DEGRADED": Code(FINDING, (_POINT_5,)),
    "SOUNDING_NO_CONSENT": Code(LAW, (_SOUNDING,)),
    "SOUNDING_UNRECORDED": Code(RECOMMENDATION, (_SOUNDING,)),
    "SOUNDING_WITH_SERVICE": Code(FINDING, (_SOUNDING,)),
    "SWITCHBOARD_RECORDED": Code(LAW, (_POINT_6,)),
    "NO_CLIENT_NOTICE": Code(LAW, (_POINT_6,)),
    "MIDCALL_NO_NOTICE": Code(LAW, (_POINT_6,)),
    "NOTICE_LANGUAGE": Code(LAW, (_POINT_6, f"{_ARTICLE_76}(8)")),
    "NO_CRITERIA_NOTICE": Code(LAW, (_POINT_6,)),
    "SHARED_PHONE_UNATTRIBUTED": Code(LAW, (_POINT_5,)),
    "SHARED_PHONE_AMBIGUOUS": Code(LAW, (_POINT_5,)),
    "NOT_SEARCHABLE": Code(LAW, (_POINT_5,)),
    "ATTRIBUTION_CONFLICT": Code(FINDING, (_POINT_5,)),
    "CLI_WITHHELD": Code(FINDING, (_POINT_5,)),
    "FACTS_MISSING": Code(FINDING, (_POINT_4,)),
    "UNLOGGED_RECORDING": Code(FINDING, (_POINT_5,)),
    "RECORD_ALTERED": Code(LAW, (_POINT_5, f"{_ARTICLE_76}(10)")),
    "IMAGE_STORED": Code(RECOMMENDATION, (_POINT_3,)),
    "SURPLUS_RECORDING": Code(FINDING, (_POINT_1, _POINT_7)),
    "SURPLUS_SEGMENT": Code(FINDING, (_POINT_7,)),
    "SURPLUS_OVERDUE": Code(RECOMMENDATION, (_POINT_7,)),
    "EARLY_DELETION": Code(LAW, (_POINT_5,)),
    "DELETION_OVERDUE": Code(FINDING, (_POINT_7,)),
    "ORDER_BEYOND_7Y": Code(FINDING, (_POINT_5, f"{_ARTICLE_76}(8)")),
    "ACCESS_OVERDUE": Code(LAW, (_POINT_7,)),
    "ACCESS_WRONG_PARTY": Code(LAW, (_POINT_7,)),
    "ACCESS_UNAUTHORISED": Code(RECOMMENDATION, (_POINT_1, _POINT_7)),
}
"""Every code in the contract's order."""


class Finding(NamedTuple):
    """A condition that holds.

    Attributes:
        target: what the breach hangs on.
        event: the input event behind it.
        details: uncovered_seconds, missing or causes.
    """

    code: str
    target: str
    event: str
    segment: int | None = None
    details: Mapping[str, object] = {}
    severity: str | None = None

    @property
    def key(self) -> str:
        """The key of its row."""
        place = f"{self.code}/{self.target}"
        return place if self.segment is None else f"{place}/{self.segment}"
