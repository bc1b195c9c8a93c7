"""Which holds are in force, also after a restart? (sections 4 and 9.2 of the contract)"""

from schemas.comms import HoldPlaced, HoldReleased
from streams.domains.comms.state.orders import Orders, Reach
from tests.unit.comms.events import at

REACH = Reach("R1", {"CLIENT"}, ["BROKER"], {"FIRM"})


def placed(identifier: str, **scope: str) -> HoldPlaced:
    return HoldPlaced(id=identifier, at=at("11:00:00"), hold="H", placed_at=at("11:00:00"), **scope)


def released(time: str) -> HoldReleased:
    return HoldReleased(id=f"x-{time}", at=at(time), hold="H", released_at=at(time))


def restarted(before: Orders) -> Orders:
    """The same orders and holds, worked out again from their rows."""
    after = Orders()
    for key, value in before.holds.changes():
        if value is not None:
            after.holds.load(key.decode().partition("/")[2], value)
    after.resume()
    return after


def test_a_second_release_moves_no_release_day() -> None:
    orders = Orders()
    orders.place(placed("h1", record="R1"))
    orders.release(released("12:00:00"))
    orders = restarted(orders)
    orders.release(released("13:00:00"))
    assert [row.released_at for row in orders.holds_for(REACH)] == [at("12:00:00")]


def test_a_hold_is_found_again_by_each_of_its_fields() -> None:
    for scope in ({"record": "R1"}, {"client": "CLIENT"}, {"employee": "BROKER"}, {"firm": "FIRM"}):
        orders = Orders()
        orders.place(placed("h1", **scope))
        again = restarted(orders)
        assert [row.placed.id for row in again.holds_for(REACH)] == ["h1"]
        assert again.knows_hold("H")


def test_a_record_that_is_not_matched_is_reached_by_its_name_only() -> None:
    orders = Orders()
    orders.place(placed("h1", client="CLIENT"))
    orders.place(placed("h2", record="R1"))
    assert [row.placed.id for row in orders.holds_for(Reach("R1"))] == ["h2"]
