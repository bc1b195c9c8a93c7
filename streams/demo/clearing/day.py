"""Which events make up a business day, from the first registration to the last late entry, in log order?"""

from collections import deque
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Final

from streams.demo.clearing import circle, mistakes, timetable
from streams.demo.clearing.items import ENTRIES_A_DAY
from streams.demo.clearing.sequels import CHANCES, Agenda, Entered, Sequel
from streams.demo.clearing.shapes import SUSPENDED_CLASS, SUSPENDED_POINT, Shape, pool
from streams.demo.line import line

SEED: Final = 2003
LEAST_ENTRIES: Final = 1_000
_TICKS = 100
_LATE_PERMILLE = 2
_LEAST_LATE = 40
_MISTAKES_PERMILLE = 2
_LEAST_MISTAKES = 3 * len(mistakes.DURING_THE_DAY)
_KEPT = 200
_ODDS = tuple(accumulate(chance.per_100_000 / 100_000 for chance in CHANCES))


class Day:
    """A business day, the same for the same size and seed; it can be written once.

    Attributes:
        entries: how many entries are taken, if all goes well; those that are late, repeated or refused come on top.
        own_debits: the newest entries drawn on the defaulter itself, which it may return; nothing else befalls them.
        own_credits: the same of entries by the defaulter from its own funds, which their receivers may return.
    """

    def __init__(self, entries: int = ENTRIES_A_DAY, seed: int = SEED) -> None:
        """Prepare a day.

        Raises:
            ValueError: it is too small to hold every kind of event.
        """
        if entries < LEAST_ENTRIES:
            raise ValueError(f"a day has at least {LEAST_ENTRIES} entries, not {entries}")
        self.entries = entries
        self.own_debits: deque[Entered] = deque(maxlen=_KEPT)
        self.own_credits: deque[Entered] = deque(maxlen=_KEPT)
        self._random = Random(seed)
        self._shapes = pool(self._random)
        self._agenda = Agenda()
        self._facts = _facts_in_between()

    def until_the_seal(self) -> Iterator[bytes]:
        """Every event of the day before the cycle is sealed, a line each, in an order that keeps the promises."""
        yield from timetable.schedule()
        yield from circle.registration()
        yield from self._entries()
        yield from self._late_entries()

    def _entries(self) -> Iterator[bytes]:
        every_tick = max(1, self.entries // _TICKS)
        every_mistake = self.entries // max(_LEAST_MISTAKES, self.entries * _MISTAKES_PERMILLE // 1_000)
        usual, random = _ODDS[-1], self._random.random
        at = ""
        for number, at in enumerate(timetable.stamps(self.entries), 1):
            if at >= self._facts[0][0]:
                yield self._fact_in_between()
            shape = self._shapes[int(random() * len(self._shapes))]
            entered = _entered(f"entry-{number:07d}", at, shape, self._random)
            fate = random()
            if fate < usual:
                yield from self._with_sequel(number, at, entered, fate)
            else:
                self._remember(shape, entered)
                yield entered.line
            for sequel in self._agenda.due(number):
                yield sequel.stamped(at)
            if number % every_mistake == 0:
                yield self._mistake(number // every_mistake, at)
            if number % every_tick == 0:
                yield line("tick", f"tick-{number // every_tick:03d}", at)
        for sequel in self._agenda.rest():
            yield sequel.stamped(at)

    def _with_sequel(self, number: int, at: str, entered: Entered, fate: float) -> Iterator[bytes]:
        """Write an entry and put down what comes of it later, or write that first and the entry later."""
        chance = next(chance for chance, odds in zip(CHANCES, _ODDS, strict=True) if fate < odds)
        sequel = chance.make(entered, self._random)
        place = number + 1 + self._random.randrange(chance.within)
        if chance.comes_first:
            self._agenda.add(place, Sequel(entered.line))
            yield sequel.stamped(at)
        else:
            self._agenda.add(place, sequel)
            yield entered.line

    def _remember(self, shape: Shape, entered: Entered) -> None:
        """Keep an entry to which nothing will happen, if it can be returned in a default."""
        if shape.payer == circle.DEFAULTER:
            kind = self.own_debits if shape.direction == "DEBIT" else self.own_credits
            kind.append(entered)

    def _fact_in_between(self) -> bytes:
        at, fact = self._facts.pop(0)
        if at == timetable.SUSPENDED_AT:
            self._shapes = [shape for shape in self._shapes if not shape.is_suspended]
        return fact

    def _mistake(self, number: int, at: str) -> bytes:
        """An entry that will be refused; once a class is suspended at one point, every third is of that kind."""
        id_ = f"mistake-{number:05d}"
        if number % 7 == 0:
            return _lost_correction(number, at)
        if number % 3 == 0 and at >= timetable.SUSPENDED_AT:
            return mistakes.written(mistakes.SUSPENDED, id_, at)
        if at < timetable.DISPUTED_AT:
            return mistakes.written(mistakes.DURING_THE_DAY[0], id_, at)
        return mistakes.written(mistakes.DURING_THE_DAY[number % len(mistakes.DURING_THE_DAY)], id_, at)

    def _late_entries(self) -> Iterator[bytes]:
        """Entries after the final adjustment time: most fall into the next cycle, some mean the old one."""
        count = max(_LEAST_LATE, self.entries * _LATE_PERMILLE // 1_000)
        for number, at in enumerate(timetable.late_stamps(count), 1):
            entered = _entered(f"late-{number:05d}", at, self._random.choice(self._shapes), self._random)
            yield entered.line
            if number % 10 == 0:
                yield mistakes.written(mistakes.AFTER_THE_DAY, f"too-late-{number:05d}", at)
            if number % 20 == 1:
                yield self._late_correction(number, at)

    def _late_correction(self, number: int, at: str) -> bytes:
        """A correction after the final adjustment time, to be refused."""
        entered = self.own_debits[0]
        fields = {"ref": entered.id, "made_by": entered.maker, "value_cents": 100, "item_count": 1}
        return line("correction_submitted", f"late-correction-{number:05d}", at, **fields)


def _lost_correction(number: int, at: str) -> bytes:
    """A correction of an entry that never comes: it waits until the cycle is sealed, and is then refused."""
    fields = {"ref": f"lost-{number:05d}", "made_by": "ALDER", "value_cents": 100, "item_count": 1}
    return line("correction_submitted", f"lost-correction-{number:05d}", at, **fields)


def _facts_in_between() -> list[tuple[str, bytes]]:
    """What happens while entries come in, with its instant; the last one never comes."""
    dispute = line("item_disputed", "dispute", timetable.DISPUTED_AT, item=mistakes.DISPUTED_ITEM)
    place = {"regional_exchange_point": SUSPENDED_POINT, "item_class": SUSPENDED_CLASS}
    suspension = line("exchange_suspended", "suspension", timetable.SUSPENDED_AT, **place)
    return [(timetable.DISPUTED_AT, dispute), (timetable.SUSPENDED_AT, suspension), ("~", b"")]


def _entered(id_: str, at: str, shape: Shape, random: Random) -> Entered:
    """An entry of a shape."""
    value_cents, item_count = shape.size(random)
    text = (
        f'{{"type":"entry_submitted","id":"{id_}","at":"{at}",{shape.members},'
        f'"value_cents":{value_cents},"item_count":{item_count}}}'
    )
    return Entered(id_, shape.maker, shape.counterparty, value_cents, item_count, text.encode())
