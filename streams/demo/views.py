"""What do the published views say so far?"""

import json
from collections.abc import Mapping
from typing import Any, cast

from streams.kernel.view_keys import Path, Row, beginning_of, path_of, view_key


class Views:
    """Looks into the newest rows of the views, by their keys on the topic of the views."""

    def __init__(self, rows: Mapping[bytes, bytes]) -> None:
        """Look into rows; they may change while they are looked at."""
        self._rows = rows

    def has(self, view: str, key: Row) -> bool:
        """Whether there is a row."""
        return view_key(view, key).encode() in self._rows

    def row(self, view: str, key: Row) -> dict[str, Any] | None:
        """A row of a view that holds a map, or None while there is none."""
        return cast("dict[str, Any] | None", self.value(view, key))

    def value(self, view: str, key: Row) -> object:
        """A row of a view, or None while there is none; figures beyond 64 bits stay exact."""
        value = self._rows.get(view_key(view, key).encode())
        return None if value is None else json.loads(value)

    def rows_of(self, view: str) -> dict[str, Any]:
        """All rows of a view by their keys, in order of the keys."""
        found = self.bytes_of(view)
        return {key: json.loads(found[key]) for key in sorted(found)}

    def bytes_of(self, view: str) -> dict[str, bytes]:
        """All rows of a view by their keys, not yet read: there may be hundreds of thousands."""
        beginning = beginning_of(view, "").encode()
        return {
            key.removeprefix(beginning).decode(): value
            for key, value in self._rows.items()
            if key.startswith(beginning)
        }

    def tree_of(self, view: str) -> dict[Path, dict[str, Any]]:
        """All rows of a view of maps in maps by their paths, in order of the keys."""
        beginning = beginning_of(view, ()).encode()
        found = {key.decode(): value for key, value in self._rows.items() if key.startswith(beginning)}
        return {path_of(key): json.loads(found[key]) for key in sorted(found)}
