"""The files for a server: they say what the program understands, and systemd finds no fault."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from draagvlak.config.cli import read_wishes
from draagvlak.config.server import Server
from draagvlak.config.variables import INTERNAL, VARIABLES

pytestmark = pytest.mark.one_engine("reads files, asks no database")

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
NAMES = {variable.name for variable in (*VARIABLES, *INTERNAL)}
LEAST_SHUT = 25  # tenths: systemd-analyze gives an open service ten whole ones


def name(path):
    return path.name


def started(unit):
    """What a unit starts with our programs, as words."""
    found = re.findall(r"^Exec\w+=-?/opt/draagvlak/bin/(.+)$", unit.read_text(), re.MULTILINE)
    return [re.findall(r"'[^']*'|\S+", line) for line in found]


@pytest.mark.parametrize("path", [*SERVICES, DEPLOY / "Containerfile"], ids=name)
def test_every_setting_exists(path):
    used = set(re.findall(r"\b(DRAAGVLAK_[A-Z_]+|DATABASE_URL)\b", path.read_text()))
    assert {each.removesuffix("_FILE") for each in used} <= NAMES
    assert used


@pytest.mark.parametrize("path", SERVICES, ids=name)
def test_every_command_exists(path):
    for program, *words in started(path):
        if program == "draagvlak" and words[0] == "manage":
            assert words[1] in get_commands()
        elif program == "draagvlak":
            read_wishes(words)
        elif program == "python":
            assert words[:2] == ["-m", "draagvlak.config.prepare"]
            commands = json.loads(words[2].strip("'"))
            assert {each[0] for each in commands} <= set(get_commands())
        else:
            assert program == "gunicorn"


def test_the_unit_starts_the_web_server_as_the_start_command_does():
    (words,) = [
        words for words in started(DEPLOY / "draagvlak-web.service") if words[0] != "python"
    ]
    source = (ROOT / "src" / "draagvlak" / "config" / "server.py").read_text()
    for option in (word for word in words if word.startswith("--")):
        assert f'"{option}"' in source, option
    assert hasattr(Server, "start_outbox")


@pytest.mark.parametrize("path", SERVICES, ids=name)
def test_a_service_is_shut_in(path, tmp_path):
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("no systemd-analyze here")
    for unit in UNITS:
        text = re.sub(r"/opt/draagvlak/bin/\w+", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text)
    verified = subprocess.run(
        [analyze, "verify", "--man=no", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [line for line in verified.stderr.splitlines() if str(tmp_path) in line]
    assert faults == []
    judged = subprocess.run(
        [
            analyze, "security", "--offline=true", f"--threshold={LEAST_SHUT}",
            str(tmp_path / path.name),
        ],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout[-2000:] + judged.stderr


def test_the_container_runs_without_root_and_names_no_other_registry():
    text = (DEPLOY / "Containerfile").read_text()
    assert re.findall(r"^FROM (\S+)", text, re.MULTILINE) == ["debian:12-slim", "debian:12-slim"]
    last = text.rpartition("FROM ")[2]
    assert "\nUSER 10001:10001\n" in last
    assert "HEALTHCHECK" in last
    assert "pip install" not in last
    assert "--require-hashes" in text
    assert not re.search(r"https?://(?!127\.0\.0\.1)", text)
    for word in ("ADD ", "curl", "wget", "chmod 777", ":latest"):
        assert word not in text


def test_every_instruction_of_the_container_is_known():
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    known = {
        "FROM", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK",
        "CMD",
    }  # fmt: skip
    assert {line.split()[0] for line in lines} == known
    for line in lines:
        for listed in re.findall(r"CMD (\[.*\])$", line):
            assert all(isinstance(word, str) for word in json.loads(listed))


@pytest.mark.parametrize("path", ["nginx.conf", "Caddyfile"])
def test_the_proxy_keeps_figures_inside_and_overwrites_what_it_says(path):
    text = (DEPLOY / path).read_text()
    assert "/metrics/" in text
    assert "/health/details/" in text
    assert "127.0.0.1:8000" in text
    if path == "nginx.conf":
        assert text.count("{") == text.count("}")
        assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
        assert "X-Forwarded-For $remote_addr" in text
        assert "X-Forwarded-Proto $scheme" in text
        assert "$remote_addr" not in text.partition("log_format")[2].partition(";")[0]
