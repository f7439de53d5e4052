"""Choosing which mail one gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.audit import record_on
from draagvlak.core.command import command
from draagvlak.notices import rules
from draagvlak.notices.models import Preference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draagvlak.core.actor import Actor


@command
def choose_mail(*, by: Actor, wishes: Mapping[str, str]) -> None:
    """Choose for each kind how one hears of it in this workspace."""
    rules.may_choose(by).demand()
    for kind, how in wishes.items():
        rules.may_want(kind, how).demand()
        Preference.objects.update_or_create(
            workspace_id=by.tenant,
            user_id=by.signed_in_id,
            kind=kind,
            defaults={"how": how},
        )
    record_on("notices.chosen", by=by, subject=("accounts.user", by.user_id))
