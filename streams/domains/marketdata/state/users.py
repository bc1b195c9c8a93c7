"""What is remembered of one user of one distributor?

Rows are small: ten million of them are kept. Instants are microseconds from 1970-01-01T00:00:00Z.
"""

from collections.abc import Iterator

import msgspec

from streams.domains.marketdata.state.accesses import Access, unpacked
from streams.domains.marketdata.state.names import escaped, unescaped
from streams.domains.marketdata.state.words import Course
from streams.kernel.citation import cites


class Grant(msgspec.Struct, array_like=True, gc=False, frozen=True):
    """A statement that an entitlement begins.

    Attributes:
        firm: the place of the recipient firm among those of the row.
        cell: of the uses that it gives (see `words`).
    """

    entitlement: str
    at_us: int
    id: str
    closes_before: int
    recorded_in: int
    effective_us: int
    firm: int
    cell: int


class Revocation(msgspec.Struct, array_like=True, gc=False, frozen=True):
    """A statement that an entitlement ends."""

    entitlement: str
    at_us: int
    id: str
    closes_before: int
    recorded_in: int
    effective_us: int


class EvidenceRecord(msgspec.Struct, array_like=True, gc=False, frozen=True):
    """A statement about the classification of a user.

    Attributes:
        bits: the class with its flag (see `words`).
    """

    effective_us: int
    at_us: int
    id: str
    closes_before: int
    recorded_in: int
    bits: int


class Statements(msgspec.Struct, array_like=True, gc=False):
    """What was stated about a user, and its accesses.

    Attributes:
        firms: the recipient firms that are named, in order of their first mention.
        accesses: packed, in order of their arrival; in the row of a user the first of them alone.
    """

    firms: list[str] = []
    grants: list[Grant] = []
    revocations: list[Revocation] = []
    records: list[EvidenceRecord] = []
    accesses: bytes = b""

    def statements(self) -> Iterator[Grant | Revocation | EvidenceRecord]:
        """Everything that was stated, accesses aside."""
        yield from self.grants
        yield from self.revocations
        yield from self.records

    def has_uses(self) -> bool:
        """Whether any use may follow: evidence and revocations alone give none."""
        return bool(self.grants or self.accesses)

    def firm(self, name: str) -> int:
        """The place of a firm, which is given one if it has none."""
        if name not in self.firms:
            self.firms.append(name)
        return self.firms.index(name)

    def all_accesses(self) -> list[Access]:
        """The accesses in order of their arrival."""
        return unpacked(self.accesses)


class Words(msgspec.Struct, array_like=True, gc=False, frozen=True):
    """What the uses of one individual come to, by recipient firm.

    Attributes:
        courses: the words, as what is admitted to each month gives them (see `words`).
        left_out: of final months that what came too late would change: month, profile, and what it would be.
    """

    courses: dict[str, Course] = {}
    left_out: dict[str, list[tuple[int, int, int]]] = {}


class UserRow(msgspec.Struct, array_like=True, gc=False):
    """One user of one distributor, by the name under which its events come.

    Attributes:
        identities: of the first of its events, packed.
        conflicts: the ids that came again with another body.
        words: what its uses come to; nothing where they are counted elsewhere.
    """

    identities: bytes
    said: Statements
    words: Words = msgspec.field(default_factory=Words)
    conflicts: list[str] = []


@cites("MARKETDATA/R25")
def row_key(distributor: str, user: str) -> str:
    """Under which key a user is kept: each distributor's records and users are its own."""
    return f"{escaped(distributor)}/{user}"


def names_of_row(key: str) -> tuple[str, str]:
    """The Distributor and the user of a key."""
    part, _, user = key.partition("/")
    return unescaped(part), user
