"""The log to another machine too: syslog (RFC 5424) over TLS (RFC 5425), TCP or UDP.

Telling never holds a request up: lines wait in a queue of bounded length, and a thread of its own
sends them. When the other machine is away lines fall off, and how many is told when it is back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import queue
import socket
import ssl
import threading
import time
from typing import Final

MOST_WAITING: Final = 10_000
PATIENCE: Final = 5.0
PAUSE: Final = 5.0
FACILITY: Final = 16  # local0
NOTICE: Final = 5
GRAVITY: Final = {"CRITICAL": 2, "ERROR": 3, "WARNING": 4, "INFO": 6, "DEBUG": 7}


class LogHost(logging.Handler):
    """Each record as one line of syslog, in the layout of its formatter."""

    def __init__(self, place: tuple[str, str, int] | None) -> None:
        """`place`: how (tls, tcp, udp), host and port; without one it is not used."""
        super().__init__()
        self._way, self._host, self._port = place or ("", "", 0)
        self._line: socket.socket | None = None
        self._lost = 0
        self._owner = 0
        self._waiting: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        self._context = ssl.create_default_context() if self._way == "tls" else None

    def emit(self, record: logging.LogRecord) -> None:
        """Put it in the queue. A forked process begins a queue and a thread of its own."""
        if self._owner != os.getpid():
            self._owner = os.getpid()
            self._waiting, self._line = queue.Queue(MOST_WAITING), None
            threading.Thread(target=self._send_all, name="log host", daemon=True).start()
        try:
            self._waiting.put_nowait(self._written(record.levelname, self.format(record)))
        except queue.Full:
            self._lost += 1

    def _written(self, level: str, text: str) -> bytes:
        gravity = FACILITY * 8 + GRAVITY.get(level, NOTICE)
        at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        head = f"<{gravity}>1 {at} {socket.gethostname()} draagvlak {os.getpid()} - - "
        return head.encode() + text.replace("\n", " | ").encode()

    def _send_all(self) -> None:
        while True:
            self._send(self._waiting.get())

    def _send(self, line: bytes) -> None:
        """Until it went: a line that failed is tried again after a pause."""
        while True:
            try:
                if self._line is None:
                    self._line = self._connected()
                if self._lost:
                    lost, self._lost = self._lost, 0
                    self._put(self._written("WARNING", f"{lost} lines of the log were lost"))
                self._put(line)
            except OSError:
                self._close()
                time.sleep(PAUSE)
            else:
                return

    def _put(self, line: bytes) -> None:
        if self._line is None:
            raise OSError
        if self._way == "udp":
            self._line.send(line)
        else:
            self._line.sendall(str(len(line)).encode() + b" " + line)  # octet counting

    def _connected(self) -> socket.socket:
        if self._way == "udp":
            family, kind, protocol, _name, place = socket.getaddrinfo(
                self._host, self._port, type=socket.SOCK_DGRAM
            )[0]
            line = socket.socket(family, kind, protocol)
            line.connect(place)
            return line
        line = socket.create_connection((self._host, self._port), PATIENCE)
        if self._context is None:
            return line
        return self._context.wrap_socket(line, server_hostname=self._host)

    def _close(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.close()
        self._line = None
