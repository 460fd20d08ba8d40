from __future__ import annotations

import sys

import pytest
from soak import Sample, soak, verdict


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_half_a_minute_of_mixed_load_is_flat(make_server):
    text, problems = soak(make_server(), minutes=0.5, seed=3)

    assert problems == [], text
    assert "checked" in text


def test_growth_is_seen():
    def samples(memory_of, files_of) -> list[Sample]:
        return [Sample(i, memory_of(i), files_of(i), i) for i in range(60)]

    assert verdict(samples(lambda i: 100 + i % 7, lambda i: 30 + i % 3)) == []
    assert verdict(samples(lambda i: 100 + i * 3, lambda _: 30)) == ["memory grew by 60 MB"]
    assert verdict(samples(lambda _: 100, lambda i: i)) == ["open files grew by 20"]
