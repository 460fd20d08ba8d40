"""Which metrics tell runs apart, and which run does best: as the side panel has it (src/views)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOWER_IS_BETTER = (
    r"(^|[^a-z])(r?mse|mae|mape|smape|rmsle|msle|medae|nll|wer|cer|fpr|fnr|eer|fid|bpb)([^a-z]|$)"
    r"|loss|error|err$|perplexity|deviance|latency|duration|time|seconds|brier|divergence|distance"
)
SCORE = (
    r"(^|[^a-z])(acc|accuracy|auc|f1|precision|recall|r2|map|ndcg|bleu|rouge|iou|dice)([^a-z]|$)"
    r"|score"
)
HELD_OUT = r"(^|[^a-z])(val|valid|validation|test|eval)"
SYSTEM = "system/"
NARROWEST = 8
GAP = 2

Metrics = Mapping[str, float]


@dataclass(frozen=True)
class Best:
    """`run` is its place among those that compete."""

    run: int
    key: str
    value: float


def by_importance(runs: Sequence[Metrics]) -> list[str]:
    """Scores say more than counters, and held-out data more than training data."""
    uses = Counter(key for metrics in runs for key in metrics if not key.startswith(SYSTEM))
    return sorted(uses, key=lambda key: (-uses[key] * _weight(key), key))


def metrics_shown(runs: Sequence[Metrics], width: int) -> list[str]:
    """So many as stand beside each other, at least one; in an order that stays as values arrive."""
    chosen: list[str] = []
    for key in by_importance(runs):
        width -= max(len(key), NARROWEST) + GAP
        if width < 0 and chosen:
            break
        chosen.append(key)
    return sorted(chosen, key=lambda key: (-_weight(key), key))


def best_of(runs: Sequence[Metrics]) -> Best | None:
    """None unless several differ in a metric of which the name says which way is better.

    As bestRunId in src/views/panel/key-metric.ts, which marks the best run of a list.
    """
    key = next(iter(by_importance(runs)), None)
    if key is None or not _is_score(key):
        return None
    rivals = [(metrics[key], i) for i, metrics in enumerate(runs) if key in metrics]
    rivals = [(value, i) for value, i in rivals if math.isfinite(value)]
    if len({value for value, _ in rivals}) < 2:
        return None
    sign = 1 if is_lower_better(key) else -1
    value, run = min(rivals, key=lambda rival: (sign * rival[0], rival[1]))
    return Best(run, key, value)


def is_lower_better(key: str) -> bool:
    return _finds(LOWER_IS_BETTER, key.replace("_", " "))


def _weight(key: str) -> float:
    return (10 if _is_score(key) else 1) * (1.2 if _finds(HELD_OUT, key) else 1)


def _is_score(key: str) -> bool:
    return is_lower_better(key) or _finds(SCORE, key)


def _finds(pattern: str, key: str) -> bool:
    return re.search(pattern, key, re.IGNORECASE) is not None


def number(value: float) -> str:
    return f"{value:.6g}"
