"""What is published of one side of a part: when its tag or treatment changes, and at a close?"""

from collections.abc import Collection, Mapping
from typing import Final

from schemas.wire import Event
from streams.domains.swaps.rules.requirements import GROUP_A, GROUP_B
from streams.domains.swaps.rules.tagging import REASON_OF
from streams.domains.swaps.state.tags import PartRow, SideRow, SideTreatment, SwapRow, Tag
from streams.domains.swaps.state.terms import swap_of
from streams.kernel.consequence import consequence_id, publish_consequence
from streams.kernel.history import lay_version
from streams.kernel.output import Output
from streams.kernel.table import Table

TAGS: Final = "tags"
TREATMENT: Final = "treatment"
_TAGGED: Final = "swap_tagged"
_TREATED: Final = "treatment_determined"
_GONE: Final = None


class SideOutcomes:
    """Publishes what changed of the sides of one fold, and lays down at a close what changed since the one before.

    Attributes:
        withdrawn: the number of the close that shows a side to be gone, by part/entity.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self.withdrawn: Table[int] = Table("withdrawn", int, resident=True)
        self._changed: dict[str, None] = {}
        self._close = 1

    def resume(self, close: int) -> None:
        """Go on after a restart before close number `close`."""
        self._close = close
        self._changed.clear()

    def find_again(self, swap: str, row: SwapRow) -> None:
        """Note a swap of which the next close shows something."""
        if any(side.close == self._close for part in row.parts.values() for side in part.sides):
            self._changed[swap] = None

    def publish(
        self, cause: Event, name: str, former: PartRow | None, tags: PartRow | None, close: int
    ) -> None:
        """Publish what differs between the tags of a part before and now; the new rows remember who made them so."""
        before = {} if former is None else {side.entity: side for side in former.sides}
        now = {} if tags is None else {side.entity: side for side in tags.sides}
        for entity, side in now.items():
            self._publish_side(cause, name, before.get(entity), side, close)
        for entity in sorted(before.keys() - now.keys()):
            fields = {"part": name, "entity": entity, "replaces": _outcome(before[entity], _TAGGED, name)}
            cites = list(REASON_OF[before[entity].tag.reason].cites)
            self._consequence(cause, name, entity, "swap_tag_withdrawn", cites, fields)
            self.withdrawn.put(f"{name}/{entity}", close)
        if former is not tags:
            self._changed[swap_of(name)] = None

    def _publish_side(
        self, cause: Event, name: str, former: SideRow | None, side: SideRow, close: int
    ) -> None:
        key = f"{name}/{side.entity}"
        side.close = close
        side.tagged_by = side.treated_by = cause.id
        side.is_shown_treated = former.is_shown_treated if former is not None else key in self.withdrawn
        if former is None or former.tag != side.tag:
            cites = list(REASON_OF[side.tag.reason].cites)
            fields = {"part": name, "entity": side.entity, **tag_fields(side.tag)}
            if former is not None:
                fields["replaces"] = _outcome(former, _TAGGED, name)
            self._consequence(cause, name, side.entity, _TAGGED, cites, fields)
            self.withdrawn.delete(key)
        else:
            side.tagged_by = former.tagged_by
        treatment = side.treatment
        if treatment is None:
            side.treated_by = ""
        elif former is None or former.treatment != treatment:
            fields = {"part": name, "entity": side.entity, **treatment_fields(treatment)}
            if former is not None and former.treatment is not None:
                fields["replaces"] = _outcome(former, _TREATED, name)
            self._consequence(cause, name, side.entity, _TREATED, list(treatment.cites), fields)
        else:
            side.treated_by = former.treated_by
        if former is not None and former.tag == side.tag and former.treatment == treatment:
            side.close = former.close

    def _consequence(
        self,
        cause: Event,
        name: str,
        entity: str,
        kind: str,
        cites: list[str],
        fields: Mapping[str, object],
    ) -> None:
        publish_consequence(self._output, cause, swap_of(name), kind, cites, fields, (name, entity))

    def release(self, swap: str) -> list[str]:
        """Let go of a swap; its sides that are gone and not shown to be gone yet, as part/entity."""
        self._changed.pop(swap, None)
        gone = [key for key in self.withdrawn if swap_of(key.rpartition("/")[0]) == swap]
        for key in gone:
            self.withdrawn.delete(key)
        return gone

    def adopt(self, swap: str, row: SwapRow, withdrawn: Collection[str], close: int) -> None:
        """Take over a swap that was published elsewhere before."""
        for key in withdrawn:
            self.withdrawn.put(key, close)
        self.find_again(swap, row)

    def show(self, swaps: Table[SwapRow], close: int) -> None:
        """Lay down in the views of a close what changed since the one before."""
        for key in self.withdrawn:
            self._lay(TAGS, key, close, _GONE)
            self._lay(TREATMENT, key, close, _GONE)
        for key in list(self.withdrawn):
            self.withdrawn.delete(key)
        for swap in sorted(self._changed):
            row = swaps.get(swap)
            if row is not None and self._show_swap(row, close):
                swaps.put(swap, row)
        self._changed.clear()
        self._close = close + 1

    def _show_swap(self, row: SwapRow, close: int) -> bool:
        """Lay down what changed of a swap; whether the row remembers that."""
        is_altered = False
        for name, part in row.parts.items():
            for side in part.sides:
                if side.close == close:
                    is_treated = side.treatment is not None
                    self._show_side(f"{name}/{side.entity}", side, close)
                    is_altered |= is_treated is not side.is_shown_treated
                    side.is_shown_treated = is_treated
        return is_altered

    def _show_side(self, key: str, side: SideRow, close: int) -> None:
        cites = list(REASON_OF[side.tag.reason].cites)
        self._lay(TAGS, key, close, {**tag_fields(side.tag), "cites": cites})
        treatment = side.treatment
        if treatment is not None:
            shown = {**treatment_fields(treatment), "traded_on": side.tag.traded_on}
            self._lay(TREATMENT, key, close, shown)
        elif side.is_shown_treated:
            self._lay(TREATMENT, key, close, _GONE)

    def _lay(self, view: str, key: str, close: int, value: Mapping[str, object] | None) -> None:
        lay_version(self._output, view, key, close, value)


def _outcome(side: SideRow, kind: str, name: str) -> str:
    """The id of the outcome that made a side what it is."""
    by = side.tagged_by if kind == _TAGGED else side.treated_by
    return consequence_id(by, kind, name, side.entity)


def tag_fields(tag: Tag) -> dict[str, object]:
    """The fields of a tag, its citations apart."""
    return {
        "counts": tag.counts,
        "reason": tag.reason,
        "counted_cents": tag.counted_cents,
        "flags": list(tag.flags),
        "special_entity": tag.special_entity,
        "groups": list(tag.groups),
        "traded_on": tag.traded_on,
    }


def treatment_fields(treatment: SideTreatment) -> dict[str, object]:
    """The fields of a treatment that follow from one swap and the facts."""
    return {
        "group_a": dict(zip(GROUP_A, treatment.group_a, strict=True)),
        "group_b": dict(zip(GROUP_B, treatment.group_b, strict=True)),
        "group_c": treatment.group_c,
        "exceptions_available": list(treatment.exceptions_available),
        "flags": list(treatment.flags),
    }
