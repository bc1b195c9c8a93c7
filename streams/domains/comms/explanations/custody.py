"""Why is a record kept so long, who may see it, and was anything done wrong with it?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from schemas.comms import CommsEvent
from streams.domains.comms.explanations.memory import Memory
from streams.domains.comms.explanations.shown import (
    DIFFERS,
    NEWS,
    check_shown,
    events_shown,
    outcomes_shown,
    plain,
    values_shown,
)
from streams.domains.comms.rules import record_findings as rules
from streams.domains.comms.rules.access import may_access
from streams.domains.comms.rules.custody import Custody
from streams.domains.comms.rules.deletion import DeletionJudged, judge_deletion
from streams.domains.comms.rules.request import standing_of
from streams.domains.comms.rules.retention import (
    Retention,
    class_of,
    has_order_beyond_cap,
    is_due,
    retention_of,
)
from streams.domains.comms.stages.board import Rows
from streams.domains.comms.stages.judgements import STAGE as JUDGEMENTS
from streams.domains.comms.stages.record_desk import RecordDesk, Standing
from streams.domains.comms.stages.telephones import STAGE as TELEPHONES
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import RecordFile, RecordFiles, Tape, tapes_of
from streams.kernel.explanation import (
    FAILED,
    CheckShown,
    Explanation,
    SeeAlso,
    Step,
    provisions_shown,
    rule_shown,
)

_CHECKED: Final[Mapping[str, Callable[..., object]]] = {
    "UNLOGGED_RECORDING": rules.is_unlogged,
    "RECORD_ALTERED": rules.is_altered,
    "IMAGE_STORED": rules.keeps_picture,
    "SURPLUS_RECORDING": rules.is_surplus_recording,
    "SURPLUS_SEGMENT": rules.has_surplus_segment,
    "SURPLUS_OVERDUE": is_due,
    "EARLY_DELETION": judge_deletion,
    "DELETION_OVERDUE": is_due,
    "ORDER_BEYOND_7Y": has_order_beyond_cap,
    "ACCESS_OVERDUE": standing_of,
    "ACCESS_WRONG_PARTY": standing_of,
    "ACCESS_UNAUTHORISED": may_access,
}
"""The codes of a record, its requests and accesses, each with the rule that decides it."""

_VALUES: Final = (
    "retention_years",
    "policy_retention_years",
    "surplus_days",
    "deletion_grace_days",
    "access_months",
)
_CLASSES: Final = {
    "DUTY": "it is kept because the duty covers it",
    "POLICY": "it is kept because the firm wants it, as it may",
    "SURPLUS": "there is no ground to keep it",
    "PROVISIONAL": "it is kept until it is known what it belongs to",
}


class Kept(NamedTuple):
    """A record with everything that its stage remembers of it.

    Attributes:
        key: a communication, or the key of an untied record.
        stage: which one owns it.
        shown: what was published of it and of what is kept with it.
    """

    file: RecordFile
    key: str
    stage: str
    profile: Profile | None
    tapes: Sequence[Tape]
    deletions: Mapping[str, DeletionJudged]
    shown: Rows


def kept_record(memory: Memory, key: str, record: str) -> Kept | None:
    """A record by the key of its events; None where nobody remembers it."""
    row = memory.judged(key)
    if row is not None:
        files = RecordFiles(row.log).files
        if record in files:
            tapes = [*tapes_of(files.values()), *(row.matches[name] for name in sorted(row.matches))]
            return Kept(files[record], key, JUDGEMENTS, row.profile, tapes, row.deletions, row.shown)
    untied = memory.untied(key, record)
    if untied is None:
        return None
    known = None if untied.communication is None else memory.known_profile(key, untied.communication)
    own = [] if untied.tape is None else [untied.tape]
    tapes = [] if known is None else [*known.tapes, *own]
    profile = None if known is None else known.profile
    return Kept(untied.file, key, TELEPHONES, profile, tapes, untied.deletions, untied.shown)


def explain_record(memory: Memory, kept: Kept) -> Explanation:
    """Explain a record: decided again from its events, its communication, and what reaches it."""
    evidence, file = memory.evidence, kept.file
    facts = memory.keeping(kept.stage, kept.key)
    desk = RecordDesk(facts.orders, facts.grants, memory.law, memory.calendar)
    standing = desk.stand(file, kept.profile, kept.tapes, kept.deletions, memory.now_us() or 0)
    custody = None if file.first is None else desk.custody(file, kept.profile, kept.tapes)
    checks = list(_checks(standing, file))
    warnings = _warnings(memory, kept, standing)
    cites = ["VPFF11/5", "VPFF11/7", *(cite for one in checks if one.state == FAILED for cite in one.cites)]
    events = list(_events(file))
    shown = {key: row for key, row in kept.shown.items() if _is_of(key, file)}
    return Explanation(
        domain="comms",
        id=file.record,
        kind="record",
        title=f"The record {file.record}",
        answer=_answer(file, custody),
        differs=any(warning.startswith(DIFFERS) for warning in warnings),
        warnings=warnings,
        story=[one.words for one in events_shown(evidence, events)],
        arithmetic=[] if custody is None else list(_term(custody, retention_of(custody))),
        checks=checks,
        outcomes=list(outcomes_shown(evidence, shown)),
        events=events_shown(evidence, events),
        rules=[rule_shown(rule) for rule in (class_of, retention_of, is_due)],
        provisions=list(provisions_shown(evidence.law, cites, [c for one in checks for c in one.cites])),
        values=[] if custody is None else values_shown(evidence, _VALUES, custody.created_on),
        see_also=[] if kept.profile is None else [SeeAlso(kept.profile.communication, "what it records")],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _events(file: RecordFile) -> Iterator[CommsEvent]:
    yield from () if file.first is None else (file.first,)
    yield from file.hashes
    for asked in file.requests:
        yield asked.event
        yield from () if asked.answer is None else (asked.answer,)
    yield from file.accesses
    yield from file.deletions


def _is_of(key: str, file: RecordFile) -> bool:
    """Whether a published row tells of this record, of a request for it, or of somebody who opened it."""
    names = {file.record, *(asked.event.request for asked in file.requests)}
    names.update(event.id for event in (*file.accesses, *file.deletions))
    return any(part.partition(":")[0] in names for part in key.split("/")[1:])


def _answer(file: RecordFile, custody: Custody | None) -> str:
    if custody is None:
        return f"Nobody has filed {file.record}; it was only looked at."
    retention = retention_of(custody)
    verb = "to be deleted by" if retention.is_surplus else "to be kept through"
    answer = f"{file.record} is {retention.kept_as}: {_CLASSES[retention.kept_as]}. It is {verb} {retention.through}."
    if retention.holds:
        answer += f" A hold stops its deletion: {', '.join(retention.holds)}."
    if file.is_deleted:
        answer += " It was deleted."
    return answer


def _term(of: Custody, retention: Retention) -> Iterator[Step]:
    """How the term is worked out."""
    law = of.law
    if retention.is_surplus:
        formula = f"{of.created_on} + {law.surplus_days} days"
    else:
        years = law.policy_retention_years if retention.kept_as == "POLICY" else law.retention_years
        ordered = "".join(f", or {one.retain_through} by {one.order} if later" for one in of.orders)
        formula = f"{of.created_on} + {years} years{ordered}"
    yield Step("The term runs from the day of creation, in the firm's zone", formula, str(retention.through))


def _checks(standing: Standing, file: RecordFile) -> Iterator[CheckShown]:
    """Each check on the record, on its requests and on those who opened it."""
    for code, rule in _CHECKED.items():
        found = [finding for finding in standing.findings if finding.code == code]
        for finding in found:
            yield check_shown(code, finding, rule_shown(rule), finding.target)
        if not found:
            yield check_shown(code, None, rule_shown(rule), file.record)


def _warnings(memory: Memory, kept: Kept, standing: Standing) -> list[str]:
    row = memory.communication(kept.key)
    if row is not None and memory.has_news(kept.key, row):
        return [NEWS]
    return list(_differences(memory, kept, standing))


def _differences(memory: Memory, kept: Kept, standing: Standing) -> Iterator[str]:
    """Where what was published is not what comes out again."""
    for row in standing.rows:
        published = memory.evidence.row(row.view, row.key)
        if published != plain(row.value):
            yield f"{DIFFERS}{row.view}/{row.key} was published as {published}, and comes out as {plain(row.value)}."
    found = {(finding.code, finding.target) for finding in standing.findings}
    for breach in _published(memory, kept.file):
        place = (str(breach["code"]), str(breach["object"]))
        if (breach["status"] == "OPEN") is not (place in found):
            yield f"{DIFFERS}the breach {place[0]} of {place[1]} was published as {breach['status']}."
        found.discard(place)
    for code, target in sorted(found):
        yield f"{DIFFERS}the breach {code} of {target} comes out and was not published."


def _published(memory: Memory, file: RecordFile) -> Iterator[dict[str, object]]:
    targets = {file.record, *(asked.event.request for asked in file.requests)}
    targets.update(f"{file.record}:{accessed.actor}" for accessed in file.accesses)
    return memory.breaches(*sorted(targets))
