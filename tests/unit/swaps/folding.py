"""A log of swaps folded in memory, with everything that it published."""

import json
from collections.abc import Iterator
from typing import Any, Final

from streams.domains.swaps.domain import SWAPS
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from tests.unit.swaps.events import Event

PARTITIONS: Final = 3


class Folding:
    """A domain that is told events one after the other."""

    def __init__(self, *said: Event, partitions: int = PARTITIONS, **parameters: object) -> None:
        overrides = {f"swaps.{name}": amount for name, amount in parameters.items()}
        self._pipeline = Pipeline(SWAPS, partitions, SWAPS.law.with_overrides(overrides))
        self.units: list[tuple[str, CommitUnit]] = []
        self._pipeline.on_commit = lambda stage, _partition, unit: self.units.append((stage, unit))
        self.tell(*said)

    def tell(self, *said: Event) -> list[Event]:
        """Tell more; what was published because of it."""
        before = len(self.units)
        for body in said:
            self._pipeline.write(json.dumps(body).encode())
        self._pipeline.run()
        return list(self._outcomes(before))

    def _outcomes(self, first: int) -> Iterator[Event]:
        for _, unit in self.units[first:]:
            for _, value in unit.outcomes:
                yield json.loads(value)

    def outcomes(self, *kinds: str) -> list[Event]:
        """Everything published so far, of some kinds."""
        return [one for one in self._outcomes(0) if one["type"] in kinds]

    def view(self, name: str, close: str) -> Any:
        """What a close said in a view."""
        document: Any = self._pipeline.result()
        return document[name][close]

    def rows_laid(self, view: str, first: int = 0) -> list[str]:
        """The keys of the rows of a view that were laid down, from a commit on."""
        keys = [key.decode() for _, unit in self.units[first:] for key, _ in unit.views]
        return [key for key in keys if key.startswith(f"{view}/")]
