"""Under which pseudonyms may somebody stand in the log? (section 11 of the contract)"""

import base64
import hashlib
import hmac
import itertools
import os
import re
import stat
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from schemas.comms_texts import is_pseudonym
from streams.kernel.errors import UserError

NUMBER: Final = "number"
CLIENT: Final = "client"
EMPLOYEE: Final = "employee"
ANONYMOUS: Final = "ANONYMOUS"
"""The marker of a number that was withheld."""

_LEAST_KEY_BYTES: Final = 16
_FOR_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_DIGEST: Final = re.compile("[A-Za-z0-9_-]{43}")


class LiveKeys(Protocol):
    """Where the keys of firms come from."""

    def live(self, firm: str | None) -> Sequence[bytes]:
        """Every key under which pseudonyms of a firm may still stand, the newest first; None: of every firm."""


class KeyFile:
    """Keys in a file that its owner alone can read.

    The file is TOML: in a table `keys` each firm has a list of keys in hexadecimal digits, the newest first.
    """

    def __init__(self, path: Path) -> None:
        """Read a file of keys.

        Raises:
            UserError: it is not there, others can read it, or it has another form; no key is shown.
        """
        try:
            with path.open("rb") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & _FOR_OTHERS:
                    raise UserError(
                        f"{path} can be read by others than its owner, so its keys are no secret. Nothing was "
                        f"searched. chmod 600 {path}, and consider new keys."
                    )
                self._keys = _keys(tomllib.load(file))
        except OSError as problem:
            raise UserError(f"{path} cannot be read: {problem.strerror}. Nothing was searched.") from None
        except (ValueError, TypeError, AttributeError, KeyError):
            raise UserError(
                f'{path} is no file of keys. It looks like this: [keys], then FIRM = ["64 hexadecimal digits"], the '
                "newest key first. Nothing was searched."
            ) from None

    def live(self, firm: str | None) -> Sequence[bytes]:
        """The keys of a firm, or of all of them."""
        if firm is None:
            return [key for keys in self._keys.values() for key in keys]
        return self._keys.get(firm, [])


def normalised_number(text: str, region: str = "NO") -> str:
    """A telephone number in E.164; one without a country belongs to the region.

    Raises:
        UserError: it is none; the message does not repeat it.
    """
    # It brings the numbering plans of the world, which only a number in clear asks for.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise UserError(
            "The number is no telephone number that somebody could call. Write it with its country, such as +47 and "
            "eight digits. Nothing was searched."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalised(kind: str, text: str) -> str:
    """An identifier in the one form in which it is made into a pseudonym: addresses in small letters."""
    if kind == NUMBER:
        return normalised_number(text)
    trimmed = unicodedata.normalize("NFC", text.strip())
    return trimmed.lower() if "@" in trimmed else trimmed


def pseudonym(key: bytes, kind: str, identifier: str) -> str:
    """The pseudonym of a normalised identifier: HMAC-SHA-256 of kind, zero byte and identifier, in base64url."""
    digest = hmac.digest(key, kind.encode() + b"\0" + identifier.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def pseudonyms(kind: str, text: str, firm: str | None, keys: LiveKeys | None) -> list[str]:
    """Every pseudonym under which somebody may be found; without keys, and of a pseudonym, the text itself.

    Raises:
        UserError: the text is in clear and there is no key; it is not repeated.
    """
    if text == ANONYMOUS or _DIGEST.fullmatch(text):
        return [text]
    if keys is None:
        if not is_pseudonym(text):
            raise UserError(
                f"The {kind} is in clear, and clear names and numbers do not reach the log. Name the file of the "
                "firm's keys with --keys, or give the pseudonym. Nothing was searched."
            )
        return [text]
    found = keys.live(firm)
    if not found:
        where = "any firm" if firm is None else firm
        raise UserError(f"There is no live key of {where}. Nothing was searched.")
    identifier = normalised(kind, text)
    return [pseudonym(key, kind, identifier) for key in found]


def alternatives(
    question: Mapping[str, str], pseudonyms: Mapping[str, Sequence[str]]
) -> list[dict[str, str]]:
    """A question under each combination of pseudonyms.

    Args:
        question: the criteria that name nobody.
        pseudonyms: those of each criterion that does.
    """
    names = list(pseudonyms)
    return [
        {**question, **dict(zip(names, chosen, strict=True))}
        for chosen in itertools.product(*(dict.fromkeys(pseudonyms[name]) for name in names))
    ]


def _keys(document: dict[str, Any]) -> dict[str, list[bytes]]:
    keys = {firm: [bytes.fromhex(key) for key in listed] for firm, listed in document["keys"].items()}
    if any(len(key) < _LEAST_KEY_BYTES for listed in keys.values() for key in listed):
        raise ValueError("a key is too short")
    return keys
