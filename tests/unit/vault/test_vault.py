"""Can content be opened with its key, and never without?"""

from pathlib import Path

import pytest

from streams.kernel.errors import UserError
from streams.vault.keys import KeyStore
from streams.vault.objects import DirectoryStore
from streams.vault.sealing import hash_of, sealed, unsealed, unsealed_text
from streams.vault.vault import NOTHING_FOUND, VIDEO, Vault, found_hash

MONTH = "2029-05"
SOUND = b"what was said"


@pytest.fixture
def objects(tmp_path: Path) -> DirectoryStore:
    (tmp_path / "objects").mkdir()
    return DirectoryStore(tmp_path / "objects")


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore("F", [tmp_path / "keys"])


def test_content_comes_out_as_it_went_in(objects: DirectoryStore, keys: KeyStore) -> None:
    vault = Vault(objects, keys)
    stored = vault.store("R1", SOUND, MONTH)

    assert vault.open("R1", stored.data_key) == SOUND
    assert stored.content_hash == hash_of(SOUND)


def test_the_object_does_not_hold_the_content_in_clear(objects: DirectoryStore, keys: KeyStore) -> None:
    stored = Vault(objects, keys).store("R1", SOUND, MONTH)
    ciphertext = objects.read("R1")

    assert ciphertext is not None and SOUND not in ciphertext
    assert stored.ciphertext_hash == hash_of(ciphertext)


def test_without_its_key_no_copy_can_be_opened(objects: DirectoryStore, keys: KeyStore) -> None:
    vault = Vault(objects, keys)
    stored = vault.store("R1", SOUND, MONTH, text="+47 22 00 00 00")
    copy = objects.read("R1")
    assert vault.shred("R1")

    assert copy is not None and stored.sealed is not None
    objects.write("R1", copy)
    assert vault.open("R1", stored.data_key) is None
    assert keys.get(stored.data_key) is None


def test_what_is_sealed_opens_with_the_key_of_its_record_alone(
    objects: DirectoryStore, keys: KeyStore
) -> None:
    vault = Vault(objects, keys)
    one = vault.store("R1", SOUND, MONTH, text="+47 22 00 00 00")
    other = vault.store("R2", SOUND, MONTH)
    right, wrong = keys.get(one.data_key), keys.get(other.data_key)

    assert right is not None and wrong is not None and one.sealed is not None
    assert unsealed_text(right, one.sealed, "R1") == "+47 22 00 00 00"
    assert unsealed_text(wrong, one.sealed, "R1") is None
    assert unsealed_text(right, one.sealed, "R2") is None


def test_the_picture_track_goes_and_the_sound_stays(objects: DirectoryStore, keys: KeyStore) -> None:
    vault = Vault(objects, keys)
    sound, picture = vault.store("R1", SOUND, MONTH), vault.store("R1", b"faces", MONTH, part=VIDEO)
    vault.shred("R1", VIDEO)

    assert vault.open("R1", sound.data_key) == SOUND
    assert vault.open("R1", picture.data_key, part=VIDEO) is None


def test_a_whole_deletion_takes_the_picture_track_too(objects: DirectoryStore, keys: KeyStore) -> None:
    vault = Vault(objects, keys)
    vault.store("R1", SOUND, MONTH)
    vault.store("R1", b"faces", MONTH, part=VIDEO)
    vault.shred("R1")

    assert list(keys.names()) == []
    assert (objects.read("R1"), objects.read("R1.VIDEO")) == (None, None)


def test_an_original_is_never_replaced(objects: DirectoryStore, keys: KeyStore) -> None:
    vault = Vault(objects, keys)
    vault.store("R1", SOUND, MONTH)

    with pytest.raises(UserError, match="never replaced"):
        vault.store("R1", b"something else", MONTH)


def test_the_hash_of_what_is_found_is_that_of_the_content(objects: DirectoryStore, keys: KeyStore) -> None:
    stored = Vault(objects, keys).store("R1", SOUND, MONTH)
    objects.write("R2", SOUND)

    assert found_hash(objects, keys, "R1", stored.data_key) == hash_of(SOUND)
    assert found_hash(objects, None, "R2", None) == hash_of(SOUND)


def test_an_object_that_was_changed_or_is_gone_has_another_hash(
    objects: DirectoryStore, keys: KeyStore
) -> None:
    stored = Vault(objects, keys).store("R1", SOUND, MONTH)
    ciphertext = objects.read("R1")
    assert ciphertext is not None
    objects.write("R1", ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]))
    changed = found_hash(objects, keys, "R1", stored.data_key)
    objects.delete("R1")

    assert changed != stored.content_hash
    assert found_hash(objects, keys, "R1", stored.data_key) == NOTHING_FOUND


def test_the_same_content_never_gives_the_same_ciphertext() -> None:
    key = bytes(32)

    assert sealed(key, SOUND, "R1") != sealed(key, SOUND, "R1")
    assert unsealed(key, b"short", "R1") is None


def test_a_record_whose_name_is_no_file_name_stays_in_its_directory(objects: DirectoryStore) -> None:
    objects.write("../R1", SOUND)

    assert objects.read("../R1") == SOUND
    assert objects.read("R1") is None
