"""The short form of `npm run test:differential`."""

from __future__ import annotations

from pathlib import Path

import pytest
from deviations import DEVIATIONS
from pair import fresh_pair
from servers import REPOSITORY
from session import Session

CALLS = 600


@pytest.mark.slow(seconds=60)
def test_random_calls_get_the_same_answers(tmp_path: Path, store_options: list[str]):
    with fresh_pair(tmp_path, *store_options) as (oracle, ours):
        findings = Session(1, oracle, ours).run(CALLS)
    assert not findings, "\n\n".join(str(finding) for finding in findings)


def test_the_same_seed_makes_the_same_calls():
    assert _calls_without_servers(7) == _calls_without_servers(7)
    assert _calls_without_servers(7) != _calls_without_servers(8)


def _calls_without_servers(seed: int) -> list[str]:
    session = Session(seed, None, None)
    return [repr(session.next_step().call) for _ in range(200)]


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda deviation: deviation.name)
def test_each_known_deviation_is_documented(deviation):
    rows = (REPOSITORY / "docs" / "compatibility.md").read_text().splitlines()
    assert any(row.startswith(f"| {deviation.row}") for row in rows), deviation.row
