"""The `draagvlak` command: start the demo, serve for real, and the work in between.

Reading the command line needs the standard library only: `./run` uses the same parser before any
package is installed. A start loads the application once, in this process, and forks the others.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from draagvlak.config.children import Failed, Given, finish
from draagvlak.config.env import KEY_FILE, Environment, Misconfigured, default_data_folder
from draagvlak.config.first_guide import FirstGuide, ask_first_guide
from draagvlak.config.installation import Installation, write_private
from draagvlak.config.screen import complain, say, seconds, step
from draagvlak.config.server import Server, StartFailed, Stopped, free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DEMO_PORT: Final = 8000
PASSED_ON: Final = ("manage", "migrate", "import-people")
CARE: Final = ("backup", "restore", "check", "rekey", "export-workspace", "import-workspace")
INTERRUPTED: Final = 130
STEPS: Final = {
    "migrate": "the database",
    "collectstatic": "the front end",
    "demo": "the demo programme",
}


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for."""

    command: str
    data: Path | None
    port: int | None
    check: bool
    reset_demo: bool
    guide: FirstGuide
    rest: tuple[str, ...]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 only when all is well."""
    try:
        return _dispatch(read_wishes(list(sys.argv[1:] if argv is None else argv)))
    except (Misconfigured, StartFailed) as error:
        complain(f"\nDraagvlak did not start.\n{error}")
        return 1
    except (KeyboardInterrupt, Stopped):
        return INTERRUPTED


def read_wishes(argv: Sequence[str], program: str = "draagvlak") -> Wishes:
    """Read the command line; argparse answers --help and mistakes and leaves."""
    if argv and argv[0] in PASSED_ON:
        return Wishes(argv[0], None, None, False, False, FirstGuide(), tuple(argv[1:]))  # noqa: FBT003
    if argv and argv[0] in CARE:
        return _care(program, argv)
    found = _parser(program).parse_args(argv)
    return Wishes(
        command=found.command,
        data=found.data.absolute() if found.data else None,
        port=found.port,
        check=found.check,
        reset_demo=found.reset_demo,
        guide=FirstGuide(name=found.guide_name, email=found.guide_email, workspace=found.workspace),
        rest=(),
    )


def _care(program: str, argv: Sequence[str]) -> Wishes:
    """What is asked of the data of an installation; the rest is for the command itself."""
    parser = argparse.ArgumentParser(prog=f"{program} {argv[0]}", add_help=False)
    parser.add_argument("--data", type=Path)
    found, rest = parser.parse_known_args(argv[1:])
    data = found.data.absolute() if found.data else None
    return Wishes(argv[0], data, None, False, False, FirstGuide(), tuple(rest))  # noqa: FBT003


def data_folder(wishes: Wishes) -> Path:
    """Where this command works: as asked, as the environment says, or the default of its kind."""
    if wishes.data:
        return wishes.data
    if named := os.environ.get("DRAAGVLAK_DATA"):
        return Path(named).absolute()
    if wishes.command == "demo":
        return default_data_folder() / "demo"
    return default_data_folder()


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        description=(
            "Draagvlak: guide the introduction of new IT so that the people who must use it carry "
            "it. Without a command the demo programme starts: everything is set up, and the "
            "address and the sign-ins are printed. Stop with Ctrl-C; the data stays."
        ),
        epilog=(
            f"Also: {program} backup, {program} restore FILE, {program} check (is all that was "
            f"stored still whole?), {program} rekey (a new master key), {program} "
            f"export-workspace NAME --to FILE, {program} import-workspace FILE (one workspace, "
            f"elsewhere), {program} import-people FILE (keep the register equal to a list), "
            f"{program} manage COMMAND (administration), {program} migrate (update the database). "
            "docs/en/operating.md (docs/nl/beheer.md) has the rest."
        ),
    )
    parser.add_argument(
        "command",
        nargs="?",
        default="demo",
        choices=("demo", "serve"),
        help="demo (without a command: this), or serve: real use, with your own data",
    )
    parser.add_argument("--port", type=_port, metavar="N", help="listen on this port")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="the folder where database, files and key live",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="start, fetch the first page, print the seconds and stop",
    )
    parser.add_argument(
        "--reset-demo", action="store_true", help="put the demo programme back as it was"
    )
    first = parser.add_argument_group(
        "the first guide (first start of serve; asked when left out)",
        "The password is asked, or read from DRAAGVLAK_GUIDE_PASSWORD or the file that "
        "DRAAGVLAK_GUIDE_PASSWORD_FILE names.",
    )
    first.add_argument("--guide-name", default="", metavar="NAME")
    first.add_argument("--guide-email", default="", metavar="EMAIL")
    first.add_argument("--workspace", default="", metavar="NAME", help="for example: Voorbeeldstad")
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:  # noqa: PLR2004 - the highest port there is
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")


def _dispatch(wishes: Wishes) -> int:
    if wishes.command in PASSED_ON:
        return _django(wishes)
    os.umask(0o077)  # what is written from here on is for this account only
    if wishes.command in CARE:
        return _take_care(wishes)
    if wishes.command == "demo":
        return _demo(wishes)
    if wishes.reset_demo:
        raise Misconfigured("--reset-demo belongs to the demo; your own data is never reset.")
    return _serve(wishes)


def _django(wishes: Wishes) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "draagvlak.config.settings")
    os.environ.setdefault("DRAAGVLAK_DATA", str(data_folder(wishes)))
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - only here

    own = (wishes.command.replace("-", "_"), *wishes.rest)
    words = wishes.rest if wishes.command == "manage" else own
    execute_from_command_line(["draagvlak", *words])
    return 0


def _take_care(wishes: Wishes) -> int:
    """Back up, restore or check: on the data folder that was named, in this process."""
    data = data_folder(wishes)
    os.environ["DRAAGVLAK_DATA"] = str(data)
    environment = Environment.load()
    if wishes.command == "restore":
        if not environment.is_set("DRAAGVLAK_KEY") and not (data / KEY_FILE).exists():
            # the key comes with the backup or by --key; Django wants one before it can be read
            os.environ |= {"DRAAGVLAK_KEY": secrets.token_hex(32), "DRAAGVLAK_KEYLESS": "yes"}
    elif not data.is_dir():
        raise Misconfigured(f"There is no data folder {data}. Name it with --data.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - only here

    if wishes.command == "check":
        execute_from_command_line(["draagvlak", "check"])
        execute_from_command_line(["draagvlak", "check_store", *wishes.rest])
        return 0
    execute_from_command_line(["draagvlak", wishes.command.replace("-", "_"), *wishes.rest])
    return 0


def _demo(wishes: Wishes) -> int:
    # The demo is the same everywhere: no setting of this machine may lead it to a real database.
    data = data_folder(wishes)
    port = wishes.port or free_port("127.0.0.1", DEMO_PORT)
    if not port:
        raise Misconfigured(
            f"Ports {DEMO_PORT} to {DEMO_PORT + 19} are taken; choose with --port N."
        )
    for name in [name for name in os.environ if name == "DATABASE_URL" or _is_ours(name)]:
        del os.environ[name]
    os.environ["DRAAGVLAK_DATA"] = str(data)
    os.environ["DRAAGVLAK_DEMO"] = "yes"
    os.environ["DRAAGVLAK_ADDRESS"] = f"http://localhost:{port}"
    os.environ["DRAAGVLAK_LISTEN"] = f"127.0.0.1:{port}"
    installation = Installation(Environment.load())
    if installation.remembers("first guide") or installation.configuration.exists():
        raise Misconfigured(f"{data} holds real data. Choose another folder with --data.")
    installation.create()
    filled = bool(installation.remembers("demo")) and installation.accounts.exists()
    filling: list[list[str]] = []
    if wishes.reset_demo or not filled:
        filling = [["demo", "--credentials", *(["--reset"] if wishes.reset_demo else [])]]
    said = _prepare(installation, filling)
    if filling:
        write_private(installation.accounts, said[-1])
        installation.remember("demo", "filled")
    mail = f"Mail that the demo would have sent: http://localhost:{port}/demo/mail/"
    return _run(installation, wishes, f"{_sign_ins(installation)}\n{mail}")


def _serve(wishes: Wishes) -> int:
    os.environ["DRAAGVLAK_DATA"] = str(data_folder(wishes))
    if wishes.port:
        host = Environment.load().listen()[0]
        os.environ["DRAAGVLAK_LISTEN"] = f"{host}:{wishes.port}"
        if not Environment.load().is_set("DRAAGVLAK_ADDRESS"):
            os.environ["DRAAGVLAK_ADDRESS"] = f"http://localhost:{wishes.port}"
    installation = Installation(Environment.load())
    if installation.remembers("demo"):
        raise Misconfigured(
            f"{installation.data} holds the demo programme. Choose another folder with --data."
        )
    _free_place(installation)  # before any question is asked
    first = not installation.remembers("first guide")
    guide = ask_first_guide(wishes.guide) if first else wishes.guide
    installation.create()
    installation.write_configuration()
    _prepare(installation, [])
    if first:
        from draagvlak.config import prepare  # noqa: PLC0415 - as above

        made = json.dumps(guide.as_given())
        _finished(installation, prepare.manage, "first_guide", made)
        installation.remember("first guide", "made")
    words = [f"Configuration: {installation.configuration}", f"Data and key: {installation.data}"]
    if not installation.environment.text("DRAAGVLAK_MAIL_HOST"):
        words.append(
            "No mail server is set: mail (invitations, sign-in codes) is kept in "
            f"{installation.data / 'mail'} and is not sent."
        )
    return _run(installation, wishes, "\n".join(words))


def _run(installation: Installation, wishes: Wishes, words: str) -> int:
    host, port = _free_place(installation)
    address = installation.environment.address()
    with Server(installation, host, port) as server:
        waited = server.first_page(urlsplit(address).netloc)
        server.start_outbox()
        step(f"the first page is there, {waited:.1f} s after the web server began")
        if wishes.check:
            say(f"OK: {seconds():.1f} s from the start to the first page.")
            return 0
        say(f"\nDraagvlak runs at {address}/\n\n{words}\n\nStop with Ctrl-C; the data stays.\n")
        try:
            server.watch()
        except Stopped:
            say("\nStopping.")
    return 0


def _free_place(installation: Installation) -> tuple[str, int]:
    """Where to listen; Misconfigured when another program does."""
    host, port = installation.environment.listen()
    if free_port(host, port, tries=1) != port:
        raise Misconfigured(
            f"Port {port} on {host} is taken by another program (or by a Draagvlak that runs "
            "already). Stop that, or choose with --port N."
        )
    return host, port


def _prepare(installation: Installation, further: list[list[str]]) -> list[str]:
    """Do what this version still has to do in this folder; returns what the further steps said."""
    from draagvlak.config import prepare  # noqa: PLC0415 - needs what `./run` has to install first

    _tell_children()
    prepare.load()
    current = installation.is_current()
    todo = [] if current else [prepare.MIGRATE]
    front_end = installation.static_fingerprint()
    if installation.remembers("front end") != front_end:
        todo.append(["collectstatic", "--no-input", "--verbosity=0"])
    todo += further
    if todo:
        step("setting up: " + ", ".join(STEPS[words[0]] for words in todo))
    elif not installation.on_server:
        return []
    said: list[str] = json.loads(_finished(installation, prepare.carry_out, todo, current))
    installation.remember("migrations", installation.fingerprint())
    installation.remember("front end", front_end)
    return said


def _finished(installation: Installation, work: Callable[[*Given], str], *given: *Given) -> str:
    """The answer of some work in a process of its own."""
    try:
        return finish(work, *given)
    except Failed as error:
        lines = "\n".join(str(error).splitlines()[-25:])
        raise StartFailed(f"A step failed in {installation.data}:\n\n{lines}") from None


def _tell_children() -> None:
    """Our variables, and the folder this package was loaded from on Python's path."""
    source = str(Path(__file__).resolve().parents[2])
    path = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ |= {
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(path)),
        "PYTHONUTF8": "1",
        "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
    }
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _sign_ins(installation: Installation) -> str:
    accounts: list[dict[str, str]] = json.loads(installation.accounts.read_text(encoding="utf-8"))
    columns = ("role", "name", "email", "password")
    widths = [max(len(account[column]) for account in accounts) for column in columns]
    rows = [
        "  "
        + "  ".join(
            account[column].ljust(width) for column, width in zip(columns, widths, strict=True)
        )
        for account in accounts
    ]
    vaults = [
        f"The vault of {account['name']} opens with: {account['passphrase']}"
        for account in accounts
        if account.get("passphrase")
    ]
    return "\n".join(["Sign in as:", *(row.rstrip() for row in rows), *vaults])


def _is_ours(name: str) -> bool:
    return name.startswith("DRAAGVLAK_") and name not in ("DRAAGVLAK_WORKERS", "DRAAGVLAK_THREADS")


if __name__ == "__main__":
    sys.exit(main())
