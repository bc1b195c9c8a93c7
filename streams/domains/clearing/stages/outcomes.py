"""How is a decision published?"""

from collections.abc import Mapping
from typing import Final

from schemas.wire import Event
from streams.domains.clearing.rules.verdicts import CORPUS, Verdict
from streams.domains.clearing.state.entries import Repeats
from streams.kernel.consequence import publish_consequence
from streams.kernel.output import Output

VERDICTS: Final = "verdicts"
_NO_FIELDS: Final[Mapping[str, object]] = {}

NAME_OF_KIND: Final = {
    "entry_submitted": "entry",
    "correction_submitted": "correction",
    "return_submitted": "return",
    "outside_exchange_reported": "outside_exchange",
    "item_forwarded": "possession",
    "item_remitted": "possession",
    "reimbursement_claimed": "reimbursement",
}
"""The first word of the outcomes of each business event."""


def kind_of(event: Event) -> str:
    """The event's type on the wire."""
    return str(event.__struct_config__.tag)


class Publisher:
    """Publishes outcomes and view rows of one fold in the form of the contract."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def outcome(
        self,
        event: Event,
        key: str,
        kind: str,
        cites: list[str],
        fields: Mapping[str, object],
        parts: tuple[str, ...] = (),
    ) -> None:
        """Publish one consequence of an event.

        Args:
            key: root entry id or aggregate id.
            kind: the outcome's type.
            cites: with their corpus.
            fields: the outcome's own fields.
            parts: what tells several outcomes of one type and event apart: parties, as a rule.
        """
        publish_consequence(self._output, event, key, kind, cites, fields, parts)

    def verdict(
        self, event: Event, key: str, verdict: Verdict, kind: str, fields: Mapping[str, object] = _NO_FIELDS
    ) -> None:
        """Publish the verdict on an event, as an outcome and as its row of the view."""
        if verdict.reason is not None:
            fields = {**fields, "reason": verdict.reason}
        self.outcome(event, key, kind, verdict.citations(), fields)
        self._output.view_bytes(VERDICTS, event.id, verdict.row_bytes())

    def row(self, view: str, key: str, value: object | None) -> None:
        """Publish the newest value of a row of a view; None takes it out."""
        self._output.view(view, key, value)

    def repeat(self, event: Event, key: str, kind: str, counts: Repeats) -> None:
        """Publish that an id came again, and how often so far."""
        counted = {"duplicate_count": counts.duplicate_count, "conflict_count": counts.conflict_count}
        self.row("repeats", event.id, counted)
        nth = str(counts.duplicate_count + counts.conflict_count)
        self.outcome(event, key, "identifier_repeated", [CORPUS + "10"], {"kind": kind}, (nth,))

    def anomaly(self, event: Event, key: str, anomaly: dict[str, object], cite: str) -> None:
        """Publish that a fact contradicts the books, as an outcome and as its row of the view."""
        self.row("anomalies", f"{event.id}/{anomaly['kind']}", anomaly)
        fields = {name: value for name, value in anomaly.items() if name != "event"}
        self.outcome(event, key, "anomaly_detected", [cite], fields)
