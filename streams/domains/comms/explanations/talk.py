"""Why did a communication have to be recorded, and was it?"""

from collections.abc import Iterator

from streams.domains.comms.explanations.memory import Memory
from streams.domains.comms.explanations.reasons import duty_said
from streams.domains.comms.explanations.shown import (
    DIFFERS,
    NEWS,
    check_shown,
    events_shown,
    outcomes_shown,
    plain,
    values_shown,
)
from streams.domains.comms.rules.attribution import attribute
from streams.domains.comms.rules.capture import CHECKS
from streams.domains.comms.rules.duty import duty_of, form_of
from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.rules.ground import Ground
from streams.domains.comms.rules.profile import Decided, decide, profile_of
from streams.domains.comms.stages.communication_rows import CommunicationRow
from streams.domains.comms.stages.judged_rows import JudgedRow, proof_of
from streams.domains.comms.stages.rows_of_talk import attribution_rows, decision_rows
from streams.domains.comms.state.calendar import HOUR_US, shown_at
from streams.domains.comms.state.communication import read_talk
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import RecordFiles, tapes_of
from streams.kernel.explanation import (
    FAILED,
    CheckShown,
    Explanation,
    SeeAlso,
    Step,
    provisions_shown,
    rule_shown,
)

_VALUES = (
    "rule_version",
    "recording_grace_hours",
    "storage_grace_hours",
    "minutes_grace_hours",
    "coverage_tolerance_seconds",
    "notice_tolerance_seconds",
)


def explain_talk(memory: Memory, name: str, row: CommunicationRow) -> Explanation:
    """Explain a communication: decided again from its events and the facts that were looked up for it."""
    evidence = memory.evidence
    communication, _ = read_talk(row.talk)
    if communication is None:
        return _unknown(memory, name, row)
    facts = memory.facts(row, name)
    law = memory.law.on(communication.started_us)
    decided = decide(communication, facts, law, memory.calendar)
    profile = profile_of(communication, decided, facts)
    judged = memory.judged(name) or JudgedRow()
    checks = list(_checks(memory, profile, judged))
    warnings = [NEWS] if memory.has_news(name, row) else list(_differences(memory, decided, checks, name))
    said = [
        duty_said(one.situation.segment.number, one.duty.duty, one.form, one.duty.reason) for one in decided
    ]
    wrong = [check for check in checks if check.state == FAILED]
    cites = [cite for one in decided for cite in one.duty.cites] + [c for check in wrong for c in check.cites]
    return Explanation(
        domain="comms",
        id=name,
        kind="communication",
        title=f"The communication {name}",
        answer=" ".join(said) + (f" {len(wrong)} of the checks found something." if wrong else ""),
        differs=any(warning.startswith(DIFFERS) for warning in warnings),
        warnings=warnings,
        story=[one.words for one in events_shown(evidence, row.log)],
        arithmetic=list(_deadlines(memory, profile)),
        checks=checks,
        outcomes=[*outcomes_shown(evidence, row.shown), *outcomes_shown(evidence, judged.shown)],
        events=events_shown(evidence, row.log),
        left_out=max(0, len(row.log) - len(events_shown(evidence, row.log))),
        rules=[rule_shown(rule) for rule in (duty_of, form_of, attribute)],
        provisions=list(provisions_shown(evidence.law, cites, [c for check in checks for c in check.cites])),
        values=values_shown(evidence, _VALUES, memory.calendar.day(communication.started_us)),
        see_also=[SeeAlso(record, "a record of it") for record in sorted({*_records(row), *judged.matches})],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _records(row: CommunicationRow) -> Iterator[str]:
    return (event.record for event in row.records)


def _unknown(memory: Memory, name: str, row: CommunicationRow) -> Explanation:
    evidence = memory.evidence
    return Explanation(
        domain="comms",
        id=name,
        kind="communication",
        title=f"The communication {name}",
        answer=f"Nobody has told yet how {name} began, so nothing was decided about it.",
        story=[one.words for one in events_shown(evidence, row.log)],
        events=events_shown(evidence, row.log),
        outcomes=list(outcomes_shown(evidence, row.shown)),
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _checks(memory: Memory, profile: Profile, judged: JudgedRow) -> Iterator[CheckShown]:
    """Every check on every segment, by the evidence that was there at the last tick."""
    files = RecordFiles(judged.log).files
    tapes = [*tapes_of(files.values()), *judged.matches.values()]
    proof = proof_of(files.values(), tapes)
    law = memory.law.on(profile.started_us)
    for segment in profile.segments:
        of = Ground(profile, segment, proof, memory.now_us() or 0, law)
        for check in CHECKS:
            if check.only_owed and not of.is_owed:
                continue
            details = check.test(of)
            finding = None
            if details is not None:
                finding = Finding(check.code, profile.communication, segment.opener, segment.number, details)
            yield check_shown(check.code, finding, rule_shown(check.test), f"segment {segment.number}")


def _deadlines(memory: Memory, profile: Profile) -> Iterator[Step]:
    """Until when the evidence of each segment had to arrive."""
    for segment in profile.segments:
        if segment.deadline_us is not None and profile.ended_us is not None:
            hours = (segment.deadline_us - profile.ended_us) // HOUR_US
            ended = shown_at(profile.ended_us)
            yield Step(
                f"The evidence of segment {segment.number} must arrive by",
                f"{ended} + {hours} h",
                shown_at(segment.deadline_us),
            )


def _differences(
    memory: Memory, decided: list[Decided], checks: list[CheckShown], name: str
) -> Iterator[str]:
    """Where what was published is not what comes out again."""
    for row in [*decision_rows(decided), *attribution_rows(decided)]:
        published = memory.evidence.row(row.view, row.key)
        if published != plain(row.value):
            yield f"{DIFFERS}{row.view}/{row.key} was published as {published}, and comes out as {plain(row.value)}."
    found = {(check.reason, check.looked_at.partition(";")[0]) for check in checks if check.state == FAILED}
    for breach in memory.breaches(name):
        place = (str(breach["code"]), f"segment {breach['segment']}")
        if (breach["status"] == "OPEN") is not (place in found):
            yield f"{DIFFERS}the breach {place[0]} of {place[1]} was published as {breach['status']}."
        found.discard(place)
    for code, segment in sorted(found):
        yield f"{DIFFERS}the breach {code} of {segment} comes out and was not published."
