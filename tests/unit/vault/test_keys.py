"""Are keys kept where nobody else gets at them, in every replica, and destroyed for good?"""

import stat
from pathlib import Path

import pytest

from streams.kernel.errors import UserError
from streams.vault.keys import KEY_BYTES, KeyStore

MONTH = "2029-05"


def test_a_key_is_found_under_its_id(tmp_path: Path) -> None:
    keys = KeyStore("F", [tmp_path / "a"])
    name, key = keys.new("R1", "", MONTH)

    assert len(key) == KEY_BYTES
    assert keys.get(name) == key


def test_each_record_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = KeyStore("F", [tmp_path / "a"])

    assert keys.new("R1", "", MONTH) != keys.new("R1", "VIDEO", MONTH)


def test_no_file_holds_a_data_key_in_clear(tmp_path: Path) -> None:
    _, key = KeyStore("F", [tmp_path / "a"]).new("R1", "", MONTH)

    assert all(key not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_only_the_owner_can_read_what_is_kept(tmp_path: Path) -> None:
    KeyStore("F", [tmp_path / "a"]).new("R1", "", MONTH)
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "a").rglob("*")]

    assert all(mode & (stat.S_IRWXG | stat.S_IRWXO) == 0 for mode in modes)


def test_a_directory_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o755)

    with pytest.raises(UserError, match="chmod 700"):
        KeyStore("F", [tmp_path / "a"])


def test_a_replica_that_is_lost_costs_no_key(tmp_path: Path) -> None:
    name, key = KeyStore("F", [tmp_path / "a", tmp_path / "b"]).new("R1", "", MONTH)
    for file in (tmp_path / "a").rglob("*"):
        if file.is_file():
            file.unlink()

    assert KeyStore("F", [tmp_path / "a", tmp_path / "b"]).get(name) == key


def test_a_key_that_is_destroyed_is_gone_from_every_replica(tmp_path: Path) -> None:
    keys = KeyStore("F", [tmp_path / "a", tmp_path / "b"])
    name, _ = keys.new("R1", "", MONTH)

    assert keys.destroy(name)
    assert keys.get(name) is None
    assert not keys.destroy(name)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_the_wrapping_key_stays_as_long_as_a_data_key_needs_it(tmp_path: Path) -> None:
    keys = KeyStore("F", [tmp_path / "a"])
    (one, _), (other, key) = keys.new("R1", "", MONTH), keys.new("R2", "", MONTH)
    keys.destroy(one)

    assert keys.get(other) == key


def test_a_key_moves_to_another_month_and_stays_the_same(tmp_path: Path) -> None:
    keys = KeyStore("F", [tmp_path / "a"])
    name, key = keys.new("R1", "", MONTH)
    keys.move(name, "2031-05")
    kept = keys.kept(name)

    assert kept is not None and kept.month == "2031-05"
    assert keys.get(name) == key


def test_a_damaged_key_is_told_and_no_other_key_comes_out(tmp_path: Path) -> None:
    keys = KeyStore("F", [tmp_path / "a"])
    name, _ = keys.new("R1", "", MONTH)
    (tmp_path / "a" / "F" / "wrapping" / MONTH).write_bytes(bytes(KEY_BYTES))

    with pytest.raises(UserError, match="damaged"):
        keys.get(name)


@pytest.mark.parametrize("firm", ["..", "a/b", ""])
def test_a_firm_whose_name_is_no_directory_is_refused(tmp_path: Path, firm: str) -> None:
    with pytest.raises(UserError, match="name of a directory"):
        KeyStore(firm, [tmp_path / "a"])
