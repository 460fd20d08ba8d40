"""Turn three months of trips into a training, a validation and a test set."""

from __future__ import annotations

from pathlib import Path

import splits
import taxi

MONTHS = {"train": 1, "validation": 2, "test": 3}


def main(folder: Path) -> None:
    months = {name: taxi.read_month(month) for name, month in MONTHS.items()}
    preprocessor = taxi.fit_preprocessor(months["train"])
    splits.save(folder, "preprocessor", preprocessor)
    for name, trips in months.items():
        features = taxi.to_features(preprocessor, trips)
        splits.save(folder, name, (features, trips[taxi.TARGET].to_numpy()))
        print(f"{name:<10} {features.shape[0]:>7,} trips, {features.shape[1]:,} columns")


if __name__ == "__main__":
    main(splits.argument_parser(__doc__).parse_args().data)
