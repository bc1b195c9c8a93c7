"""How are names put together so that they can never run together?"""

from streams.kernel.canonical import canonical_json


def escaped(name: str) -> str:
    """A name for a path: `%` and `/` are written %25 and %2F."""
    if "%" in name or "/" in name:
        return name.replace("%", "%25").replace("/", "%2F")
    return name


def unescaped(part: str) -> str:
    """The name in a part of a path."""
    return part.replace("%2F", "/").replace("%25", "%") if "%" in part else part


def path(*names: str) -> str:
    """Names in a row, slashes between them."""
    return "/".join(map(escaped, names))


def names_of(joined: str) -> list[str]:
    """The names in a path."""
    return [unescaped(part) for part in joined.split("/")]


def key_of(*names: str) -> str:
    """The key of a record: a compact JSON array of strings."""
    return canonical_json(names).decode()
