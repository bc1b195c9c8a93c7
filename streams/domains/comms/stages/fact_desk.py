"""Which facts stand, and what does each change for what was decided before?"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from schemas.comms import (
    AccessRoleGranted,
    Fact,
    FactWithdrawn,
    HoldPlaced,
    HoldReleased,
    RetentionExtended,
    Tick,
    Withdrawable,
)
from schemas.reading import body_digest
from streams.domains.comms.stages.set_asides import SetAsides
from streams.domains.comms.state.aside import Reason
from streams.domains.comms.state.facts import Facts, Touched, subject_of
from streams.domains.comms.state.orders import Orders
from streams.kernel.output import Output
from streams.kernel.table import StoredTable, Table

_NOT_WITHDRAWABLE = ""


class FactId(msgspec.Struct, array_like=True, gc=False):
    """What came under an id.

    Attributes:
        subject: of a fact that can be withdrawn, else empty.
    """

    digest: bytes
    subject: str


class Effect(NamedTuple):
    """What a fact changes.

    Attributes:
        is_repeat: it came before, or under an id that was taken; nothing else is said then.
        touched: what looks different from now on.
        stands: the fact itself, if it says something on keeping or access that others need.
        withdrawn_grant: actor and id of a grant that counts as never given.
    """

    is_repeat: bool = False
    touched: Touched | None = None
    stands: RetentionExtended | HoldPlaced | HoldReleased | AccessRoleGranted | None = None
    withdrawn_grant: tuple[str, str] | None = None


_REPEAT = Effect(is_repeat=True)
_NOTHING = Effect()


class FactDesk:
    """Takes the facts in order of the log; every partition sees the same ones.

    Attributes:
        facts: those that stand, by subject.
        orders: orders and holds.
    """

    def __init__(self, output: Output, *, publishes: bool) -> None:
        """Open the desk; one partition publishes which facts have no effect."""
        self.facts = Facts()
        self.orders = Orders()
        self._asides = SetAsides(output, "fact_asides", publishes=publishes)
        self._ids: Table[FactId] = Table("fact_ids", FactId)
        self._waiting: Table[list[str]] = Table("withdrawals", list[str])
        self._counts: Table[int] = Table("fact_counts", int, resident=True)

    @property
    def tables(self) -> Iterable[StoredTable]:
        """Everything that it remembers."""
        return (
            self.facts.table,
            self.orders.orders,
            self.orders.holds,
            self._asides.table,
            self._ids,
            self._waiting,
            self._counts,
        )

    def resume(self) -> None:
        """Work out what is derived from the rows."""
        self.orders.resume()
        self._asides.resume()

    @property
    def asides(self) -> SetAsides:
        """The facts that have no effect."""
        return self._asides

    def knows(self, identifier: str) -> bool:
        """Whether a fact or tick came under this id."""
        return identifier in self._ids

    def is_new(self, event: Fact | Tick, key: str) -> bool:
        """Take the id of a fact or tick; False where it came before, with the same body or another."""
        digest = body_digest(event)
        former = self._ids.get(event.id)
        if former is not None:
            if former.digest != digest:
                self._asides.add(event.id, Reason.ID_CONFLICT, key)
            return False
        subject = subject_of(event) if isinstance(event, Withdrawable) else _NOT_WITHDRAWABLE
        self._ids.put(event.id, FactId(digest, subject))
        return True

    def take(self, fact: Fact, key: str) -> Effect:
        """Take a fact.

        Args:
            key: of its record.
        """
        if not self.is_new(fact, key):
            return _REPEAT
        is_withdrawn = self.settle_withdrawals(fact)
        match fact:
            case FactWithdrawn():
                return self._withdraw(fact, key)
            case RetentionExtended():
                self.orders.extend(fact)
                return Effect(stands=fact)
            case HoldPlaced():
                self.orders.place(fact)
                return Effect(stands=fact)
            case HoldReleased():
                return self._release(fact, key)
            case _:
                if is_withdrawn:
                    return _NOTHING
                place = (self._counts.get("facts") or 0) + 1
                self._counts.put("facts", place)
                stands = fact if isinstance(fact, AccessRoleGranted) else None
                return Effect(touched=self.facts.add(fact, place), stands=stands)

    def _release(self, released: HoldReleased, key: str) -> Effect:
        if not self.orders.knows_hold(released.hold):
            self._asides.add(released.id, Reason.UNKNOWN_HOLD, key)
            return _NOTHING
        self.orders.release(released)
        return Effect(stands=released)

    def _withdraw(self, withdrawn: FactWithdrawn, key: str) -> Effect:
        named = self._ids.get(withdrawn.ref)
        if named is None:
            self._waiting.put(withdrawn.ref, [*(self._waiting.get(withdrawn.ref) or ()), withdrawn.id])
            self._asides.add(withdrawn.id, Reason.UNKNOWN_FACT, key)
            return _NOTHING
        if named.subject == _NOT_WITHDRAWABLE:
            self._asides.add(withdrawn.id, Reason.NOT_WITHDRAWABLE, key)
            return _NOTHING
        touched = self.facts.take_out(named.subject, withdrawn.ref)
        noun, _, actor = named.subject.partition("/")
        return Effect(touched=touched, withdrawn_grant=(actor, withdrawn.ref) if noun == "grant" else None)

    def settle_withdrawals(self, event: Fact | Tick) -> bool:
        """Let the withdrawals that waited for an event take effect; whether it counts as never given."""
        waiting = self._waiting.get(event.id)
        if waiting is None:
            return False
        self._waiting.delete(event.id)
        is_withdrawable = isinstance(event, Withdrawable)
        for withdrawal in waiting:
            self._asides.remove(withdrawal, Reason.UNKNOWN_FACT)
            if not is_withdrawable:
                self._asides.add(withdrawal, Reason.NOT_WITHDRAWABLE, event.id)
        return is_withdrawable
