"""The comparison of an expected part of a result document with a result document (section 14)."""

from __future__ import annotations

from typing import Any

COMPLETE = ("recovery_debts", "repeats", "reimbursements")


def differences(expect: dict[str, Any], result: dict[str, Any]) -> list[str]:
    """Everything in which a result document differs from what a case expects, each with its path."""
    return [line for view, value in expect.items() for line in _compare(view, view, value, result.get(view))]


def _compare(path: str, name: str, expected: Any, actual: Any) -> list[str]:
    """Compares one value under the name of its field."""
    if not isinstance(expected, dict):
        same = type(expected) is type(actual) and expected == actual
        return [] if same else [f"{path}: expected {expected!r}, got {actual!r}"]
    if not isinstance(actual, dict):
        return [f"{path}: expected {expected!r}, got {actual!r}"]
    if name.endswith("_cents"):
        return [
            f"{path}/{key}: expected {expected.get(key, 0)!r}, got {actual.get(key, 0)!r}"
            for key in sorted(expected.keys() | actual.keys())
            if expected.get(key, 0) != actual.get(key, 0)
        ]
    lines = []
    if name in COMPLETE or not expected:
        lines = [f"{path}/{key}: not expected" for key in sorted(actual.keys() - expected.keys())]
    for key, value in expected.items():
        if key not in actual:
            lines.append(f"{path}/{key}: missing")
        else:
            lines.extend(_compare(f"{path}/{key}", key, value, actual[key]))
    return lines
