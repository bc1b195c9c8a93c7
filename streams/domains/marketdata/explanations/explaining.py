"""What does an id name, and why was it decided so?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, cast

import msgspec

from schemas import marketdata as events
from schemas.reading import Unreadable
from streams.domains.marketdata.explanations import words
from streams.domains.marketdata.explanations.bills import (
    Body,
    explain_advice,
    explain_document,
    explain_running_bill,
)
from streams.domains.marketdata.explanations.recorded import events_shown, reported_months
from streams.domains.marketdata.explanations.user_months import explain_user
from streams.domains.marketdata.rules.anomaly import ORDER, Kind
from streams.domains.marketdata.rules.findings import month_anomalies, statement_anomalies, user_anomalies
from streams.domains.marketdata.rules.refusal import CITES, Reason, access_refused, close_refused
from streams.domains.marketdata.stages.fact_book import READER
from streams.domains.marketdata.state.identities import seen
from streams.domains.marketdata.state.names import names_of
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import (
    FAILED,
    CheckShown,
    Explainer,
    Explanation,
    SeeAlso,
    provisions_shown,
    rule_shown,
)

_parsed = msgspec.json.decode
_REFUSED_BY: Final[Mapping[Reason, Callable[..., object]]] = {
    Reason.EVENT_ID_CONFLICT: seen,
    Reason.ACCESS_IN_FUTURE: access_refused,
    Reason.MONTH_NOT_ENDED: close_refused,
    Reason.MONTH_ALREADY_CLOSED: close_refused,
}


def explain(evidence: Evidence, identifier: str) -> Explanation | None:
    """Explain an event, an outcome, a user as D1/u, or a bill as 2015-04/ALPHA; None for what is none of them."""
    recorded = list(evidence.events(identifier))
    if recorded:
        return _explain_event(evidence, identifier, recorded)
    published = evidence.outcome(identifier)
    if published:
        return _explain_outcome(evidence, _parsed(published[0].value))
    names_ = names_of(identifier)
    if len(names_) != 2:
        return None
    return explain_running_bill(evidence, *names_) or explain_user(evidence, *names_)


def _explain_outcome(evidence: Evidence, body: Body) -> Explanation:
    kind: str = body["type"]
    if kind == "license_advised":
        return explain_advice(evidence, body)
    if kind == "event_refused":
        recorded = list(evidence.events(body["event"]))
        return msgspec.structs.replace(
            _explain_event(evidence, body["event"], recorded), id=body["id"], kind="outcome"
        )
    if kind.startswith("anomaly_"):
        return _explain_anomaly(evidence, body)
    return explain_document(evidence, body)


_TURNS: Final = {
    "anomaly_reported": "This was found",
    "anomaly_cleared": "This is found no more",
    "anomaly_reopened": "This was found again",
}


def _explain_anomaly(evidence: Evidence, body: Body) -> Explanation:
    kind = Kind(body["anomaly"])
    fields = {name: body[name] for name in ORDER[1:] if name in body}
    found_by = (user_anomalies, month_anomalies, statement_anomalies)
    see_also = [SeeAlso(body["event"], "the close that found it so")]
    if "user" in body:
        see_also.append(SeeAlso(f"{body['distributor']}/{body['user']}", "what is known of the user"))
    return Explanation(
        domain=evidence.law.domain,
        id=body["id"],
        kind="outcome",
        title=f"{kind.replace('_', ' ').capitalize()}: {words.fields_said(fields)}",
        answer=f"{_TURNS[body['type']]} of {words.fields_said(fields)}: {words.FOUND[kind]}.",
        events=events_shown(list(evidence.events(body["event"])), 1),
        rules=[rule_shown(rule) for rule in found_by],
        provisions=list(provisions_shown(evidence.law, body["cites"])),
        see_also=see_also,
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _explain_event(evidence: Evidence, identifier: str, recorded: list[Recorded]) -> Explanation:
    event = READER.read(recorded[0].value)
    if isinstance(event, Unreadable):
        answer = (
            f"What was sent under this id is no event of the contract: {event.detail}. It changed nothing."
        )
        return _told(evidence, identifier, f"{identifier}: no event of the contract", answer)
    refusals = [
        cast("Body", row)
        for _, row in evidence.rows("refusals", "")
        if cast("Body", row)["event"] == identifier
    ]
    whole = _effect(evidence, cast("events.MarketDataRecord", event))
    checks = [_failed(Reason(row["reason"])) for row in refusals]
    if not checks:
        return msgspec.structs.replace(whole, events=events_shown(recorded, 10))
    said = " ".join(f"An event under this id was refused: {check.words}" for check in checks)
    others = list(dict.fromkeys(cite for check in checks for cite in check.cites))
    return msgspec.structs.replace(
        whole,
        answer=said,
        checks=checks,
        events=events_shown(recorded, 10),
        provisions=[*provisions_shown(evidence.law, others), *whole.provisions],
    )


def _failed(reason: Reason) -> CheckShown:
    rule = rule_shown(_REFUSED_BY[reason])
    return CheckShown(f"{words.REFUSED[reason]}.", FAILED, "", reason, [CITES[reason]], rule)


def _effect(evidence: Evidence, event: events.MarketDataRecord) -> Explanation:
    """What an event did, but for refusals."""
    kind = str(event.__struct_config__.tag).replace("_", " ").capitalize()
    title = f"{kind} ({event.id})"
    if isinstance(event, events.MonthClosed):
        return _close(evidence, event, title)
    if isinstance(event, events.KeyedEvent) and event.user:
        user = explain_user(evidence, event.distributor, event.user)
        if user is not None:
            link = SeeAlso(user.id, f"all that is known of {event.user}")
            return msgspec.structs.replace(
                user, id=event.id, kind="event", title=title, see_also=[link, *user.see_also]
            )
    answer = f"{kind}, recorded at {event.at}. It stands among what bills and counts are worked out from."
    return _told(evidence, event.id, title, answer)


def _close(evidence: Evidence, close: events.MonthClosed, title: str) -> Explanation:
    """What was issued with a close."""
    documents = [
        cast("Body", row)
        for _, row in evidence.rows("documents", "")
        if cast("Body", row)["issued_with_month"] == close.month
        and cast("Body", row)["issued_at"] == close.at
    ]
    answer = f"{close.month} was closed here; {len(documents)} documents were issued with it."
    whole = _told(evidence, close.id, title, answer)
    see_also = [SeeAlso(one["id"], "issued with this close") for one in documents]
    return msgspec.structs.replace(whole, rules=[rule_shown(close_refused)], see_also=see_also)


def _told(evidence: Evidence, identifier: str, title: str, answer: str) -> Explanation:
    return Explanation(
        domain=evidence.law.domain,
        id=identifier,
        kind="event",
        title=title,
        answer=answer,
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def names(evidence: Evidence) -> Iterable[str]:
    """Every document, and every bill that is shown."""
    yield from _documents(evidence)
    for month in reported_months(evidence):
        for names_of_bill, _ in evidence.branch("month_to_date_fees", (month,)):
            yield "/".join(names_of_bill)


def _documents(evidence: Evidence) -> Iterator[str]:
    return (cast("Body", row)["id"] for _, row in evidence.rows("documents", ""))


EXPLAINER: Final = Explainer(explain, names)
"""How market data explains itself."""
