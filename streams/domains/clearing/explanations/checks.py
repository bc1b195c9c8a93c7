"""Which checks were made, and what did each find?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.explanations.findings import ENTRY, OUTSIDE
from streams.domains.clearing.explanations.findings_of_facts import FACT
from streams.domains.clearing.explanations.findings_of_references import REFERENCE
from streams.domains.clearing.explanations.reasons_by_kind import words_of
from streams.domains.clearing.rules.entry_situation import EntrySituation
from streams.domains.clearing.rules.outside_exchange import OutsideSituation
from streams.domains.clearing.rules.reference import ReferringEvent, ReferringSituation
from streams.domains.clearing.rules.unknown_entry import before_the_entry, without_entry
from streams.domains.clearing.rules.verdicts import CORPUS, Check, Reason, Walk
from streams.kernel.explanation import FAILED, PASSED, CheckShown, rule_shown

Finding = Callable[[Any], str]

_UNDER_THE_RULES: Final = "17"


def checks_shown(
    event: Event, walk: Walk | None, primary: tuple[str, ...], reason: str | None
) -> list[CheckShown]:
    """Every check that was made, in order, the failed one last.

    Args:
        walk: of the table of checks; None where the event was decided, or held, before it came to that.
        primary: the citations of a refusal whose check names none.
        reason: of the refusal, or None.
    """
    shown: list[CheckShown] = []
    if isinstance(event, ReferringEvent):
        shown += _before_the_walk(event, reason, is_held=walk is None and reason is None)
    if walk is not None:
        shown += _of_walk(event, walk, primary)
    return shown


def _of_walk(event: Event, walk: Walk, primary: tuple[str, ...]) -> Iterator[CheckShown]:
    findings = _findings(walk.situation)
    made = walk.checks if walk.failed is None else walk.checks[: walk.failed + 1]
    for place, untyped in enumerate(made):
        check = cast("Check[object]", untyped)
        if _is_for_another_ground(event, check):
            continue
        finding = findings.get(check.reason)
        looked_at = "" if finding is None else finding(walk.situation)
        yield check_shown(
            event,
            check.reason,
            check.fails,
            failed=place == walk.failed,
            looked_at=looked_at,
            cites=check.cites or primary,
        )


def check_shown(
    event: Event,
    reason: Reason,
    rule: Callable[..., object],
    *,
    failed: bool,
    looked_at: str = "",
    cites: tuple[str, ...],
) -> CheckShown:
    """One check as it came out."""
    said = words_of(event, reason)
    return CheckShown(
        words=said.failed if failed else said.passed,
        state=FAILED if failed else PASSED,
        looked_at=looked_at,
        reason=reason.value,
        cites=[CORPUS + cite for cite in cites],
        rule=rule_shown(rule),
    )


def _is_for_another_ground(event: Event, check: Check[object]) -> bool:
    """Two checks of a return stand for one reason: one is for returns under the rules, the other for all others."""
    if not isinstance(event, events.ReturnSubmitted) or check.reason is not Reason.IRREVOCABLE:
        return False
    return (_UNDER_THE_RULES in check.cites) != (event.ground == "RULES")


def _findings(situation: object) -> Mapping[Reason, Finding]:
    if isinstance(situation, EntrySituation):
        return ENTRY
    if isinstance(situation, OutsideSituation):
        return OUTSIDE
    return REFERENCE if isinstance(situation, ReferringSituation) else FACT


def _before_the_walk(event: ReferringEvent, refused: str | None, *, is_held: bool) -> Iterator[CheckShown]:
    """The checks on an event that names an entry, which are made before the entry is looked at."""
    if not isinstance(event, events.ItemForwarded | events.ItemRemitted):
        failed = refused == Reason.BAD_VALUE
        yield check_shown(event, Reason.BAD_VALUE, before_the_entry, failed=failed, cites=("6(1)(b)(iii)",))
        if failed:
            return
    if is_held:
        return
    for reason in (Reason.ORIGINAL_REFUSED, Reason.UNKNOWN_REFERENCE):
        yield check_shown(event, reason, without_entry, failed=refused == reason, cites=("47(1)",))
        if refused == reason:
            return
