from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from server_under_test import wait_until


@pytest.mark.skipif(sys.platform != "linux", reason="/proc refuses new folders in its own way")
@pytest.mark.parametrize("home", ["", "/nonexistent", "/dev/null", "/proc"])
def test_starts_without_a_folder_to_keep_compiled_code_in(make_server, home):
    server = make_server(env={"HOME": home, "XDG_CACHE_HOME": ""})
    server.start()

    assert server.stop() == 0


def test_keeps_compiled_code_in_the_users_cache(make_server, tmp_path: Path):
    server = make_server(env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    server.start()
    server.stop()

    assert list((tmp_path / "cache" / "trackbook" / "compiled").iterdir())


def test_removes_code_that_was_compiled_long_ago(make_server, tmp_path: Path):
    old = tmp_path / "cache" / "trackbook" / "compiled" / "v20" / "1234abcd"
    old.parent.mkdir(parents=True)
    old.write_text("of a version that is gone")
    os.utime(old, (0, 0))
    server = make_server(env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    server.start()

    wait_until(lambda: not old.exists())
    server.stop()
