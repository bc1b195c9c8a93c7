"""How is a consequence of an event named and published?"""

from collections.abc import Mapping

from schemas.wire import Event
from streams.kernel.output import Output


def publish_consequence(
    output: Output,
    event: Event,
    key: str,
    kind: str,
    cites: list[str],
    fields: Mapping[str, object],
    parts: tuple[str, ...] = (),
) -> None:
    """Publish one consequence of an event as an outcome.

    Args:
        key: the record key: the business key or the aggregate id.
        kind: the outcome's type.
        cites: with their corpus.
        fields: the outcome's own fields.
        parts: what tells several outcomes of one type and event apart.
    """
    body = {
        "type": kind,
        "id": consequence_id(event.id, kind, *parts),
        "event": event.id,
        "at": event.at,
        "cites": cites,
        **fields,
    }
    output.outcome(key, body)


def consequence_id(event: str, kind: str, *parts: str) -> str:
    """The id of a consequence, computed so that whoever folds the log again gives the same."""
    return "/".join((event, kind, *parts))
