"""Where are the keys kept, and how is one destroyed? (DR2017-565/76, section 11 of the contract)

A directory for each firm; in it a file for each wrapping key, named after its month of expiry, and one for each data
key, which holds it under its wrapping key. Everything stands in every replica, or the change is refused.
"""

import os
import re
import secrets
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from streams.kernel.errors import UserError

KEY_BYTES: Final = 32
_ID_BYTES: Final = 16
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_WRAPPING: Final = "wrapping"
_DATA: Final = "data"
_FOR_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeptKey(msgspec.Struct, frozen=True):
    """A data key as it is kept.

    Attributes:
        key: its id, as events name it.
        month: of its expiry, such as 2029-05.
        record: whose content it opens.
        part: VIDEO for a picture track; empty for the record itself.
        wrapped: the key under the wrapping key of the month, by AES key wrap (RFC 3394).
    """

    key: str
    month: str
    record: str
    part: str
    wrapped: bytes


class KeyStore:
    """The keys of one firm, in one directory and its replicas."""

    def __init__(self, firm: str, directories: Sequence[Path]) -> None:
        """Open the keys of a firm; directories that are not there are made, for their owner alone.

        Raises:
            UserError: others can get at a directory, it cannot be used, or the firm cannot have one of its name.
        """
        if not _NAME.fullmatch(firm) or not firm.strip("."):
            raise UserError(f'"{firm}" cannot be the name of a directory. Nothing was done.')
        self._roots = [directory / firm for directory in directories]
        for root in self._roots:
            for directory in (root.parent, root, root / _WRAPPING, root / _DATA):
                _make_private(directory)

    def new(self, record: str, part: str, month: str) -> tuple[str, bytes]:
        """Make a data key that expires with a month; its id and the key.

        Raises:
            UserError: it cannot be kept in every replica; then it is kept in none.
        """
        key = secrets.token_bytes(KEY_BYTES)
        name = secrets.token_urlsafe(_ID_BYTES).replace("-", "_")
        self._put(KeptKey(name, month, record, part, aes_key_wrap(self._wrapping(month), key)))
        return name, key

    def get(self, name: str) -> bytes | None:
        """A data key; None where it was destroyed, or never was.

        Raises:
            UserError: its wrapping key is lost, or one of both is damaged.
        """
        kept = self.kept(name)
        if kept is None:
            return None
        wrapping = self._read(_WRAPPING, kept.month)
        try:
            return None if wrapping is None else aes_key_unwrap(wrapping, kept.wrapped)
        except InvalidUnwrap:
            raise UserError(
                f"The data key {name} does not open under the wrapping key of {kept.month}: one of both is damaged. "
                "Bring back the replica that is whole."
            ) from None

    def kept(self, name: str) -> KeptKey | None:
        """A data key as it is kept; None where there is none."""
        found = self._read(_DATA, name)
        return None if found is None else msgspec.json.decode(found, type=KeptKey)

    def of_record(self, record: str, part: str) -> list[KeptKey]:
        """The keys to the picture track of a record, or, without a part, to all of its content."""
        kept = [self.kept(name) for name in self.names()]
        return [one for one in kept if one is not None and one.record == record and part in ("", one.part)]

    def names(self) -> Iterator[str]:
        """The ids of all data keys."""
        return iter(sorted({file.name for root in self._roots for file in (root / _DATA).iterdir()}))

    def move(self, name: str, month: str) -> None:
        """Let a data key expire with another month: retention was extended, or a hold was placed.

        Raises:
            UserError: there is no such key.
        """
        kept, key = self.kept(name), self.get(name)
        if kept is None or key is None:
            raise UserError(f"There is no data key {name}; it may have been destroyed. Nothing was moved.")
        wrapped = aes_key_wrap(self._wrapping(month), key)
        self._put(msgspec.structs.replace(kept, month=month, wrapped=wrapped))

    def destroy(self, name: str) -> bool:
        """Destroy a data key in every replica, and the wrapping key of its month if nothing else needs it.

        Returns:
            Whether there was one; a second time nothing happens.
        """
        kept = self.kept(name)
        is_gone = [self._remove(root, _DATA, name) for root in self._roots]
        if kept is not None and all(self._month_of(other) != kept.month for other in self.names()):
            for root in self._roots:
                self._remove(root, _WRAPPING, kept.month)
        return any(is_gone)

    def _month_of(self, name: str) -> str:
        kept = self.kept(name)
        return "" if kept is None else kept.month

    def _wrapping(self, month: str) -> bytes:
        if not _MONTH.fullmatch(month):
            raise UserError(f'"{month}" is no month such as 2029-05. Nothing was kept.')
        found = self._read(_WRAPPING, month)
        if found is None:
            found = secrets.token_bytes(KEY_BYTES)
            self._write(_WRAPPING, month, found)
        return found

    def _put(self, kept: KeptKey) -> None:
        self._write(_DATA, kept.key, msgspec.json.encode(kept))

    def _read(self, kind: str, name: str) -> bytes | None:
        """What the first replica holds that has it."""
        if not _NAME.fullmatch(name):
            return None
        for root in self._roots:
            try:
                return (root / kind / name).read_bytes()
            except FileNotFoundError:
                continue
        return None

    def _write(self, kind: str, name: str, content: bytes) -> None:
        """Write to every replica, each whole or not at all."""
        for root in self._roots:
            file = root / kind / name
            try:
                _write_private(file, content)
            except OSError as problem:
                raise UserError(
                    f"{file} cannot be written: {problem.strerror}. The key is not kept."
                ) from None

    def _remove(self, root: Path, kind: str, name: str) -> bool:
        try:
            (root / kind / name).unlink()
        except FileNotFoundError:
            return False
        except OSError as problem:
            raise UserError(
                f"{root / kind / name} cannot be destroyed: {problem.strerror}. Do it again when it can."
            ) from None
        _sync(root / kind)
        return True


def _make_private(directory: Path) -> None:
    try:
        directory.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        mode = stat.S_IMODE(directory.stat().st_mode)
    except OSError as problem:
        raise UserError(
            f"{directory} cannot be used for keys: {problem.strerror}. Nothing was done."
        ) from None
    if mode & _FOR_OTHERS:
        raise UserError(
            f"Others than its owner can get at {directory}, so its keys are no secret. Nothing was done. "
            f"chmod 700 {directory}, and consider new keys."
        )


def _write_private(file: Path, content: bytes) -> None:
    """Put a file in its place in one step, readable by its owner alone, and on the disk when this returns."""
    draft = file.with_name(f".{file.name}.new")
    with open(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, stat.S_IRUSR | stat.S_IWUSR), "wb"
    ) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    _sync(file.parent)


def _sync(directory: Path) -> None:
    """See that what happened to the names in a directory is on the disk."""
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
