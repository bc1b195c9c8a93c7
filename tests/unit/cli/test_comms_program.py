"""What does a person see of the month of comms?"""

from typer.testing import CliRunner

from streams.cli.app import app


def test_the_month_on_a_ledger_tells_what_was_found_and_why() -> None:
    done = CliRunner().invoke(app, ["demo", "--domain", "comms", "--on-ledger", "--size", "500"])

    assert done.exit_code == 0, done.exception
    assert "EARLY_DELETION" in done.stdout
    assert "Why was CLIENT_NEW owed a notice?" in done.stdout
    assert "The replay agrees" in done.stdout


def test_a_month_that_is_too_small_starts_nothing() -> None:
    done = CliRunner().invoke(app, ["demo", "--domain", "comms", "--on-ledger", "--size", "5"])

    assert "at least 500 communications" in str(done.exception)
