"""A random session: the calls of one seed, sent to both servers and compared."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random

from answers import Asker
from calls import Call
from comparison import Difference, compare
from malformed import spoil
from operations import Operations, Step
from world import World

MALFORMED_ODDS = 0.12


@dataclass(frozen=True)
class Finding:
    """A difference, with what is needed to see it again."""

    seed: int
    step: int
    difference: Difference
    # Earlier calls about the same entities.
    history: list[Call]

    def __str__(self) -> str:
        lines = [f"seed {self.seed}, step {self.step}: {self.difference}"]
        if self.history:
            lines += ["  after:", *(f"    {call}" for call in self.history[-25:])]
        return "\n".join(lines)


class Session:
    """Deterministic: the same seed makes the same calls, as long as MLflow answers the same."""

    def __init__(self, seed: int, oracle: Asker | None, ours: Asker | None) -> None:
        self._seed = seed
        self._random = Random(seed)
        self._world = World(self._random)
        self._operations = Operations(self._random, self._world)
        self._askers = (oracle, ours)
        # Something of each kind, so that the calls after it have something to be about.
        made = self._operations
        self._beginning = [
            *(
                [made.create_experiment] * 2
                + [made.create_run] * 3
                + [made.create_logged_model] * 2
            ),
            *([made.create_registered_model] * 2 + [made.create_version] * 3),
        ]
        self._calls: list[Call] = []

    def run(self, count: int) -> list[Finding]:
        with ThreadPoolExecutor(2) as threads:
            findings = [self._step(threads) for _ in range(count)]
        return [finding for finding in findings if finding]

    def next_step(self) -> Step:
        """The next call to make; what it is about depends on what succeeded before."""
        if self._beginning:
            return self._beginning.pop(0)()
        step = self._operations.step()
        if self._random.random() < MALFORMED_ODDS:
            return replace(step, call=spoil(step.call, self._random))
        return step

    def _step(self, threads: ThreadPoolExecutor) -> Finding | None:
        step = self.next_step()
        call = step.call
        expected, actual = threads.map(lambda asker: asker.ask(call), self._askers)
        # What only MLflow takes, ours has nothing of: no id, no token of a next page.
        if expected.status == actual.status == 200 and isinstance(expected.body, dict):
            step.then(expected.body)
        history = [earlier for earlier in self._calls if related(earlier, call)]
        self._calls.append(call)
        difference = compare(call, expected, actual)
        if not difference:
            return None
        return Finding(self._seed, len(self._calls), difference, history)


def related(earlier: Call, call: Call) -> bool:
    """Whether an earlier call changed something that this one speaks of."""
    return not earlier.is_search and bool(_entities(earlier) & _entities(call))


def _entities(call: Call) -> set[str]:
    text = json.dumps([call.path, call.query, call.json, str(call.data), call.saved])
    return set(re.findall(r"(?:exp|run|logged)\d+|\b[me]\d+\b", text))
