"""Opening a workspace and its programmes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.conf import settings

from draagvlak.accounts.commands import register_user
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.gate import actor_of
from draagvlak.core.ids import uuid7
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.lib.fold import fold_key
from draagvlak.programmes.models import Membership, Programme
from draagvlak.programmes.rules import may_open_programme, may_open_workspace, may_welcome_guide

if TYPE_CHECKING:
    from collections.abc import Container

    from draagvlak.core.actor import Actor

_SLUG_LENGTH = 60
_ONCE = UUID("6f0c2a3e-54a5-4d6e-9b65-0b9a3d2f7c11")


@command
def open_workspace(
    *, by: Actor, name: str, programme_name: str = "", is_demo: bool = False, once: str = ""
) -> Workspace:
    """Open a workspace, and its first programme when that has a name already.

    Who opens it keeps the workspace (administrator) and is guide of the programme. The system
    opens without becoming a member. The same `once` opens one workspace.
    """
    may_open_workspace(by).demand()
    key = uuid5(_ONCE, f"{by.user_id}:{once}") if once else uuid7()
    earlier = Workspace.objects.filter(pk=key).first()
    if earlier is not None:
        record("programmes.workspace_asked_again", by=by, on=earlier, workspace_id=key)
        return earlier
    slugs = Workspace.objects.values_list("slug", flat=True)
    space = Workspace.objects.create(
        pk=key, name=name.strip(), slug=free_slug(name, set(slugs)), is_demo=is_demo
    )
    if by.user_id is not None:
        Membership.objects.create(
            workspace=space, user_id=by.user_id, role=Role.ADMINISTRATOR, programme=None
        )
    record("programmes.workspace_opened", by=by, on=space, workspace_id=space.pk)
    if programme_name.strip():
        _open(by, space, programme_name, "")
    return space


@command
def welcome_guide(*, by: Actor, email: str, name: str, password: str, workspace: str) -> Workspace:
    """Make the sign-in of a guide with a workspace of their own (the system, from a command line).

    The first page then asks for the name of their programme. Raises IntegrityError when the
    e-mail address has a sign-in already.
    """
    may_welcome_guide(by).demand()
    guide = register_user(
        by=by, email=email, name=name, password=password, language=settings.LANGUAGE_CODE
    )
    space = open_workspace(by=actor_of(guide), name=workspace)
    record("programmes.guide_welcomed", by=by, on=space, workspace_id=space.pk)
    return space


@command
def open_programme(*, by: Actor, name: str, summary: str = "", once: str = "") -> Programme:
    """Open a further programme in the workspace; who opens it is its guide."""
    del once
    may_open_programme(by).demand()
    space = Workspace.objects.get(pk=by.tenant)
    return _open(by, space, name, summary)


def _open(by: Actor, space: Workspace, name: str, summary: str) -> Programme:
    slugs = Programme.objects.filter(workspace_id=space.pk).values_list("slug", flat=True)
    programme = Programme.objects.create(
        workspace=space,
        name=name.strip(),
        slug=free_slug(name, set(slugs)),
        summary=summary.strip(),
    )
    if by.user_id is not None:
        Membership.objects.create(
            workspace=space, programme=programme, user_id=by.user_id, role=Role.GUIDE
        )
    record("programmes.opened", by=by, on=programme, workspace_id=space.pk)
    return programme


def free_slug(name: str, taken: Container[str]) -> str:
    """The name as a part of an address: latin letters, digits, hyphens; with a number on a clash.

    A name without any latin letter or digit gives "traject".
    """
    plain = re.sub(r"[^a-z0-9]+", "-", fold_key(name).replace("'", "")).strip("-")
    plain = plain[:_SLUG_LENGTH].rstrip("-") or "traject"
    slug, number = plain, 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = plain[: _SLUG_LENGTH - len(ending)].rstrip("-") + ending
    return slug
