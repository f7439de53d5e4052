"""The answer of a rule: allowed, or a reason that a user can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Refused(PermissionDenied):
    """A command was asked for something that a rule forbids; the message says why."""


@dataclass(frozen=True)
class Verdict:
    """`bool(verdict)` says whether; `verdict.reason` says why not (empty when allowed)."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed

    def demand(self) -> None:
        """Raise `Refused` with the reason when the verdict is no."""
        if not self.allowed:
            raise Refused(str(self.reason))


YES = Verdict(allowed=True)


def no(reason: str | Promise) -> Verdict:
    """A refusal with its reason, in the user's language."""
    return Verdict(allowed=False, reason=reason)


def first_no(*verdicts: Verdict) -> Verdict:
    """The first refusal, or yes when there is none."""
    return next((verdict for verdict in verdicts if not verdict), YES)
