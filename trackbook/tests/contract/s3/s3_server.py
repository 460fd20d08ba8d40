"""An S3 server for the tests: moto, or the one at TRACKBOOK_TEST_S3_ENDPOINT."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

# Read before the tests clear the environment of Trackbook's variables.
ENDPOINT = os.environ.get("TRACKBOOK_TEST_S3_ENDPOINT", "")
REGION = "us-east-1"
START_TIMEOUT_S = 30


class S3Server:
    """With an empty bucket. moto forgets everything at its end: a restart brings a new bucket."""

    def __init__(self) -> None:
        self.bucket = f"test-{uuid.uuid4().hex}"
        self._process: subprocess.Popen[bytes] | None = None
        self.endpoint = ENDPOINT or self._start_moto(0)
        self.client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
            config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        )
        self.client.create_bucket(Bucket=self.bucket)

    @property
    def is_ours(self) -> bool:
        """Whether it can be killed and restarted."""
        return self._process is not None

    @property
    def environment(self) -> dict[str, str]:
        """What boto3, and with it MLflow's client, needs to find this server."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": os.environ.get("AWS_ACCESS_KEY_ID", "test"),
            "AWS_SECRET_ACCESS_KEY": os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        }

    def uri(self, prefix: str) -> str:
        return f"s3://{self.bucket}/{prefix}"

    def stored_keys(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.bucket)
        return [entry["Key"] for entry in found.get("Contents", [])]

    def open_uploads(self) -> list[str]:
        found = self.client.list_multipart_uploads(Bucket=self.bucket)
        return [entry["Key"] for entry in found.get("Uploads", [])]

    def kill(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def restart(self) -> None:
        self.kill()
        self._start_moto(urlsplit(self.endpoint).port)
        self.client.create_bucket(Bucket=self.bucket)

    def _start_moto(self, port: int) -> str:
        log = tempfile.NamedTemporaryFile("r", prefix="moto-")  # noqa: SIM115
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        self._process = subprocess.Popen(command, stdout=log.fileno(), stderr=log.fileno())
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and self._process.poll() is None:
            said = Path(log.name).read_text()
            if found := re.search(r"http://127\.0\.0\.1:\d+", said):
                return found[0]
            time.sleep(0.02)
        raise RuntimeError(f"moto did not start: {said}")
