"""Quotes from contributions beside those from conversations, on the page that releases them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_OID, uuid5

from django.db.models import Max
from django.utils.translation import gettext as _

from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.approvals import approvals_of
from draagvlak.contributions.queries.inbox import contributions, reach_of, threads_of, who_spoke
from draagvlak.contributions.queries.involved import Known, people_behind
from draagvlak.conversations.queries.outgoing import Outgoing
from draagvlak.core.web import to
from draagvlak.vault.queries import Sealed, Tampered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.contributions.queries.approvals import Approval
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

LATEST: Final = 300
"""Threads with quotes that are opened for this: those in which something was written last."""
WITH_A_QUOTE: Final = 3
"""The number of a message from which a thread can hold a quote: words, a voice, the passage."""


def standing_approvals(
    actor: Actor, vault: OpenVault, found: Sequence[Contribution]
) -> dict[UUID, list[Approval]]:
    """The quotes of many contributions, for guides."""
    threads = threads_of(actor, vault, found)
    opened = approvals_of(actor, list(threads.values()))
    return dict(zip(threads, opened, strict=True))


def outgoing_quotes(actor: Actor, vault: OpenVault) -> list[Outgoing]:
    """The quotes from contributions on their way out; none for who holds no key to them."""
    rows = _with_quotes(actor)
    try:
        found = standing_approvals(actor, vault, rows)
    except (Sealed, Tampered):
        return []
    speakers = [_known(actor, vault, row) for row in rows if found[row.pk]]
    people = people_behind(actor, [one for one in speakers if one.mark])
    return [
        _outgoing(actor, one, known, people.get(known.mark))
        for known in speakers
        for one in found[known.contribution.pk]
    ]


def _with_quotes(actor: Actor) -> list[Contribution]:
    """The contributions that can hold a quote, those written in last before others."""
    lines = Message.objects.filter(
        workspace_id=actor.tenant, contribution__programme_id=actor.programme_id
    )
    last = lines.filter(number__gte=WITH_A_QUOTE).values("contribution_id")
    keys = last.annotate(on=Max("on")).order_by("-on", "contribution_id")[:LATEST]
    order = [row["contribution_id"] for row in keys]
    rows = {row.pk: row for row in contributions(actor).filter(pk__in=order)}
    return [rows[key] for key in order if key in rows]


def _known(actor: Actor, vault: OpenVault, row: Contribution) -> Known:
    if row.way == Contribution.Way.ANONYMOUS:
        return Known(row, "", "")
    reach = reach_of(actor, vault, row)
    return Known(row, who_spoke(actor, vault, row).name, reach.address if reach else "")


def _outgoing(actor: Actor, one: Approval, known: Known, person: UUID | None) -> Outgoing:
    """Who spoke anonymously does not count towards three: it may be the same one thrice."""
    keys = {"contribution_id": known.contribution.pk, "message_id": one.quote}
    way = str(known.contribution.get_way_display())
    return Outgoing(
        id=one.mark,
        state=one.state,
        words=one.passage,
        paraphrase=one.words,
        url=to(actor, "contributions:approval_ask", **keys),
        concern=one.concern,
        concern_id=one.concern_id,
        speaker=person or (uuid5(NAMESPACE_OID, known.mark) if known.mark else None),
        name=known.name,
        place=_("contribution, %(way)s") % {"way": way},
        about_software=one.software,
        now=one.now,
        released=one.released,
    )
