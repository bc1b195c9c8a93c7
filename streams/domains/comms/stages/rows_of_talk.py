"""What do the views of decisions, attributions and open communications show?"""

from collections.abc import Iterable, Iterator, Sequence

from streams.domains.comms.rules.profile import Decided
from streams.domains.comms.stages.board import Row
from streams.domains.comms.stages.set_asides import CITES as ASIDE_CITES
from streams.domains.comms.state.aside import SetAside
from streams.domains.comms.state.communication import Communication

_ATTRIBUTION_CITES = ("VPFF11/5",)


def decision_rows(decided: Iterable[Decided]) -> Iterator[Row]:
    """The decision on each segment."""
    for one in decided:
        of = one.situation
        start, number = of.communication.start, of.segment.number
        value: dict[str, object] = {
            "communication": start.communication,
            "segment": number,
            "firm": start.firm,
            "duty": one.duty.duty,
            "form": one.form,
            "reason": one.duty.reason,
            "cites": one.duty.cites,
            "rule_version": of.law.rule_version.isoformat(),
            "rule_version_assumed": of.calendar.day(of.at_us) < of.law.rule_version,
        }
        responsible = one.duty.responsible
        if responsible is not None and responsible.via is not None:
            value |= {"responsible": responsible.firm, "via": responsible.via}
        yield Row(
            "decisions",
            f"{start.communication}/{number}",
            value,
            "duty_decided",
            start.communication,
            of.segment.opener.id,
            one.duty.cites,
        )


def attribution_rows(decided: Iterable[Decided]) -> Iterator[Row]:
    """Who carried out each segment."""
    for one in decided:
        communication, segment = one.situation.communication.start.communication, one.situation.segment
        value = {"basis": one.attribution.basis, "employees": list(one.attribution.employees)}
        place = {"communication": communication, "segment": segment.number}
        yield Row(
            "attributions",
            f"{communication}/{segment.number}",
            value,
            "attribution_made",
            communication,
            segment.opener.id,
            _ATTRIBUTION_CITES,
            {**place, **value},
        )


def open_row(communication: Communication) -> Iterator[Row]:
    """A communication without an end."""
    if communication.ended_us is None:
        name = communication.start.communication
        yield Row("open_communications", name, name, None, name, communication.start.id, ())


def aside_rows(asides: Sequence[SetAside], key: str) -> Iterator[Row]:
    """The events of a key that have no effect, each pair of event and reason once."""
    for event, reason in dict.fromkeys(asides):
        yield Row(
            "set_aside",
            f"{event}/{reason}",
            {"event": event, "reason": reason},
            "event_set_aside",
            key,
            event,
            ASIDE_CITES,
            {"reason": reason},
        )
