"""Under which key does a row of a view stand?

A row is named by a text, or, in a view of maps in maps (`Shape.TREE`), by the path to it: what a row is called never
says which of the two it is, because senders choose names.
"""

import msgspec

from streams.kernel.canonical import canonical_json

Path = tuple[str, ...]
"""The keys of the maps in which a row of a tree stands, from the outermost inward."""

Row = str | Path
"""What names a row of a view; the row of a view that is one value has the empty text."""

_steps = msgspec.json.Decoder(Path).decode


def view_key(view: str, row: Row) -> str:
    """The key of a row: the view, a slash, the row; of a path the compact JSON array of the view and the path.

    That of a view of one value is the view alone.
    """
    if isinstance(row, str):
        return f"{view}/{row}" if row else view
    return canonical_json((view, *row)).decode()


def beginning_of(view: str, row: Row) -> str:
    """With what the keys begin of the rows of a view that begin with this text, or with these steps of a path."""
    return f"{view}/{row}" if isinstance(row, str) else f"{view_key(view, row)[:-1]},"


def view_and_row(key: str) -> tuple[str, Row]:
    """The view and the row of a key."""
    # No view is called by a name that begins so; a row may be.
    if key.startswith("["):
        view, *path = _steps(key)
        return view, tuple(path)
    view, _, row = key.partition("/")
    return view, row


def path_of(key: str) -> Path:
    """The path in the key of a row of a tree."""
    return _steps(key)[1:]


def shown(row: Row) -> str:
    """A row in a text for people: a path as a compact JSON array."""
    return row if isinstance(row, str) else canonical_json(row).decode()
