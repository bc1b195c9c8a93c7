"""On which part of the log does a figure rest that was published at a mark, and which digest has that part?

The chain over each partition through the mark is what workers attest (`streams.kernel.chain`). The digest of the cut
is SHA-256 over these chains, 32 bytes each, in order of the partitions.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec

from streams.kernel.chain import START, chained
from streams.replay.attested import Attestations
from streams.replay.recorded import Recorded, records_from


class CutPart(msgspec.Struct, frozen=True):
    """One partition of the input through a mark.

    Attributes:
        through: the offset of the mark.
        records: how many there are up to it.
        chain: over all of them, in hexadecimal digits.
    """

    partition: int
    through: int
    records: int
    chain: str


class Cut(msgspec.Struct, frozen=True):
    """The whole input through a mark.

    Attributes:
        mark: the id of its event.
        digest: in hexadecimal digits.
    """

    mark: str
    digest: str
    parts: list[CutPart]


def parts_at(attestations: Attestations, partitions: int, mark: str) -> Mapping[int, CutPart]:
    """What was attested at a mark, by partition; those that no stage has folded up to it are missing."""
    found: dict[int, CutPart] = {}
    for partition in range(partitions):
        for _, one in attestations.of(partition):
            if one.mark == mark and partition not in found:
                found[partition] = CutPart(partition, one.offset, one.records, one.chain)
    return found


def cut_of(mark: str, parts: Sequence[CutPart]) -> Cut:
    """The cut that the parts of all partitions make, in order of the partitions."""
    return Cut(mark, sha256(b"".join(bytes.fromhex(one.chain) for one in parts)).hexdigest(), list(parts))


def recomputed_chain(recorded: Recorded, topic: str, part: CutPart) -> str:
    """The chain over a partition through the same offset, worked out again from its records.

    A log that lost its beginning gives another one.
    """
    chain = START
    for record in records_from(recorded, topic, part.partition, recorded.span(topic, part.partition).start):
        if record.offset > part.through:
            break
        chain = chained(chain, record)
    return chain.hex()
