"""Second factors, and the codes that a phone would show (RFC 6238, computed apart)."""

from __future__ import annotations

import base64
import hmac
import struct
import time

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30
LEAST = 8


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """What the app shows now, or some steps of half a minute later."""
    counter = struct.pack(">Q", int(time.time()) // PERIOD + steps)
    mark = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = mark[-1] & 15
    return f"{(struct.unpack('>I', mark[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def lasting_code(secret: str = SECRET) -> str:
    """What the app shows now; when that is about to change, what it shows next.

    Somebody who types slowly would do the same.
    """
    left = PERIOD - time.time() % PERIOD
    if left < LEAST:
        time.sleep(left)
    return code_of(secret)


def give_app(user, secret: str = SECRET):
    """An app for codes and recovery codes, as after setting them up; the recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415 after setup
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415

    TOTP.activate(user, secret)
    return RecoveryCodes.activate(user).get_unused_codes()
