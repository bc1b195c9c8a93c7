"""What does the vault do with the content of a record: keep it, open it, check it, destroy it?"""

from typing import Final, NamedTuple

from streams.kernel.errors import UserError
from streams.vault.keys import KeyStore
from streams.vault.objects import ObjectStore
from streams.vault.sealing import hash_of, sealed, sealed_text, unsealed

VIDEO: Final = "VIDEO"
NOTHING_FOUND: Final = 64 * "0"
"""What is reported of an object that is not there: no content is known whose hash this is."""


class Stored(NamedTuple):
    """What an event says of content that is kept; each name is the field of the event."""

    content_hash: str
    data_key: str
    ciphertext_hash: str
    sealed: str | None


class Vault:
    """The content of one firm: objects in a store, their keys elsewhere."""

    def __init__(self, objects: ObjectStore, keys: KeyStore) -> None:
        self._objects = objects
        self._keys = keys

    def store(
        self, record: str, content: bytes, month: str, *, part: str = "", text: str | None = None
    ) -> Stored:
        """Keep the content of a record under a new data key.

        Args:
            month: of expiry: when the retention ends.
            part: VIDEO for a picture track, which has a key of its own.
            text: what the event is to say under seal: a number in clear, names of attendees.

        Raises:
            UserError: there is an object of that name: what was recorded is never replaced.
        """
        if self._objects.read(_object_name(record, part)) is not None:
            raise UserError(
                f"There is an object of the record {record} already, and an original is never replaced. Nothing was "
                "kept. Give the record another name."
            )
        name, key = self._keys.new(record, part, month)
        ciphertext = sealed(key, content, _object_name(record, part))
        self._objects.write(_object_name(record, part), ciphertext)
        told = None if text is None else sealed_text(key, text, record)
        return Stored(hash_of(content), name, hash_of(ciphertext), told)

    def open(self, record: str, data_key: str, *, part: str = "") -> bytes | None:
        """The content of a record; None where the key was destroyed, the object is gone or was changed."""
        key = self._keys.get(data_key)
        ciphertext = self._objects.read(_object_name(record, part))
        if key is None or ciphertext is None:
            return None
        return unsealed(key, ciphertext, _object_name(record, part))

    def shred(self, record: str, part: str = "") -> bool:
        """Destroy every data key of a record and delete its objects; whether there was anything left of them.

        Args:
            part: VIDEO for the picture track alone; empty for the whole record, its picture track too.
        """
        kept = self._keys.of_record(record, part)
        # The keys first: without them it does not matter any more whether an object, or a copy of it, is left.
        had_keys = [self._keys.destroy(one.key) for one in kept]
        parts = dict.fromkeys([part, *(one.part for one in kept)])
        had_objects = [self._objects.delete(_object_name(record, one)) for one in parts]
        return any(had_keys) or any(had_objects)


def found_hash(objects: ObjectStore, keys: KeyStore | None, record: str, data_key: str | None) -> str:
    """The hash of the content of a record as it is found now.

    Of what is encrypted the content is hashed; a ciphertext that no longer opens is hashed itself, which no content
    agrees with. Of what is not there it is `NOTHING_FOUND`.
    """
    found = objects.read(record)
    if found is None:
        return NOTHING_FOUND
    key = None if keys is None or data_key is None else keys.get(data_key)
    content = None if key is None else unsealed(key, found, record)
    return hash_of(found if content is None else content)


def _object_name(record: str, part: str) -> str:
    return f"{record}.{part}" if part else record
