from __future__ import annotations

import os
import sys

import pytest
from soak import Sample, observed, soak, verdict

MINUTES = 5 if os.environ.get("CI") else 0.5
# Leaves the machine to the tests that run beside it.
REST_S = 0.05


@pytest.mark.slow(seconds=60 * MINUTES)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_mixed_load_is_flat(make_server, tmp_path):
    server = make_server(env=observed(tmp_path))
    text, problems = soak(server, minutes=MINUTES, seed=3, rest=REST_S)

    assert problems == [], text
    assert "checked" in text


def test_growth_is_seen():
    def samples(*, held=lambda _: 30, memory=lambda _: 100, files=lambda _: 30) -> list[Sample]:
        return [Sample(i, held(i), memory(i), files(i), i) for i in range(60)]

    assert verdict(samples(memory=lambda i: 100 + i % 7, files=lambda i: 30 + i % 3)) == []
    assert verdict(samples(held=lambda i: 30 + i)) == ["memory in use grew by 20 MB"]
    assert verdict(samples(memory=lambda i: 100 + i * 6)) == ["memory grew by 120 MB"]
    assert verdict(samples(files=lambda i: i)) == ["open files grew by 20"]
