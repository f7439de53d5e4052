"""The processes this one makes. Forked: what was loaded once is in memory once, for all of them.

Where nothing can be forked (Windows) a new interpreter loads everything again; the rest is alike.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
if sys.platform == "win32":
    _CONTEXT: Final = multiprocessing.get_context("spawn")
else:
    _CONTEXT: Final = multiprocessing.get_context("fork")

Given = TypeVarTuple("Given")


class Failed(Exception):  # noqa: N818 - reads as the sentence it is
    """Work that did not come to its end; the message is all that was said meanwhile."""


def start(work: Callable[[*Given], None], log: Path | None, *given: *Given) -> BaseProcess:
    """Do some work in a process that stays; what it says goes to the log, or to our screen.

    Ask for it with `held_signals`, up to where it is known whom to stop.
    """
    child = _CONTEXT.Process(target=_stay, args=(work, log, given), daemon=True)
    child.start()
    return child


def finish(work: Callable[[*Given], str], *given: *Given) -> str:
    """Do some work in a process, to its end, and return its answer; Failed when it went wrong."""
    with tempfile.TemporaryDirectory(prefix="draagvlak-") as folder:
        said, answer = Path(folder) / "said", Path(folder) / "answer"
        child = _CONTEXT.Process(target=_answer, args=(work, said, answer, given))
        child.start()
        child.join()
        if child.exitcode:
            raise Failed(said.read_text(encoding="utf-8", errors="replace").strip())
        return answer.read_text(encoding="utf-8")


@contextlib.contextmanager
def held_signals() -> Iterator[None]:
    """A signal waits meanwhile, so that it does not come between a child and who must stop it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stay(work: Callable[[*Given], None], log: Path | None, given: tuple[*Given]) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        os.setsid()  # a Ctrl-C reaches our parent alone, so that it stops us in order
    _end_with_parent()
    _speak_into(log)
    work(*given)


def _answer(work: Callable[[*Given], str], said: Path, answer: Path, given: tuple[*Given]) -> None:
    _speak_into(said)
    answer.write_text(work(*given), encoding="utf-8")


def _speak_into(file: Path | None) -> None:
    """Nothing to read from here on, and every word into a file (or, without one, as it was)."""
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if file is None:
        return
    sys.stdout.flush()
    sys.stderr.flush()
    with file.open("ab") as into:
        os.dup2(into.fileno(), 1)
        os.dup2(into.fileno(), 2)
    sys.stdout = open(1, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115


def _end_with_parent() -> None:
    """Ask Linux for a SIGTERM when the process that started us is killed."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
