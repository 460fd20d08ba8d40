"""Makes one thing wrong with a call: its types, its names, its form."""

from __future__ import annotations

import copy
import json as jsonlib
import re
from dataclasses import replace
from random import Random
from typing import Any

from calls import Call
from values import WRONG_TYPES

JSON = {"Content-Type": "application/json"}


def spoil(call: Call, random: Random) -> Call:
    """The same call with one or, rarely, two faults."""
    spoiled = _spoil_once(call, random)
    if random.random() < 0.1:
        spoiled = _spoil_once(spoiled, random)
    return call if _leaves_name_open(spoiled) else spoiled


def _leaves_name_open(call: Call) -> bool:
    """Whether each server makes a name up, by which models would be ordered later."""
    makes_model = call.method == "POST" and call.path.endswith("/logged-models")
    return makes_model and isinstance(call.json, dict) and not call.json.get("name")


def _spoil_once(call: Call, random: Random) -> Call:
    if call.json is not None:
        return random.choice(BODY_FAULTS)(call, random)
    if call.query:
        return random.choice(QUERY_FAULTS)(call, random)
    return call


def _without_field(call: Call, random: Random) -> Call:
    body = copy.deepcopy(call.json)
    holder, key = _place(body, random)
    if call.is_search or _is_missed(call, holder is body):
        holder.pop(key, None)
    return replace(call, json=body)


def _wrong_type(call: Call, random: Random) -> Call:
    body = copy.deepcopy(call.json)
    holder, key = _place(body, random)
    wrong = random.choice(WRONG_TYPES)
    if call.is_search or (holder is body and _is_noticed(call, key, wrong)):
        holder[key] = wrong
    return replace(call, json=body)


def _is_missed(call: Call, is_top: bool) -> bool:
    """Whether MLflow misses such a field; inside of others it takes an empty one for most."""
    return is_top or call.path.endswith("/log-batch")


def _is_noticed(call: Call, key: str, wrong: Any) -> bool:
    """
    Whether MLflow refuses such a value. It stores a part of the request else, which we do not
    copy (see docs/compatibility.md): after that the servers would not hold the same.
    """
    if key == "status" and (isinstance(wrong, str) or call.path.endswith("/runs/update")):
        return False
    if key == "tags" and call.path.endswith("/runs/create"):
        return False
    if key in LISTS:
        return not isinstance(wrong, list) or wrong == []
    if key in NUMBERS:
        return isinstance(wrong, str | list | dict)
    return key not in UNCHECKED


def _null(call: Call, random: Random) -> Call:
    body = copy.deepcopy(call.json)
    holder, key = _place(body, random)
    # MLflow breaks at it, Trackbook logs the rest: the servers would not hold the same.
    is_list_of_batch = key in LISTS and call.path.endswith("/log-batch")
    if (call.is_search or _is_missed(call, holder is body)) and not is_list_of_batch:
        holder[key] = None
    return replace(call, json=body)


def _unknown_field(call: Call, random: Random) -> Call:
    return replace(call, json={**call.json, "unknown": random.choice([1, {}, "x", None])})


def _camel_case(call: Call, _: Random) -> Call:
    if "start_time" in call.json:
        return call
    return replace(call, json={camel_case(key): value for key, value in call.json.items()})


def _both_spellings(call: Call, _: Random) -> Call:
    both = {camel_case(key): value for key, value in call.json.items()}
    return replace(call, json={**call.json, **both})


def _broken_json(call: Call, random: Random) -> Call:
    deletes_model = call.method == "DELETE" and "/logged-models/" in call.path
    if call.path.endswith("/runs/create") or deletes_model:
        # MLflow takes it for an empty request, which makes a run, or does not look at it.
        return call
    text = jsonlib.dumps(call.json)
    broken = random.choice([text[:-1], text + "}", "'" + text, "", " ", "null"])
    return replace(call, json=None, data=broken.encode(), headers=JSON)


def _twice_encoded(call: Call, _: Random) -> Call:
    data = jsonlib.dumps(jsonlib.dumps(call.json)).encode()
    return replace(call, json=None, data=data, headers=JSON)


def _content_type(call: Call, random: Random) -> Call:
    kinds = ["text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded"]
    data = jsonlib.dumps(call.json).encode()
    headers = {"Content-Type": random.choice(kinds)}
    return replace(call, json=None, data=data, headers=headers)


def _without_parameter(call: Call, random: Random) -> Call:
    query = dict(call.query)
    query.pop(random.choice(list(query)))
    return replace(call, query=query)


def _odd_parameter(call: Call, random: Random) -> Call:
    key = random.choice(list(call.query))
    odd = random.choice(["", " ", "x", "-1", "1.5", "true", "é", "9" * 30])
    return replace(call, query={**call.query, key: odd})


def _unknown_parameter(call: Call, _: Random) -> Call:
    return replace(call, query={**call.query, "unknown": "1"})


def _place(body: Any, random: Random) -> tuple[dict, str]:
    """Where in a body something can be changed: a dict with one of its keys."""
    # A run without a start time starts at 0 in MLflow, and now in Trackbook.
    places = [(h, key) for h in _dicts(body) for key in h if key != "start_time"]
    return random.choice(places) if places else ({}, "")


def _dicts(value: Any) -> list[dict]:
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in _dicts(item))]
    if isinstance(value, list):
        return [found for item in value for found in _dicts(item)]
    return []


def camel_case(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda m: m.group(1).upper(), name)


LISTS = {"tags", "params", "metrics", "datasets", "models", "stages"}
NUMBERS = {"timestamp", "step", "start_time", "end_time", "status"}
# Fields whose type MLflow does not look at.
UNCHECKED = {"user_id", "value", "workspace"}

BODY_FAULTS = [
    _without_field,
    _wrong_type,
    _wrong_type,
    _wrong_type,
    _null,
    _unknown_field,
    _camel_case,
    _both_spellings,
    _broken_json,
    _twice_encoded,
    _content_type,
]
QUERY_FAULTS = [_without_parameter, _odd_parameter, _unknown_parameter]
