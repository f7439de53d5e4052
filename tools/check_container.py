"""Would the container work? Does what deploy/Containerfile says in a folder, without any image.

Every path that it copies has to be there in what it sends to the builder. Its steps with the
packages are done as they stand there, with the Python of this system, in a folder that stands for
the root of the image. Its command is then started by an account without rights (when this runs as
root on Linux), with its variables only, until its own health check is content; then it is asked to
stop. What apt-get and the base image do is not tried.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap import ROOT, BootstrapError, say
from tools.check_wheel import build

FILE = ROOT / "deploy" / "Containerfile"
IGNORED = FILE.with_name("Containerfile.dockerignore")
PATIENCE = 90.0
STOPS_WITHIN = 20.0
PORT = 8000


class ContainerError(Exception):
    """What would go wrong in it."""


@dataclass(frozen=True)
class Step:
    """One instruction, on one line."""

    what: str
    words: str


def main() -> int:
    """Do it, step by step."""
    with tempfile.TemporaryDirectory(prefix="draagvlak-container-") as scratch:
        root = Path(scratch)
        root.chmod(0o755)
        try:
            sent = _sent(root / "sent")
            steps = _steps()
            image = root / "image"
            _copies(steps, sent, image)
            _packages(steps, image)
            _runs(steps, image)
        except (ContainerError, BootstrapError, subprocess.CalledProcessError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def _steps() -> list[Step]:
    text = re.sub(r"\\\n\s*", " ", FILE.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Step(*line.split(maxsplit=1)) for line in lines]


def _sent(folder: Path) -> Path:
    """What goes to the builder: the wheel, and what the list of exceptions lets through."""
    (folder / "dist").mkdir(parents=True)
    build(folder / "dist")
    let_through = [line[1:] for line in IGNORED.read_text().splitlines() if line.startswith("!")]
    for pattern in let_through:
        for path in ROOT.glob(pattern):
            if not pattern.startswith("dist/"):
                (folder / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / path.relative_to(ROOT))
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_file() and not any(fnmatch.fnmatch(name, each) for each in let_through):
            raise ContainerError(f"{name} would not be sent to the builder.")
    return folder


def _copies(steps: list[Step], sent: Path, image: Path) -> None:
    """Copy what it copies from outside."""
    for step in steps:
        if step.what != "COPY" or step.words.startswith("--from="):
            continue
        *sources, target = step.words.split()
        (image / target.strip("/")).mkdir(parents=True, exist_ok=True)
        for source in sources:
            found = list(sent.glob(source))
            if not found:
                raise ContainerError(f"COPY {source}: there is no such file.")
            for path in found:
                shutil.copy(path, image / target.strip("/"))
                say(f"copied {path.relative_to(sent)}")


def _packages(steps: list[Step], image: Path) -> None:
    """Make the environment and fill it, by the commands that stand there."""
    (image / "opt").mkdir(parents=True)
    system = shutil.which("python3", path="/usr/bin") or sys.executable
    for step in steps:
        if step.what != "RUN":
            continue
        for command in step.words.split("&&"):
            inside = re.sub(r"(?<=\s)/(opt|build)/", rf"{image}/\1/", f" {command}").strip()
            inside = re.sub(r"^python3 ", f"{system} ", inside)
            if "/opt/" not in inside:
                continue
            say(re.sub(re.escape(str(image)), "", inside)[:90])
            subprocess.run(["/bin/sh", "-ec", inside], check=True, stdout=subprocess.DEVNULL)


def _runs(steps: list[Step], image: Path) -> None:
    """Start its command as the account that it names, and ask its own health check."""
    last = [step for step in steps[max(_at(steps, "FROM")) :] if step.what != "FROM"]
    data = image / "data"
    data.mkdir(mode=0o700)
    port = _free_port()
    variables = {
        name: value.replace("/opt/", f"{image}/opt/").replace("=/data", f"={data}")
        for step in last
        if step.what == "ENV"
        for name, _, value in (word.partition("=") for word in shlex.split(step.words))
    }
    variables |= {"DRAAGVLAK_DATA": str(data), "DRAAGVLAK_LISTEN": f"127.0.0.1:{port}"}
    account = next(step.words for step in last if step.what == "USER")
    user, _, group = account.partition(":")
    before: list[str] = []
    if sys.platform == "linux" and os.geteuid() == 0:
        os.chown(data, int(user), int(group))
        before = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
        before += ["--no-new-privs", "--bounding-set=-all"]
    command = json.loads(next(step.words for step in last if step.what == "CMD"))
    check = json.loads(
        re.sub(r"^.*?CMD ", "", next(s.words for s in last if s.what == "HEALTHCHECK"))
    )
    check = [
        word.replace("/opt/", f"{image}/opt/").replace(f":{PORT}", f":{port}") for word in check
    ]
    program = shutil.which(command[0], path=variables["PATH"])
    if program is None:
        raise ContainerError(f"CMD {command[0]}: there is no such program.")
    # the first start, as docs/en/operating.md says it
    guide = [
        "--guide-name",
        "Gids",
        "--guide-email",
        "gids@voorbeeld.example",
        "--workspace",
        "Stad",
    ]
    subprocess.run(
        [*before, program, "serve", "--check", *guide],
        env=variables | {"DRAAGVLAK_GUIDE_PASSWORD": secrets.token_urlsafe(16)},
        cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with (image / "said").open("wb") as said:
        running = subprocess.Popen(
            [*before, program, *command[1:]],
            env=variables, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip
    try:
        _wait(running, check, variables, image / "said")
        say(f"healthy as {account}: {' '.join(command)}")
        running.terminate()
        running.wait(STOPS_WITHIN)
        say(f"stopped, exit code {running.returncode}")
    finally:
        running.kill()
    outside = [path for path in (image / "opt").rglob("*") if path.stat().st_uid == int(user)]
    if outside:
        raise ContainerError(f"It wrote outside its data folder: {outside[:3]}")


def _at(steps: list[Step], what: str) -> list[int]:
    return [number for number, step in enumerate(steps) if step.what == what]


def _wait(
    running: subprocess.Popen[bytes], check: list[str], variables: dict[str, str], said: Path
) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        asked = subprocess.run(check, env=variables, check=False, capture_output=True)
        if asked.returncode == 0:
            return
        time.sleep(0.3)
    raise ContainerError(f"It did not become healthy.\n{said.read_text(errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
