"""`./test`: fetch what testing needs, run the checks and the whole suite, and say what did not run.

The suite runs on SQLite, then on PostgreSQL, then the journeys in a real browser. What cannot run
here is printed as NOT RUN, never passed over; on a build machine (CI=true) it fails the run.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tools import browsers, frontend, s3server
from tools.bootstrap import ROOT, BootstrapError, clean_environment, ensure_environment, say
from tools.cluster import private_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STAGES = ("checks", "sqlite", "postgres", "browser")
NO_TESTS_COLLECTED = 5


@dataclass
class Report:
    """What happened so far: a line per part, and what could not run."""

    lines: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def done(self, part: str, passed: bool, seconds: float, words: str = "") -> None:  # noqa: FBT001
        """Note one part."""
        verdict = "passed" if passed else "FAILED"
        self.lines.append(f"{part:<28} {verdict}  {seconds:6.1f} s  {words}".rstrip())
        if not passed:
            self.failed.append(part)

    def skip(self, part: str, why: str) -> None:
        """Note a part that cannot run on this machine."""
        self.not_run.append(f"NOT RUN: {part} ({why})")

    def exit_code(self) -> int:
        """0 only when nothing failed and, on a build machine, everything ran."""
        return 1 if self.failed or (self.not_run and on_build_machine()) else 0


def main(argv: Sequence[str]) -> int:
    """Run everything, or what was asked for; further arguments go to pytest."""
    parser = argparse.ArgumentParser(
        prog="./test",
        description="Test Draagvlak. Arguments that are not listed here go to pytest.",
        epilog="For example: ./test tests/concerns -k reopen --only sqlite",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=STAGES,
        help="run this part only; may be given more than once",
    )
    wishes, for_pytest = parser.parse_known_args(argv)
    stages = wishes.only or _stages_of(for_pytest)
    try:
        _system_packages(stages)
        python = ensure_environment(".venv-test", "test")
        return _stages(python, stages, for_pytest)
    except BootstrapError as error:
        print(f"\nThe tests did not run.\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _stages_of(for_pytest: Sequence[str]) -> Sequence[str]:
    """The parts that a choice of tests touches; the checks always look at everything."""
    if not for_pytest:
        return STAGES
    paths = [word for word in for_pytest if (ROOT / word.partition("::")[0]).exists()]
    journeys = [path for path in paths if "e2e" in Path(path).parts]
    if not paths:
        return STAGES[1:]
    if not journeys:
        return ("sqlite", "postgres")
    return ("browser",) if journeys == paths else STAGES[1:]


def on_build_machine() -> bool:
    """Whether nobody looks on, so that all has to run."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def _stages(python: Path, stages: Sequence[str], for_pytest: Sequence[str]) -> int:
    report = Report()
    variables = clean_environment() | {
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    }
    browser = _browser(python) if "browser" in stages else ""
    began = time.monotonic()
    suites = [stage for stage in stages if stage != "checks"]
    if "browser" in suites and not browser:
        suites.remove("browser")
        report.skip("browser journeys", "apt-get install chromium-headless-shell libatomic1")
    if "checks" in stages:
        _checks(python, variables, report)
    if suites:
        try:
            s3server.installed()
        except BootstrapError as error:
            report.skip("files in a bucket", str(error).strip().splitlines()[0])
    with contextlib.ExitStack() as stack:
        settings = {"sqlite": "", "browser": ""}
        if "postgres" in suites:
            try:
                settings["postgres"] = stack.enter_context(_postgresql())
            except BootstrapError as error:
                suites.remove("postgres")
                report.skip("suite on PostgreSQL", str(error).strip().splitlines()[0])
        for stage in suites:
            say(f"pytest: {stage}" + f" ({Path(browser).name})" * (stage == "browser"))
            _pytest(
                python,
                stage,
                variables | {"DATABASE_URL": settings[stage], "DRAAGVLAK_CHROMIUM": browser},
                for_pytest,
                report,
                once="sqlite" in suites and stage == "postgres",
            )
    _tell(report, time.monotonic() - began)
    return report.exit_code()


def _tell(report: Report, seconds: float) -> None:
    """Say how each part went and how long it took; pytest's own summaries stand in it."""
    print(f"\nAll together {seconds / 60:.1f} minutes.")
    if report.failed:
        print(f"FAILED: {', '.join(report.failed)}")
    print("\n".join([*report.not_run, *report.lines]), flush=True)


def _pytest(  # noqa: PLR0913 - all of it is of this one run
    python: Path,
    stage: str,
    variables: dict[str, str],
    for_pytest: Sequence[str],
    report: Report,
    *,
    once: bool,
) -> None:
    """Run one suite; `once` leaves out what the other engine has shown for both."""
    began = time.monotonic()
    chosen = any(not word.startswith("-") for word in for_pytest)
    ours = ["-m", "e2e" if stage == "browser" else "not e2e" + " and not one_engine" * once]
    if not any(word == "-n" or word.startswith(("-n", "--pdb", "-s")) for word in for_pytest):
        # the last ones are shared out again, so that no worker waits for a long one
        ours += ["-n", str(min(2, os.cpu_count() or 1)), "--dist", "worksteal"]
    command = [str(python), "-m", "pytest", "-q"]
    code, last = _said([*command, *ours, *for_pytest], variables)
    if code == NO_TESTS_COLLECTED and chosen:
        return
    report.done(f"suite: {stage}", code == 0, time.monotonic() - began, last.strip("= "))


def _said(command: Sequence[str], variables: dict[str, str]) -> tuple[int, str]:
    """Run a command and show what it says; its exit code and last line."""
    process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)
    last = ""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        last = line.strip() or last
    code = process.wait()
    if code < 0:
        last = f"pytest was stopped from outside (signal {-code})"
        say(last)
    return code, last


@contextlib.contextmanager
def _postgresql() -> Iterator[str]:
    """The database named by TEST_DATABASE_URL, or a private cluster."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named:
        yield named
    else:
        with private_postgresql() as url:
            yield url


def _checks(python: Path, variables: dict[str, str], report: Report) -> None:
    programs = python.parent
    commands: dict[str, list[str | Path]] = {
        "lint (ruff)": [programs / "ruff", "check", "--quiet"],
        "layout (ruff format)": [programs / "ruff", "format", "--check"],
        "import order (lint-imports)": [programs / "lint-imports"],
        "requirements": [python, "-m", "tools.lock", "--check"],
        "front end is fresh": [python, "-m", "tools.frontend"],
        "types (mypy)": [programs / "mypy", "-p", "draagvlak", "-p", "tools"],
    }
    if shutil.which("xgettext"):
        commands["translations"] = [python, "-m", "tools.messages"]
    else:
        report.skip("translations", "apt-get install gettext")
    say("checks: " + ", ".join(commands))
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        # The longest first, so that the others fit beside it.
        order = sorted(commands, key=lambda name: "mypy" not in name)
        running = {name: pool.submit(_checked, commands[name], variables) for name in order}
        for name, future in running.items():
            code, seconds, words = future.result()
            if code == frontend.NOT_RUN:
                report.skip(name, words.strip().splitlines()[-1])
                continue
            report.done(name, code == 0, seconds)
            if code:
                print(f"\n--- {name}\n{words}", flush=True)


def _checked(command: Sequence[str | Path], variables: dict[str, str]) -> tuple[int, float, str]:
    began = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, time.monotonic() - began, done.stdout[-6_000:]


def _browser(python: Path) -> str:
    """The path of a Chromium that can be driven here, or an empty string."""
    found = browsers.browser_path()
    drivers = list(python.parent.parent.glob("lib/python*/site-packages/playwright/driver/node"))
    if not found or not drivers:
        return ""
    starts = subprocess.run([str(drivers[0]), "--version"], capture_output=True, check=False)
    return found if starts.returncode == 0 else ""


def _system_packages(stages: Sequence[str]) -> None:
    """As root on Debian, install what lacks; elsewhere NOT RUN tells."""
    missing = []
    if "browser" in stages:
        if not browsers.browser_path():
            missing.append("chromium-headless-shell")
        if not any(Path("/usr/lib").glob("*/libatomic.so.1")):
            missing.append("libatomic1")
    if "checks" in stages and not shutil.which("xgettext"):
        missing.append("gettext")
    is_root = sys.platform == "linux" and os.geteuid() == 0
    if not missing or not is_root or not shutil.which("apt-get"):
        return
    say(f"installing {', '.join(missing)} (apt-get)")
    variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
        done = subprocess.run(
            ["apt-get", "--quiet", *arguments],
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            say(f"apt-get {arguments[0]} failed: {_last_line(done.stderr)}")


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line]
    return re.sub(r"\S+://\S+", "the package server", lines[-1]) if lines else "without a word"
