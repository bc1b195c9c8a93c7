"""How is a decision published? (section 8.1 of the contract)"""

from collections.abc import Sequence

import msgspec

from schemas import marketdata as events
from streams.domains.marketdata.rules import anomaly as anomalies
from streams.domains.marketdata.rules.advice import Advice
from streams.domains.marketdata.rules.anomaly import Anomaly
from streams.domains.marketdata.rules.bill import Pair
from streams.domains.marketdata.rules.document import Document
from streams.domains.marketdata.rules.refusal import CITES, Reason, Scope
from streams.domains.marketdata.state.names import escaped, key_of, path
from streams.kernel.output import Output

ADVICE_CITES = ("MARKETDATA/R31",)


def kind_of(event: events.MarketDataRecord) -> str:
    """The event's type on the wire."""
    return str(event.__struct_config__.tag)


def fact_key(fact: events.Fact) -> str:
    """The record key of a fact."""
    return key_of("fact", kind_of(fact), fact.id)


def user_key(event: events.KeyedEvent) -> str:
    """The record key of an event about a user, or of an anonymous access."""
    return key_of(event.distributor, event.user or event.id)


class Publisher:
    """Publishes outcomes and view rows of one fold in the form of the contract."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def refused(self, key: str, scope: Scope, event: str, reason: Reason) -> None:
        """Publish that an event has no effect; once for each scope, id and reason."""
        identifier = "/".join(("refused", *map(escaped, scope), escaped(event), reason))
        self._publish("event_refused", identifier, key, [CITES[reason]], {"event": event, "reason": reason})
        self._output.view("refusals", path(event, reason), {"event": event, "reason": reason})

    def document(self, document: Document, close: str, cites: Sequence[str]) -> None:
        """Publish a bill or a note."""
        kind = f"{document.document.lower()}_issued"
        fields = {**msgspec.structs.asdict(document), "event": close}
        self._publish(kind, document.id, key_of(document.legal_entity), cites, fields)

    def anomaly(self, anomaly: Anomaly, close: str) -> None:
        """Publish that something was found for the first time."""
        identifier = f"anomaly/{anomaly.path}"
        self._anomaly("anomaly_reported", identifier, anomaly, close)
        self._output.view("anomalies", anomaly.path, anomaly.row())

    def anomaly_turned(self, kind: str, anomaly: Anomaly, close: str, month: str) -> None:
        """Publish that something reported is not found any more, or again: anomaly_cleared, anomaly_reopened."""
        self._anomaly(kind, f"{kind}/{anomaly.path}/{month}", anomaly, close)

    def _anomaly(self, kind: str, identifier: str, anomaly: Anomaly, close: str) -> None:
        fields = {**anomaly.row(), "event": close}
        cites = anomalies.CITES[anomalies.Kind(anomaly.kind)]
        self._publish(kind, identifier, key_of(anomaly.key), cites, fields)

    def advice(self, month: str, pair: Pair, advice: Advice, close: str) -> None:
        """Publish which licenses would have been cheapest for a month, as known at its close."""
        identifier = path("license_advice", month, *pair)
        where = {"month": month, "distributor": pair[0], "recipient_firm": pair[1]}
        fields = {**where, **msgspec.structs.asdict(advice), "event": close}
        self._publish("license_advised", identifier, key_of(*pair), ADVICE_CITES, fields)

    def _publish(
        self, kind: str, identifier: str, key: str, cites: Sequence[str], fields: dict[str, object]
    ) -> None:
        self._output.outcome(key, {**fields, "type": kind, "id": identifier, "cites": list(cites)})
