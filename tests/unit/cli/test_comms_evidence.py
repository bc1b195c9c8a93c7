"""What happens when a recording is kept, checked, changed, lost, and destroyed?"""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.kernel.errors import UserError

RUN = CliRunner()
BEFORE = "2020-01-01T00:00:00Z"


def _event(kind: str, at: str, **fields: object) -> dict[str, object]:
    return {"type": kind, "id": f"{kind}-{fields.get('record') or at}", "at": at, **fields}


def _facts() -> list[dict[str, object]]:
    since = {"at": BEFORE, "effective_at": BEFORE}
    desk = {
        "telephone": "TEL",
        "kind": "DESK",
        "owner": "FIRM",
        "shared": False,
        "connected_to_recorder": True,
    }
    return [
        {"type": "firm_registered", "id": "f", "firm": "F", "status": "NORWEGIAN_FIRM", **since},
        {"type": "policy_adopted", "id": "p", "firm": "F", "version": "1", **since},
        {
            "type": "employee_registered",
            "id": "e",
            "employee": "EMP",
            "firm": "F",
            "function": "BROKER",
            **since,
        },
        {"type": "telephone_registered", "id": "t", **desk, **since},
        {"type": "telephone_assigned", "id": "a", "telephone": "TEL", "employee": "EMP", **since},
    ]


def _call(record: str, content_hash: str, **more: object) -> list[dict[str, object]]:
    began, over = "2024-05-27T08:00:00Z", "2024-05-27T08:05:00Z"
    talk = {"communication": f"K-{record}"}
    started = {
        **talk, "firm": "F", "medium": "TELEPHONE", "direction": "OUTGOING", "started_at": began, "telephone": "TEL",
        "parties": [{"kind": "CLIENT", "party": "CLIENT"}], "from_number": "N", "to_number": "M", "services": [1],
    }  # fmt: skip
    sound = {"record": record, "started_at": began, "ended_at": over, "media": ["AUDIO"], "quality": "OK"}
    return [
        {**_event("communication_started", began, **started), "id": f"s-{record}"},
        {**_event("communication_ended", over, **talk, ended_at=over), "id": f"x-{record}"},
        _event("recording_made", over, **talk, **sound, created_at=over, content_hash=content_hash, **more),
    ]


class Office:
    """A store, keys with a replica, and a ledger."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.store = directory / "recordings"
        self.ledger = directory / "month.ledger"
        self.keys = ("--keys", str(directory / "keys"), "--keys", str(directory / "replica"))
        self.store.mkdir()

    def run(self, *arguments: object) -> Result:
        return RUN.invoke(app, list(map(str, arguments)))

    def keep(self, record: str, content: bytes) -> dict[str, Any]:
        """Keep content in the vault; the fields of the event that files it."""
        file = self.directory / "call.wav"
        file.write_bytes(content)
        done = self.run(
            *("comms", "store", file, "--record", record, "--firm", "F", "--month", "2029-05", "--json"),
            *("--store", self.store, *self.keys),
        )
        assert done.exit_code == 0, done.exception
        return {key: value for key, value in json.loads(done.stdout).items() if key != "ciphertext_hash"}

    def take(self, *events: dict[str, object]) -> dict[str, Any]:
        """Take events into the ledger; the views after them."""
        name = f"{len(list(self.directory.iterdir()))}.jsonl"
        (self.directory / name).write_text("".join(json.dumps(event) + "\n" for event in events))
        done = self.run("run", self.directory / name, "--ledger", self.ledger, "--domain", "comms", "--json")
        assert done.exit_code == 0, done.exception
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def tick(self, at: str) -> dict[str, Any]:
        """Let time pass."""
        return self.take({"type": "tick", "id": f"tick-{at}", "at": at})

    def check(self) -> Result:
        """Check all hashes."""
        return self.run(
            *("comms", "check-hashes", "--store", self.store, *self.keys, "--ledger", self.ledger),
            *("--checked-at", "2024-05-28T20:00:00Z"),
        )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.take(*_facts())
    return office


def _altered(views: dict[str, Any]) -> list[str]:
    return [one for one in json.dumps(views["breaches"]).split('"') if one == "RECORD_ALTERED"]


def test_a_recording_that_is_as_it_was_filed_opens_no_breach(office: Office) -> None:
    kept = office.keep("R1", b"what was said")
    office.take(*_call("R1", **kept))
    done = office.check()

    assert done.exit_code == 0, done.stdout
    assert "1 records, 1 as they were filed" in done.stdout
    assert _altered(office.tick("2024-05-29T00:00:00Z")) == []


def test_a_recording_that_was_changed_opens_the_breach_at_the_next_tick(office: Office) -> None:
    kept = office.keep("R1", b"what was said")
    office.take(*_call("R1", **kept))
    (office.store / "R1").write_bytes(b"what was said otherwise")
    done = office.check()

    assert done.exit_code == 1
    assert "1 changed, 0 not there" in done.stdout
    assert _altered(office.tick("2024-05-29T00:00:00Z"))


def test_a_recording_that_is_not_there_opens_the_breach_too(office: Office) -> None:
    kept = office.keep("R1", b"what was said")
    office.take(*_call("R1", **kept))
    (office.store / "R1").unlink()
    done = office.check()

    assert "0 changed, 1 not there" in done.stdout
    assert _altered(office.tick("2024-05-29T00:00:00Z"))


def test_a_check_that_is_made_again_under_the_same_instant_counts_once(office: Office) -> None:
    kept = office.keep("R1", b"what was said")
    office.take(*_call("R1", **kept))
    office.check()
    office.check()
    views = office.tick("2024-05-29T00:00:00Z")

    assert views["set_aside"] == []


def test_what_the_log_deleted_is_destroyed_and_the_replay_agrees(office: Office) -> None:
    kept = office.keep("R1", b"what was said")
    office.take(*_call("R1", **kept))
    copy = (office.store / "R1").read_bytes()
    deleted = {"deleted_at": "2030-06-01T08:00:00Z", "deleted_by": "EMP_1", "approved_by": "EMP_2"}
    gone = {"record": "R1", "communication": "K-R1", **deleted, "data_key": kept["data_key"]}
    office.take(_event("record_deleted", "2030-06-01T08:00:00Z", **gone, reason="RETENTION_ENDED"))
    before = office.tick("2030-06-02T00:00:00Z")
    shred = ("comms", "shred", "--store", office.store, *office.keys, "--ledger", office.ledger)
    first, second = office.run(*shred), office.run(*shred)
    verified = office.run("verify", "--domain", "comms", "--ledger", office.ledger)

    assert "1 deletions are in the log; keys and objects of 1 were destroyed" in first.stdout
    assert "of 0 were destroyed" in second.stdout
    assert not (office.store / "R1").exists()
    assert [file for file in (office.directory / "keys").rglob("*") if file.is_file()] == []
    assert [file for file in (office.directory / "replica").rglob("*") if file.is_file()] == []
    assert b"what was said" not in copy
    assert verified.exit_code == 0, verified.stdout
    assert office.tick("2030-06-03T00:00:00Z")["deletion_receipts"] == before["deletion_receipts"]


def test_without_a_store_nothing_is_checked(office: Office) -> None:
    done = office.run(
        "comms", "check-hashes", "--store", office.directory / "nowhere", "--ledger", office.ledger
    )

    assert isinstance(done.exception, UserError)
    assert "is no directory" in done.exception.message
