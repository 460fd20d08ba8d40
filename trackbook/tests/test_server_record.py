"""Whose server a record leads to."""

from __future__ import annotations

import dataclasses
import socket
import subprocess
import sys

from trackbook.embedded.server_record import ServerRecord
from trackbook.embedded.supervisor import running_server


def test_the_server_of_the_folder_is_found(tracking):
    assert running_server(tracking.data_dir) == ServerRecord.read(tracking.data_dir)


def test_a_stranger_on_the_port_of_a_dead_server_gets_no_token(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        record = ServerRecord.at_port(stranger.getsockname()[1], "secret")
        dataclasses.replace(record, pid=gone.pid).write(tmp_path)

        assert running_server(tmp_path) is None
