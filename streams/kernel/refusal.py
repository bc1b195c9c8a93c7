"""Which line was refused, at which column, and why?"""

import base64
import json
import re
from typing import Final, NamedTuple

from schemas.reading import Unreadable

UNREADABLE_SOURCE: Final = "UNREADABLE_SOURCE"
TOO_LONG: Final = "TOO_LONG"

_NAMED_FIELD: Final = re.compile(r'(?:^|: )("(?:[^"\\]|\\.)*")')
_PART_OF_A_FIELD: Final = re.compile(r"[\[.].*", re.DOTALL)
_PLACE: Final = re.compile(r"from (?:byte|character) \d+ on")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')
_MOST_BYTES_KEPT: Final = 1 << 20


class Refusal(NamedTuple):
    """A line, or the rest of a source, that was not published.

    Attributes:
        source: the name of the source.
        line: counted from 1; None where the source could not be opened.
        column: in characters, counted from 1; None where the whole line or source is meant.
        reason: NOT_JSON, UNKNOWN_TYPE, CLEAR_IDENTIFIER or SCHEMA as for dead letters; TOO_LONG; UNREADABLE_SOURCE.
        detail: a clause for a person.
        text: the line as it came, without what must not be kept in clear, at most its first mebibyte.
    """

    source: str
    line: int | None
    column: int | None
    reason: str
    detail: str
    text: bytes = b""

    def __str__(self) -> str:
        place = [self.source, *(str(number) for number in (self.line, self.column) if number is not None)]
        return f"{':'.join(place)}: {self.detail}"

    def as_json(self) -> dict[str, object]:
        """What a program reads: the text as text, or in base64 where it is no UTF-8."""
        known = {
            "source": self.source,
            "line": self.line,
            "column": self.column,
            "reason": self.reason,
            "detail": self.detail,
        }
        try:
            text = {"text": self.text.decode()}
        except UnicodeDecodeError:
            text = {"base64": base64.b64encode(self.text).decode()}
        return {name: value for name, value in {**known, **text}.items() if value not in (None, "")}


def refused(source: str, line: int, text: bytes, fault: Unreadable) -> Refusal:
    """The refusal of a line that holds no event of the contract."""
    column = column_of(text, fault.detail)
    detail = _PLACE.sub("from here on", fault.detail)
    kept = text if fault.withheld is None else fault.withheld
    return Refusal(source, line, column, fault.reason, detail, kept[:_MOST_BYTES_KEPT])


def column_of(line: bytes, detail: str) -> int:
    """The column at which a line is wrong: where it stops being UTF-8 or JSON, else at the field that is named.

    What is missing, and what has no place of its own, is told at the line's first column.
    """
    try:
        text = line.decode()
        json.loads(text, parse_int=str, parse_float=str)
    except UnicodeDecodeError as fault:
        return len(line[: fault.start].decode()) + 1
    except json.JSONDecodeError as fault:
        return fault.pos + 1
    except (ValueError, RecursionError):
        return 1
    named = _NAMED_FIELD.search(detail)
    if named is None:
        return 1
    name: str = json.loads(named[1])
    return _column_of_field(text, name) or _column_of_field(text, _PART_OF_A_FIELD.sub("", name)) or 1


def _column_of_field(text: str, name: str) -> int:
    """Where a field of the outermost object stands for the last time, which counts; 0 where it is missing."""
    column, depth, key_follows = 0, 0, False
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "{[":
            depth += 1
            key_follows = depth == 1
        elif mark in "}]":
            depth -= 1
        elif mark == ",":
            key_follows = depth == 1
        elif mark != ":" and key_follows:
            key_follows = False
            if json.loads(mark) == name:
                column = token.start() + 1
    return column
