"""A server that is loaded once and forked for every round, so that dying costs little.

`python nursery.py` listens on a loopback port that it prints. Every line on its input asks for a
child; it prints the child's number, waits until the child is gone, and says so. A child serves the
real application, several requests at a time, until somebody kills it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.db import connections
from django.test import RequestFactory

from draagvlak.config.wsgi import application


class Quiet(WSGIRequestHandler):
    """Says nothing of a request, and looks nobody up."""

    def log_message(self, *_words: object) -> None:
        """Be silent."""

    def address_string(self) -> str:
        return "client"


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """A server on a socket that is open already."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, listening: socket.socket) -> None:
        super().__init__(listening.getsockname(), Quiet, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.server_name, self.server_port = "localhost", listening.getsockname()[1]
        self.setup_environ()
        self.set_app(application)

    def handle_error(self, *_where: object) -> None:
        """A client that was killed or left is no news."""


def warm() -> None:
    """Load what a first request would load: templates, texts, addresses, code."""
    cookies, path, csrf = os.environ["HOUSE_COOKIES"], os.environ["HOUSE_PATH"], os.environ["CSRF"]
    words = {"kind": "worry", "severity": "2", "title": "", "csrfmiddlewaretoken": csrf}
    client = RequestFactory(headers={"cookie": cookies, "host": "localhost"})
    for title in ("", "Een eerste zorg", "Een tweede zorg"):
        body = words | {"title": title, "once": title}
        environment = client.post(f"{path}concerns/add/", body).environ
        b"".join(application(environment, lambda *_: None))
    gc.collect()
    gc.freeze()  # a child need not copy what it only reads


def wait_no_longer(seconds: int) -> None:
    """Wait so long for a lock, instead of the time that the product takes."""
    options = connections["default"].settings_dict["OPTIONS"]
    if "timeout" in options:
        options["timeout"] = seconds
    else:
        options["options"] = f"-c lock_timeout={seconds * 1000}"


def end_with_parent() -> None:
    """Have Linux end this process when the one that made it is gone: nobody stays behind."""
    pr_set_pdeathsig = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def main() -> None:
    """Fork on demand until the input ends."""
    end_with_parent()
    if patience := os.environ.get("HOUSE_PATIENCE"):
        wait_no_longer(int(patience))
    warm()
    connections.close_all()
    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            end_with_parent()
            os.close(0)
            Server(listening).serve_forever(poll_interval=5)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
