"""Who stands behind a pseudonym? The identity map, which is kept apart from the log. (section 11 of the contract)"""

import os
import sqlite3
import stat
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from streams.kernel.errors import UserError
from streams.vault.pseudonyms import LiveKeys, pseudonym
from streams.vault.sealing import sealed, unsealed

_KEY_BYTES: Final = 32
_FOR_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_OWNER_ALONE: Final = 0o600
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS identities "
    "(pseudonym TEXT PRIMARY KEY, firm TEXT NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID"
)


class Identity(NamedTuple):
    """Who somebody is.

    Attributes:
        kind: employee, client or number.
        identifier: normalised, in clear.
    """

    firm: str
    kind: str
    identifier: str


class IdentityMap:
    """The identities of firms in a file of its own, each sealed under a key that follows from the firm's key.

    The file alone tells nobody, nor do the keys alone. What is forgotten is overwritten in the file. Everything that
    was remembered in a `with` block is kept at its end, or nothing of it.
    """

    def __init__(self, file: Path) -> None:
        """Open a map; one that is not there is begun, for its owner alone.

        Raises:
            UserError: others can read it, it cannot be opened, or it is no identity map.
        """
        try:
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, _OWNER_ALONE))
            if stat.S_IMODE(file.stat().st_mode) & _FOR_OTHERS:
                raise UserError(
                    f"{file} can be read by others than its owner, and it says who people are. Nothing was done. "
                    f"chmod 600 {file}"
                )
            self._rows = sqlite3.connect(file)
            self._rows.execute("PRAGMA secure_delete = ON")
            self._rows.execute(_TABLE)
        except OSError as problem:
            raise UserError(f"{file} cannot be opened: {problem.strerror}. Nothing was done.") from None
        except sqlite3.DatabaseError:
            raise UserError(f"{file} is no identity map. Nothing was done.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._rows.commit()
        self._rows.close()

    def __len__(self) -> int:
        count: int = self._rows.execute("SELECT count(*) FROM identities").fetchone()[0]
        return count

    def remember(self, identity: Identity, key: bytes) -> str:
        """Keep who somebody is; the pseudonym under the firm's key."""
        name = pseudonym(key, identity.kind, identity.identifier)
        ciphertext = sealed(_key_to_entries(key), identity.identifier.encode(), name)
        self._rows.execute(
            "INSERT OR IGNORE INTO identities VALUES (?, ?, ?, ?)",
            (name, identity.firm, identity.kind, ciphertext),
        )
        return name

    def who(self, name: str, keys: LiveKeys) -> Identity | None:
        """Who stands behind a pseudonym; None where nobody is kept under it, or no live key opens the entry."""
        found = self._rows.execute(
            "SELECT firm, kind, sealed FROM identities WHERE pseudonym = ?", (name,)
        ).fetchone()
        if found is None:
            return None
        firm, kind, ciphertext = found
        for key in keys.live(firm):
            identifier = unsealed(_key_to_entries(key), ciphertext, name)
            if identifier is not None:
                return Identity(firm, kind, identifier.decode())
        return None

    def forget(self, names: Iterable[str]) -> int:
        """Forget who stands behind pseudonyms; of how many that was kept."""
        done = self._rows.executemany(
            "DELETE FROM identities WHERE pseudonym = ?", ((name,) for name in names)
        )
        return max(done.rowcount, 0)


def _key_to_entries(key: bytes) -> bytes:
    """The key under which entries are sealed: nobody gets from it to pseudonyms."""
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"identity map").derive(key)
