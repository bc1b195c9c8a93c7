"""What do the published views say so far?"""

import json
from collections.abc import Mapping
from typing import Any, cast

from streams.kernel.view_keys import view_and_row, view_key


class Views:
    """Looks into the newest rows of the views, by their keys on the topic of the views."""

    def __init__(self, rows: Mapping[bytes, bytes]) -> None:
        """Look into rows; they may change while they are looked at."""
        self._rows = rows

    def has(self, view: str, key: str) -> bool:
        """Whether there is a row."""
        return view_key(view, key).encode() in self._rows

    def row(self, view: str, key: str) -> dict[str, Any] | None:
        """A row of a view that holds a map, or None while there is none."""
        return cast("dict[str, Any] | None", self.value(view, key))

    def value(self, view: str, key: str) -> object:
        """A row of a view, or None while there is none; figures beyond 64 bits stay exact."""
        value = self._rows.get(view_key(view, key).encode())
        return None if value is None else json.loads(value)

    def rows_of(self, view: str) -> dict[str, Any]:
        """All rows of a view by their keys, in order of the keys."""
        found = self.bytes_of(view)
        return {key: json.loads(found[key]) for key in sorted(found)}

    def bytes_of(self, view: str) -> dict[str, bytes]:
        """All rows of a view by their keys, not yet read: there may be hundreds of thousands."""
        beginnings = (f"{view}/".encode(), view_key(view, "[").encode())
        return {
            view_and_row(key.decode())[1]: value
            for key, value in self._rows.items()
            if key.startswith(beginnings)
        }
