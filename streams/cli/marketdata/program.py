"""What does the demonstration of market data show? Three months of bills, what corrects them, and a license advised."""

from typing import Any, Final, Self

from rich.console import Console
from rich.padding import Padding

from streams.cli import explain_screen
from streams.cli.demo.evidence import evidence_of
from streams.cli.demo.program import Glance, written_out
from streams.cli.marketdata import quarter_tables as tables
from streams.cli.marketdata.courses import Costs, about_them, costs_cents
from streams.demo.marketdata import figures
from streams.demo.marketdata.calendar import MONTHS, name_of
from streams.demo.marketdata.circle import BASALT, GRANITE, OPAL
from streams.demo.marketdata.quarter import LEAST_ACCESSES, Quarter
from streams.demo.marketdata.story import CORRECTED, LICENSE_BOUGHT_ON, WREN
from streams.demo.step import Step
from streams.demo.views import Views
from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.errors import UserError
from streams.kernel.explanation import Explanation
from streams.kernel.law import LawBook
from streams.kernel.plain_words import day, money
from streams.replay.explain import explained

_EXPLAINED: Final = f"{WREN.firm.distributor}/{WREN.user}"
_DECIDING: Final = ("MARKETDATA/R2", "MARKETDATA/R3", "MARKETDATA/R4")
"""Why a month is charged whole, as Professional, and once for the higher feed."""


class MarketDataProgram:
    """Three months of metering up to the close of the last one."""

    noun = "accesses"
    closing: Final[list[Step]] = []

    def __init__(self, quarter: Quarter, lines: list[bytes], law: LawBook) -> None:
        *self.lines, self._last_close = lines
        self.count = quarter.accesses
        self._users = quarter.user_count
        self._law = law
        self._faults: set[str] = set()

    @classmethod
    async def prepare(cls, accesses: int | None, law: LawBook) -> Self:
        """Generate a quarter.

        Raises:
            UserError: it is too small.
        """
        if accesses is not None and accesses < LEAST_ACCESSES:
            raise UserError(
                f"A quarter has at least {LEAST_ACCESSES} accesses, not {accesses}. Nothing was started."
            )
        quarter = Quarter() if accesses is None else Quarter(accesses)
        return cls(quarter, await written_out(quarter.lines()), law)

    @property
    def introduction(self) -> str:
        """What the quarter is."""
        return (
            f"The quarter, April to June 2015, has {len(self.lines) + 1:,} events: {self.count:,} accesses by "
            f"{self._users:,} users of four firms, which receive the feed from the Distributors {GRANITE.name} and "
            f"{BASALT.name}. A month is closed in the middle of the next. All persons and figures are invented; "
            "prices are those of the notice, in U.S. dollars."
        )

    @property
    def opening(self) -> Step:
        """The close of the last month."""
        return Step(
            f"close {name_of(MONTHS[-1])}",
            lambda _views: [self._last_close],
            lambda views, _lines: figures.is_billed(views, MONTHS[-1]),
        )

    def glance(self, views: Views) -> Glance:
        """What is owed so far; of every bill it is checked that what is billed and what is not make up the whole."""
        fees = figures.fees(views)
        if not fees:
            return Glance("no day has ended yet", None)
        self._faults |= set(figures.unbalanced(fees))
        newest = max(month for month, _ in fees)
        owed = [
            f"{entity} {money(row['total_cents'])}"
            for (month, entity), row in fees.items()
            if month == newest
        ]
        return Glance(f"{name_of(newest)} so far: {', '.join(owed)}", tables.running(fees))

    def tell_opening(self, views: Views, console: Console) -> None:
        """The invoices of each legal entity, month beside month, and the notes that correct them."""
        documents = figures.documents(views)
        invoices = [one for one in documents if one["document"] == "INVOICE"]
        notes = [one for one in documents if one["document"] != "INVOICE"]
        for entity in dict.fromkeys(one["legal_entity"] for one in invoices):
            own = [one for one in invoices if one["legal_entity"] == entity]
            console.print(tables.invoices(entity, own, console.width))
        for note in notes:
            console.print(tables.note(note))
            console.print(Padding(CORRECTED[note["document"]], (0, 0, 1, 2)))

    def tell_closing(self, views: Views, console: Console) -> None:
        """Some users and what they cost, one of them explained; the advice; what was found and refused."""
        with evidence_of(MARKETDATA, about_them([*self.lines, self._last_close]), self._law) as evidence:
            costs = costs_cents(evidence)
            console.print(tables.courses(costs))
            self._tell_why(explained(evidence, _EXPLAINED), costs, console)
        self._tell_advice(views, console)
        console.print(tables.anomalies(figures.anomalies(views)))
        console.print(tables.refusals(figures.refusals(views)))

    def _tell_why(self, explanation: Explanation, costs: Costs, console: Console) -> None:
        before, after = (money(costs[WREN.user, month]) for month in MONTHS[:2])
        console.print(
            f"Why does {WREN.user} cost {after} in May, after {before} in April? countinghouse explain answers:",
            style="bold",
        )
        console.print()
        explain_screen.show_answer(explanation, console)
        for cite in _DECIDING:
            console.print(Padding(f"{cite}: {self._law.provisions[cite].says}", (0, 0, 0, 2)))
        console.print()

    def _tell_advice(self, views: Views, console: Console) -> None:
        advice = figures.advice(views)
        last = advice[MONTHS[-1], OPAL.distributor, OPAL.name]
        others = {firm for (_, _, firm), row in advice.items() if row["licenses"]} - {OPAL.name}
        console.print(tables.advice(advice))
        if not others:
            console.print("For the other firms user fees alone cost the least.")
        console.print(
            f"On {day(LICENSE_BOUGHT_ON)} {OPAL.name} bought what was advised, from June on, and its readers left the "
            f"invoice to {GRANITE.legal_entity}. In June its users would have cost "
            f"{money(last['per_user_cost_cents'])}; the license, the consolidation fee and users whom the license does "
            f"not cover cost {money(last['cost_cents'])}: {money(last['saving_cents'])} less."
        )
        console.print()

    def facts(self, views: Views) -> dict[str, Any]:
        """The documents with their totals, what was advised, and how much was found."""
        return {
            "accesses": self.count,
            "users": self._users,
            "documents_cents": {one["id"]: one["total_cents"] for one in figures.documents(views)},
            "savings_cents": {
                "/".join(names): row["saving_cents"]
                for names, row in figures.advice(views).items()
                if row["saving_cents"]
            },
            "anomalies": len(figures.anomalies(views)),
            "refusals": len(figures.refusals(views)),
        }

    def faults(self) -> list[str]:
        """Bills whose parts did not make up the whole at some moment."""
        return sorted(self._faults)
