from __future__ import annotations

import json
from pathlib import Path

import pytest

from trackbook.kernel.masking import MASK, mask_diff, mask_secrets

# A page that watches a kernel masks, too: src/lab/witness/masking.ts.
CASES = json.loads(Path(__file__).with_name("masking_cases.json").read_text("utf-8"))


@pytest.mark.parametrize("source", CASES["named"])
def test_a_secret_is_known_by_its_name(source):
    assert mask_secrets(source.replace("{}", "hunter2")) == source.replace("{}", MASK)


@pytest.mark.parametrize("key", CASES["random"])
def test_a_secret_is_known_by_its_randomness(key):
    assert mask_secrets(f'client = Client("{key}")') == f'client = Client("{MASK}")'
    assert mask_secrets(f'h = "Bearer {key}"') == f'h = "Bearer {MASK}"'


@pytest.mark.parametrize("source", CASES["plain"])
def test_other_source_stays_as_it_is(source):
    assert mask_secrets(source) == source


def test_settings_in_a_diff_are_masked_without_quotes():
    diff = (
        "diff --git a/conf.yml b/conf.yml\n"
        "+password: hunter22\n"
        "-depth: 7\n"
        "diff --git a/run.py b/run.py\n"
        "+token = read_token()\n"
        "+password = 'hunter22'\n"
    )
    masked = mask_diff(diff)

    assert "hunter22" not in masked
    assert "-depth: 7" in masked
    assert "token = read_token()" in masked
