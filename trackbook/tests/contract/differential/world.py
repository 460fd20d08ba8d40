"""What a random session knows of the entities that its calls have made so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

MISSING_MODEL = "m-" + "0" * 32


@dataclass
class World:
    """Entities by the names that stand for their ids in calls: `{run3}`."""

    random: Random
    experiments: list[str] = field(default_factory=lambda: ["0"])
    experiment_names: list[str] = field(default_factory=lambda: ["Default"])
    runs: list[str] = field(default_factory=list)
    # Experiments and runs whose artifacts have a place of their own.
    elsewhere: set[str] = field(default_factory=set)
    logged_models: list[str] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    # Versions of the registered models, by model.
    versions: dict[str, list[str]] = field(default_factory=dict)
    # Searches that left a token, with the page after it.
    next_pages: list[tuple] = field(default_factory=list)
    _count: int = 0

    def fresh(self, kind: str) -> str:
        """A name for the id of the next entity of a kind."""
        self._count += 1
        return f"{kind}{self._count}"

    def number(self) -> int:
        """A number that was not given out before: start times, so that no runs tie."""
        self._count += 1
        return self._count

    def pick(self, items: list[str], absent: str, *, odds: float = 0.03) -> str:
        """One of the items; now and then one that there is not."""
        if not items or self.random.random() < odds:
            return absent
        # The newest are met most, so that entities come to have a history.
        recent = items[-6:] if self.random.random() < 0.7 else items
        return self.random.choice(recent)

    def experiment(self) -> str:
        return self.pick(self.experiments, self.random.choice(["987654", "x", "-1", "1.0"]))

    def run(self) -> str:
        return self.pick(self.runs, "0" * 32)

    def logged_model(self) -> str:
        return self.pick(self.logged_models, MISSING_MODEL)

    def model(self) -> str:
        return self.pick(self.models, "no-such-model")

    def version(self, model: str) -> str:
        return self.pick(
            self.versions.get(model, []), self.random.choice(["99", "x", "0", "-1", "1.0", " 1"])
        )
