"""What does every explanation of an event say of its decision, whatever the event?"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.instants import date_of
from streams.domains.clearing.explanations.agreement import (
    Body,
    disagreements,
    does_differ,
    outcomes_shown,
)
from streams.domains.clearing.explanations.assembled import cited_by_rules, rules_shown
from streams.domains.clearing.explanations.consulted import values_shown
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.explanations.same_id import SameId
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import FAILED, CheckShown, Explanation, provisions_shown


class Decision(NamedTuple):
    """An event that was decided again.

    Attributes:
        published: its outcomes as they were recorded.
        outcomes: the same as they came out again.
        others: other records with the same id.
        looked_up: the fields of the law's values that were looked up.
    """

    asked: RecordedEvent
    published: Sequence[Recorded]
    outcomes: Sequence[Body]
    checks: list[CheckShown]
    others: SameId
    looked_up: Sequence[str]

    @property
    def failed(self) -> list[CheckShown]:
        """The check that failed; empty where none did."""
        return [check for check in self.checks if check.state == FAILED]

    def explanation(self, evidence: Evidence, title: str, answer: str) -> Explanation:
        """The decision with its checks, outcomes, rules, provisions and values; the caller adds the rest."""
        event, law = self.asked.event, evidence.law
        unlike = disagreements(self.published, self.outcomes, law.digest, is_shared=self.others.is_shared)
        warnings = [*self.others.sentences, *unlike]
        deciding = [cite for body in self.outcomes for cite in body["cites"]]
        checked = [cite for check in self.checks for cite in check.cites]
        also = [] if self.failed else list(cited_by_rules(event))
        return Explanation(
            domain=law.domain,
            id=event.id,
            kind="event",
            title=title,
            answer=answer,
            differs=does_differ(warnings),
            warnings=warnings,
            checks=self.checks,
            outcomes=list(outcomes_shown(self.published, self.outcomes)),
            rules=rules_shown(event, self.failed),
            provisions=list(provisions_shown(law, deciding, [*also, *checked])),
            values=list(values_shown(law, self.looked_up, date_of(event.at[:10]))),
            law=law.digest,
            replay=evidence.replay,
        )
