"""Offline mode: what the user's code logs through mlflow while the server is away is kept.

It stands between MLflow's REST store and the requests of that. A call that only logs is put into
the outbox and answered as if the server had taken it; once one waits, those after it wait, too, so
that all arrive in order. A run that is made meanwhile goes by an id of ours until the server has
named it.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

from .destination import Destination
from .import_watch import ImportWatch
from .outbox import Outbox
from .rest import is_away
from .session import Session, now

MODULE = "mlflow.utils.rest_utils"
API = "/api/2.0/mlflow/"
KEY_TAG = "trackbook.key"
ENDED = ("FINISHED", "FAILED", "KILLED")
# What a client asks before it logs, and may be told once more as it was told last.
READ = ("runs/get", "experiments/get", "experiments/get-by-name")
REMEMBERED = 200
# Longer than a server that works needs; one that hangs must not hold up the cell.
PATIENCE = 10.0

Json = dict[str, Any]


@dataclass
class Call:
    """A request of MLflow's client."""

    server: str
    action: str
    body: Json

    @property
    def run(self) -> str:
        return self.body.get("run_id") or self.body.get("run_uuid") or ""


class Offline:
    def __init__(self, outbox: Outbox, destination: Destination, session: Session) -> None:
        self.enabled = False
        self._outbox = outbox
        self._destination = destination
        self._session = session
        self._pid = os.getpid()
        self._mutex = threading.RLock()
        # Runs made while the server was away, as the client was told of them, by our id.
        self._runs: dict[str, Json] = {}
        self._last_kept = -1
        self._answers: OrderedDict[str, Json] = OrderedDict()
        self._watch = ImportWatch(MODULE, self._install)
        self._module: ModuleType | None = None
        self._send: Callable[..., Any] = lambda: None

    def switch(self, enabled: bool) -> None:
        self.enabled = enabled
        if enabled and self._module is None:
            self._watch.start()

    def close(self) -> None:
        """Take everything out of the user's mlflow again."""
        self.enabled = False
        self._watch.stop()
        if self._module is not None:
            self._module.http_request = self._send  # type: ignore[attr-defined]
            self._module = None

    def adopt(self, key: str, experiment: dict[str, str], name: str | None, started: int) -> bool:
        """Let the client use a run of ours before the server has named it."""
        if self.enabled and "id" in experiment:
            self._runs[key] = _run_reply(key, experiment["id"], name or "", started, [])
        return key in self._runs

    def _install(self, module: ModuleType) -> None:
        self._module, self._send = module, module.http_request
        module.http_request = self._request  # type: ignore[attr-defined]

    def _request(self, host_creds: Any, endpoint: str, method: str, **options: Any) -> Any:
        """In the place of http_request, for the store's calls; artifacts go another way."""
        send = partial(self._send, host_creds, endpoint, method, **options)
        body = options.get("params" if method == "GET" else "json")
        # In a process that the user's code forked nobody sends what waits.
        if os.getpid() != self._pid or not endpoint.startswith(API) or not isinstance(body, dict):
            return send()
        server = self._destination.name_of(host_creds.host)
        call = Call(server, endpoint.removeprefix(API), body)
        with self._mutex:
            answer = self._answer_at_once(call)
            if answer is not None:
                return self._reply(answer)
            self._prepare(call)
        return self._try(call, send) if self.enabled else send()

    def _try(self, call: Call, send: Callable[..., Any]) -> Any:
        failure = reply = None
        try:
            reply = send(max_retries=0, timeout=PATIENCE)
        except Exception as error:
            failure = error
        if reply is not None and not is_away(reply.status_code):
            self._remember(call, reply)
            return reply
        with self._mutex:
            answer = self._keep(call)
        if answer is None:
            answer = self._recall(call)
        if answer is not None:
            return self._reply(answer)
        if not self._is_away:
            return send()
        if failure is not None:
            raise failure
        return reply

    @property
    def _is_away(self) -> bool:
        return self._outbox.connected is False

    def _answer_at_once(self, call: Call) -> Json | None:
        """What must not overtake calls that wait is kept without asking the server."""
        waits = self._outbox.is_waiting(self._last_kept) or (self.enabled and self._is_away)
        # Always in the journal: a run of which the end is not known counts as left open.
        if waits or (call.action == "runs/update" and call.run in self._runs):
            answer = self._keep(call)
            return self._recall(call) if answer is None else answer
        return None

    def _prepare(self, call: Call) -> None:
        """The server knows runs by its own ids."""
        run_ids = self._outbox.delivery.run_ids
        for field in ("run_id", "run_uuid"):
            if call.body.get(field) in run_ids:
                call.body[field] = run_ids[call.body[field]]
        if call.action == "runs/create":
            tags = {tag["key"]: tag["value"] for tag in call.body.get("tags", [])}
            self._outbox.delivery.name_parent(tags)
            if self.enabled:
                # If only the answer is lost, the run is found by this.
                tags[KEY_TAG] = uuid.uuid4().hex
            call.body["tags"] = [{"key": key, "value": value} for key, value in tags.items()]

    def _keep(self, call: Call) -> Json | None:
        """Put a call into the outbox; None if its answer matters and is not known here."""
        if call.action == "runs/create":
            return self._keep_run(call)
        if call.action == "runs/update":
            return self._keep_update(call)
        logged = _logged(call)
        if logged is None:
            return None
        self._put(call, "log", run=call.run, **logged)
        return {}

    def _keep_run(self, call: Call) -> Json:
        body = call.body
        tags = {tag["key"]: tag["value"] for tag in body.get("tags", [])}
        tried = KEY_TAG in tags
        key = tags.setdefault(KEY_TAG, uuid.uuid4().hex)
        name, started = body.get("run_name") or "", body.get("start_time") or now()
        experiment = str(body["experiment_id"])
        self._put(
            call,
            "create",
            run=key,
            experiment={"id": experiment},
            name=name,
            kind="code",
            start_time=started,
            tags=tags,
            tried=tried,
        )
        self._runs[key] = _run_reply(key, experiment, name, started, body.get("tags", []))
        return self._runs[key]

    def _keep_update(self, call: Call) -> Json:
        status, name = call.body.get("status"), call.body.get("run_name")
        if name:
            tag = {"key": "mlflow.runName", "value": name}
            self._put(call, "log", run=call.run, params=[], metrics=[], tags=[tag])
        upto = self._session.last_seq
        if status in ENDED:
            end = call.body.get("end_time") or now()
            self._put(
                call, "finish", run=call.run, status=status, end_time=end, upto=upto, kind="code"
            )
        elif status:
            self._put(call, "reopen", run=call.run, upto=upto)
        known = self._runs.get(call.run) or _run_reply(call.run, "", "", 0, [])
        return {"run_info": {**known["run"]["info"], "status": status or "RUNNING"}}

    def _put(self, call: Call, op: str, **fields: Any) -> None:
        self._last_kept = self._outbox.put(op, server=call.server, **fields)

    def _remember(self, call: Call, reply: Any) -> None:
        if reply.status_code != 200 or call.action not in (*READ, "runs/create"):
            return
        answer = reply.json()
        self._answers[_question(call, answer)] = answer
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    def _recall(self, call: Call) -> Json | None:
        if call.action not in READ:
            return None
        if call.action == "runs/get" and call.run in self._runs:
            return self._runs[call.run]
        return self._answers.get(_question(call))

    def _reply(self, answer: Json) -> Any:
        assert self._module is not None
        reply = self._module.requests.Response()
        reply.status_code, reply.encoding = 200, "utf-8"
        reply._content = json.dumps(answer).encode()
        return reply


def _logged(call: Call) -> Json | None:
    """What a call that only logs has to log, as an entry of the outbox."""
    item = {name: value for name, value in call.body.items() if name not in ("run_id", "run_uuid")}
    logged: Json = {"params": [], "metrics": [], "tags": []}
    if call.action == "runs/log-metric":
        logged["metrics"] = [item]
    elif call.action == "runs/log-parameter":
        logged["params"] = [item]
    elif call.action == "runs/set-tag":
        logged["tags"] = [item]
    elif call.action == "runs/log-batch":
        logged.update({kind: item.get(kind) or [] for kind in logged})
    else:
        return None
    return logged


def _question(call: Call, answer: Json | None = None) -> str:
    """What two calls have in common that ask the same."""
    if call.action in ("runs/get", "runs/create"):
        run = answer["run"]["info"]["run_id"] if answer else call.run
        return f"{call.server} runs/get {run}"
    return f"{call.server} {call.action} {json.dumps(call.body, sort_keys=True)}"


def _run_reply(
    run: str, experiment: str, name: str, started: int, tags: list[dict[str, str]]
) -> Json:
    info = {
        "run_id": run,
        "run_uuid": run,
        "run_name": name,
        "experiment_id": experiment,
        "status": "RUNNING",
        "start_time": started,
        "lifecycle_stage": "active",
    }
    return {"run": {"info": info, "data": {"tags": tags}}}
