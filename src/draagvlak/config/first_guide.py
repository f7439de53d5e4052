"""Who is the first guide? Asked at the first start of real use, or given beforehand."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from draagvlak.config.env import Misconfigured
from draagvlak.config.screen import say

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST_PASSWORD: Final = 12
PASSWORD: Final = "DRAAGVLAK_GUIDE_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class FirstGuide:
    """The person who starts an installation, and the name of the workspace made for them."""

    name: str = ""
    email: str = ""
    password: str = ""
    workspace: str = ""

    def as_given(self) -> dict[str, str]:
        """The form in which the management command takes it."""
        return {
            "name": self.name,
            "email": self.email,
            "password": self.password,
            "workspace": self.workspace,
        }


def ask_first_guide(given: FirstGuide) -> FirstGuide:
    """Complete what was given, by the environment or by asking.

    Raises Misconfigured where something is missing and nobody sits at the keyboard.
    """
    password = given.password or _password_given()
    can_ask = sys.stdin is not None and sys.stdin.isatty()
    missing = [
        flag
        for flag, value in (
            ("--guide-name", given.name),
            ("--guide-email", given.email),
            (PASSWORD, password),
            ("--workspace", given.workspace),
        )
        if not value
    ]
    if missing and not can_ask:
        raise Misconfigured(
            "The first start needs a first guide, and there is no keyboard to ask on. "
            f"Missing: {', '.join(missing)}."
        )
    if missing:
        say("Welcome. This installation is new; who is its first guide?")
    guide = FirstGuide(
        name=given.name or _ask("Your name: ", input, bool),
        email=given.email or _ask("Your e-mail address: ", input, _is_email),
        password=password or _ask_password(),
        workspace=given.workspace or _ask("The workspace, for example your client: ", input, bool),
    )
    if not _is_email(guide.email):
        raise Misconfigured(f"{guide.email!r} is not an e-mail address.")
    if len(guide.password) < SHORTEST_PASSWORD:
        raise Misconfigured(f"The password has fewer than {SHORTEST_PASSWORD} characters.")
    return guide


def _password_given() -> str:
    direct, file = os.environ.pop(PASSWORD, ""), os.environ.pop(f"{PASSWORD}_FILE", "")
    if direct and file:
        raise Misconfigured(f"Set {PASSWORD} or {PASSWORD}_FILE, not both.")
    if not file:
        return direct
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{PASSWORD}_FILE: {file} cannot be read ({error.strerror}).") from None


def _ask(question: str, read: Callable[[str], str], is_good: Callable[[str], bool]) -> str:
    while True:
        answer = read(question).strip()
        if is_good(answer):
            return answer


def _ask_password() -> str:
    while True:
        question = f"A password (at least {SHORTEST_PASSWORD} characters): "
        first = _ask(question, getpass.getpass, lambda text: len(text) >= SHORTEST_PASSWORD)
        if getpass.getpass("The same password again: ").strip() == first:
            return first
        say("These two differ.")


def _is_email(text: str) -> bool:
    name, at, host = text.partition("@")
    return bool(name and at and "." in host and " " not in text)
