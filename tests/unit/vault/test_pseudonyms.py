"""Under which pseudonym does somebody stand in the log?"""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from streams.kernel.errors import UserError
from streams.vault.pseudonyms import (
    ANONYMOUS,
    CLIENT,
    EMPLOYEE,
    NUMBER,
    KeyFile,
    alternatives,
    pseudonym,
    pseudonyms,
)

OLD, NEW, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(written(tmp_path))


def written(tmp_path: Path, mode: int = 0o600) -> Path:
    path = tmp_path / "keys.toml"
    path.write_text(f'[keys]\nFIRM_1 = ["{NEW.hex()}", "{OLD.hex()}"]\nFIRM_2 = ["{OTHER.hex()}"]\n')
    path.chmod(mode)
    return path


def test_it_is_the_keyed_digest_of_kind_zero_byte_and_identifier() -> None:
    digest = hmac.new(NEW, b"number\x00+4722334455", hashlib.sha256).digest()
    assert pseudonym(NEW, NUMBER, "+4722334455") == base64.urlsafe_b64encode(digest).decode().rstrip("=")


@pytest.mark.parametrize("text", ["+47 22 33 44 55", "22334455", "0047 22 33 44 55", "(+47) 22-33-44-55"])
def test_a_number_is_found_however_it_is_written(text: str, keys: KeyFile) -> None:
    assert pseudonyms(NUMBER, text, "FIRM_2", keys) == [pseudonym(OTHER, NUMBER, "+4722334455")]


def test_an_address_is_found_in_whatever_letters(keys: KeyFile) -> None:
    assert pseudonyms(CLIENT, " Kari@Example.NO", "FIRM_2", keys) == [
        pseudonym(OTHER, CLIENT, "kari@example.no")
    ]


def test_every_live_key_of_the_firm_is_tried_and_without_a_firm_those_of_all(keys: KeyFile) -> None:
    of_firm = [pseudonym(key, EMPLOYEE, "Kari Nordmann") for key in (NEW, OLD)]
    assert pseudonyms(EMPLOYEE, "Kari Nordmann", "FIRM_1", keys) == of_firm
    assert pseudonyms(EMPLOYEE, "Kari Nordmann", None, keys) == [
        *of_firm,
        pseudonym(OTHER, EMPLOYEE, "Kari Nordmann"),
    ]


def test_a_pseudonym_and_a_withheld_number_stay_as_they_are(keys: KeyFile) -> None:
    known = pseudonym(OLD, NUMBER, "+4722334455")
    assert pseudonyms(NUMBER, known, "FIRM_1", keys) == [known]
    assert pseudonyms(NUMBER, ANONYMOUS, "FIRM_1", keys) == [ANONYMOUS]
    assert pseudonyms(NUMBER, "NUM_CLIENT_1", None, None) == ["NUM_CLIENT_1"]


@pytest.mark.parametrize(("kind", "text"), [(NUMBER, "+4722334455"), (EMPLOYEE, "Kari Nordmann")])
def test_what_is_in_clear_is_refused_without_keys_and_not_repeated(kind: str, text: str) -> None:
    with pytest.raises(UserError, match="in clear") as refused:
        pseudonyms(kind, text, "FIRM_1", None)
    assert text not in refused.value.message


def test_what_is_no_number_is_refused_and_not_repeated(keys: KeyFile) -> None:
    with pytest.raises(UserError, match="no telephone number") as refused:
        pseudonyms(NUMBER, "12 3", "FIRM_1", keys)
    assert "12 3" not in refused.value.message


def test_a_firm_without_a_key_is_told(keys: KeyFile) -> None:
    with pytest.raises(UserError, match="no live key of FIRM_9"):
        pseudonyms(NUMBER, "22334455", "FIRM_9", keys)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_keys_that_others_can_read_are_refused(mode: int, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="chmod 600"):
        KeyFile(written(tmp_path, mode))


@pytest.mark.parametrize(
    "text", ["", "keys = 1", '[keys]\nFIRM = ["secret"]', '[keys]\nFIRM = ["00"]', "[keys"]
)
def test_a_file_that_holds_no_keys_is_told_without_what_it_holds(text: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(UserError, match="is no file of keys") as refused:
        KeyFile(path)
    assert "secret" not in refused.value.message


def test_a_question_is_asked_under_each_combination() -> None:
    asked = alternatives({"firm": "F"}, {"employee": ["a", "b"], "to_number": ["c", "d", "c"]})
    assert asked == [
        {"firm": "F", "employee": employee, "to_number": number} for employee in "ab" for number in "cd"
    ]
