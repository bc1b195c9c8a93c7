"""How are rows kept on disk that are too many for memory?

with temporary_rows() as disk:
    rows = PartitionRows(disk, "entries/0")

One RocksDB holds the rows of all partitions that a process folds, so that what it takes of memory grows neither with
them nor with their number. Nothing in it is the truth: that is the state topic, or the log. So it keeps no log of its
own; after a crash it holds what it held at some earlier moment, of all partitions alike.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

from rocksdict import (
    BlockBasedIndexType,
    BlockBasedOptions,
    Cache,
    DBCompressionType,
    Options,
    Rdict,
    WriteBatch,
    WriteOptions,
)

_CACHE_BYTES: Final = 64 << 20
_WRITE_BUFFER_BYTES: Final = 16 << 20
_MOST_OPEN_FILES: Final = 512
_INDEX_PART_BYTES: Final = 4 << 10
_BLOOM_BITS: Final = 10
_BLOOM_OF_BUFFER: Final = 0.1
_MESSAGES_BYTES: Final = 1 << 20


class DiskFaultError(Exception):
    """What is on disk cannot be read or written.

    Attributes:
        is_damage: whether it is no longer what was written there.
    """

    def __init__(self, path: Path, fault: Exception) -> None:
        super().__init__(f"{path}: {fault}")
        self.is_damage = str(fault).startswith("Corruption")


class DiskRows:
    """Bytes by key in a folder that no other process uses.

    Every method raises DiskFaultError where the disk refuses or holds something else than was written.
    """

    def __init__(self, path: Path) -> None:
        """Open a folder, or make it."""
        self.path = path
        with _told(path):
            self._database = Rdict(str(path), _options())
        self._write_options = WriteOptions()
        # A property, whatever its stub says.
        self._write_options.disable_wal = True  # type: ignore[method-assign,assignment]

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, or None where there is none."""
        try:
            return cast("bytes | None", self._database.get(key))
        except Exception as fault:
            raise DiskFaultError(self.path, fault) from fault

    def under(
        self, prefix: bytes, start: bytes = b"", end: bytes | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """The keys that begin with a prefix with their values, in order, as they stand when the first is asked for.

        Args:
            start: what follows the prefix comes no earlier than this.
            end: and before this; None for no end.
        """
        with _told(self.path):
            cursor = self._database.iter()
            cursor.seek(prefix + start)
        while True:
            with _told(self.path):
                if not cursor.valid():
                    cursor.status()
                    return
                key, value = cursor.key(), cursor.value()
                if not key.startswith(prefix) or (end is not None and key >= prefix + end):
                    return
                cursor.next()
            yield key, value

    def write(self, changes: Mapping[bytes, bytes | None]) -> None:
        """Write all changes or none; None takes a key out."""
        batch = WriteBatch(raw_mode=True)
        for key, value in changes.items():
            if value is None:
                batch.delete(key)
            else:
                batch.put(key, value)
        with _told(self.path):
            self._database.write(batch, self._write_options)

    def clear(self, begin: bytes, end: bytes) -> None:
        """Take out every key from `begin` on and before `end`."""
        with _told(self.path):
            self._database.delete_range(begin, end, self._write_options)

    def close(self) -> None:
        """Put everything on disk and let the folder go."""
        with _told(self.path):
            self._database.close()


@contextmanager
def temporary_rows() -> Iterator[DiskRows]:
    """Rows in a folder that is made for them and removed again, below the directory for temporary files (TMPDIR)."""
    with _told(Path(tempfile.gettempdir())):
        folder = tempfile.TemporaryDirectory(prefix="countinghouse-rows-")
    with folder as path:
        rows = DiskRows(Path(path))
        try:
            yield rows
        finally:
            rows.close()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except Exception as fault:
        raise DiskFaultError(path, fault) from fault


def _options() -> Options:
    """Little memory whatever is stored: two write buffers, and one cache that holds indexes and filters too."""
    table = BlockBasedOptions()
    table.set_block_cache(Cache(_CACHE_BYTES))
    table.set_cache_index_and_filter_blocks(True)
    # In small parts: the cache is divided, and an index of a megabyte would not fit into a division.
    table.set_index_type(BlockBasedIndexType.two_level_index_search())
    table.set_partition_filters(True)
    table.set_metadata_block_size(_INDEX_PART_BYTES)
    table.set_pin_top_level_index_and_filter(True)
    table.set_bloom_filter(_BLOOM_BITS, False)
    options = Options(raw_mode=True)
    options.create_if_missing(True)
    options.set_block_based_table_factory(table)
    options.set_compression_type(DBCompressionType.lz4())
    options.set_keep_log_file_num(1)
    options.set_level_compaction_dynamic_level_bytes(True)
    options.set_max_log_file_size(_MESSAGES_BYTES)
    options.set_max_open_files(_MOST_OPEN_FILES)
    options.set_max_write_buffer_number(2)
    options.set_memtable_prefix_bloom_ratio(_BLOOM_OF_BUFFER)
    options.set_memtable_whole_key_filtering(True)
    options.set_skip_stats_update_on_db_open(True)
    options.set_write_buffer_size(_WRITE_BUFFER_BYTES)
    return options
