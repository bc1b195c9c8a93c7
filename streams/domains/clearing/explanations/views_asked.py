"""In which form are rows of the views asked for, as they stand or as they stood?"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, cast

Row = Mapping[str, Any]


class Views(Protocol):
    """Rows of the views: the newest ones, or those right after a fact."""

    def row(self, view: str, key: str) -> object | None:
        """A row of a view, or None where there is none."""

    def rows(self, view: str, prefix: str) -> Iterator[tuple[str, object]]:
        """The rows of a view whose keys begin so, in order of the keys."""


def row_of(views: Views, view: str, key: str) -> Row:
    """A row of named figures; empty where there is none."""
    return cast("Row", views.row(view, key) or {})


def rows_of(views: Views, view: str, prefix: str) -> Iterator[tuple[list[str], Any]]:
    """The rows of a view, each with the parts of its key after the prefix."""
    for key, value in views.rows(view, prefix):
        yield key.removeprefix(prefix).split("/"), value
