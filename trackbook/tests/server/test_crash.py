from __future__ import annotations

from crash import crash


def test_kill_9_under_load_loses_and_tears_nothing(make_server):
    result = crash(make_server(), rounds=5, seed=7)

    assert result.rounds == 5
    # Rounds in which nothing was written, or nothing was under way, would prove nothing.
    assert result.acknowledged > 20
    assert result.unanswered > 0
