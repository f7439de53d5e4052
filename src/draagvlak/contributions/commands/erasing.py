"""Taking a contribution back for good: words, names, addresses, voices, and every way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.concerns.commands.moving import touch
from draagvlak.concerns.commands.voices import recount
from draagvlak.concerns.models import Voice, VoiceTally
from draagvlak.contributions import mail, rules
from draagvlak.contributions.models import Contribution
from draagvlak.contributions.queries.approvals import released_keys
from draagvlak.contributions.queries.following import said_by
from draagvlak.contributions.queries.inbox import said_to_guides
from draagvlak.contributions.queries.said import voices_in
from draagvlak.conversations.commands.releasing import hold_releases, remove_released
from draagvlak.core import undo
from draagvlak.core.audit import record
from draagvlak.core.command import command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.contributions.queries.said import Said
    from draagvlak.contributions.queries.threads import Holder
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault


@command
def withdraw_contribution(*, by: Actor, holder: Holder) -> int:
    """The holder takes everything back; gives how many voices went with it."""
    contribution = holder.contribution
    rows = Contribution.objects.filter(workspace_id=by.tenant, pk=contribution.pk)
    rules.may_withdraw(is_there=rows.select_for_update().first() is not None).demand()
    return _erase(by, contribution, said_by(holder), "contributions.withdrawn")


@command
def erase_contribution(*, by: Actor, vault: OpenVault, contribution: Contribution) -> int:
    """A guide erases a contribution because somebody asked for it."""
    rules.may_work(by, vault).demand()
    said = said_to_guides(by, vault, contribution)
    return _erase(by, contribution, said, "contributions.erased")


def _erase(by: Actor, contribution: Contribution, said: Sequence[Said], verb: str) -> int:
    """Everything that leads to who spoke. Concerns stay: their titles are a guide's own words."""
    rows = Voice.objects.filter(workspace_id=by.tenant, pk__in=list(voices_in(said)))
    voices = list(rows.select_related("concern"))
    hold_releases(by)
    remove_released(by, released_keys(said))
    undo.forget(by.tenant, [contribution.pk, *(voice.pk for voice in voices)])
    for voice in voices:
        concern = voice.concern
        voice.delete()
        VoiceTally.objects.filter(workspace_id=by.tenant, concern_id=concern.pk).delete()
        recount(by, concern)
    if voices:
        touch(by)
    mail.forget_letters_to(contribution)
    record(verb, by=by, on=contribution, hidden=True)
    contribution.delete()
    return len(voices)
