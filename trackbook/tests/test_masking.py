from __future__ import annotations

import pytest

from trackbook.kernel.masking import MASK, mask_diff, mask_secrets


@pytest.mark.parametrize(
    "source",
    [
        "password = '{}'",
        'db_password: str = "{}"',
        "connect(host='x', password='{}')",
        '{{"api_key": "{}"}}',
        "os.environ['AWS_SECRET_ACCESS_KEY'] = '{}'",
        'os.environ.setdefault("HF_TOKEN", "{}")',
        "apiKey = f'{}'",
        'private_key = """{}"""',
        "%env API_KEY={}",
        "!tool --token {} --verbose",
        "url = 'postgresql://me:{}@host/db'",
    ],
)
def test_a_secret_is_known_by_its_name(source):
    assert mask_secrets(source.format("hunter2")) == source.format(MASK)


@pytest.mark.parametrize(
    "key",
    [
        "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5",
        "sk-proj-4fT9kQ2mZx7LrB8nVc3JwH6yPd1SgA5e",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMP1eK3Y",
    ],
)
def test_a_secret_is_known_by_its_randomness(key):
    assert mask_secrets(f'client = Client("{key}")') == f'client = Client("{MASK}")'
    assert mask_secrets(f'h = "Bearer {key}"') == f'h = "Bearer {MASK}"'


@pytest.mark.parametrize(
    "source",
    [
        "author = 'Bob'",
        "tokenizer = 'bert-base-uncased'",
        "n_tokens = 512",
        "password = getpass('Password: ')",
        "token == 'x'",
        "run_id = '0123456789abcdef0123456789abcdef'",
        "path = 'data/green_tripdata_2021-01.parquet'",
        "from sklearn.ensemble import GradientBoostingRegressor",
        "url = 'https://example.org/Some/Path2021'",
        "password = ''",
    ],
)
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
