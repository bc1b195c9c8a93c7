"""How is content made unreadable without its data key? AES-256-GCM, as `cryptography` has it."""

import base64
import secrets
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES: Final = 12


def sealed(key: bytes, content: bytes, about: str) -> bytes:
    """Content under a data key: nonce and ciphertext.

    Args:
        about: what it is the content of; it opens under the same only.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unsealed(key: bytes, ciphertext: bytes, about: str) -> bytes | None:
    """The content; None where the ciphertext was changed, or belongs to something else."""
    try:
        return AESGCM(key).decrypt(ciphertext[:_NONCE_BYTES], ciphertext[_NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        return None


def sealed_text(key: bytes, text: str, about: str) -> str:
    """A text as the field `sealed` of an event holds it: base64url."""
    return base64.urlsafe_b64encode(sealed(key, text.encode(), about)).rstrip(b"=").decode()


def unsealed_text(key: bytes, text: str, about: str) -> str | None:
    """What the field `sealed` of an event says; None where it does not open."""
    found = unsealed(key, base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), about)
    return None if found is None else found.decode()


def hash_of(content: bytes) -> str:
    """SHA-256 in hexadecimal digits: the `content_hash` of content, the `ciphertext_hash` of an object."""
    return sha256(content).hexdigest()
