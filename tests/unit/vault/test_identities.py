"""Does the identity map tell whom a pseudonym stands for, to whoever has the file and the key, until it forgets?"""

from pathlib import Path

import pytest

from streams.kernel.errors import UserError
from streams.vault.identities import Identity, IdentityMap
from streams.vault.pseudonyms import CLIENT, NUMBER, KeyFile, pseudonym

KEY = bytes(range(32))
OLA = Identity("FIRM", CLIENT, "Ola Nordmann")
HIS_NUMBER = Identity("FIRM", NUMBER, "+4722334455")


def keys(directory: Path, key: bytes = KEY) -> KeyFile:
    path = directory / "keys.toml"
    path.write_text(f'[keys]\nFIRM = ["{bytes(32).hex()}", "{key.hex()}"]\n')
    path.chmod(0o600)
    return KeyFile(path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A map of two identities."""
    file = tmp_path / "who"
    with IdentityMap(file) as people:
        for identity in (OLA, HIS_NUMBER, OLA):
            people.remember(identity, KEY)
    return file


def test_a_pseudonym_is_told_under_any_live_key(file: Path, tmp_path: Path) -> None:
    with IdentityMap(file) as people:
        assert people.who(pseudonym(KEY, CLIENT, "Ola Nordmann"), keys(tmp_path)) == OLA
        assert people.who(pseudonym(KEY, NUMBER, "+4722334455"), keys(tmp_path)) == HIS_NUMBER
        assert len(people) == 2


def test_without_the_key_the_file_tells_nobody(file: Path, tmp_path: Path) -> None:
    with IdentityMap(file) as people:
        assert people.who(pseudonym(KEY, CLIENT, "Ola Nordmann"), keys(tmp_path, bytes(31) + b"x")) is None
    assert b"Ola" not in file.read_bytes()


def test_whom_it_forgets_it_tells_no_longer_and_nothing_of_it_is_left_in_the_file(
    file: Path, tmp_path: Path
) -> None:
    name = pseudonym(KEY, CLIENT, "Ola Nordmann")
    with IdentityMap(file) as people:
        assert people.forget([name, "NOBODY"]) == 1
    with IdentityMap(file) as people:
        assert people.who(name, keys(tmp_path)) is None
        assert people.forget([name]) == 0
        assert len(people) == 1
    assert name.encode() not in file.read_bytes()


def test_of_what_failed_half_way_nothing_is_kept(file: Path) -> None:
    with pytest.raises(ZeroDivisionError), IdentityMap(file) as people:
        people.remember(Identity("FIRM", CLIENT, "Kari"), KEY)
        raise ZeroDivisionError
    with IdentityMap(file) as people:
        assert len(people) == 2


def test_it_is_its_owners_alone(file: Path, tmp_path: Path) -> None:
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o640)
    with pytest.raises(UserError, match="chmod 600"):
        IdentityMap(file)


def test_another_file_is_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a map" * 200)
    other.chmod(0o600)
    with pytest.raises(UserError, match="no identity map"):
        IdentityMap(other)
    assert other.read_text() == "not a map" * 200
