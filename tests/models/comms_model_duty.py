"""The duty to record, its form and its reason (section 7), and the duty that keeps (section 6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .comms_model_schema import Event
from .comms_model_talks import Communication, Segment, Talks
from .comms_model_time import midnight, milliseconds

STRICTNESS = ("REQUIRED", "RECOMMENDED", "DESIRABLE", "FORBIDDEN", "NONE")
PRESUMED = ("BROKER", "TRADER", "PORTFOLIO_MANAGER", "INVESTMENT_ADVISER", "ECM", "DCM")
ANCILLARY = (
    "SAFEKEEPING",
    "CREDIT",
    "CAPITAL_STRUCTURE",
    "MERGERS_AND_ACQUISITIONS",
    "CURRENCY",
    "ANALYSIS",
    "UNDERWRITING_SUPPORT",
    "UNDERLYING",
    "LISTING",
    "LOAN_TERMS",
)
FORMS = {"TELEPHONE": "AUDIO", "VIDEO": "AUDIO_ONLY", "APP_VOICE": "AUDIO_ONLY", "MEETING": "MINUTES"}
CITES = {
    "MARKET_SOUNDING": ("4.5.1",),
    "SOUNDING_PRE_MAR": ("4.5", "fn8"),
    "ORDER_INDICATION": ("2",),
    "SVC1_ORDER_RECEPTION": ("4.1",),
    "SVC2_EXECUTION": ("4.1",),
    "SVC3_OWN_ACCOUNT": ("4.2",),
    "SVC4_ORDER": ("4.3",),
    "SVC4_ANY": ("1", "4.3"),
    "SVC4_NO_ORDER": ("4.3",),
    "SVC5_ADVICE": ("4.4", "4.6"),
    "SVC6_7_PLACING": ("4.5.1",),
    "PLACING_BEFORE_SUBSCRIPTION": ("4.5.1",),
    "CF_ISSUER_ADVICE": ("4.5.2",),
    "CF_EXPECTED_MANDATE": ("4.5.2", "4.5.3"),
    "INTENDED_TO_LEAD": ("1", "2"),
    "ASSUMED_TO_LEAD": ("1", "2"),
    "PRESUMED_BY_FUNCTION": ("4",),
    "SWITCHBOARD_TRANSFERRED": ("6",),
    "SWITCHBOARD_NO_BASIS": ("6",),
    "ANALYST_GENERAL": ("4.6",),
    "IB_CHANNEL": ("4.5",),
    "CF_OTHER_PARTY": ("4.5.3",),
    "SETTLEMENT_DESIRABLE": ("4.7",),
    "SUPPORT_FUNCTION": ("4.8",),
    "ANCILLARY_ONLY": ("1",),
    "NO_SERVICE_LINK": ("1", "2"),
    "INTERNAL_FACE_TO_FACE": ("2", "3"),
    "INTERNAL_ECM_DCM": ("4.5.3",),
    "INTERNAL_ORDER_HANDLING": ("2",),
    "INTERNAL_BROKER_ANALYST": ("2",),
    "INTERNAL_OTHER": ("2",),
    "PAPER_NO_ORDER": ("4.1",),
    "NOT_ANSWERED": ("1",),
    "OUT_OF_SCOPE_FIRM": ("2",),
    "PRIVATE": ("1",),
}


class Candidate(NamedTuple):
    """A duty with its reason, and whether it is number 1 of the table."""

    duty: str
    reason: str
    is_first_rule: bool = False


class Decision(NamedTuple):
    """Section 7: what is decided on a segment under one coding."""

    duty: str
    form: str
    reason: str
    principal: str | None
    firm: str

    @property
    def responsible_firm(self) -> str:
        """The principal of an outsourcing arrangement, otherwise the firm."""
        return self.principal or self.firm


class Duties:
    """The decisions on the segments of a stretch of the log."""

    def __init__(self, talks: Talks) -> None:
        """Decides on what the talks say."""
        self.talks = talks
        self.registers = talks.registers
        self._decisions: dict[Segment, Decision] = {}
        self._keeping: dict[Segment, str] = {}

    def current(self, segment: Segment) -> Decision:
        """The decision under the current coding."""
        if segment not in self._decisions:
            self._decisions[segment] = self.decide(segment, self.talks.codings(segment)[-1])
        return self._decisions[segment]

    def current_coding(self, segment: Segment) -> Event:
        """Section 6.3: the last coding."""
        return self.talks.codings(segment)[-1]

    def keeping(self, segment: Segment) -> str:
        """Section 6.3: the strictest duty from the last coding that was approved to the current one."""
        if segment not in self._keeping:
            codings = self.talks.codings(segment)
            approved = max(
                number for number, coding in enumerate(codings) if number == 0 or "approved_by" in coding
            )
            duties = [self.decide(segment, coding).duty for coding in codings[approved:]]
            self._keeping[segment] = min(duties, key=STRICTNESS.index)
        return self._keeping[segment]

    def decide(self, segment: Segment, coding: Event) -> Decision:
        """The stops in their order, then the table for external or internal communication."""
        talk = self.talks.communications[segment.communication]
        if talk.opener.get("answered") is False:
            return Decision("NONE", "NA", "NOT_ANSWERED", None, talk.firm)
        principal = None
        if not self.registers.is_in_scope(talk.firm, segment.start):
            principal = self._principal(talk.firm, segment.start, coding)
            if principal is None:
                return Decision("NONE", "NA", "OUT_OF_SCOPE_FIRM", None, talk.firm)
        if coding.get("private"):
            return Decision("NONE", "NA", "PRIVATE", principal, talk.firm)
        candidates = self._candidates(talk, segment, coding)
        chosen = min(candidates, key=lambda candidate: STRICTNESS.index(candidate.duty))
        form = self._form(talk, chosen, candidates)
        return Decision(chosen.duty, form, chosen.reason, principal, talk.firm)

    def _principal(self, provider: str, at: int, coding: Event) -> str | None:
        """Stop 0c: the principal of the arrangement effective earliest, of equals that with the lower id."""
        fitting = [
            (milliseconds(fact["effective_at"]), fact["id"], fact["principal"])
            for fact in self.registers.all_in_force("outsourcing_arranged", at, provider=provider)
            if set(fact["services"]) & set(coding.get("services", []))
            and self.registers.is_in_scope(fact["principal"], at)
        ]
        return min(fitting)[2] if fitting else None

    def _candidates(self, talk: Communication, segment: Segment, coding: Event) -> list[Candidate]:
        if talk.medium == "LETTER" and not (coding.get("order_given") or coding.get("order_indication")):
            return [Candidate("NONE", "PAPER_NO_ORDER")]
        if not talk.outside:
            return [self._internal(talk, segment, coding)]
        return [
            *self._by_sounding(segment, coding),
            *self._by_service(talk, segment, coding),
            *self._by_prospect(segment, coding),
            *self._by_function(talk, segment),
            *self._by_topic(coding),
        ]

    def _by_sounding(self, segment: Segment, coding: Event) -> Iterator[Candidate]:
        """Number 1."""
        if coding.get("market_sounding"):
            day = self.registers.parameter_day("market_abuse_regulation_effective_on")
            if segment.start >= midnight(day, self.registers.parameter("time_zone")):
                yield Candidate("REQUIRED", "MARKET_SOUNDING", True)
            else:
                yield Candidate("RECOMMENDED", "SOUNDING_PRE_MAR", True)

    def _by_service(self, talk: Communication, segment: Segment, coding: Event) -> Iterator[Candidate]:
        """Numbers 2 to 6″."""
        services = coding.get("services", [])
        if coding.get("order_indication"):
            yield Candidate("REQUIRED", "ORDER_INDICATION")
        for service, reason in ((1, "SVC1_ORDER_RECEPTION"), (2, "SVC2_EXECUTION"), (3, "SVC3_OWN_ACCOUNT")):
            if service in services:
                yield Candidate("REQUIRED", reason)
        if 4 in services:
            if coding.get("order_related"):
                yield Candidate("REQUIRED", "SVC4_ORDER")
            elif self.registers.parameter("portfolio_management_scope") == "ALL":
                yield Candidate("REQUIRED", "SVC4_ANY")
            else:
                yield Candidate("NONE", "SVC4_NO_ORDER")
        if (
            5 in services
            or coding.get("personal_recommendation")
            or self._is_taken_as_advice(talk, segment, coding)
        ):
            yield Candidate("REQUIRED", "SVC5_ADVICE")
        if 6 in services or 7 in services:
            if talk.has("CLIENT", "INVESTOR", "PROSPECT"):
                if coding.get("subscription_open"):
                    yield Candidate("REQUIRED", "SVC6_7_PLACING")
                else:
                    before = self.registers.parameter("placing_before_subscription_duty")
                    yield Candidate(before, "PLACING_BEFORE_SUBSCRIPTION")
            elif talk.has("ISSUER") and not coding.get("mandate_expected"):
                yield Candidate("RECOMMENDED", "CF_ISSUER_ADVICE")
        if coding.get("order_given"):
            yield Candidate("REQUIRED", "SVC1_ORDER_RECEPTION")

    def _is_taken_as_advice(self, talk: Communication, segment: Segment, coding: Event) -> bool:
        if not coding.get("perceived_as_advice"):
            return False
        registered = [
            self.registers.in_force("client_registered", segment.start, client=client)
            for client in talk.clients
        ]
        return any(fact is not None and fact["category"] == "NON_PROFESSIONAL" for fact in registered)

    def _by_prospect(self, segment: Segment, coding: Event) -> Iterator[Candidate]:
        """Numbers 7 to 9."""
        if coding.get("mandate_expected"):
            yield Candidate(self.registers.parameter("expected_mandate_duty"), "CF_EXPECTED_MANDATE")
        if coding.get("intent") == "INTENDED":
            yield Candidate("REQUIRED", "INTENDED_TO_LEAD")
        if coding.get("intent") == "ASSUMED":
            yield Candidate("REQUIRED", "ASSUMED_TO_LEAD")
        if coding.get("facts_missing") and self.talks.function(segment) in PRESUMED:
            yield Candidate("REQUIRED", "PRESUMED_BY_FUNCTION")

    def _by_function(self, talk: Communication, segment: Segment) -> Iterator[Candidate]:
        """Numbers 10 to 14."""
        match self.talks.function(segment):
            case "SWITCHBOARD":
                if self._is_put_through(talk, segment):
                    yield Candidate("NONE", "SWITCHBOARD_TRANSFERRED")
                else:
                    yield Candidate("FORBIDDEN", "SWITCHBOARD_NO_BASIS")
            case "ANALYST":
                yield Candidate("NONE", "ANALYST_GENERAL")
            case "INVESTMENT_BANKING" | "ECM" | "DCM":
                if talk.has("ISSUER"):
                    yield Candidate("RECOMMENDED", "CF_ISSUER_ADVICE")
                elif talk.has("INVESTOR", "PROSPECT", "CLIENT"):
                    yield Candidate("RECOMMENDED", "IB_CHANNEL")
                else:
                    yield Candidate("NONE", "CF_OTHER_PARTY")
            case "SETTLEMENT":
                yield Candidate("DESIRABLE", "SETTLEMENT_DESIRABLE")
            case "SUPPORT":
                yield Candidate("NONE", "SUPPORT_FUNCTION")

    def _by_topic(self, coding: Event) -> Iterator[Candidate]:
        """Numbers 15 and 16."""
        if coding.get("topic") in ANCILLARY:
            yield Candidate("NONE", "ANCILLARY_ONLY")
        yield Candidate("NONE", "NO_SERVICE_LINK")

    def _is_put_through(self, talk: Communication, segment: Segment) -> bool:
        """Number 10: a later transfer exists, and a segment from that transfer on is REQUIRED."""
        later = talk.segments[segment.number + 1 :]
        return any(
            transfer.opener["type"] == "communication_transferred"
            and any(self.current(other).duty == "REQUIRED" for other in talk.segments[transfer.number :])
            for transfer in later
        )

    def _internal(self, talk: Communication, segment: Segment, coding: Event) -> Candidate:
        functions = {self.talks.function(segment)} | {
            self.registers.function(employee, segment.start) for employee in talk.employees
        }
        if talk.medium == "MEETING":
            return Candidate("NONE", "INTERNAL_FACE_TO_FACE")
        if coding.get("order_handling"):
            is_capital_market = bool(functions & {"ECM", "DCM"})
            return Candidate(
                "REQUIRED", "INTERNAL_ECM_DCM" if is_capital_market else "INTERNAL_ORDER_HANDLING"
            )
        return Candidate("NONE", "INTERNAL_BROKER_ANALYST" if "ANALYST" in functions else "INTERNAL_OTHER")

    def _form(self, talk: Communication, chosen: Candidate, candidates: list[Candidate]) -> str:
        if chosen.duty in ("NONE", "FORBIDDEN"):
            return "NA"
        is_refused = talk.is_voice and self.talks.consent(talk.name)[0] is False
        others_are_required = any(each.duty == "REQUIRED" and not each.is_first_rule for each in candidates)
        if chosen.reason == "MARKET_SOUNDING" and is_refused and not others_are_required:
            return "MINUTES"
        return FORMS.get(talk.medium, "TEXT")
