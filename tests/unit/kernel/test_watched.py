"""Are watched figures shown at once, and again after a restart?"""

from streams.kernel.output import Output
from streams.kernel.watched import Watched


def test_a_figure_is_shown_by_its_parts() -> None:
    output = Output("law")
    watched = Watched(output)
    watched.set("distance", 700)
    watched.add("open", 2, "LATE")
    watched.add("open", 1, "A/B")
    watched.add("open", -1, "LATE")
    assert output.gauges == {("distance", ""): 700, ("open", "LATE"): 1, ("open", "A/B"): 1}


def test_a_figure_that_stays_the_same_is_not_stored_again() -> None:
    watched = Watched(Output("law"))
    watched.set("distance", 700)
    watched.table.changes()
    watched.set("distance", 700)
    assert watched.table.changes() == []


def test_a_figure_is_shown_again_after_a_restart_and_goes_on_from_there() -> None:
    before, output = Watched(Output("law")), Output("law")
    before.add("open", 2, "LATE")
    watched = Watched(output)
    for key, value in before.table.changes():
        assert value is not None
        watched.table.load(key.decode().removeprefix("watched/"), value)
    watched.resume()
    assert output.gauges == {("open", "LATE"): 2}
    watched.add("open", 1, "LATE")
    assert output.gauges == {("open", "LATE"): 3}
