"""The terminal and the views choose the same metrics and the same best run."""

from __future__ import annotations

from pathlib import Path

from trackbook.headless.key_metrics import (
    HELD_OUT,
    LOWER_IS_BETTER,
    SCORE,
    Best,
    best_of,
    by_importance,
    metrics_shown,
)

VIEWS = Path(__file__).parents[2] / "src" / "views"


def test_the_views_have_the_same_names():
    direction = (VIEWS / "common" / "metric-direction.ts").read_text()
    choice = (VIEWS / "panel" / "key-metric.ts").read_text()
    assert f"/{LOWER_IS_BETTER}/i" in direction
    assert f"/{SCORE}/i" in choice
    assert f"/{HELD_OUT}/i" in choice


def test_scores_come_first_and_those_of_held_out_data_before_others():
    runs = [{"n_rows": 10.0, "train_rmse": 1.0, "val_rmse": 2.0, "system/cpu": 9.0}] * 3
    assert by_importance(runs) == ["val_rmse", "train_rmse", "n_rows"]
    assert metrics_shown(runs, 22) == ["val_rmse", "train_rmse"]
    assert metrics_shown(runs, 1) == ["val_rmse"]
    assert metrics_shown([{}], 80) == []


def test_the_best_run_is_named_where_its_metric_says_which_way_is_better():
    assert best_of([{"rmse": 3.0}, {"rmse": 2.0}, {}]) == Best(1, "rmse", 2.0)
    assert best_of([{"auc": 0.7}, {"auc": float("nan")}, {"auc": 0.8}]) == Best(2, "auc", 0.8)
    assert best_of([{"rmse": 3.0}, {}]) is None
    assert best_of([{"rmse": 3.0}, {"rmse": 3.0}]) is None
    assert best_of([{"n_rows": 3.0}, {"n_rows": 2.0}]) is None
    assert best_of([]) is None
