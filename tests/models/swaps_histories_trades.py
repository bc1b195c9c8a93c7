"""The swaps of a random log: trades, corrections, amendments, cancellations, novations (section 6)."""

from __future__ import annotations

from typing import Any

from .swaps_histories_circle import BRANCHES, FOREIGN_NAMES, US_NAMES
from .swaps_histories_situations import Situations
from .swaps_model_counting import NOT_SWAPS, QUALIFYING_CLEARING, QUALIFYING_FACILITIES
from .swaps_model_schema import Event

PRODUCTS = (
    "INTEREST_RATE_SWAP",
    "CROSS_CURRENCY_SWAP",
    "CREDIT_DEFAULT_SWAP",
    "EQUITY_SWAP",
    "COMMODITY_SWAP",
    "SWAPTION",
    "FOREIGN_EXCHANGE_OPTION",
    "NON_DELIVERABLE_FORWARD",
    "OTHER_SWAP",
)
EXCLUSIONS = (
    "CLEARING",
    "EXERCISE",
    "MULTILATERAL_COMPRESSION",
    "COOPERATIVE_WITH_MEMBER",
    "HEDGE_OF_PHYSICAL_POSITION",
    "FLOOR_TRADER",
    "INSURED_DEPOSITORY_LOAN",
    "UTILITY_OPERATIONS",
)
AMOUNTS = (
    *(0, 1, 99, 10_000_000_000, 40_000_000_000, 100_000_000_000, 300_000_000_000),
    *(640_000_000_000, 720_000_000_000, 760_000_000_000, 800_000_000_000),
)


class Trades(Situations):
    """Swaps of the circle, whose events may come in any order."""

    def amount(self) -> int:
        """Cents: nothing, little, about the line, or very much."""
        if self.chance(0.02):
            return self.pick((10**17, 10**17 + 1, 3 * 10**18))
        return self.pick(AMOUNTS) + self.pick((0, 0, 1))

    def notional(self) -> dict[str, Any]:
        """One notional, sometimes leveraged or with a schedule."""
        currency = self.weighed({"USD": 6.0, "EUR": 3, "JPY": 1})
        fields: dict[str, Any] = {"currency": currency, "notional_cents": self.amount()}
        if self.chance(0.08):
            fields["effective_notional_cents"] = self.amount()
        if self.chance(0.08):
            fields["scheduled_notionals_cents"] = [self.amount() for _ in range(self.pick((1, 2, 3)))]
        return fields

    def notionals(self) -> list[dict[str, Any]]:
        """One, or one for each leg."""
        return [self.notional() for _ in range(self.pick((1, 1, 2)))]

    def party(self, name: str) -> dict[str, Any]:
        """Somebody as party of a swap."""
        fields: dict[str, Any] = {"entity": name, "dealing": self.chance(0.85)}
        if self.chance(0.7 if name in US_NAMES else 0.35):
            at_home = ("B-US", "B-US", "B-US2", "B-GB", "B-NONE")
            fields["branch"] = self.pick(("B-HK", "B-GB", *BRANCHES) if name in US_NAMES else at_home)
            for condition in ("branch_is_payment_office", "branch_normal_course", "booked_in_branch"):
                if self.chance(0.9):
                    fields[condition] = self.chance(0.95)
        if self.chance(0.15):
            fields["exclusions"] = sorted(self.random.sample(EXCLUSIONS, self.pick((1, 1, 2))))
        if self.chance(0.5):
            fields["counted_under_earlier_practice"] = self.chance(0.5)
        if self.chance(0.1):
            fields["arranged_negotiated_or_executed_in_us"] = True
        return fields

    def parties(self) -> list[dict[str, Any]]:
        """Two who deal with each other."""
        if self.known and self.chance(0.4):
            return self.known_parties()
        one = self.foreigner() if self.chance(0.5) else self.somebody()
        two = self.pick([name for name in self.names if name != one])
        return [self.party(name) for name in self.random.sample((one, two), 2)]

    def known_parties(self) -> list[dict[str, Any]]:
        """Somebody about whom something special was said, with somebody from abroad."""
        name = self.pick(self.known)
        others = [each for each in self.names if each in FOREIGN_NAMES and each not in self.known]
        other = self.pick(others or [each for each in self.names if each != name])
        party: dict[str, Any] = {"entity": name, "dealing": self.chance(0.5)}
        if name in US_NAMES:
            party |= {"branch": self.pick(("B-HK", "B-HK", "B-GB")), "booked_in_branch": True}
            party |= {"branch_is_payment_office": True, "branch_normal_course": True}
        parties = [party, {"entity": other, "dealing": True}]
        return parties if self.chance(0.5) else parties[::-1]

    def execution(self) -> dict[str, Any]:
        """How it is executed: mostly bilaterally or wholly anonymous and cleared, else something between."""
        qualifying = {
            "facility": self.pick(QUALIFYING_FACILITIES),
            "executed_anonymously": True,
            "clearing": self.pick(QUALIFYING_CLEARING),
        }
        odd = {
            "facility": self.pick(("BILATERAL", "OTHER_FOREIGN_BOARD_OF_TRADE", "OTHER_FACILITY")),
            "executed_anonymously": False,
            "clearing": self.pick(("NOT_CLEARED", "OTHER_CLEARING_HOUSE")),
        }
        kind = self.weighed({"bilateral": 7.0, "qualifying": 1.5, "odd": 1.5})
        if kind == "bilateral":
            return {}
        if kind == "odd":
            name = self.pick(list(odd))
            qualifying[name] = odd[name]
        return qualifying

    def product(self) -> str:
        """Mostly a swap."""
        return self.pick(NOT_SWAPS) if self.chance(0.06) else self.pick(PRODUCTS)

    def trade(self, swap: str) -> Event:
        """A swap is traded."""
        return self.event(
            "swap_traded",
            swap=swap,
            traded_on=self.day(),
            product=self.product(),
            notionals=self.notionals(),
            parties=self.parties(),
            **self.execution(),
        )

    def correction(self, swap: str) -> Event:
        """Some fields, or all, are read as if right from the start."""
        fields = {
            "traded_on": self.day(),
            "product": self.product(),
            "notionals": self.notionals(),
            "parties": self.parties(),
        } | self.execution()
        count = self.weighed({1: 6.0, 2: 3, len(fields): 1})
        chosen = self.random.sample(sorted(fields), count)
        return self.event(
            "swap_corrected", swap=swap, version=self.version(), **{name: fields[name] for name in chosen}
        )

    def version(self) -> int:
        """A version that others may have, too."""
        return self.pick((2, 2, 3, 4, 10))

    def amendment(self, swap: str, before: list[dict[str, Any]] | None = None) -> Event:
        """Other notionals on a later day, mostly in the currencies of the swap."""
        notionals = self.notionals()
        for position, notional in enumerate(before or []):
            if position < len(notionals) and self.chance(0.8):
                notionals[position]["currency"] = notional["currency"]
        return self.event(
            "swap_amended",
            swap=swap,
            version=self.version(),
            amended_on=self.late_day(),
            notionals=notionals,
            **self.execution(),
        )

    def correction_of_amendment(self, swap: str, amendment: str) -> Event:
        """An amendment was wrong."""
        fields = {"amended_on": self.day(), "notionals": self.notionals()} | self.execution()
        chosen = self.random.sample(sorted(fields), self.pick((1, 1, 2)))
        return self.event(
            "swap_corrected",
            swap=swap,
            version=self.version(),
            amendment=amendment,
            **{name: fields[name] for name in chosen},
        )

    def novation(self, swap: str, new_swap: str, parties: list[dict[str, Any]]) -> Event:
        """One party steps out; sometimes somebody who is none, or in favour of the one that stays."""
        transferor = self.pick(parties)["entity"] if self.chance(0.9) else self.somebody()
        return self.event(
            "swap_novated",
            swap=swap,
            new_swap=new_swap,
            novated_on=self.late_day(),
            transferor=transferor,
            transferee=self.party(self.somebody()),
            remaining_party_dealing=self.weighed({None: 2.0, True: 1, False: 1}),
            notionals=self.notionals() if self.chance(0.4) else None,
            **self.execution(),
        )

    def life(self, swap: str, chain: int = 0) -> list[Event]:
        """Everything that becomes of a swap and of those that arise from it, as it might have happened.

        Args:
            swap: its name.
            chain: how many novations lie before it; 0 when it is traded.
        """
        traded = self.trade(swap)
        events = [traded] if self.chance(0.05 if chain else 0.93) else []
        if self.chance(0.12) and not chain:
            events.append(self.trade(swap))
        for _ in range(self.weighed({0: 6.0, 1: 3, 2: 1, 3: 0.5})):
            events.append(self.correction(swap))
        events += self._amendments(swap, traded)
        if self.chance(0.05):
            events.append(self.event("swap_cancelled", swap=swap))
        if self.chance(0.05):
            events.append(self.event("swap_terminated", swap=swap, terminated_on=self.day()))
        return events

    def chain(self, swap: str) -> list[Event]:
        """The life of a swap, and of those that arise from it one after the other."""
        events: list[Event] = []
        parties: list[dict[str, Any]] | None = None
        for number in range(5):
            events += (life := self.life(swap, number))
            told = [event["parties"] for event in life if "parties" in event]
            parties = self.pick(told) if told else parties or self.parties()
            if not self.chance(0.35 if number == 0 else 0.6):
                break
            names = [f"{swap}N", f"{swap}N", self.pick(self.swaps), f"{self.pick(self.swaps)}N"]
            new_swap = self.pick(names)
            novation = self.novation(swap, new_swap, parties)
            events.append(novation)
            if self.chance(0.1):
                events.append(self.novation(swap, self.pick(names), parties))
            staying = [party for party in parties if party["entity"] != novation["transferor"]]
            parties = [novation["transferee"], *staying[:1]]
            swap = new_swap
        return events

    def _amendments(self, swap: str, traded: Event) -> list[Event]:
        """Amendments, corrected and cancelled now and then."""
        events = []
        for _ in range(self.weighed({0: 5.0, 1: 3, 2: 2, 3: 1})):
            amendment = self.amendment(swap, traded["notionals"])
            events.append(amendment)
            if self.chance(0.25):
                events.append(self.correction_of_amendment(swap, amendment["id"]))
            if self.chance(0.12):
                events.append(self.event("swap_cancelled", swap=swap, amendment=amendment["id"]))
        if self.chance(0.03):
            events.append(self.event("swap_cancelled", swap=swap, amendment=f"e{self.pick((3, 5, 99999))}"))
        return events
