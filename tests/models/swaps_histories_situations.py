"""How a random log begins: everybody is introduced, some into situations that chance would rarely make."""

from __future__ import annotations

from typing import Any

from .swaps_histories_circle import BRANCHES, TOPS, UNKNOWN_NAMES, Circle


class Situations(Circle):
    """Guaranteed wards, dealers with branches abroad, groups of swap entities, and those who are believed."""

    def introduce(self, share: float = 0.9) -> None:
        """First facts about everybody, with gaps."""
        for name in self.names:
            if name not in UNKNOWN_NAMES and self.chance(share):
                self.write(self.event("entity_recorded", **self._description(name)))
        for branch in BRANCHES:
            if self.chance(0.9):
                self.branch(branch)
        for situation in (self.ward, self.dealer_abroad, self.house, self.believed):
            if self.chance(0.75):
                situation()
        for kind in (self.control, self.registration, self.representation):
            for _ in range(self.pick((1, 2, 3, 4))):
                kind()
        for kind in (self.guarantee, self.subsidiary):
            for _ in range(self.pick((0, 1, 2))):
                kind()
        self.ownership()
        for _ in range(self.pick((0, 1, 3))):
            self.comparability_of_everything()
        for _ in range(12):
            self.rate()

    def ward(self) -> None:
        """Somebody abroad is guaranteed, perhaps a swap entity, perhaps with an affiliate that is one."""
        ward, top = self.foreigner(), self.pick((*TOPS, "HOUSE"))
        sister = self.pick(("SISTER", self.pick([name for name in self.names if name != ward])))
        self.known.append(ward)
        guarantor = "USC" if self.chance(0.5) else self.american()
        if guarantor not in self.names:
            self.write(self.event("entity_recorded", **self._description(guarantor)))
        facts: list[tuple[str, dict[str, Any]]] = [
            (
                "guarantee_recorded",
                {"guarantee": f"w{len(self.known)}", "guarantor": guarantor, "obligor": ward},
            ),
            ("control_recorded", {"entity": ward, "controllers": [top]}),
            ("control_recorded", {"entity": sister, "controllers": [top]}),
            ("registration_recorded", {"entity": sister, "category": "SWAP_DEALER"}),
            ("control_recorded", {"entity": top, "controllers": []}),
            ("representation_recorded", {"made_by": ward, "statement": "BELOW_DE_MINIMIS_THRESHOLD"}),
        ]
        if self.chance(0.35):
            category = self.pick(("SWAP_DEALER", "MAJOR_SWAP_PARTICIPANT"))
            facts.append(("registration_recorded", {"entity": ward, "category": category}))
        rest: dict[str, dict[str, Any]] = {
            "guarantee_recorded": {"kind": "RECOURSE"},
            "registration_recorded": {"status": "REGISTERED"},
            "representation_recorded": {"value": True, "basis": "FINAL_RULE", "made_on": "2021-01-04"},
        }
        for kind, fields in facts:
            if self.chance(0.9):
                self.write(self.event(kind, **fields, **rest.get(kind, {})))

    def dealer_abroad(self) -> None:
        """A bank of the U.S. is registered; it has branches."""
        name = self.american()
        self.known.append(name)
        category = self.pick(("SWAP_DEALER", "SWAP_DEALER", "MAJOR_SWAP_PARTICIPANT"))
        self.write(self.event("registration_recorded", entity=name, category=category, status="REGISTERED"))

    def house(self) -> None:
        """Two swap entities abroad are of one group."""
        top = self.pick(TOPS)
        for _ in range(2):
            name = self.foreigner()
            self.write(self.event("control_recorded", entity=name, controllers=[top]))
            self.write(
                self.event("registration_recorded", entity=name, category="SWAP_DEALER", status="REGISTERED")
            )

    def believed(self) -> None:
        """Somebody of the U.S. says that it is not, somebody from abroad that it is."""
        for name, value in ((self.american(), False), (self.foreigner(), True)):
            if self.chance(0.6) and name not in self.known:
                self.write(
                    self.event(
                        "representation_recorded",
                        made_by=name,
                        statement="US_PERSON",
                        value=value,
                        basis="FINAL_RULE",
                        made_on="2021-01-04",
                    )
                )
