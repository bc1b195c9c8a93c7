"""Who takes part in the month? One firm in Oslo, its people, their telephones, its clients; all of them invented."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from streams.demo.line import line

FIRM: Final = "FJORD"
PEOPLE: Final = 400
MOBILES: Final = 120
CLIENTS: Final = 2_000
_BEFORE: Final = "2019-01-02T07:00:00Z"
_FUNCTIONS: Final = ("BROKER", "BROKER", "TRADER", "INVESTMENT_ADVISER", "PORTFOLIO_MANAGER")
_CATEGORIES: Final = ("NON_PROFESSIONAL", "PROFESSIONAL", "ELIGIBLE_COUNTERPARTY")

SWITCHBOARD: Final = "SWITCHBOARD"
PRIVATE_MOBILE: Final = "PRIVATE_MOBILE"
"""A telephone that nobody connected to the recorder."""
NEWCOMER: Final = "CLIENT_NEW"
"""A client who was never told that calls are recorded."""
COMPLIANCE: Final = "EMP_COMPLIANCE"
CURIOUS: Final = "EMP_007"
"""Somebody without a role who opens a recording."""


class Person(NamedTuple):
    """A recorded employee."""

    number: int

    @property
    def employee(self) -> str:
        """Its pseudonym."""
        return f"EMP_{self.number:03d}"

    @property
    def desk(self) -> str:
        """Its telephone on the desk."""
        return f"DESK_{self.number:03d}"

    @property
    def mobile(self) -> str:
        """Its mobile telephone, if it is one of the first."""
        return f"MOBILE_{self.number:03d}"

    @property
    def line_number(self) -> str:
        """The pseudonym of its number."""
        return f"NUM_EMP_{self.number:03d}"


PERSONS: Final = [Person(number) for number in range(1, PEOPLE + 1)]
WITH_MOBILE: Final = PERSONS[:MOBILES]


def client(number: int) -> str:
    """The pseudonym of a client."""
    return f"CLIENT_{number:04d}"


def _fact(type_: str, id_: str, **fields: object) -> bytes:
    return line(type_, id_, _BEFORE, effective_at=_BEFORE, **fields)


def _telephone(name: str, kind: str, *, is_recorded: bool = True) -> bytes:
    fields = {"kind": kind, "owner": "FIRM", "shared": False, "connected_to_recorder": is_recorded}
    return _fact("telephone_registered", f"telephone-{name}", telephone=name, **fields)


def known_from_the_beginning() -> Iterator[bytes]:
    """The firm, its guidelines and channels, its people and telephones, its clients and what they were told."""
    yield _fact("firm_registered", "firm", firm=FIRM, status="NORWEGIAN_FIRM")
    yield _fact("policy_adopted", "policy", firm=FIRM, version="2019-1")
    for channel, is_approved in (("EMAIL", True), ("TERMINAL_CHAT", True), ("MESSENGER", False)):
        on = {"channel": channel, "approved": is_approved, "captured": is_approved}
        yield _fact("channel_registered", f"channel-{channel}", firm=FIRM, **on)
    yield _fact("access_role_granted", "grant-compliance", actor=COMPLIANCE, role="COMPLIANCE", firm=FIRM)
    for person in PERSONS:
        yield from _known_of(person)
    yield _fact(
        "employee_registered", "employee-switchboard", employee="EMP_S", firm=FIRM, function="SWITCHBOARD"
    )
    yield _telephone(SWITCHBOARD, "SWITCHBOARD", is_recorded=False)
    yield _fact("telephone_assigned", "assigned-switchboard", telephone=SWITCHBOARD, employee="EMP_S")
    yield _telephone(PRIVATE_MOBILE, "MOBILE", is_recorded=False)
    yield _fact("telephone_assigned", "assigned-private", telephone=PRIVATE_MOBILE, employee="EMP_399")
    for number in range(CLIENTS):
        category = _CATEGORIES[number % len(_CATEGORIES)]
        yield from _known_client(client(number), category, is_told=True)
    yield from _known_client(NEWCOMER, "NON_PROFESSIONAL", is_told=False)


def _known_of(person: Person) -> Iterator[bytes]:
    function = _FUNCTIONS[person.number % len(_FUNCTIONS)]
    who = {"employee": person.employee, "firm": FIRM, "function": function}
    yield _fact("employee_registered", f"employee-{person.number}", **who)
    yield _telephone(person.desk, "DESK")
    at_desk = {"telephone": person.desk, "employee": person.employee}
    yield _fact("telephone_assigned", f"assigned-{person.number}", **at_desk)
    if person in WITH_MOBILE:
        yield _telephone(person.mobile, "MOBILE")
        on_the_way = {"telephone": person.mobile, "employee": person.employee}
        yield _fact("telephone_assigned", f"assigned-mobile-{person.number}", **on_the_way)


def _known_client(name: str, category: str, *, is_told: bool) -> Iterator[bytes]:
    yield _fact("client_registered", f"client-{name}", client=name, category=category, language="nb")
    for kind in ("RECORDING", "SEARCH_CRITERIA") if is_told else ():
        told = {"client": name, "kind": kind, "given_at": _BEFORE, "written": True, "language": "nb"}
        yield line("notice_given", f"notice-{name}-{kind}", _BEFORE, **told)
