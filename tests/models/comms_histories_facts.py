"""The registers of a random history, with facts that begin, end, compete, come late and are withdrawn."""

from __future__ import annotations

from typing import Any

from .comms_histories_writer import (
    ACTORS,
    CHANNELS,
    CLIENTS,
    DAY,
    EMPLOYEES,
    INVESTORS,
    LANGUAGES,
    MINUTE,
    TELEPHONES,
    Writer,
)
from .comms_model_schema import Event
from .comms_model_time import HOUR, printed

STATUSES = {
    "FIRM_1": "NORWEGIAN_FIRM",
    "FIRM_2": "NON_EEA_FIRM_BRANCH_IN_NORWAY",
    "SUBSIDIARY": "FOREIGN_SUBSIDIARY",
}
OUT_OF_SCOPE = (
    "EEA_FIRM_CROSS_BORDER",
    "FOREIGN_SUBSIDIARY",
    "THIRD_PARTY",
    "NON_EEA_FIRM_TIED_AGENT_IN_NORWAY",
)


class Facts(Writer):
    """Registers firms, people, telephones, clients, channels and grants."""

    def __init__(self, seed: int) -> None:
        """Starts with nothing registered."""
        super().__init__(seed)
        self.long_ago = self.start - 400 * DAY
        self.given: list[Event] = []

    def fact(self, fact_type: str, /, **fields: Any) -> None:
        """A dated fact, mostly in force through the whole history."""
        begin, end, arrival = self.long_ago, None, self.long_ago
        share = self.random.random()
        if share < 0.06:
            begin = self.a_moment()
        elif share < 0.10:
            end = self.a_moment()
        elif share < 0.14:
            arrival = self.arrival(self.a_moment())
        self.given.append(
            self.write(
                arrival,
                fact_type,
                **fields,
                effective_at=printed(begin),
                effective_until=None if end is None else printed(end),
            )
        )

    def a_moment(self) -> int:
        """A quarter of an hour in the few hours in which people talk."""
        return (
            self.start
            + self.pick((0, 0, 0, 1, 1, 2)) * DAY
            + 9 * HOUR
            + self.random.randrange(16) * 15 * MINUTE
        )

    def found(self) -> None:
        """What is registered before anybody talks."""
        for firm, status in STATUSES.items():
            self.fact("firm_registered", firm=firm, status=status)
            if self.chance(0.9 if firm == "FIRM_1" else 0.5):
                self._policy(firm)
        for employee, function in EMPLOYEES.items():
            self.fact("employee_registered", employee=employee, firm="FIRM_1", function=function)
        for telephone, (kind, shared, connected, holder) in TELEPHONES.items():
            self.fact(
                "telephone_registered",
                telephone=telephone,
                kind=kind,
                owner="PRIVATE" if telephone == "T_PRIVATE" else "FIRM",
                shared=shared,
                connected_to_recorder=connected,
            )
            if holder is not None:
                self.fact("telephone_assigned", telephone=telephone, employee=holder)
        for channel, (approved, captured) in CHANNELS.items():
            self.fact(
                "channel_registered", firm="FIRM_1", channel=channel, approved=approved, captured=captured
            )
        self._clients()
        self._grants()
        self._outsourcing()
        for _ in range(self.random.randrange(6, 14)):
            self._change_of_a_register()

    def _policy(self, firm: str) -> None:
        hours = {
            f"{kind}_grace_hours": self.pick((0, 1, 12, 48))
            for kind in ("recording", "storage", "minutes")
            if self.chance(0.15)
        }
        self.fact("policy_adopted", firm=firm, version=self.name("V"), **hours)

    def _clients(self) -> None:
        for client in CLIENTS:
            if self.chance(0.85):
                category = self.pick(("NON_PROFESSIONAL", "NON_PROFESSIONAL", "PROFESSIONAL"))
                self.fact(
                    "client_registered", client=client, category=category, language=self.pick(LANGUAGES)
                )
            for kind in ("RECORDING", "SEARCH_CRITERIA"):
                if self.chance(0.8):
                    self.notice(client, kind)
        for investor in INVESTORS:
            if self.chance(0.7):
                self.notice(investor, "RECORDING")

    def notice(self, client: str, kind: str) -> None:
        """A notice, mostly long before."""
        moment = self.long_ago if self.chance(0.8) else self.a_moment()
        self.given.append(
            self.write(
                self.arrival(moment),
                "notice_given",
                client=client,
                kind=kind,
                given_at=printed(moment),
                written=self.chance(0.85),
                language=self.pick(LANGUAGES),
                text_version=self.pick((None, "v1")),
            )
        )

    def _grants(self) -> None:
        roles = {"A_COMPLIANCE": "COMPLIANCE", "A_LEGAL": "LEGAL", "A_AUDIT": "AUDIT"}
        for actor, role in roles.items():
            self.fact(
                "access_role_granted",
                actor=actor,
                role=role,
                firm=self.pick((None, None, "FIRM_1", "FIRM_2")),
            )
        if self.chance(0.3):
            self.fact(
                "access_role_granted", actor=self.pick(ACTORS), role=self.pick(("MANAGER", "AUTHORITY"))
            )

    def _outsourcing(self) -> None:
        for provider in ("SUBSIDIARY", "SUBSIDIARY", "STRANGER"):
            if self.chance(0.6):
                self.fact(
                    "outsourcing_arranged",
                    provider=provider,
                    principal=self.pick(("FIRM_1", "FIRM_1", "FIRM_2", "STRANGER")),
                    services=self.pick(([1], [1, 2], [1, 2, 3, 4, 5, 6, 7])),
                )

    def _change_of_a_register(self) -> None:
        """A fact that competes with an earlier one, or takes one back."""
        share = self.random.random()
        if share < 0.3:
            self._assignment_within_the_day()
        elif share < 0.75:
            old = self._a_fact_that_matters()
            changed = {name: value for name, value in old.items() if name not in ("type", "id", "at")}
            for name, values in (
                ("function", list(EMPLOYEES.values())),
                ("status", [*OUT_OF_SCOPE, "EEA_FIRM_BRANCH_IN_NORWAY", "NORWEGIAN_FIRM_TIED_AGENT"]),
                ("category", ["ELIGIBLE_COUNTERPARTY", "NON_PROFESSIONAL"]),
                ("language", ["en", "nb"]),
                ("connected_to_recorder", [True, False]),
                ("shared", [True, False]),
                ("approved", [True, False]),
            ):
                if name in changed:
                    changed[name] = self.pick(values)
            moment = self.a_moment()
            if "effective_at" in changed and self.chance(0.7):
                changed["effective_at"] = printed(moment)
                changed.pop("effective_until", None)
                if self.chance(0.4):
                    changed["effective_until"] = printed(self.a_moment())
            self.given.append(self.write(self.arrival(moment), old["type"], **changed))
        elif share < 0.95:
            moment = self.a_moment()
            early = self.long_ago - DAY if self.chance(0.2) else self.arrival(moment)
            self.write(early, "fact_withdrawn", ref=self._a_fact_that_matters()["id"])
        else:
            moment = self.a_moment()
            self.write(self.arrival(moment), "fact_withdrawn", ref=self.pick(("nothing", "d001")))

    def _a_fact_that_matters(self) -> Event:
        """One on which many conversations depend, but seldom that which puts the firm in scope."""
        subjects = ("FIRM_1", "T_POOL", "T_BROKER", "C_1", "C_2", "I_1", "E_BROKER", "E_ECM", "A_COMPLIANCE")
        wanted = self.pick(subjects)
        found = [fact for fact in self.given if wanted in fact.values()]
        fact = self.pick(found or self.given)
        return self.pick(found) if fact["type"] == "firm_registered" and found else fact

    def _assignment_within_the_day(self) -> None:
        """Somebody holds a telephone for some quarters of an hour, often the one in the pool."""
        telephone = self.pick(("T_POOL", "T_POOL", "T_BROKER", "T_ADVISER", "T_SWITCHBOARD"))
        begin = self.nearly(self.a_moment())
        end = begin + self.random.randrange(1, 60) * 15 * MINUTE
        self.assign(telephone, begin, end, is_open=self.chance(0.2))

    def assign(self, telephone: str, begin: int, end: int, *, is_open: bool) -> None:
        """Somebody holds a telephone for a while, or from then on."""
        self.given.append(
            self.write(
                self.arrival(begin) if self.chance(0.8) else end + 2 * DAY + HOUR,
                "telephone_assigned",
                telephone=telephone,
                employee=self.pick(list(EMPLOYEES)),
                effective_at=printed(begin),
                effective_until=None if is_open else printed(end),
            )
        )
