"""How is an event written as one line of JSON?"""

import orjson


def line(type_: str, id_: str, at: str, **fields: object) -> bytes:
    """One event as JSON, without a line feed.

    Args:
        at: its stamp, RFC 3339 in UTC.
    """
    return orjson.dumps({"type": type_, "id": id_, "at": at, **fields})
