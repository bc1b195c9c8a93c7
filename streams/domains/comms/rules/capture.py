"""Was the duty met, and what else went wrong with a communication? (section 8 of the contract)

`CHECKS` stands in the contract's order; each test says what it found, None where nothing is wrong.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from streams.domains.comms.law.values import Values
from streams.domains.comms.rules.evidence import (
    late_evidence,
    minutes_incomplete,
    no_minutes,
    not_recorded,
    not_stored,
    recording_degraded,
    recording_incomplete,
)
from streams.domains.comms.rules.finding_again import (
    attribution_conflict,
    not_searchable,
    number_withheld,
    shared_phone_ambiguous,
    shared_phone_unattributed,
)
from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.rules.ground import Details, Ground, Proof, found_if
from streams.domains.comms.rules.means import (
    inbound_off_channel,
    no_channel_switch,
    unapproved_channel,
    unrecorded_device,
)
from streams.domains.comms.rules.sounding import (
    sounding_no_consent,
    sounding_unrecorded,
    sounding_with_service,
)
from streams.domains.comms.rules.telling import midcall_no_notice, no_client_notice
from streams.domains.comms.state.profile import FORBIDDEN, Profile
from streams.kernel.citation import cites


@cites("VPFF11/6")
def switchboard_recorded(of: Ground) -> Details | None:
    """The switchboard was taped without ground."""
    return found_if(of.is_ended and of.segment.duty == FORBIDDEN and of.sound.is_taped)


@cites("VPFF11/4")
def facts_missing(of: Ground) -> Details | None:
    """Nobody has coded the segment."""
    return found_if(of.segment.facts_missing)


class Check(NamedTuple):
    """A code, whether it concerns segments under the duty only, and its test."""

    code: str
    only_owed: bool
    test: Callable[[Ground], Details | None]


CHECKS: Final = (
    Check("UNRECORDED_DEVICE", True, unrecorded_device),
    Check("UNAPPROVED_CHANNEL", True, unapproved_channel),
    Check("INBOUND_OFF_CHANNEL", True, inbound_off_channel),
    Check("NO_CHANNEL_SWITCH", True, no_channel_switch),
    Check("NOT_RECORDED", True, not_recorded),
    Check("RECORDING_INCOMPLETE", True, recording_incomplete),
    Check("NOT_STORED", True, not_stored),
    Check("NO_MINUTES", True, no_minutes),
    Check("MINUTES_INCOMPLETE", True, minutes_incomplete),
    Check("LATE_EVIDENCE", True, late_evidence),
    Check("RECORDING_DEGRADED", True, recording_degraded),
    Check("SOUNDING_NO_CONSENT", True, sounding_no_consent),
    Check("SOUNDING_UNRECORDED", True, sounding_unrecorded),
    Check("SOUNDING_WITH_SERVICE", True, sounding_with_service),
    Check("SWITCHBOARD_RECORDED", False, switchboard_recorded),
    Check("NO_CLIENT_NOTICE", True, no_client_notice),
    Check("MIDCALL_NO_NOTICE", True, midcall_no_notice),
    Check("SHARED_PHONE_UNATTRIBUTED", True, shared_phone_unattributed),
    Check("SHARED_PHONE_AMBIGUOUS", True, shared_phone_ambiguous),
    Check("NOT_SEARCHABLE", True, not_searchable),
    Check("ATTRIBUTION_CONFLICT", False, attribution_conflict),
    Check("CLI_WITHHELD", True, number_withheld),
    Check("FACTS_MISSING", False, facts_missing),
)
"""The codes that hang on a segment, in the contract's order."""

_NOT_OWED: Final = tuple(check for check in CHECKS if not check.only_owed)


def capture_findings(profile: Profile, proof: Proof, now_us: int, law: Values) -> Iterator[Finding]:
    """What is wrong with the segments of a communication at an instant."""
    for segment in profile.segments:
        of = Ground(profile, segment, proof, now_us, law)
        for check in CHECKS if of.is_owed else _NOT_OWED:
            details = check.test(of)
            if details is not None:
                severity = _severity(check.code, law)
                yield Finding(
                    check.code, profile.communication, segment.opener, segment.number, details, severity
                )


def _severity(code: str, law: Values) -> str | None:
    """The weight that a firm gives a code; None where the contract fixes it."""
    return law.unrecorded_sounding_severity if code == "SOUNDING_UNRECORDED" else None
