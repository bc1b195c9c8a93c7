"""The institutions of a random history and the business they do (sections 4.1 and 16)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from .clearing_history_writer import SECOND, Event, Writer
from .clearing_model_registry import BANK, Cycle
from .clearing_model_schema import printed

VALUES: tuple[int, ...] = (
    1,
    2,
    99,
    100,
    *(10**power + step for power in range(3, 14) for step in (-1, 0, 1)),
)
USUAL_VALUES = tuple(value for value in VALUES if 10**4 <= value <= 10**8)


class Circle(Writer):
    """Clearers, those they represent, and the entries between them."""

    def __init__(self, seed: int, parameters: dict[str, Any]) -> None:
        """Starts with nobody registered."""
        super().__init__(seed, parameters)
        self.cycles: list[Cycle] = []
        self.clearers: list[str] = []
        self.indirect: list[str] = []
        self.entities: list[str] = []
        self.merging: list[str] = []
        self.circle: dict[str, list[str]] = {}
        self.entries: list[Event] = []
        self.waiting: list[Event] = []
        self.taken: list[Event] = []
        self.looked_at = 0
        self.items = ["cheque-1", "cheque-2"]

    def found(self) -> None:
        """Schedules the cycles and registers everybody with roles and representations."""
        for index in range(3):
            day = date(2003, 11, 4) + timedelta(days=index)
            ends = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
            self.schedule(day.isoformat(), ends - timedelta(days=1), ends)
        self.clearers = list("ABCDEF")[: self.random.randint(2, 6)]
        self.indirect = [f"I{number}" for number in range(1, self.random.randint(1, 4) + 1)]
        self.entities = [f"L{number}" for number in range(1, self.random.randint(1, 3) + 1)]
        self.merging = ["M1", "M2"]
        for name in (*self.clearers, *self.indirect, *self.entities, *self.merging):
            kind = "LIFE_INSURANCE_COMPANY" if name == "M2" and self.chance(0.3) else None
            self.fact("member_registered", member=name, member_class=kind)
        for name in self.clearers:
            roles = self.random.choice(
                (["DIRECT_CLEARER"], ["GROUP_CLEARER"], ["DIRECT_CLEARER", "GROUP_CLEARER"])
            )
            for role in roles:
                self.fact("role_appointed", member=name, role=role)
            if self.chance(0.6):
                self.fact("role_appointed", member=name, role="CLEARING_AGENT")
                for institution in self.random.sample(
                    self.indirect, self.random.randint(1, len(self.indirect))
                ):
                    self.fact("agent_designated", indirect_clearer=institution, agent=name)
                    self.circle.setdefault(name, []).append(institution)
        for entity in self.entities:
            group = self.somebody()
            self.fact("group_joined", group_clearer=group, entity=entity)
            self.circle.setdefault(group, []).append(entity)
        for entity, kind in (("N1", "LOCAL"), ("N2", "DEPOSIT_TAKING_ENTITY")):
            member = self.somebody()
            self.fact("non_member_entity_registered", entity=entity, kind=kind, responsible_member=member)
            self.circle.setdefault(member, []).append(entity)
        if self.chance(0.5):
            self.amalgamate()
        self.floor = self.cycles[0].begins_after - SECOND

    def schedule(self, name: str, begins_after: datetime, ends: datetime) -> None:
        """Schedules a cycle, and remembers it if it is one of the story's own."""
        exchange = begins_after + (ends - begins_after) / 2
        self.fact(
            "cycle_scheduled",
            cycle=name,
            begins_after_at=printed(begins_after),
            final_exchange_at=printed(exchange),
            final_adjustment_at=printed(ends),
        )
        if not self.entries and len(self.cycles) < 3:
            self.cycles.append(Cycle(name, begins_after, exchange, ends))
            self.critical += [begins_after, exchange, ends]

    def somebody(self) -> str:
        """A clearer."""
        return self.random.choice(self.clearers)

    def anybody(self) -> str:
        """Any institution, known or not."""
        known = [*self.clearers, *self.indirect, *self.entities, *self.merging, BANK, "N1", "N2", "NOBODY"]
        return self.random.choice(known)

    def acting_pair(self, pair: dict[str, str]) -> dict[str, str]:
        """Mostly an agent with one it was designated by, else the pair given."""
        acting = [
            (agent, name) for agent, names in self.circle.items() for name in names if name in self.indirect
        ]
        if not acting or self.chance(0.2):
            return pair
        agent, institution = self.random.choice(acting)
        return {"agent": agent, "indirect_clearer": institution}

    def value(self) -> int:
        """An amount, mostly of a usual size."""
        return int(self.random.choice(USUAL_VALUES if self.chance(0.7) else VALUES))

    def behind(self, clearer: str) -> str | None:
        """Nobody, one the clearer represents, a merged member, or anybody."""
        roll = self.random.random()
        if roll < 0.5 or (roll < 0.96 and not self.circle.get(clearer)):
            return None
        if roll < 0.96:
            return self.random.choice(self.circle[clearer])
        return self.random.choice(self.merging) if roll < 0.985 else self.anybody()

    # Registry facts that need some care.

    def amalgamate(self) -> None:
        """Two members amalgamate, on a day whose anniversary is near or far."""
        day = self.random.choice(("2002-11-03", "2002-11-04", "2003-10-01", "2000-02-29"))
        ceased = self.random.choice(self.merging) if self.chance(0.8) else self.anybody()
        successor = self.somebody() if self.chance(0.6) else self.anybody()
        extended = self.random.choice((None, None, "2003-11-04", "2004-11-05"))
        self.fact(
            "members_amalgamated",
            ceased_member=ceased,
            successor=successor,
            amalgamated_on=day,
            extended_through_on=extended,
        )

    def apply(self, role: str) -> None:
        """An application with limbs that hold or fail."""
        self.fact(
            "application_completed",
            member=self.anybody(),
            role=role,
            settlement_account_at_bank_of_canada=self.chance(0.8),
            loan_facility_at_bank_of_canada=self.chance(0.8),
            item_volume_count=self.random.choice((0, 49_099_999, 49_100_000)),
            national_item_volume_count=9_820_000_000,
            other_requirements_met=self.chance(0.8),
            contractual_commitments_made=self.random.choice((None, True, False)),
        )

    # Entries and what names them.

    def entry(self, at: datetime | None = None, maker: str | None = None, **fixed: str) -> None:
        """An entry that is read at once."""
        event = {**self._entry(maker), **fixed}
        self.entries.append(event)
        self.act("entry_submitted", at, **{**event, "id": None}, identifier=event["id"])

    def _entry(self, maker: str | None = None) -> Event:
        """The body of an entry, mostly between two clearers."""
        participants = [*self.clearers, *self.clearers, BANK]
        maker = maker or (self.random.choice(participants) if self.chance(0.97) else self.anybody())
        others = [name for name in participants if name != maker]
        counterparty = self.random.choice(others) if self.chance(0.97) else self.anybody()
        direction = "DEBIT" if self.chance(0.75) else "CREDIT"
        paying, receiving = (counterparty, maker) if direction == "DEBIT" else (maker, counterparty)
        value = self.random.choice((0, -5)) if self.chance(0.02) else self.value()
        near = self.critical[-1] + timedelta(seconds=self.random.choice((0, 1, 3600, 7200)))
        return {
            "id": self.fresh("entry-"),
            "made_by": maker,
            "counterparty": counterparty,
            "direction": direction,
            "item_class": self.random.choice("EEEEENX") if direction == "DEBIT" else "C",
            "regional_exchange_point": "TOR" if self.chance(0.95) else self.random.choice(("WPG", "XXX")),
            "value_cents": value,
            "item_count": max(1, value // 40_000) if self.chance(0.98) else 0,
            "drawn_on": self.behind(paying),
            "payable_to": self.behind(receiving),
            "cycle": self.random.choice(self.cycles).name if self.chance(0.05) else None,
            "irrevocable_at": printed(near) if self.chance(0.05) else None,
            "returnable_through_at": printed(near) if self.chance(0.1) else None,
            "item": self.random.choice(self.items) if self.chance(0.1) else None,
            "identification": "trace" if self.chance(0.5) else None,
            "payable_on_demand": False if self.chance(0.03) else None,
            "manual_clearing": self.random.choice((None, None, None, False, self.chance(0.1))),
        }

    def flush(self) -> None:
        """Reads the entries that others were read before."""
        for event in self.waiting:
            if self.chance(0.95):
                self.entries.append(event)
                self.act("entry_submitted", **{**event, "id": None}, identifier=event["id"])
        self.waiting = []

    def accepted(self) -> list[Event]:
        """The entries that were accepted when the story last looked."""
        if len(self.log) > self.looked_at + 12:
            self.looked_at = len(self.log)
            verdicts = self.state()["verdicts"]
            self.taken = [each for each in self.entries if verdicts[each["id"]]["verdict"] == "ACCEPTED"]
        return self.taken

    def some_entry(self) -> Event:
        """An entry read before, mostly one that was accepted, or one nobody knows."""
        if not self.entries or self.chance(0.03):
            return {**self._entry(), "id": self.fresh("unknown-")}
        known = self.accepted() if self.chance(0.9) else []
        return self.random.choice(known[-25:] or self.entries[-25:])

    def correction(self, at: datetime | None = None, event: Event | None = None) -> None:
        """A correction by the maker, mostly of the value alone."""
        event = event or self.some_entry()
        if self.chance(0.4):
            self.correction_of(event, at)
        self.correction_of(event, at)

    def correction_of(self, event: Event, at: datetime | None) -> None:
        """One correction of an entry."""
        value = self.random.choice(
            (0, self.value(), max(1, event["value_cents"] + self.random.choice((-1, 1))))
        )
        count = 0 if value == 0 else max(1, event["item_count"])
        self.act(
            "correction_submitted",
            at,
            ref=event["id"],
            made_by=event["made_by"] if self.chance(0.95) else self.anybody(),
            value_cents=value,
            item_count=count if self.chance(0.97) else 0,
        )

    def early_correction(self) -> None:
        """A correction or a return, the entry following later."""
        event = self._entry()
        self.waiting.append(event)
        if self.chance(0.7):
            self.correction(event=event)
        else:
            self._return(event, "RULES")

    def rules_return(self) -> None:
        """A return under the rules."""
        self._return(self.some_entry(), "RULES")

    def any_return(self) -> None:
        """A return on any ground."""
        grounds = ("SECTION_54_1_A", "SECTION_54_1_C", "SECTION_54_2", "SECTION_60")
        self._return(self.some_entry(), self.random.choice(grounds))

    def section_54_return(self, cycle: str, member: str) -> None:
        """A return under section 54, mostly on the ground that fits, or a hand-over inside the circle."""
        mine = [
            each for each in self.entries if each["counterparty"] == member and each["direction"] == "DEBIT"
        ]
        sent = [
            each for each in self.accepted() if each["made_by"] == member and each["direction"] == "CREDIT"
        ]
        event = self.random.choice(mine + sent) if mine + sent else self.some_entry()
        if self.circle.get(member) and self.chance(0.15):
            payer = self.random.choice(self.circle[member])
            self.act(
                "outside_exchange_reported",
                agent=member,
                payer=payer,
                payee=member,
                value_cents=self.value(),
                item_count=1,
                ground="SECTION_54_1_B",
                cycle=self.random.choice((cycle, cycle, None)),
            )
            return
        ground = "SECTION_54_2" if event["direction"] == "CREDIT" else "SECTION_54_1_A"
        if event["direction"] == "DEBIT" and (event["drawn_on"] or "").startswith("L"):
            ground = "SECTION_54_1_C"
        at = self.now if self.chance(0.7) else None
        self._return(event, ground, at)

    def _return(self, event: Event, ground: str, at: datetime | None = None) -> None:
        """A return of a part, of the whole, or of too much."""
        value, count = max(1, event["value_cents"]), max(1, event["item_count"])
        share = self.random.choice((10, 4, 2, 1))
        self.act(
            "return_submitted",
            at,
            ref=event["id"],
            made_by=event["counterparty"] if self.chance(0.95) else self.anybody(),
            ground=ground,
            value_cents=max(1, value // share) + (1 if self.chance(0.05) else 0),
            item_count=max(1, count // share) if self.chance(0.98) else 0,
            rules_reason=self.random.choice(("NSF", "NSF", "STOP", None)) if ground == "RULES" else None,
        )

    def outside_exchange(self) -> None:
        """An exchange inside the circle of one clearer, with an end or two outside it now and then."""
        clearer = self.somebody()
        ends = [clearer, *self.circle.get(clearer, []), *self.merging[: self.random.choice((0, 0, 1))]]
        payer = self.random.choice(ends) if self.chance(0.95) else self.anybody()
        others = [name for name in ends if name != payer] if self.chance(0.95) else ends
        payee = self.random.choice(others) if others and self.chance(0.95) else self.anybody()
        self.act(
            "outside_exchange_reported",
            agent=clearer if self.chance(0.97) else self.anybody(),
            payer=payer,
            payee=payee,
            value_cents=self.value() if self.chance(0.98) else 0,
            item_count=1,
            ground=self.random.choice(("EXCHANGE", "EXCHANGE", "RETURN", "SECTION_54_1_B")),
            cycle=self.random.choice(self.cycles).name if self.chance(0.1) else None,
        )

    def forward(self) -> None:
        """Items passed on, mostly to the institution they are drawn on."""
        drawn = [each for each in self.entries if each["drawn_on"] is not None]
        event = self.random.choice(drawn) if drawn else self.some_entry()
        to = event["drawn_on"] or self.anybody()
        holder = event["counterparty"] if self.chance(0.9) else self.anybody()
        self.act("item_forwarded", ref=event["id"], made_by=holder, to=to)

    def remit(self) -> None:
        """Items handed back, mostly by the institution they are drawn on."""
        event = self.some_entry()
        self.act("item_remitted", ref=event["id"], made_by=event["drawn_on"] or event["counterparty"])

    def claim(self, event: Event | None = None, at: datetime | None = None) -> None:
        """A claim for a bad endorsement."""
        event = event or self.some_entry()
        self.act(
            "reimbursement_claimed",
            at,
            ref=event["id"],
            made_by=event["counterparty"] if self.chance(0.9) else event["made_by"],
            ground=self.random.choice(("ENDORSEMENT_NATURE", "ENDORSEMENT_MISSING")),
            value_cents=self.random.choice(
                (0, 1, max(1, event["value_cents"]), max(1, event["value_cents"] // 2))
            ),
        )

    def indirect_default(self) -> None:
        """A shortfall of an indirect clearer, its advance, and returns by its agent."""
        pair = self.acting_pair(
            {"agent": self.somebody(), "indirect_clearer": self.random.choice(self.indirect)}
        )
        cycle = self.random.choice(self.cycles[:2]).name
        missing = self.value()
        for maker in self.random.sample(self.clearers, 2):
            if maker != pair["agent"]:
                self.entry(
                    None,
                    maker,
                    counterparty=pair["agent"],
                    direction="DEBIT",
                    drawn_on=pair["indirect_clearer"],
                )
        drawn = [
            each
            for each in reversed(self.entries)
            if each["drawn_on"] == pair["indirect_clearer"] and each["counterparty"] == pair["agent"]
        ]
        for event in drawn[:1]:
            self.act("item_forwarded", ref=event["id"], made_by=pair["agent"], to=pair["indirect_clearer"])
        self.fact("indirect_shortfall_reported", cycle=cycle, **pair, shortfall_cents=missing)
        if self.chance(0.9):
            advance = self.random.choice((0, missing - 1, missing))
            self.fact("indirect_advance_reported", cycle=cycle, **pair, advance_cents=advance)
        for event in drawn[:3]:
            if self.chance(0.5):
                self.act("item_remitted", ref=event["id"], made_by=pair["indirect_clearer"])
            self._return(event, "SECTION_60", self.now if self.chance(0.7) else None)
