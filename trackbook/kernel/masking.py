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

# A pass over the source takes time in proportion to its length, however the source was written:
# cells hold megabytes of data at times. So each pattern begins where a word does.
_NAME = re.compile(
    r"(?<![\w-])(?=\w)[\w-]*?(?:pass|pwd|secret|token|key|cred|auth|bearer|dsn|string)[\w-]*",
    re.IGNORECASE,
)
# name = "…", name: str = "…", {"name": "…"}, x["name"] = "…", f(name="…"), setenv("NAME", "…"),
# and R's name <- "…"
_STRING_OF_NAME = re.compile(
    r"[\"']?\]?\s*(?::\s*[\w.\[\]]+\s*=(?!=)|=(?!=)|<{1,2}-|:|,)\s*"
    r"[rbufRBUF]{0,2}(?P<quote>\"\"\"|'''|\"|')"
    r"(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)",
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
_LONG_WORD = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_=-]{20,}(?=[\"' &\\])")
_SHORTEST_KEY, _LONGEST_KEY, _LONGEST_NAME = 20, 512, 200
_BEFORE_KEY = "\"' =:"
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def mask_secrets(source: str) -> str:
    """The source with each string that looks like a secret replaced by MASK."""
    masked = _mask_named_strings(source)
    masked = _SHELL_LINE.sub(lambda line: _SHELL_VALUE.sub(_mask_value, line[0]), masked)
    if "://" in masked:
        masked = _IN_URL.sub(lambda match: match["before"] + MASK, masked)
    return _LONG_WORD.sub(_mask_random, masked)


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


def _mask_named_strings(source: str) -> str:
    pieces, done = [], 0
    for name in _NAME.finditer(source):
        if name.start() < done or not _names_secret(name[0][-_LONGEST_NAME:]):
            continue
        string = _STRING_OF_NAME.match(source, name.end())
        if string is not None and string["text"]:
            pieces.append(f"{source[done : string.start('text')]}{MASK}")
            done = string.end("text")
    return "".join(pieces) + source[done:]


def _mask_value(match: re.Match[str]) -> str:
    secret = _names_secret(match["flag"] or match["name"])
    return match["before"] + MASK if secret else match[0]


def _mask_value_of_name(match: re.Match[str]) -> str:
    return match["before"] + MASK if _names_secret(match["name"]) else match[0]


def _names_secret(name: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    pairs = {f"{first} {second}" for first, second in pairwise(words)}
    return not SECRET_WORDS.isdisjoint(words) or not SECRET_PAIRS.isdisjoint(pairs)


def _mask_random(match: re.Match[str]) -> str:
    """A key stands by itself in quotes, or at the end of NAME=…"""
    word = match[0]
    start = 0
    if match.string[match.start() - 1 : match.start()] not in tuple(_BEFORE_KEY):
        start = word.find("=") + 1
        if not start or len(word) - start < _SHORTEST_KEY:
            return word
    return word[:start] + MASK if _looks_random(word[start:][:_LONGEST_KEY]) else word


def _looks_random(word: str) -> bool:
    """Keys mix cases and digits without pattern; names, paths, ids and hex digests do not."""
    digits = sum(character.isdigit() for character in word)
    mixed_case = not word.islower() and not word.isupper()
    return digits >= 2 and mixed_case and _entropy(word) > 3.7


def _entropy(word: str) -> float:
    """Shannon entropy in bits per character."""
    shares = [word.count(character) / len(word) for character in set(word)]
    return -sum(share * math.log2(share) for share in shares)
