"""How is the result document put together from the rows of the views?"""

import json
from collections.abc import Mapping
from typing import cast

from streams.kernel.stage import Domain, Shape
from streams.kernel.view_keys import Path, view_and_row


def result_document(domain: Domain, rows: Mapping[str, bytes]) -> dict[str, object]:
    """Every view of a domain but those beside it, always present, with sorted keys.

    Args:
        rows: the newest value of every row, by their keys (see `view_keys`).
    """
    values: dict[str, dict[str, object]] = {name: {} for name in domain.views}
    trees: dict[str, dict[Path, object]] = {name: {} for name in domain.views}
    for key in sorted(rows):
        view, row = view_and_row(key)
        if isinstance(row, str):
            values[view][row] = _parsed(rows[key])
        else:
            trees[view][row] = _parsed(rows[key])
    if domain.document is not None:
        return domain.document(values)
    return {
        name: _tree(trees[name])
        if view.shape is Shape.TREE
        else _shaped(view.shape, view.order, values[name])
        for name, view in sorted(domain.views.items())
        if view.shape is not Shape.BESIDE
    }


def _parsed(value: bytes) -> object:
    """Parse a row; figures beyond 64 bits stay exact."""
    return cast("object", json.loads(value))


def _shaped(shape: Shape, order: tuple[str, ...], rows: dict[str, object]) -> object:
    """A view in its shape."""
    if shape is Shape.LIST:
        listed = cast("list[dict[str, object]]", list(rows.values()))
        return sorted(listed, key=lambda row: [_sortable(row.get(field)) for field in order])
    if shape is Shape.SCALAR:
        return rows.get("")
    if shape is Shape.NESTED:
        nested: dict[str, dict[str, object]] = {}
        for key, value in rows.items():
            outer, _, inner = key.partition("/")
            nested.setdefault(outer, {})[inner] = value
        return nested
    return rows


def _tree(rows: Mapping[Path, object]) -> dict[str, object]:
    """Maps in maps, from rows under the paths of their keys."""
    tree: dict[str, object] = {}
    for path in sorted(rows):
        branch = tree
        for step in path[:-1]:
            branch = cast("dict[str, object]", branch.setdefault(step, {}))
        branch[path[-1]] = rows[path]
    return tree


def _sortable(value: object) -> list[tuple[int, str]]:
    """A value that can be compared: absent ones first, then numbers by size, then texts by code points."""
    if isinstance(value, list):
        return [part for one in value for part in _sortable(one)]
    if isinstance(value, int):
        return [(value, "")]
    return [] if value is None else [(0, str(value))]
