"""Writes that remember whether they were acknowledged, and tell later whether they are there."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from server_under_test import Api


class Lost(AssertionError):
    """A write that was acknowledged is not there."""


class Torn(AssertionError):
    """A part of a write is there, and a part is not."""


class View:
    """What the server holds after a crash; each thing is asked for once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.run = cache(self._run)
        self.points = cache(self._points)
        self.model = cache(self._model)
        self.artifact = cache(api.artifact)
        self.artifact_names = cache(api.artifact_names)

    def runs_tagged(self, key: str, value: str) -> list[Any]:
        reply = self._api.post(
            "runs/search", experiment_ids=["0"], filter=f"tags.{key} = '{value}'", max_results=10
        )
        return reply.get("runs", [])

    def _run(self, run_id: str) -> Any:
        return self._api.get("runs/get", run_id=run_id)["run"]

    def _points(self, run_id: str, key: str) -> dict[int, float]:
        reply = self._api.get("metrics/get-history", run_id=run_id, metric_key=key)
        points = reply.get("metrics", [])
        if len({point["step"] for point in points}) != len(points):
            raise Torn(f"a point of {key} in {run_id} is there twice")
        return {point["step"]: point["value"] for point in points}

    def _model(self, name: str) -> tuple[Any, set[str]]:
        found = self._api.get("registered-models/search", filter=f"name = '{name}'")
        models = found.get("registered_models", [])
        versions = self._api.get(
            "model-versions/search", filter=f"name = '{name}'", max_results=10000
        )
        numbers = {version["version"] for version in versions.get("model_versions", [])}
        return (models[0] if models else None), numbers


class Write(Protocol):
    acknowledged: bool

    def send(self, api: Api) -> None:
        """Send it; it counts as acknowledged when this returns."""

    def check(self, view: View) -> None:
        """Raise `Lost` or `Torn` unless it is as its acknowledgement says."""


def all_or_nothing(write: Write, parts: list[bool]) -> None:
    if any(parts) and not all(parts):
        raise Torn(f"{parts.count(True)} of {len(parts)} parts of {write} are there")
    if write.acknowledged and not all(parts):
        raise Lost(str(write))


def pairs(entries: list[Any]) -> dict[str, str]:
    return {entry["key"]: entry["value"] for entry in entries}


@dataclass
class CreateRun:
    marker: str
    run_id: str = ""
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        tags = [{"key": "marker", "value": self.marker}]
        tags += [{"key": f"tag{i}", "value": self.marker} for i in range(5)]
        reply = api.post("runs/create", experiment_id="0", run_name=self.marker, tags=tags)
        self.run_id = reply["run"]["info"]["run_id"]

    def check(self, view: View) -> None:
        found = view.runs_tagged("marker", self.marker)
        tags = pairs(found[0]["data"]["tags"]) if found else {}
        names = ["marker", *(f"tag{i}" for i in range(5)), "mlflow.runName"]
        all_or_nothing(self, [bool(found), *(tags.get(name) == self.marker for name in names)])
        if self.acknowledged:
            assert found[0]["info"]["run_id"] == self.run_id


@dataclass
class LogBatch:
    run_id: str
    number: int
    metrics: int
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        api.post(
            "runs/log-batch",
            run_id=self.run_id,
            metrics=[
                {"key": f"m{i}", "value": self._value(i), "timestamp": 1, "step": self.number}
                for i in range(self.metrics)
            ],
            params=[{"key": key, "value": str(self.number)} for key in self._keys("p")],
            tags=[{"key": key, "value": str(self.number)} for key in self._keys("t")],
        )

    def check(self, view: View) -> None:
        data = view.run(self.run_id)["data"]
        params, tags = pairs(data.get("params", [])), pairs(data["tags"])
        parts = [params.get(key) == str(self.number) for key in self._keys("p")]
        parts += [tags.get(key) == str(self.number) for key in self._keys("t")]
        parts += [
            view.points(self.run_id, f"m{i}").get(self.number) == self._value(i)
            for i in range(self.metrics)
        ]
        all_or_nothing(self, parts)

    def _keys(self, letter: str) -> list[str]:
        return [f"{letter}{self.number}.{i}" for i in range(3)]

    def _value(self, i: int) -> float:
        return self.number + i / 1000


@dataclass
class LogMetric:
    run_id: str
    number: int
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        entry = {"key": "single", "value": self.number / 7, "timestamp": 1, "step": self.number}
        api.post("runs/log-metric", run_id=self.run_id, **entry)

    def check(self, view: View) -> None:
        points = view.points(self.run_id, "single")
        all_or_nothing(self, [points.get(self.number) == self.number / 7])


@dataclass
class FinishRun:
    run_id: str
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        api.post("runs/update", run_id=self.run_id, status="FINISHED", end_time=12345)

    def check(self, view: View) -> None:
        info = view.run(self.run_id)["info"]
        all_or_nothing(self, [info["status"] == "FINISHED", info.get("end_time") == 12345])


@dataclass
class Versions:
    """Something that is overwritten again and again: which states it may be in."""

    sent: int = 0
    acknowledged: int = 0

    def check(self, write: Write, found: int) -> None:
        if found < self.acknowledged:
            raise Lost(f"{write}: {found} is there, {self.acknowledged} was acknowledged")
        if found > self.sent:
            raise Torn(f"{write}: {found} is there, only {self.sent} was ever sent")


@dataclass
class SetTag:
    run_id: str
    number: int
    versions: Versions = field(repr=False)
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        self.versions.sent = self.number
        api.post("runs/set-tag", run_id=self.run_id, key="counter", value=str(self.number))
        self.versions.acknowledged = self.number

    def check(self, view: View) -> None:
        tags = pairs(view.run(self.run_id)["data"]["tags"])
        self.versions.check(self, int(tags.get("counter", 0)))


@dataclass
class PutArtifact:
    folder: str
    name: str
    number: int
    size: int
    versions: Versions = field(repr=False)
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        self.versions.sent = self.number
        api.put_artifact(f"{self.folder}/{self.name}", content(self.number, self.size))
        self.versions.acknowledged = self.number

    def check(self, view: View) -> None:
        stored = view.artifact(f"{self.folder}/{self.name}")
        if stored is None:
            self.versions.check(self, 0)
            return
        number, size = (int(text) for text in stored[:20].split(b" ")[:2])
        if stored != content(number, size):
            raise Torn(f"{self} is there in part: {len(stored)} of {size} bytes")
        self.versions.check(self, number)
        strange = [n for n in view.artifact_names(self.folder) if not n.startswith("file")]
        if strange:
            raise Torn(f"{self.folder} lists {strange}")


def content(number: int, size: int) -> bytes:
    """What version `number` of an artifact holds: it says so itself, and can be checked."""
    head = f"{number} {size} ".encode().ljust(20)
    seed = hashlib.sha256(head).digest()
    return head + (seed * (size // len(seed) + 1))[:size]


@dataclass
class CreateModel:
    name: str
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        api.post(
            "registered-models/create",
            name=self.name,
            tags=[{"key": f"tag{i}", "value": self.name} for i in range(5)],
        )

    def check(self, view: View) -> None:
        model, _ = view.model(self.name)
        tags = pairs(model.get("tags", [])) if model else {}
        all_or_nothing(
            self, [model is not None, *(tags.get(f"tag{i}") == self.name for i in range(5))]
        )


@dataclass
class CreateVersion:
    name: str
    version: str = ""
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        reply = api.post("model-versions/create", name=self.name, source="s3://bucket/model")
        self.version = reply["model_version"]["version"]

    def check(self, view: View) -> None:
        if self.acknowledged and self.version not in view.model(self.name)[1]:
            raise Lost(str(self))


@dataclass
class SetAlias:
    name: str
    number: int
    versions: Versions = field(repr=False)
    acknowledged: bool = False

    def send(self, api: Api) -> None:
        self.versions.sent = self.number
        fields = {"name": self.name, "alias": "champion", "version": str(self.number)}
        api.post("registered-models/alias", **fields)
        self.versions.acknowledged = self.number

    def check(self, view: View) -> None:
        model, versions = view.model(self.name)
        aliases = {entry["alias"]: entry["version"] for entry in model.get("aliases", [])}
        found = aliases.get("champion", "0")
        self.versions.check(self, int(found))
        if found != "0" and found not in versions:
            raise Torn(f"{self}: the alias names version {found}, which is not there")


class Writer:
    """One client: writes at random, one thing after the other, and remembers each."""

    def __init__(self, name: str, seed: str) -> None:
        self.name = name
        self.writes: list[Write] = []
        self._random = random.Random(seed)
        self._number = 0
        self._runs: list[CreateRun] = []
        self._counters: dict[str, Versions] = {}
        self._files = {f"file{i}": Versions() for i in range(4)}
        self._model: CreateModel | None = None
        self._model_versions: list[CreateVersion] = []
        self._alias = Versions()

    @property
    def run_ids(self) -> list[str]:
        return [run.run_id for run in self._runs]

    def write(self, api: Api) -> None:
        write = self._next()
        self.writes.append(write)
        write.send(api)
        write.acknowledged = True
        self._adopt(write)

    def _next(self) -> Write:
        self._number += 1
        if not self._runs or self._random.random() < 0.05:
            return CreateRun(f"{self.name}.{self._number}")
        return self._random.choices(
            [self._batch, self._metric, self._finish, self._tag, self._artifact, self._registry],
            weights=[6, 6, 1, 3, 3, 2],
        )[0]()

    def _adopt(self, write: Write) -> None:
        """What is known to be there can be written to from now on."""
        if isinstance(write, CreateRun):
            self._runs.append(write)
        elif isinstance(write, CreateModel):
            self._model = write
        elif isinstance(write, CreateVersion):
            self._model_versions.append(write)

    @property
    def _run_id(self) -> str:
        return self._random.choice(self._runs[-3:]).run_id

    def _batch(self) -> Write:
        return LogBatch(self._run_id, self._number, self._random.choice([1, 20, 60]))

    def _metric(self) -> Write:
        return LogMetric(self._run_id, self._number)

    def _finish(self) -> Write:
        return FinishRun(self._run_id)

    def _tag(self) -> Write:
        run_id = self._run_id
        return SetTag(run_id, self._number, self._counters.setdefault(run_id, Versions()))

    def _artifact(self) -> Write:
        name = self._random.choice(list(self._files))
        size = self._random.choice([0, 100, 50_000, 3_000_000])
        return PutArtifact(self.name, name, self._number, size, self._files[name])

    def _registry(self) -> Write:
        if self._model is None:
            return CreateModel(f"{self.name}.{self._number}")
        if not self._model_versions or self._random.random() < 0.5:
            return CreateVersion(self._model.name)
        newest = int(self._model_versions[-1].version)
        return SetAlias(self._model.name, newest, self._alias)
