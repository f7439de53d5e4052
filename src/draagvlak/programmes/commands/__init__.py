"""What changes programmes, in the words of those who do it."""

from __future__ import annotations

from draagvlak.programmes.commands.decisions import (
    add_decision,
    add_participation,
    decide,
    edit_decision,
    remove_participation,
    reopen_decision,
)
from draagvlak.programmes.commands.members import (
    accept_invitation,
    add_member,
    change_member,
    invite_member,
    remove_member,
    resend_invitation,
    restore_invitation,
    restore_member,
    revoke_invitation,
)
from draagvlak.programmes.commands.opening import open_programme, open_workspace, welcome_guide
from draagvlak.programmes.commands.programme import (
    add_solution,
    add_supplier,
    edit_programme,
    edit_solution,
    edit_supplier,
    move_phase,
    plan_phases,
)
from draagvlak.programmes.commands.vision import publish_vision

__all__ = [
    "accept_invitation",
    "add_decision",
    "add_member",
    "add_participation",
    "add_solution",
    "add_supplier",
    "change_member",
    "decide",
    "edit_decision",
    "edit_programme",
    "edit_solution",
    "edit_supplier",
    "invite_member",
    "move_phase",
    "open_programme",
    "open_workspace",
    "plan_phases",
    "publish_vision",
    "remove_member",
    "remove_participation",
    "reopen_decision",
    "resend_invitation",
    "restore_invitation",
    "restore_member",
    "revoke_invitation",
    "welcome_guide",
]
