"""To which partitions do many keys belong, all at once?"""

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from streams.kernel.partitioner import murmur2

_MULTIPLIER: Final = 0x5BD1E995
_SEED: Final = 0x9747B28C
_LANE_BYTES: Final = 8
_FEW: Final = 8


def partitions_of(keys: Sequence[bytes], partitions: int) -> list[int]:
    """The partition that Kafka's default partitioner chooses for each key, as `partition_of` says it for one."""
    hashes = [0] * len(keys)
    by_length: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        by_length.setdefault(len(key), []).append(place)
    for places in by_length.values():
        alike = [keys[place] for place in places]
        hashed = map(murmur2, alike) if len(alike) < _FEW else _hashes_of_one_length(alike)
        for place, mixed in zip(places, hashed, strict=True):
            hashes[place] = mixed
    return [(mixed & 0x7FFFFFFF) % partitions for mixed in hashes]


def _hashes_of_one_length(keys: Sequence[bytes]) -> Iterator[int]:
    """The Murmur2 hashes of keys that are equally long.

    All keys are hashed in one number that has a lane of 64 bits for each: a product of 32 and 31 bits stays in its
    lane, and what a shift moves into the lane below is cut off with the upper half of every lane.
    """
    count, length, joined = len(keys), len(keys[0]), b"".join(keys)
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * count, "little")
    mask = ones * 0xFFFFFFFF

    def lanes(start: int, end: int) -> int:
        """The bytes from start to end of every key, each in its lane."""
        spread = bytearray(_LANE_BYTES * count)
        for place in range(start, end):
            spread[place - start :: _LANE_BYTES] = joined[place::length]
        return int.from_bytes(spread, "little")

    mixed = ones * (_SEED ^ length)
    whole = length & ~3
    for start in range(0, whole, 4):
        word = lanes(start, start + 4) * _MULTIPLIER & mask
        word = (word ^ word >> 24 & mask) * _MULTIPLIER & mask
        mixed = mixed * _MULTIPLIER & mask ^ word
    if whole < length:
        mixed = (mixed ^ lanes(whole, length)) * _MULTIPLIER & mask
    mixed = (mixed ^ mixed >> 13 & mask) * _MULTIPLIER & mask
    mixed ^= mixed >> 15 & mask
    return iter(struct.unpack(f"<{2 * count}I", mixed.to_bytes(_LANE_BYTES * count, "little"))[::2])
