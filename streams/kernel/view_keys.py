"""Under which key does a row of a view stand?"""

import json

from streams.kernel.canonical import canonical_json


def view_key(view: str, row: str) -> str:
    """The key of a row: the view, a slash, the row.

    A row that is a path in a tree has the view as its first step; that of a view of one value is the view alone.
    """
    if row.startswith("["):
        return f"{_first_step(view)},{row[1:]}"
    return f"{view}/{row}" if row else view


def view_and_row(key: str) -> tuple[str, str]:
    """The view and the row of a key."""
    if key.startswith("["):
        view, *path = json.loads(key)
        return view, canonical_json(path).decode()
    view, _, row = key.partition("/")
    return view, row


def _first_step(view: str) -> str:
    return canonical_json([view])[:-1].decode()
