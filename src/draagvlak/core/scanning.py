"""A virus scanner that looks at a file before it is stored (setting `DRAAGVLAK_SCAN`).

Two ways: `clamd` by its own protocol (INSTREAM), or a program that reads its input. What does not
answer is no yes: the file is refused.
"""

from __future__ import annotations

import shlex
import socket
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext as _

from draagvlak.core.storage.kinds import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATIENCE: Final = 60
_LONGEST_REPLY: Final = 4096


class Unanswered(Exception):  # noqa: N818 it is a state of affairs
    """The scanner did not answer, or not in a way that says anything."""


def scanned(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as they are; at their end the scanner has judged them. Raises `FileRefused`."""
    seen: list[bytes] = []
    for piece in pieces:
        if settings.SCAN:
            seen.append(piece)
        yield piece
    if not settings.SCAN:
        return
    try:
        clean = _is_clean(settings.SCAN, seen)
    except (OSError, Unanswered, subprocess.SubprocessError):
        raise FileRefused(
            _("The virus scanner does not answer, so we do not store the file. Try again later.")
        ) from None
    if not clean:
        raise FileRefused(_("The virus scanner found something in this file. It is not stored."))


def _is_clean(scanner: str, pieces: list[bytes]) -> bool:
    kind, _colon, rest = scanner.partition(":")
    if kind == "clamd":
        return _ask_clamd(rest, pieces)
    return _ask_program(shlex.split(rest), pieces)


def _ask_program(words: list[str], pieces: list[bytes]) -> bool:
    done = subprocess.run(  # noqa: S603 what the operator named, without a shell
        words,
        input=b"".join(pieces),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode not in {0, 1}:
        raise Unanswered
    return done.returncode == 0


def _ask_clamd(place: str, pieces: list[bytes]) -> bool:
    with closing(_connected(place)) as line:
        line.sendall(b"zINSTREAM\0")
        for piece in pieces:
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY:
            heard = line.recv(_LONGEST_REPLY)
            if not heard:
                break
            reply += heard
    said = reply.rstrip(b"\0\n")
    if said == b"stream: OK":
        return True
    if said.startswith(b"stream: ") and said.endswith(b" FOUND"):
        return False
    raise Unanswered


def _connected(place: str) -> socket.socket:
    if place.startswith("//"):
        host, _colon, port = place.removeprefix("//").rpartition(":")
        return socket.create_connection((host, int(port)), PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line
