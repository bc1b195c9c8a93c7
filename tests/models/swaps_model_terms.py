"""The terms of a swap, and its parts (section 6 of the contract)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from .swaps_model_schema import Event, instant

SWAP_FIELDS = ("traded_on", "product", "notionals", "parties", "facility", "executed_anonymously", "clearing")
AMENDMENT_FIELDS = ("amended_on", "notionals", "facility", "executed_anonymously", "clearing")

Terms = dict[str, Any]


class Part(NamedTuple):
    """What can be counted once: a swap, or an increase of it.

    `levels` holds, for each position, the currency and what of it is counted.
    """

    name: str
    swap: str
    on: str
    product: str
    parties: list[dict[str, Any]]
    levels: list[tuple[str, int]]
    facility: str
    executed_anonymously: bool
    clearing: str


def parts_of(events: Iterable[Event]) -> list[Part]:
    """Every part of every swap."""
    swap_events = [event for event in events if "swap" in event and event["type"].startswith("swap_")]
    terms = corrected_terms(swap_events)
    parts = []
    for swap in sorted(terms):
        if any(
            event["type"] == "swap_cancelled" and event["swap"] == swap and "amendment" not in event
            for event in swap_events
        ):
            continue  # Point 1: as if it had never been.
        parts += _parts_of_swap(swap, terms[swap], amendments_of(swap_events, swap))
    return parts


def corrected_terms(events: list[Event]) -> dict[str, Terms]:
    """Points 2 and 3: the corrected base of every swap that has one, a cancelled one too."""
    terms: dict[str, Terms] = {}
    for swap in sorted({event["swap"] for event in events}):
        traded = _of(events, "swap_traded", swap)
        if traded:
            first = min(traded, key=lambda event: (instant(event["at"]), event["id"]))
            base = {name: first[name] for name in SWAP_FIELDS if name in first}
            terms[swap] = _corrected(base, _corrections(events, swap, None), SWAP_FIELDS)
    novations = sorted(
        (event for event in events if event["type"] == "swap_novated"),
        key=lambda event: (event["novated_on"], event["id"]),
    )
    took_effect = True
    while took_effect:
        took_effect = False
        for novation in novations:
            base_or_none = _arising(novation, terms, events)
            if base_or_none is not None:
                name = novation["new_swap"]
                terms[name] = _corrected(base_or_none, _corrections(events, name, None), SWAP_FIELDS)
                took_effect = True
    return terms


def _arising(novation: Event, terms: dict[str, Terms], events: list[Event]) -> Terms | None:
    """The base of the swap that arises from a novation, or None when it takes no effect."""
    old = terms.get(novation["swap"])
    if old is None or novation["new_swap"] in terms:
        return None
    names = [party["entity"] for party in old["parties"]]
    if novation["transferor"] not in names:
        return None
    (remaining,) = (party for party in old["parties"] if party["entity"] != novation["transferor"])
    if novation["transferee"]["entity"] == remaining["entity"]:
        return None
    staying = {name: value for name, value in remaining.items() if name != "exclusions"}
    staying["dealing"] = novation.get("remaining_party_dealing", True)
    base = {
        "traded_on": novation["novated_on"],
        "product": old["product"],
        "parties": [novation["transferee"], staying],
        "notionals": novation.get("notionals") or _notionals_on(novation, old, events),
    }
    for name in ("facility", "executed_anonymously", "clearing"):
        if name in novation:
            base[name] = novation[name]
    return base


def _notionals_on(novation: Event, old: Terms, events: list[Event]) -> Any:
    """Those of the last amendment dated at or before the novation, else the corrected ones."""
    earlier = [
        amendment
        for amendment in amendments_of(events, novation["swap"])
        if amendment["amended_on"] <= novation["novated_on"]
    ]
    return earlier[-1]["notionals"] if earlier else old["notionals"]


def amendments_of(events: list[Event], swap: str) -> list[Terms]:
    """Point 4: the corrected amendments of a swap in their order, without the cancelled ones."""
    cancelled = [event.get("amendment") for event in _of(events, "swap_cancelled", swap)]
    amendments = []
    for event in _of(events, "swap_amended", swap):
        if event["id"] not in cancelled:
            base = {name: event[name] for name in AMENDMENT_FIELDS if name in event}
            corrected = _corrected(base, _corrections(events, swap, event["id"]), AMENDMENT_FIELDS)
            amendments.append({**corrected, "version": event["version"], "id": event["id"]})
    return sorted(amendments, key=lambda each: (each["amended_on"], each["version"], each["id"]))


def _of(events: list[Event], kind: str, swap: str) -> list[Event]:
    """The events of one type about a swap."""
    return [event for event in events if event["type"] == kind and event["swap"] == swap]


def _corrections(events: list[Event], swap: str, amendment: str | None) -> list[Event]:
    """The corrections of a swap, or of one of its amendments, in order of (version, id)."""
    return sorted(
        (event for event in _of(events, "swap_corrected", swap) if event.get("amendment") == amendment),
        key=lambda event: (event["version"], event["id"]),
    )


def _corrected(base: Terms, corrections: list[Event], fields: tuple[str, ...]) -> Terms:
    """Corrections applied field by field."""
    terms = dict(base)
    for correction in corrections:
        terms.update({name: correction[name] for name in fields if name in correction})
    return terms


def level(notional: dict[str, Any]) -> int:
    """EVENTS: the greatest of the stated, effective and scheduled amounts."""
    amounts = [notional["notional_cents"], *notional.get("scheduled_notionals_cents", [])]
    greatest: int = max([*amounts, notional.get("effective_notional_cents", 0)])
    return greatest


def _parts_of_swap(swap: str, terms: Terms, amendments: list[Terms]) -> list[Part]:
    """EVENTS, "Parts of a swap": the swap and each increase."""
    levels = [(notional["currency"], level(notional)) for notional in terms["notionals"]]
    parts = [_part(swap, swap, terms["traded_on"], terms, terms, levels)]
    before = terms["notionals"]
    for number, amendment in enumerate(amendments, 1):
        increases = []
        for position, notional in enumerate(amendment["notionals"]):
            increase = level(notional)
            if position < len(before) and before[position]["currency"] == notional["currency"]:
                increase = max(0, increase - level(before[position]))
            increases.append((notional["currency"], increase))
        if any(increase > 0 for _, increase in increases):
            name = f"{swap}#inc{number}"
            parts.append(_part(name, swap, amendment["amended_on"], terms, amendment, increases))
        before = amendment["notionals"]
    return parts


def _part(
    name: str, swap: str, on: str, terms: Terms, execution: Terms, levels: list[tuple[str, int]]
) -> Part:
    """A part with the terms and parties of the swap, and its own execution."""
    return Part(
        name,
        swap,
        on,
        terms["product"],
        terms["parties"],
        levels,
        execution.get("facility", "BILATERAL"),
        execution.get("executed_anonymously", False),
        execution.get("clearing", "NOT_CLEARED"),
    )
