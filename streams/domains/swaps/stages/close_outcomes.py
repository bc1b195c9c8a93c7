"""What does a close publish besides its views: what is established, what changed since the close before?"""

from collections.abc import Mapping, Sequence
from typing import Final

from schemas.swaps import DayClosed
from streams.domains.swaps.rules.cap import CapUsage
from streams.domains.swaps.rules.threshold import WITHIN
from streams.kernel.consequence import publish_consequence
from streams.kernel.output import Output
from streams.kernel.table import Table

_GENERAL: Final = "17CFR1.3/swap-dealer(4)(i)(A)"
_TO_REGISTER: Final = "17CFR1.3/swap-dealer(4)(iii)"
_CITES_OF_CAP: Final = {
    "FOREIGN_BRANCH_GROUP_B_EXCEPTION": "17CFR23.23/(e)(4)",
    "LIMITED_SWAP_ENTITY_GROUP_B_EXCEPTION": "17CFR23.23/(e)(5)",
}

Rows = Mapping[str, Mapping[str, object]]


class CloseOutcomes:
    """Compares a close with the last one of a day not later, and publishes what is other.

    Attributes:
        levels: of each person that is not within.
        requirements: the day on which each person exceeded a line.
        caps: every entity/exception/quarter that is not within its cap.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self.levels: Table[str] = Table("levels", str, resident=True)
        self.requirements: Table[str] = Table("requirements", str, resident=True)
        self.caps: Table[bool] = Table("caps", bool, resident=True)

    def establish(self, close: DayClosed, close_number: int, digest: str) -> None:
        """Publish that the figures of a day are established."""
        fields = {"day_on": close.day_on, "close_number": close_number, "digest": digest}
        publish_consequence(self._output, close, close.day_on, "day_totals_established", [_GENERAL], fields)

    def rates_missing(self, close: DayClosed, parts: Mapping[tuple[str, str], Sequence[str]]) -> None:
        """Publish which parts lack a rate, by currency and day."""
        for (currency, rate_on), names in sorted(parts.items()):
            fields = {"currency": currency, "rate_on": rate_on, "parts": list(names)}
            publish_consequence(
                self._output, close, currency, "rate_missing", [_GENERAL], fields, (currency, rate_on)
            )

    def compare_levels(self, close: DayClosed, distances: Rows, totals: Rows) -> None:
        """Publish every level that is another than at the close before."""
        former = dict(self.levels.items())
        for entity, distance in sorted(distances.items()):
            level = str(distance["level"])
            if level != former.pop(entity, WITHIN):
                fields = {"level": level, **totals[entity]}
                self._person_outcome(close, entity, "threshold_level_changed", [_GENERAL], fields)
            _keep(self.levels, entity, None if level == WITHIN else level)
        for entity in former:
            self.levels.delete(entity)

    def compare_requirements(self, close: DayClosed, states: Rows) -> None:
        """Publish who has to register since when, and who no longer has to."""
        former = dict(self.requirements.items())
        for entity, state in sorted(states.items()):
            exceeded_on = state["threshold_exceeded_on"]
            before = former.pop(entity, None)
            if isinstance(exceeded_on, str) and exceeded_on != before:
                fields = {"exceeded_on": exceeded_on, "due_on": state["registration_due_on"]}
                self._person_outcome(close, entity, "registration_required", [_TO_REGISTER], fields)
                self.requirements.put(entity, exceeded_on)
            elif exceeded_on is None and before is not None:
                former[entity] = before
        for entity in sorted(former):
            self._person_outcome(close, entity, "registration_requirement_withdrawn", [_TO_REGISTER], {})
            self.requirements.delete(entity)

    def compare_caps(self, close: DayClosed, exceeded: Mapping[str, CapUsage]) -> None:
        """Publish every cap that is exceeded and was not at the close before.

        Args:
            exceeded: every entity/exception/quarter that is not within its cap.
        """
        former = set(self.caps)
        for key, usage in sorted(exceeded.items()):
            if key in former:
                continue
            entity, exception, quarter = key.split("/")
            fields = {
                "entity": entity,
                "exception": exception,
                "quarter": quarter,
                "relying_cents": usage.relying_cents,
                "total_cents": usage.total_cents,
            }
            publish_consequence(
                self._output,
                close,
                entity,
                "exception_cap_exceeded",
                [_CITES_OF_CAP[exception]],
                fields,
                (entity, exception, quarter),
            )
            self.caps.put(key, True)
        for key in former - exceeded.keys():
            self.caps.delete(key)

    def _person_outcome(
        self, close: DayClosed, entity: str, kind: str, cites: list[str], fields: Mapping[str, object]
    ) -> None:
        publish_consequence(self._output, close, entity, kind, cites, {"entity": entity, **fields}, (entity,))


def _keep(table: Table[str], key: str, value: str | None) -> None:
    """Keep a value, or that there is none; a row that says the same is left alone."""
    if value is None:
        table.delete(key)
    elif table.get(key) != value:
        table.put(key, value)
