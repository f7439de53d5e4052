"""The log to another machine: what arrives, and that nobody waits for it."""

from __future__ import annotations

import logging
import socket
import ssl
import time

import pytest

from draagvlak.core import log_host
from draagvlak.core.log_host import LogHost
from draagvlak.core.quiet_log import FORMATS


def handler(way, port, layout="text"):
    made = LogHost((way, "127.0.0.1", port))
    made.setFormatter(FORMATS[layout]())
    return made


def record(words, level=logging.WARNING):
    return logging.LogRecord("draagvlak.security", level, "x", 1, words, (), None)


def framed(read):
    size = b""
    while (sign := read.read(1)) != b" ":
        size += sign
    return read.read(int(size)).decode()


def test_lines_arrive_over_tcp_each_with_its_length():
    with socket.create_server(("127.0.0.1", 0)) as door:
        made = handler("tcp", door.getsockname()[1])
        made.emit(record("eerste\nregel"))
        made.emit(record("tweede", logging.ERROR))
        line, _place = door.accept()
        with line, line.makefile("rb") as read:
            first, second = framed(read), framed(read)
    assert first.startswith("<132>1 ")
    assert " draagvlak " in first
    assert first.endswith("WARNING draagvlak.security eerste\\x0aregel")
    assert second.startswith("<131>1 ")


def test_a_line_goes_over_udp_and_json_stays_json():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(10)
        handler("udp", door.getsockname()[1], "json").emit(record("hoi"))
        said = door.recv(4096).decode()
    assert said.partition(" - - ")[2].startswith('{"at": ')


def test_over_tls_a_certificate_that_nobody_vouches_for_is_not_spoken_to():
    made = handler("tls", 1)
    assert made._context.verify_mode is ssl.CERT_REQUIRED
    assert made._context.check_hostname


def test_a_machine_that_is_away_holds_nobody_up_and_the_lost_are_counted(monkeypatch):
    monkeypatch.setattr(log_host, "PAUSE", 0.05)
    monkeypatch.setattr(log_host, "MOST_WAITING", 3)
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    made = handler("tcp", port)
    for number in range(50):
        made.emit(record(f"regel {number}"))
    with socket.create_server(("127.0.0.1", port)) as door:
        door.settimeout(20)
        line, _place = door.accept()
        with line, line.makefile("rb") as read:
            said = [framed(read) for _each in range(4)]
    assert "lines of the log were lost" in said[0]
    assert said[1].endswith("regel 0")
    assert time.monotonic() > 0


@pytest.mark.parametrize("level", ["CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG"])
def test_every_level_has_its_gravity(level):
    made = handler("udp", 1)
    number = {"CRITICAL": 130, "ERROR": 131, "WARNING": 132, "INFO": 134, "DEBUG": 135}[level]
    assert made._written(level, "x").startswith(f"<{number}>1 ".encode())
