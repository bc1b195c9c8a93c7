"""What differs between a record and what is folded again, where, and up to where is the record vouched for?"""

from collections.abc import Mapping, Sequence

import msgspec

from streams.kernel.evidence import Place

ALTERED = "altered"
MISSING = "missing"
UNEXPECTED = "unexpected"
OUT_OF_ORDER = "out of order"


class Difference(msgspec.Struct, frozen=True):
    """A published record that is not what is folded again.

    Attributes:
        kind: altered, missing, unexpected, or out of order.
        what: outcome, view, dead letter, attestation.
        id: of the outcome, the row, the record that could not be read, or the mark.
        place: of the recorded one; without an offset where it is missing.
        event: the id of the event that it rests on, as far as it is known.
        event_place: where that event stands in the input.
        rule: the kind of decision, with what it cites.
        expected: what is folded again, of a row its newest value; None for nothing.
        found: what is recorded, of a row its newest value unless that agrees; None for nothing.
    """

    kind: str
    what: str
    id: str
    topic: str
    partition: int
    offset: int | None = None
    event: str | None = None
    event_place: Place | None = None
    rule: str | None = None
    expected: str | None = None
    found: str | None = None


class Stretch(msgspec.Struct, frozen=True):
    """A part of one partition of the input that is not what was folded when it was recorded.

    Attributes:
        after: the last offset before it; -1 for the beginning.
        after_mark: the mark there, up to which the chains agree.
        through: the last offset of it, as the chain that no longer agrees says.
        through_mark: the mark there.
        attested_at: where that chain is recorded, which may itself be what was altered if no other follows; None if
            it is not recorded any more.
    """

    topic: str
    partition: int
    after: int
    after_mark: str | None
    through: int
    through_mark: str
    attested_at: Place | None = None


class Stopped(msgspec.Struct, frozen=True):
    """A record that cannot be folded at all.

    Attributes:
        why: the fault of the fold.
    """

    place: Place
    why: str


class Vouched(msgspec.Struct, frozen=True):
    """Up to where one partition of the input is vouched for by chains that agree.

    Attributes:
        begin: the first offset that is vouched for; above 0 where the beginning was deleted.
        through: the last offset; None where no chain agrees.
        mark: the mark there.
        records_after: how many records follow that no chain covers.
    """

    topic: str
    partition: int
    begin: int = 0
    through: int | None = None
    mark: str | None = None
    records_after: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of folding a record again.

    Attributes:
        law: the digest of the law under which it was folded.
        recorded_law: the digest that the record names, where that is another one.
        partitions: of the input.
        records: of the input that were folded.
        compared: how many recorded outcomes, view values, dead letters and attestations agree, by kind.
        differences: the first ones.
        difference_count: of all.
        stretches: where the input is not what was folded then.
        stopped: where the fold could not go on.
        pending_count: how much was folded again that workers had not published when the archive was made.
        deleted: where the log no longer begins at its beginning, so that nothing can be folded.
        is_cut_short: whether so much differs that the comparison was given up.
        window: of which cycles outcomes and views were compared; None for all.
        vouched: for each partition of the input.
        seconds: of the processor.
    """

    domain: str
    law: str
    recorded_law: str | None = None
    partitions: int
    records: int = 0
    compared: Mapping[str, int] = {}
    differences: Sequence[Difference] = ()
    difference_count: int = 0
    stretches: Sequence[Stretch] = ()
    stopped: Stopped | None = None
    pending_count: int = 0
    deleted: Sequence[Place] = ()
    is_cut_short: bool = False
    window: tuple[str | None, str | None] | None = None
    vouched: Sequence[Vouched] = ()
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether nothing differs, and everything could be folded."""
        return not (self.difference_count or self.stretches or self.stopped or self.deleted)
