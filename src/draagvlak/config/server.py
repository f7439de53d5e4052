"""One process tree: the web server and the outbox worker, started, watched and stopped together.

This process loads the application; the web server, its workers and the outbox worker are forked
from it, so that what they have in common is in memory once (ADR 39).
"""

from __future__ import annotations

import contextlib
import http.client
import importlib
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from draagvlak.config.children import SIGNALS, held_signals, start
from draagvlak.config.screen import complain

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from types import FrameType

    from draagvlak.config.installation import Installation

FIRST_PAGE_SECONDS: Final = 10.0
STOP_SECONDS: Final = 10.0
LONGEST_PAUSE: Final = 60.0
# The web workers' heartbeat: in memory, so that a busy disk cannot make a worker look dead.
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - anonymous files, gone when the worker is
WSGI: Final = "draagvlak.config.wsgi:application"


class StartFailed(Exception):  # noqa: N818 - reads as the sentence it is
    """The application did not come up; the message says why, as far as the log tells."""


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked us to stop
    """A signal asked for the end."""


class Server:
    """The processes of one running installation; leaving the context stops them all."""

    def __init__(self, installation: Installation, host: str, port: int) -> None:
        """Take where to listen; nothing starts yet."""
        self._installation = installation
        self._host = host
        self._port = port
        self._web: BaseProcess | None = None
        self._outbox: BaseProcess | None = None

    @property
    def local_address(self) -> str:
        """Where this machine itself reaches the web server."""
        host = "localhost" if self._host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self._host  # noqa: S104
        return f"http://{host}:{self._port}"

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            load_application()
        for number in SIGNALS:
            signal.signal(number, _stop)
        shutil.rmtree(self._installation.data / "metrics", ignore_errors=True)
        with held_signals():
            self._web = start(serve_web, self._installation.log, self._web_words())
        return self

    def __exit__(self, *_: object) -> None:
        # Impatience must not leave a process behind: from here on a second Ctrl-C changes nothing.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        running = [process for process in (self._outbox, self._web) if process is not None]
        for process in running:
            process.terminate()
        for process in running:
            process.join(STOP_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()

    def first_page(self, host_name: str) -> float:
        """Wait for the first page and return the seconds it took.

        `host_name` is the name the request carries (the public one of the installation).
        Raises StartFailed after ten seconds, when the web server stops, or on an error page.
        """
        began = time.monotonic()
        request = urllib.request.Request(  # noqa: S310 - our own address, always http
            f"{self.local_address}/", headers={"Host": host_name, "X-Forwarded-Proto": "https"}
        )
        while time.monotonic() - began < FIRST_PAGE_SECONDS:
            if self._web is None or not self._web.is_alive():
                raise StartFailed(self._told("The web server stopped."))
            try:
                with urllib.request.urlopen(request, timeout=FIRST_PAGE_SECONDS) as answer:  # noqa: S310
                    if b"<h1" in answer.read():
                        return time.monotonic() - began
                raise StartFailed(self._told("The first page came without a heading."))
            except urllib.error.HTTPError as error:
                error.close()
                raise StartFailed(self._told(f"The first page answered {error.code}.")) from None
            except (OSError, http.client.HTTPException):
                time.sleep(0.04)
        raise StartFailed(
            self._told(f"There was no first page within {FIRST_PAGE_SECONDS:.0f} seconds.")
        )

    def start_outbox(self) -> None:
        """Start the worker that sends mail and does the other work outside a request."""
        with held_signals():
            self._outbox = start(deliver, self._installation.log)

    def watch(self) -> None:
        """Stay until somebody stops us. A worker that falls over is started again, ever slower.

        Raises StartFailed when the web server itself stops.
        """
        pause, next_start = 1.0, 0.0
        while True:
            if self._web is None or not self._web.is_alive():
                raise StartFailed(self._told("The web server stopped."))
            if self._outbox is not None and not self._outbox.is_alive():
                if not next_start:
                    next_start, pause = time.monotonic() + pause, min(pause * 2, LONGEST_PAUSE)
                    complain("The outbox worker stopped; it is started again.")
                elif time.monotonic() >= next_start:
                    next_start = 0.0
                    self.start_outbox()
            time.sleep(0.5)

    def _web_words(self) -> list[str]:
        environment = self._installation.environment
        threads = str(environment.number("DRAAGVLAK_THREADS"))
        if sys.platform == "win32":
            listen = f"--listen={self._host}:{self._port}"
            return ["waitress", listen, f"--threads={threads}", WSGI]
        host = f"[{self._host}]" if ":" in self._host else self._host
        return [
            "gunicorn",
            "--bind", f"{host}:{self._port}",
            "--worker-class", "gthread",
            "--workers", str(environment.number("DRAAGVLAK_WORKERS")),
            "--threads", threads,
            "--preload",
            "--worker-tmp-dir", str(MEMORY if MEMORY.is_dir() else self._installation.data),
            "--graceful-timeout", "8",
            "--log-level", "warning",
            "--logger-class", "draagvlak.config.server_log.QuietLogger",
            "--no-control-socket",
            WSGI,
        ]  # fmt: skip

    def _told(self, what: str) -> str:
        tail = self._installation.log_tail()
        if not tail:
            return what
        return f"{what}\nThe end of {self._installation.log}:\n\n{tail}"


def load_application() -> None:
    """Load the whole application here, so that those that are forked share it."""
    importlib.import_module(WSGI.partition(":")[0])


def serve_web(words: list[str]) -> None:
    """Be the web server that these words ask for."""
    sys.argv = words
    importlib.import_module("waitress" if words[0] == "waitress" else "gunicorn.app.wsgiapp").run()


def deliver() -> None:
    """Be the outbox worker."""
    from django.core.management import call_command  # noqa: PLC0415 - only here

    load_application()
    call_command("outbox")


def free_port(host: str, wished: int, tries: int = 20) -> int:
    """The wished port, or the next free one; 0 when none of them is free."""
    for port in range(wished, wished + tries):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped
