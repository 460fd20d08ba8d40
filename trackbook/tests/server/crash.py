"""
`npm run test:crash -- --rounds 200 --seed 1`: kill -9 at random moments under load.

Each round several clients write to one server, which is killed in the middle; after the next
start everything that was acknowledged must be there, whole, and nothing may be there in part.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

# What all tests use stands in the folder above, as pytest has it.
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from acknowledged import View, Write, Writer  # noqa: E402
from server_under_test import Api, ServerUnderTest  # noqa: E402

CLIENTS = 6
LONGEST_LOAD_S = 1.0


@dataclass
class Result:
    rounds: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    killed_while_starting: int = 0
    starts: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        starts = sorted(self.starts)
        return (
            f"{self.rounds} rounds, {self.killed_while_starting} of them with another kill during "
            f"the start: {self.acknowledged} acknowledged writes, none lost; "
            f"{self.unanswered} under way at a kill, none torn. "
            f"Restart: median {statistics.median(starts):.2f} s, longest {starts[-1]:.2f} s."
        )


def crash(server: ServerUnderTest, *, rounds: int, seed: int) -> Result:
    """Raises `Lost` or `Torn`, naming seed and round, as soon as something is wrong."""
    chance = random.Random(seed)
    result = Result()
    written: list[list[Write]] = []
    server.start()
    for number in range(rounds):
        try:
            writes = _load(server, f"{seed}.{number}", chance.uniform(0.05, LONGEST_LOAD_S))
            if chance.random() < 0.2:
                _kill_while_starting(server, chance.uniform(0, 0.3))
                result.killed_while_starting += 1
            result.starts.append(server.start())
            _check(server, [writes])
            written.append(writes)
        except AssertionError as error:
            raise type(error)(f"seed {seed}, round {number}: {error}") from error
        result.rounds += 1
        result.acknowledged += sum(write.acknowledged for write in writes)
        result.unanswered += sum(not write.acknowledged for write in writes)
    # What later rounds wrote, and later crashes, must not have hurt it either.
    _check(server, written)
    server.kill()
    _require_intact(server.database)
    return result


def _load(server: ServerUnderTest, name: str, seconds: float) -> list[Write]:
    """Let clients write until the server is killed; answers all that they sent."""
    writers = [Writer(f"{name}.{i}", f"{name}.{i}") for i in range(CLIENTS)]
    errors: list[BaseException] = []

    def write(writer: Writer) -> None:
        api = server.api()
        try:
            while True:
                writer.write(api)
        except (OSError, http.client.HTTPException):
            return  # the server was killed
        except BaseException as error:
            errors.append(error)
        finally:
            api.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    for thread in threads:
        thread.join()
    if errors:
        raise AssertionError(f"a client was refused: {errors[0]}") from errors[0]
    return [write for writer in writers for write in writer.writes]


def _kill_while_starting(server: ServerUnderTest, after: float) -> None:
    server.spawn()
    time.sleep(after)
    server.kill()


def _check(server: ServerUnderTest, rounds: list[list[Write]]) -> None:
    api: Api = server.api()
    try:
        for writes in rounds:
            view = View(api)
            for write in writes:
                write.check(view)
    finally:
        api.close()


def _require_intact(database: Path) -> None:
    if database.exists():
        with sqlite3.connect(database) as connection:
            [answer] = connection.execute("PRAGMA integrity_check").fetchone()
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.close()
        assert (answer, broken) == ("ok", []), f"the database is damaged: {answer} {broken}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="npm run test:crash --")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--backend-store-uri", default="", help="a new SQLite file unless given")
    arguments = parser.parse_args()
    print(f"{arguments.rounds} rounds with seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="trackbook-crash-") as folder:
        server = ServerUnderTest(Path(folder), store_uri=arguments.backend_store_uri)
        try:
            print(crash(server, rounds=arguments.rounds, seed=arguments.seed))
        except AssertionError as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            print(server.said()[-2000:], file=sys.stderr)
            return 1
        finally:
            server.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
