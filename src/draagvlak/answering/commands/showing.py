"""Who may read “you said, we did”, and mailing it to a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.answering import rules
from draagvlak.answering.mail import promise_outcomes
from draagvlak.answering.models import OutcomePage
from draagvlak.answering.queries.outcomes import (
    code_for,
    hash_for,
    page_of,
    people_count,
    told_concerns,
)
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.ids import uuid7
from draagvlak.core.versions import save_if_unchanged

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group


@command
def share_outcomes(*, by: Actor, group: Group | None, intro: str, version: int) -> OutcomePage:
    """Let everybody with the link read the page, without an account. Raises `EditConflict`."""
    rules.may_share(by, size=group.size if group else None).demand()
    page = _page(by, group)
    changes = {"intro": intro.strip(), "public_on": page.public_on or timezone.localdate()}
    page = save_if_unchanged(page, expected=version or page.version, changes=changes)
    record("answering.shared", by=by, on=page)
    return page


@command
def hide_outcomes(*, by: Actor, page: OutcomePage) -> OutcomePage:
    """Nobody reads the page without an account any more; sharing it again gives the same link."""
    rules.may_hide(by, page).demand()
    page.public_on = None
    page.save(update_fields=["public_on"])
    record("answering.hidden", by=by, on=page)
    return page


@command
def mail_outcomes(*, by: Actor, group: Group) -> OutcomePage:
    """Mail the page to the people of its group; once a day at most."""
    page, today = _page(by, group), timezone.localdate()
    rules.may_mail(
        by,
        people=people_count(by, group),
        outcomes=told_concerns(by, group).count(),
        is_today=page.mailed_on == today,
    ).demand()
    page.mailed_on = today
    page.save(update_fields=["mailed_on"])
    promise_outcomes(page)
    record("answering.mailed", by=by, on=page)
    return page


def _page(by: Actor, group: Group | None) -> OutcomePage:
    found = page_of(by, group)
    if found is not None:
        return found
    key = uuid7()
    return OutcomePage.objects.create(
        id=key,
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        group=group,
        code_hash=hash_for(code_for(key)),
    )
