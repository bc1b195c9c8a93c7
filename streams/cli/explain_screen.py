"""How does an explanation look on a terminal?"""

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from streams.kernel.evidence import Place
from streams.kernel.explanation import (
    FAILED,
    OVERRIDE,
    PLACEHOLDER,
    CheckShown,
    EventShown,
    Explanation,
    OutcomeShown,
    RuleShown,
    Sheet,
    Step,
    ValueShown,
)

_MOST_OUTCOMES = 20
_NARROWEST_NAME = 12


def show(explanation: Explanation, console: Console) -> None:
    """Print an explanation, what matters most first."""
    show_answer(explanation, console)
    _checks(explanation, console)
    if explanation.is_refusal:
        _arithmetic(explanation.arithmetic, explanation.amounts, console)
    _law(explanation, console)
    _values(explanation.values, console)
    _events(explanation, console)
    _outcomes(explanation.outcomes, console)
    _see_also(explanation, console)


def show_answer(explanation: Explanation, console: Console) -> None:
    """Print the answer, what happened and the arithmetic, and nothing of where all of it stands."""
    console.print(Text(explanation.title, style="bold"))
    console.print()
    for warning in explanation.warnings:
        console.print(Text(warning, style="bold red" if warning.startswith("THE RECORD") else "yellow"))
    console.print(Text(explanation.answer))
    _story(explanation, console)
    if not explanation.is_refusal:
        _arithmetic(explanation.arithmetic, explanation.amounts, console)


def _heading(text: str, console: Console) -> None:
    console.print()
    console.print(Text(text, style="bold cyan"))


def _lines(lines: Iterable[Text | str], console: Console) -> None:
    for line in lines:
        console.print(Padding(Text(line) if isinstance(line, str) else line, (0, 0, 0, 2)))


def _story(explanation: Explanation, console: Console) -> None:
    if explanation.story:
        _heading("What happened", console)
        for number, sentence in enumerate(explanation.story, 1):
            console.print(_numbered(number, Text(sentence)))


def _checks(explanation: Explanation, console: Console) -> None:
    if not explanation.checks:
        return
    _heading("The checks, in the order in which they were made", console)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_column(no_wrap=True)
    for number, check in enumerate(explanation.checks, 1):
        table.add_row(f"{number:3}.", _check(check), Text(" ".join(check.cites), style="dim"))
    console.print(table)
    if explanation.checks_not_made:
        _lines([f"Checks after it that were not needed: {explanation.checks_not_made}."], console)


def _check(check: CheckShown) -> Text:
    failed = check.state == FAILED
    text = Text("FAILED: " if failed else "passed: ", style="bold red" if failed else "green")
    text.append(check.words, style="bold" if failed else "default not bold")
    if check.looked_at:
        text.append(f" [{check.looked_at}]", style="dim not bold")
    return text


def _arithmetic(steps: list[Step], amounts: str, console: Console) -> None:
    if not steps:
        return
    _heading("The arithmetic", console)
    if amounts:
        console.print(Padding(amounts, (0, 0, 0, 2)))
    for number, step in enumerate(steps, 1):
        console.print(_numbered(number, Text(step.words)))
        if step.formula:
            console.print(Padding(Text(step.formula), (0, 0, 0, 6)))
        if step.result:
            console.print(Padding(Text(step.result, style="bold"), (0, 0, 0, 6)))
        if step.sheet is not None:
            console.print(Padding(_sheet(step.sheet, console.width - 6), (0, 0, 0, 6)))


def _numbered(number: int, text: Text) -> Table:
    row = Table.grid(padding=(0, 1))
    row.add_column(width=4, justify="right")
    row.add_column()
    row.add_row(f"{number}.", text)
    return row


def _sheet(sheet: Sheet, width: int) -> Table:
    """A table; where it is too wide, each row of it as lines of their own."""
    figures = [max(len(row[place]) for row in sheet.rows) for place in range(len(sheet.columns))]
    if min(figures[0], _NARROWEST_NAME) + sum(figures[1:]) + 2 * len(figures) > width:
        return _stacked(sheet)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for place, column in enumerate(sheet.columns):
        table.add_column(
            column, justify="right" if place else "left", min_width=figures[place] if place else None
        )
    for row in sheet.rows:
        table.add_row(*map(Text, row), style="bold" if row[0] == "Together" else "")
    return table


def _stacked(sheet: Sheet) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for row in sheet.rows:
        table.add_row(Text(row[0], style="bold"))
        for column, cell in zip(sheet.columns[1:], row[1:], strict=True):
            if cell:
                table.add_row(Text(f"  {column}"), Text(cell))
    return table


def _values(values: list[ValueShown], console: Console) -> None:
    if not values:
        return
    _heading("The values that were looked up", console)
    _lines((line for value in values for line in _value(value)), console)


def _value(value: ValueShown) -> Iterator[Text]:
    said = Text(f"{value.name}: ").append(value.amount, style="bold").append(f" ({value.unit})")
    yield said
    if value.standing == OVERRIDE:
        where = "set for this run, in the place of what the parameter says"
    elif value.standing == PLACEHOLDER:
        where = "a placeholder of ours"
    else:
        where = f"published {value.published}"
    until = "" if value.until_on is None else f" until {value.until_on}"
    cites = ", ".join(value.cites)
    yield Text(f"  {value.parameter}; from {value.from_on}{until}; {where}; {cites}", style="dim")
    if value.note:
        yield Text(f"  {value.note}", style="dim")


def _law(explanation: Explanation, console: Console) -> None:
    decisive = [provision for provision in explanation.provisions if provision.decides]
    if decisive:
        _heading("The law, each provision in a sentence of ours", console)
        for provision in decisive:
            said = Text(provision.id, style="bold").append(f"  {provision.says}", style="not bold")
            _lines([said, Text(f"  Official text: {provision.official}", style="dim")], console)
        titles = dict.fromkeys(provision.title for provision in decisive)
        _lines([Text("; ".join(titles), style="dim")], console)
    if explanation.rules:
        _heading("The rule that carries it out", console)
        _lines(map(_rule, explanation.rules), console)


def _rule(rule: RuleShown) -> Text:
    return Text(rule.says).append(f"  {rule.file}:{rule.line} {rule.function}", style="dim")


def _events(explanation: Explanation, console: Console) -> None:
    if not explanation.events:
        return
    _heading("The events it rests on", console)
    for event in explanation.events:
        _lines(_event(event), console)
    if explanation.left_out:
        _lines([f"and {explanation.left_out:,} more that are not listed"], console)


def _event(event: EventShown) -> Iterator[Text]:
    yield Text(event.id, style="bold").append(f"  {event.words}", style="not bold")
    more = len(event.places) - 1
    also = f", and in {more} more partition{'' if more == 1 else 's'}" if more else ""
    yield Text(f"  {event.type}, {place_said(event.places[0])}{also}", style="dim")


def place_said(place: Place) -> str:
    """Where a record stands."""
    return f"{place.topic}, partition {place.partition}, offset {place.offset}"


def _outcomes(outcomes: list[OutcomeShown], console: Console) -> None:
    if not outcomes:
        return
    _heading("What was published", console)
    for outcome in outcomes[:_MOST_OUTCOMES]:
        where = "NOT IN THE RECORD" if outcome.place is None else place_said(outcome.place)
        _lines([Text(outcome.id, style="bold").append(f"  {outcome.words}", style="not bold")], console)
        _lines([Text(f"  {where}", style="dim")], console)
    if len(outcomes) > _MOST_OUTCOMES:
        _lines([f"and {len(outcomes) - _MOST_OUTCOMES:,} more: --json and --html show all of them"], console)


def _see_also(explanation: Explanation, console: Console) -> None:
    if explanation.see_also:
        _heading("You may also ask for", console)
        _lines(
            (
                Text(one.id, style="bold").append(f"  {one.words}", style="not bold")
                for one in explanation.see_also
            ),
            console,
        )
    _heading("To fold the whole record again and compare", console)
    _lines(
        [explanation.replay, Text(f"Decided again under the law {explanation.law}.", style="dim")], console
    )
