"""Columns of text, as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    return [
        GAP.join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in [headings, *rows]
    ]
