"""What do the chains that were published at marks say about the input?"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import msgspec

from streams.kernel.chain import START, chained
from streams.kernel.evidence import Place
from streams.kernel.partitioner import partition_of
from streams.kernel.stage import INPUT
from streams.replay.findings import Stretch, Vouched
from streams.replay.recorded import Recorded, records_from
from streams.runtime.deployment import Deployment

_BEFORE_ALL: Final = -1

AttestationPlace = tuple[int, int]
"""A partition of the topic of attestations, and an offset in it."""


class Attestation(msgspec.Struct, frozen=True):
    """The chain over one partition of the input through a mark, as `Output.attest` publishes it."""

    stage: str
    partition: int
    mark: str
    offset: int
    records: int
    chain: str


_decode = msgspec.json.Decoder(Attestation).decode


def attestation(value: bytes | None) -> Attestation | None:
    """The attestation that a record holds, or None if it holds none."""
    try:
        return _decode(value or b"")
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


class Attestations:
    """The recorded chains over the input of a domain."""

    def __init__(self, deployment: Deployment, recorded: Recorded) -> None:
        self._names = deployment.names
        self._recorded = recorded
        (self._stage,) = deployment.domain.readers_of(INPUT)

    def of(self, partition: int) -> Iterator[tuple[AttestationPlace, Attestation]]:
        """What is attested of a partition of the input, and where that stands."""
        key = f"{self._stage.name}/{partition}".encode()
        name = self._names.attestations
        number = partition_of(key, self._recorded.topic(name).partitions)
        start = self._recorded.span(name, number).start
        for record in records_from(self._recorded, name, number, start):
            attested = attestation(record.value) if record.key == key else None
            if attested is not None and attested.partition == partition:
                yield (number, record.offset), attested

    def stretch(
        self, partition: int, unmet: Collection[AttestationPlace], missing: Mapping[str, Attestation]
    ) -> Stretch | None:
        """The first stretch of a partition of the input after which the chains never agree again.

        Args:
            unmet: where attestations stand that were not folded again.
            missing: those that were folded again and are not recorded, by mark.
        """
        good: Attestation | None = None
        bad: Attestation | None = None
        attested_at: Place | None = None
        for place, attested in self.of(partition):
            if place not in unmet:
                # A chain that agrees covers all before it: of those in between only the attestations were altered.
                good, bad = attested, None
            elif bad is None:
                bad, attested_at = attested, Place(self._names.attestations, *place)
        after = good.offset if good else _BEFORE_ALL
        if bad is None:
            later = [one for one in missing.values() if one.offset > after]
            bad, attested_at = min(later, key=lambda one: one.offset, default=None), None
        if bad is None:
            return None
        mark = good.mark if good else None
        return Stretch(self._names.events, partition, after, mark, bad.offset, bad.mark, attested_at)

    def vouched(self, partition: int, stretch: Stretch | None) -> Vouched:
        """Up to where a partition is vouched for, with what is known of where it is not."""
        last: Attestation | None = None
        for _, attested in self.of(partition):
            if stretch is None or attested.offset <= stretch.after:
                last = attested
        name = self._names.events
        records = self._recorded.span(name, partition).records
        if last is None:
            return Vouched(name, partition, records_after=records)
        return _vouched(name, partition, 0, last, records - last.records)

    def chained(self, partition: int) -> tuple[Vouched, Stretch | None]:
        """Up to where the chains agree with the input, whatever comes of it when it is folded.

        Where the beginning was deleted, the chain is taken as it was published at the first mark whose record, or the
        record after it, is still there.
        """
        name = self._names.events
        span = self._recorded.span(name, partition)
        marks = (one for _, one in self.of(partition) if one.offset >= span.start - 1)
        begin, chain, good = 0, START, None
        if span.start:
            good = next(marks, None)
            if good is None:
                return Vouched(name, partition, span.end, records_after=span.records), None
            begin, chain = good.offset + 1, bytes.fromhex(good.chain)
        mark, after = next(marks, None), 0
        for record in records_from(self._recorded, name, partition, begin):
            chain, after = chained(chain, record), after + 1
            while mark is not None and mark.offset <= record.offset:
                if (mark.offset, mark.chain) != (record.offset, chain.hex()):
                    return self._broken(partition, begin, good, mark)
                good, after, mark = mark, 0, next(marks, None)
        if mark is not None:
            return self._broken(partition, begin, good, mark)
        return _vouched(name, partition, begin, good, after), None

    def _broken(
        self, partition: int, begin: int, good: Attestation | None, bad: Attestation
    ) -> tuple[Vouched, Stretch]:
        name = self._names.events
        through = good.offset if good else begin - 1
        mark = good.mark if good else None
        records = self._recorded.span(name, partition).records
        vouched = _vouched(name, partition, begin, good, records - (good.records if good else 0))
        return vouched, Stretch(name, partition, through, mark, bad.offset, bad.mark)


def _vouched(topic: str, partition: int, begin: int, good: Attestation | None, after: int) -> Vouched:
    through, mark = (good.offset, good.mark) if good else (None, None)
    return Vouched(topic, partition, begin, through, mark, max(after, 0))
