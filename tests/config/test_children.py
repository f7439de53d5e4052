"""Processes of our own: what they answer, where they speak, and that they end when asked."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from draagvlak.config.children import Failed, finish, held_signals, start

pytestmark = pytest.mark.one_engine("starts processes, asks no database")

PATIENCE = 20


def add(one, two):
    sys.stderr.write("adding")
    return str(one + two)


def fail(why):
    sys.stdout.write("first some words\n")
    raise RuntimeError(why)


def speak(words):
    sys.stdout.write(f"{words}\n")


def stay():
    sys.stdout.write("here\n")
    time.sleep(PATIENCE)


def test_work_gives_its_answer_and_keeps_its_words_off_our_screen(capfd):
    assert finish(add, 1, 2) == "3"
    assert capfd.readouterr() == ("", "")


def test_work_that_fails_is_told_with_all_it_said():
    with pytest.raises(Failed) as told:
        finish(fail, "geen ruimte")
    assert str(told.value).startswith("first some words")
    assert str(told.value).endswith("RuntimeError: geen ruimte")


def test_one_that_stays_speaks_into_the_log(tmp_path):
    log = tmp_path / "log"
    log.write_text("before\n")
    child = start(speak, log, "twee woorden")
    child.join(PATIENCE)
    assert child.exitcode == 0
    assert log.read_text() == "before\ntwee woorden\n"


def test_one_that_stays_ends_when_it_is_asked_whatever_we_do_with_a_signal(tmp_path):
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with held_signals():
            child = start(stay, tmp_path / "log")
            child.terminate()
        child.join(PATIENCE)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert child.exitcode == -signal.SIGTERM


def test_a_ctrl_c_for_us_is_not_for_one_that_stays(tmp_path):
    log = tmp_path / "log"
    child = start(stay, log)
    for _ in range(PATIENCE * 100):
        if log.exists() and log.read_text() == "here\n":
            break
        time.sleep(0.01)
    try:
        assert os.getpgid(child.pid) != os.getpgid(0)
    finally:
        child.terminate()
        child.join(PATIENCE)
