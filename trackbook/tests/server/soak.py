"""
`npm run soak -- --minutes 60 --seed 1`: mixed load for a long time.

Clients write, search, read, upload, listen and send nonsense. What the server holds in memory
and its open files are looked at all the time; after a time to warm up they must stay flat. Ends
with 1 if they do not, or if any answer is wrong.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

# What all tests use stands in the folder above, as pytest has it.
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from acknowledged import View, Writer  # noqa: E402
from server_under_test import Api, Refused, ServerUnderTest  # noqa: E402

WRITERS = 3
READERS = 2
SAMPLES = 60
# A part of the time at the start: caches fill, the heap finds its size.
WARM_UP = 1 / 3
# Objects that are still in use after a collection.
HELD_GROWTH_MB = 15
# All memory of the process: caches of the database grow to their bounds for some minutes.
MEMORY_GROWTH_MB = 100
FILE_GROWTH = 10
# Each run of a writer ends after so many writes, so that no run grows for ever.
WRITES_OF_A_WRITER = 200
# Of those who only get in the way of the others.
SHORTEST_REST_S = 0.01
JSON_HEADER = {"Content-Type": "application/json"}
COLLECTED_MEMORY = Path(__file__).parent / "collected-memory.mjs"


@dataclass(frozen=True)
class Sample:
    minutes: float
    held_mb: float
    memory_mb: float
    files: int
    requests: int


class Soak:
    def __init__(self, server: ServerUnderTest, seed: int, rest: float) -> None:
        self._server = server
        self._rest = rest
        self._seed = seed
        self._end = threading.Event()
        self._answers: Counter[str] = Counter()
        self.problems: list[str] = []

    def run(self, minutes: float) -> list[Sample]:
        work = [*[self._write] * WRITERS, *[self._read] * READERS]
        work += [self._listen, self._send_nonsense, self._come_and_go]
        threads = [
            threading.Thread(target=self._guard, args=(each, i)) for i, each in enumerate(work)
        ]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        samples: list[Sample] = []
        for number in range(1, SAMPLES + 1):
            due = began + minutes * 60 * number / SAMPLES
            self._end.wait(max(0, due - time.monotonic()))
            if self.problems:
                break
            samples.append(self._sample((time.monotonic() - began) / 60))
        self._end.set()
        for thread in threads:
            thread.join()
        return samples

    @property
    def answers(self) -> Counter[str]:
        return self._answers

    def _guard(self, work, number: int) -> None:
        chance = random.Random(f"{self._seed}.{number}")
        try:
            work(number, chance)
        except (Refused, AssertionError, OSError, http.client.HTTPException) as error:
            self.problems.append(f"{work.__name__.strip('_')}: {type(error).__name__}: {error}")
            self._end.set()

    def _write(self, number: int, chance: random.Random) -> None:
        api = self._server.api()
        while not self._end.is_set():
            name = f"soak.{number}.{chance.random()}"
            writer = Writer(name, name)
            for _ in range(WRITES_OF_A_WRITER):
                writer.write(api)
                self._answers["written"] += 1
                self._end.wait(self._rest)
                if self._end.is_set():
                    break
            for write in writer.writes[-20:]:
                write.check(View(api))
                self._answers["checked"] += 1
            _delete(api, writer)

    def _read(self, _: int, chance: random.Random) -> None:
        api = self._server.api()
        filters = ["", "tags.marker LIKE 'soak%'", "metrics.m0 > 5 AND params.nope = 'x'"]
        while not self._end.is_set():
            fields = {"filter": chance.choice(filters), "order_by": ["metrics.single DESC"]}
            found = api.post("runs/search", experiment_ids=["0"], max_results=50, **fields)
            for run in found.get("runs", [])[:3]:
                run_id = run["info"]["run_id"]
                api.get("runs/get", run_id=run_id)
                api.get("metrics/get-history", run_id=run_id, metric_key="m0")
                api.get("artifacts/list", run_id=run_id)
            api.post("experiments/search", max_results=10)
            self._answers["read"] += 1
            self._end.wait(self._rest)

    def _listen(self, _: int, chance: random.Random) -> None:
        while not self._end.is_set():
            stream = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=60)
            stream.request("GET", "/api/2.0/trackbook/events")
            reply = stream.getresponse()
            for _ in range(chance.randrange(1, 50)):
                if self._end.is_set():
                    break
                reply.readline()
                self._answers["heard"] += 1
            reply.close()
            stream.close()

    def _send_nonsense(self, _: int, chance: random.Random) -> None:
        api = self._server.api()
        paths = ["runs/log-batch", "runs/search", "experiments/create", "nothing/there"]
        while not self._end.is_set():
            deep = "[" * chance.randrange(1, 3000)
            wrong = json.dumps({"run_id": chance.random(), "filter": "x" * chance.randrange(3000)})
            body = chance.choice([deep, wrong, "\x00", "", "{}"]).encode()
            path = f"/api/2.0/mlflow/{chance.choice(paths)}"
            status, _body = api.request("POST", path, body, **JSON_HEADER)
            if status not in (200, 400, 404):
                raise AssertionError(f"{path} answered {status}")
            self._answers["refused"] += 1
            self._end.wait(max(self._rest, SHORTEST_REST_S))

    def _come_and_go(self, _: int, chance: random.Random) -> None:
        """New connections, some of which leave in the middle of a request."""
        while not self._end.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=60)
            connection.connect()
            if chance.random() < 0.5:
                connection.request("GET", "/version")
                connection.getresponse().read()
            else:
                connection.putrequest("PUT", "/api/2.0/mlflow-artifacts/artifacts/half")
                connection.putheader("Content-Length", "1000000")
                connection.endheaders(b"x" * chance.randrange(100_000))
            connection.close()
            self._answers["connected"] += 1
            self._end.wait(max(self._rest, SHORTEST_REST_S))

    def _sample(self, minutes: float) -> Sample:
        # Threads answer when they get to it: these are mostly the answers to the sample before.
        os.kill(self._server.pid, signal.SIGUSR2)
        process = Path(f"/proc/{self._server.pid}")
        status = process.joinpath("status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        files = len(list(process.joinpath("fd").iterdir()))
        memory_mb = int(line.split()[1]) / 1024
        return Sample(minutes, self._held(), memory_mb, files, sum(self._answers.values()))

    def _held(self) -> float:
        """Megabytes that the threads still held when each last said so."""
        log = memory_log(self._server.folder)
        lines = log.read_text().splitlines() if log.exists() else []
        newest = {line["thread"]: line["mb"] for line in map(json.loads, lines)}
        return sum(newest.values())


def _delete(api: Api, writer: Writer) -> None:
    for run_id in writer.run_ids:
        api.post("runs/delete", run_id=run_id)
    api.request("DELETE", f"/api/2.0/mlflow-artifacts/artifacts/{writer.name}")


def verdict(samples: list[Sample]) -> list[str]:
    """What is not flat: the last third is compared with the third before it, by medians."""
    warm = samples[int(len(samples) * WARM_UP) :]
    half = len(warm) // 2
    if half == 0:
        return ["too short to tell"]

    def growth(of) -> float:
        before, after = ([of(sample) for sample in part] for part in (warm[:half], warm[half:]))
        return statistics.median(after) - statistics.median(before)

    held, memory = growth(lambda s: s.held_mb), growth(lambda s: s.memory_mb)
    files = growth(lambda s: s.files)
    found = []
    if held > HELD_GROWTH_MB:
        found.append(f"memory in use grew by {held:.0f} MB")
    if memory > MEMORY_GROWTH_MB:
        found.append(f"memory grew by {memory:.0f} MB")
    if files > FILE_GROWTH:
        found.append(f"open files grew by {files:.0f}")
    return found


def report(samples: list[Sample], answers: Counter[str]) -> str:
    rows = ["minutes   in use MB   memory MB   open files    requests"]
    rows += [
        f"{s.minutes:7.1f} {s.held_mb:11.1f} {s.memory_mb:11.0f} {s.files:12} {s.requests:11,}"
        for s in samples[:: max(1, len(samples) // 12)]
    ]
    return "\n".join([*rows, ", ".join(f"{n:,} {what}" for what, n in answers.most_common())])


def memory_log(folder: Path) -> Path:
    return folder / "collected-memory.jsonl"


def observed(folder: Path) -> dict[str, str]:
    """The environment of a server that tells what it holds after collecting its garbage."""
    return {
        "NODE_OPTIONS": f"--expose-gc --import={COLLECTED_MEMORY.as_uri()}",
        "MEMORY_LOG": str(memory_log(folder)),
    }


def soak(
    server: ServerUnderTest, *, minutes: float, seed: int, rest: float
) -> tuple[str, list[str]]:
    """
    A report to read, and what was wrong. The server is one that is `observed`; each client rests
    for so many seconds after what it did.
    """
    server.start()
    load = Soak(server, seed, rest)
    samples = load.run(minutes)
    problems = load.problems or verdict(samples)
    if server.stop() != 0:
        problems.append("the server did not end well")
    if '"level":"error"' in server.said():
        problems.append(f"the server logged errors: {server.said()[-1000:]}")
    return report(samples, load.answers), problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="npm run soak --")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rest", type=float, default=0, help="seconds, of each client after each")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--backend-store-uri", default="", help="a new SQLite file unless given")
    arguments = parser.parse_args()
    print(f"{arguments.minutes:g} minutes with seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="trackbook-soak-") as folder:
        home = Path(folder)
        server = ServerUnderTest(home, store_uri=arguments.backend_store_uri, env=observed(home))
        try:
            text, problems = soak(
                server, minutes=arguments.minutes, seed=arguments.seed, rest=arguments.rest
            )
        finally:
            server.end()
    print(text)
    print("\n".join(problems) if problems else "flat")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
