"""Takes secrets out of source before it is stored or sent."""

from __future__ import annotations

import math
import re
from itertools import pairwise

MASK = "***masked***"

SECRET_WORDS = {
    *("password", "passwd", "passphrase", "pwd", "secret", "token", "apikey"),
    *("credential", "credentials", "auth", "authorization", "bearer", "dsn"),
}
SECRET_PAIRS = {"api key", "access key", "private key", "account key", "connection string"}

_HINT = re.compile(r"pass|pwd|secret|token|key|cred|auth|bearer|dsn|string", re.IGNORECASE)
_STRING = (
    r"(?P<prefix>[rbufRBUF]{0,2})(?P<quote>\"\"\"|'''|\"|')"
    r"(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"
)
# name = "…", name: str = "…", {"name": "…"}, x["name"] = "…", f(name="…"), setenv("NAME", "…")
_NAMED_STRING = re.compile(
    r"(?P<before>(?<![\w-])(?P<name>\w[\w-]*)[\"']?\]?"
    r"\s*(?::\s*[\w.\[\]]+\s*=(?!=)|=(?!=)|:|,)\s*)" + _STRING,
    re.DOTALL,
)
# %env NAME=…, !tool --name …
_SHELL_LINE = re.compile(r"^\s*[%!].*$", re.MULTILINE)
_SHELL_VALUE = re.compile(
    r"(?P<before>(?:--(?P<flag>[\w-]+)[= ]|(?P<name>\w+)=))(?P<text>[^\s\"'({$]{4,})"
)
# What a file of settings says without quotes.
_SETTING = re.compile(
    r"(?P<before>^[-+ ][ \t]*(?:export[ ]+)?(?P<name>[\w.-]+)[ \t]*[:=][ \t]*)"
    r"(?P<text>[^\s\"'({\[$#][^\s#]*)",
    re.MULTILINE,
)
_IN_URL = re.compile(r"(?P<before>\w://[^\s:/@\"']*:)(?P<text>[^\s@/\"']+)(?=@)")
_LONG_WORD = re.compile(r"(?<=[\"' =:])[A-Za-z0-9+/_=-]{20,}(?=[\"' &\\])")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def mask_secrets(source: str) -> str:
    """The source with each string that looks like a secret replaced by MASK."""
    masked = source
    if _HINT.search(source):
        masked = _NAMED_STRING.sub(_mask_string, masked)
        masked = _SHELL_LINE.sub(lambda line: _SHELL_VALUE.sub(_mask_value, line[0]), masked)
    if "://" in masked:
        masked = _IN_URL.sub(lambda match: match["before"] + MASK, masked)
    return _LONG_WORD.sub(lambda match: MASK if _looks_random(match[0]) else match[0], masked)


def mask_diff(diff: str) -> str:
    """As `mask_secrets`, of the changes that git shows; settings need no quotes there."""
    files = re.split(r"^(?=diff --git )", diff, flags=re.MULTILINE)
    return "".join(map(_mask_file_diff, files))


def _mask_file_diff(diff: str) -> str:
    head = diff.partition("\n")[0]
    # In Python what stands there is an expression, not the secret.
    masked = diff if head.endswith(".py") else _SETTING.sub(_mask_value_of_name, diff)
    return mask_secrets(masked)


def is_secret(name: str, text: str) -> bool:
    """Whether a text that goes by this name would be masked in source."""
    return _names_secret(name) or mask_secrets(f"'{text}'") != f"'{text}'"


def _mask_string(match: re.Match[str]) -> str:
    if not match["text"] or not _names_secret(match["name"]):
        return match[0]
    return f"{match['before']}{match['prefix']}{match['quote']}{MASK}{match['quote']}"


def _mask_value(match: re.Match[str]) -> str:
    secret = _names_secret(match["flag"] or match["name"])
    return match["before"] + MASK if secret else match[0]


def _mask_value_of_name(match: re.Match[str]) -> str:
    return match["before"] + MASK if _names_secret(match["name"]) else match[0]


def _names_secret(name: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    pairs = {f"{first} {second}" for first, second in pairwise(words)}
    return not SECRET_WORDS.isdisjoint(words) or not SECRET_PAIRS.isdisjoint(pairs)


def _looks_random(word: str) -> bool:
    """Keys mix cases and digits without pattern; names, paths, ids and hex digests do not."""
    digits = sum(character.isdigit() for character in word)
    mixed_case = not word.islower() and not word.isupper()
    return digits >= 2 and mixed_case and _entropy(word) > 3.7


def _entropy(word: str) -> float:
    """Shannon entropy in bits per character."""
    shares = [word.count(character) / len(word) for character in set(word)]
    return -sum(share * math.log2(share) for share in shares)
