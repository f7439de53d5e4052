"""How sign-in behaves here: nobody signs up without an invitation."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up by oneself is closed."""

    def is_open_for_signup(self, request: object) -> bool:
        del request
        return False
