"""What is remembered of an entry and of everything that names it?"""

from typing import Final

import msgspec

DEBIT: Final = "DEBIT"
CREDIT: Final = "CREDIT"


class Entry(msgspec.Struct, array_like=True, gc=False):
    """An accepted entry at its current value.

    Attributes:
        cycle: the cycle of its stamp.
        payer: the ultimate payer, after amalgamation, at the entry's stamp.
        payee: the ultimate payee, likewise.
        payer_in_group: whether the payer belonged to the group of the paying clearer at the stamp.
        made_as_agent: whether the maker acted as clearing agent for the payee at the stamp.
        irrevocable_us: from this instant on the exchange is irrevocable; None: when settlement is effected.
        returnable_through_us: the last instant for a return under the rules; None: the rules set none.
        corrected: stamp (microseconds) and id of the newest correction, or None.
        claimed_cents: accepted claims for bad endorsements.
        holder: who holds the items.
    """

    id: str
    cycle: str
    made_by: str
    counterparty: str
    direction: str
    payer: str
    payee: str
    payer_in_group: bool
    made_as_agent: bool
    irrevocable_us: int | None
    returnable_through_us: int | None
    value_cents: int
    item_count: int
    holder: str
    corrected: tuple[int, str] | None = None
    returned_cents: int = 0
    returned_count: int = 0
    claimed_cents: int = 0

    @property
    def paying_clearer(self) -> str:
        """The participant that pays: the counterparty of a DEBIT, the maker of a CREDIT."""
        return self.counterparty if self.direction == DEBIT else self.made_by

    @property
    def receiving_clearer(self) -> str:
        """The participant that is paid."""
        return self.made_by if self.direction == DEBIT else self.counterparty


class Repeats(msgspec.Struct, array_like=True, gc=False):
    """How often an event id came again, with the same body or with another."""

    duplicate_count: int = 0
    conflict_count: int = 0


class RootEntry(msgspec.Struct, array_like=True, gc=False):
    """Everything under one root entry id.

    Attributes:
        bodies: digest of the body by event id; the first body read stands.
        entry: the accepted entry, or None while there is none.
        entry_refused: whether the entry was read and refused.
        held: ids of the held events, in reading order.
        repeats: by event id, only of ids that came again.
    """

    bodies: dict[str, bytes]
    entry: Entry | None = None
    entry_refused: bool = False
    held: list[str] = []
    repeats: dict[str, Repeats] = {}
