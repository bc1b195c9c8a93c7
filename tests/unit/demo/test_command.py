"""What does `countinghouse demo` say without Kafka, and how does it end?"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from streams.cli.app import main; main()", "demo"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, "--size", "1000", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_day_on_the_ledger_says_so_first_and_ends_with_a_replay_that_agrees() -> None:
    done = run("--on-ledger")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "This demo runs on the embedded ledger, in one process and without Kafka: --on-ledger was given."
    )
    said = " ".join(done.stdout.split())
    for sentence in (
        "Their sum is 0.00.",
        "How the share of ",
        "The replay agrees",
        "Everything that was started",
    ):
        assert sentence in said
    assert "\x1b" not in done.stdout


def test_without_java_a_quarter_of_market_data_runs_on_the_ledger(tmp_path: Path) -> None:
    done = run("--domain", "marketdata", PATH=str(tmp_path))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("This demo runs on the embedded ledger")
    said = " ".join(done.stdout.split())
    for sentence in (
        'without Kafka: it needs Java 17, and "java" is not on the PATH.',
        "Invoices to OPAL MEDIA",
        "Debit note",
        "License advice",
        "The replay agrees",
    ):
        assert sentence in said


def test_a_program_reads_the_facts() -> None:
    done = run("--on-ledger", "--json")
    facts = json.loads(done.stdout)

    assert facts["state"] == "SETTLED"
    assert facts["differences"] == []
    assert facts["largest_sum_cents"] == 0
    assert sum(facts["section_57_shares_cents"].values()) == facts["section_57_a_cents"]


def test_a_domain_without_a_demo_is_refused() -> None:
    done = run("--domain", "futures")

    assert (done.returncode, done.stdout) == (2, "")
    named = "clearing, comms, marketdata, swaps"
    assert done.stderr == f"There is no demo of futures; there is one of {named}. Nothing was started.\n"


def test_an_interruption_is_one_line_and_the_exit_code_of_the_signal() -> None:
    process = subprocess.Popen(
        [*COMMAND, "--on-ledger", "--size", "100000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)

    assert process.returncode == 128 + signal.SIGINT
    assert said == "The demo was interrupted; all that it started has ended.\n"
