"""How is a value written so that equal values are equal bytes?"""

import json

import orjson


def canonical_json(value: object) -> bytes:
    """Write a plain JSON value in its one canonical form: sorted keys, no white space, UTF-8.

    Integers may have any size; orjson stops at 64 bits, so larger ones take the slow way to the same form.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
