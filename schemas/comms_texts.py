"""Which texts may stand in the fields of comms, and which of them would name somebody in clear?

Each check raises ValueError, in words that follow the field's name; each pattern stands in the published schema.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from msgspec import Meta

from schemas.instants import instant_us

NAME_PATTERN: Final = "^[A-Za-z0-9_.-]{1,128}$"
PSEUDONYM_PATTERN: Final = "^(?=.*[A-Za-z])[A-Za-z0-9_-]{1,64}$"
EVENT_ID_PATTERN: Final = "^[A-Za-z0-9_.:-]{1,128}$"
INSTANT_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z$"
LANGUAGE_PATTERN: Final = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
HASH_PATTERN: Final = "^[0-9a-f]{4,128}$"
SEALED_PATTERN: Final = "^[A-Za-z0-9_-]{1,65536}$"

_NAME: Final = re.compile(NAME_PATTERN.strip("^$"))
_PSEUDONYM: Final = re.compile(PSEUDONYM_PATTERN.strip("^$"))
_EVENT_ID: Final = re.compile(EVENT_ID_PATTERN.strip("^$"))
_LANGUAGE: Final = re.compile(LANGUAGE_PATTERN.strip("^$"))
_HASH: Final = re.compile(HASH_PATTERN.strip("^$"))
_SEALED: Final = re.compile(SEALED_PATTERN.strip("^$"))
_WHOLE_SECONDS: Final = len("2024-05-27T08:00:00Z")
_MILLISECONDS: Final = len("2024-05-27T08:00:00.000Z")


@lru_cache(maxsize=65_536)
def check_name(text: str) -> None:
    """Refuse a text that is no technical name; ValueError says what one looks like."""
    if _NAME.fullmatch(text) is None:
        raise ValueError("is not a name of 1 to 128 characters A-Z a-z 0-9 _ . -")


@lru_cache(maxsize=65_536)
def check_pseudonym(text: str) -> None:
    """Refuse a text that may be a clear identifier; ValueError says what a pseudonym looks like."""
    if not is_pseudonym(text):
        raise ValueError("is not a pseudonym of 1 to 64 characters A-Z a-z 0-9 _ - with a letter in it")


def is_pseudonym(text: str) -> bool:
    """Say whether a text has the form of a pseudonym; telephone numbers and addresses have another."""
    return _PSEUDONYM.fullmatch(text) is not None


def check_event_id(text: str) -> None:
    """Refuse a text that is no event id."""
    if _EVENT_ID.fullmatch(text) is None:
        raise ValueError("is not an id of 1 to 128 characters A-Z a-z 0-9 _ . : -")


def check_instant(text: str) -> None:
    """Refuse a text that names no instant in whole seconds or milliseconds."""
    instant_us(text)
    if len(text) not in (_WHOLE_SECONDS, _MILLISECONDS):
        raise ValueError("is neither in whole seconds nor in milliseconds")


@lru_cache(maxsize=1_024)
def check_language(text: str) -> None:
    """Refuse a text that is no language tag."""
    if _LANGUAGE.fullmatch(text) is None:
        raise ValueError("is not a language tag such as nb or en-GB")


def check_hash(text: str) -> None:
    """Refuse a text that is no hash in hexadecimal digits."""
    if _HASH.fullmatch(text) is None:
        raise ValueError("is not a hash of 4 to 128 digits 0-9 a-f")


def check_sealed(text: str) -> None:
    """Refuse a text that is no ciphertext in base64url."""
    if _SEALED.fullmatch(text) is None:
        raise ValueError("is not base64url of at most 65536 characters")


def check_unique(values: Sequence[object]) -> None:
    """Refuse a list that holds a value twice."""
    if len(set(values)) != len(values):
        raise ValueError("holds a value twice")


def text(check: object, pattern: str, description: str) -> Meta:
    """What the reader checks of a text, and what the published schema says of it."""
    return Meta(extra={"check": check}, extra_json_schema={"pattern": pattern}, description=description)
