"""A `kg serve` of a test's own, on loopback."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Site:
    """A running server: its address without a last slash, its process, and the file of its standard error."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    def stop(self) -> int:
        """Ends the server as a system does, and gives its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextlib.contextmanager
def serving(store: Path, log: Path, *options: str, **environment: str) -> Iterator[Site]:
    """Starts the server over a store on a free port, and ends it. Raises AssertionError where it does not start."""
    command = [sys.executable, "-m", "kg.cli.main", "--store", str(store)]
    settings = {key: value for key, value in os.environ.items() if not key.startswith("KG_")} | environment
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*command, "serve", "--port", "0", *options], stdout=subprocess.PIPE, stderr=errors, text=True, env=settings
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not start: {line!r} {log.read_text(encoding='utf-8')}")
        site = Site(found.group().rstrip("/"), process, log)
        try:
            yield site
        finally:
            try:
                site.stop()
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
