"""What the holder of a receipt sees: what they said, and what happened with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from draagvlak.concerns.models import Answer, Concern, Voice
from draagvlak.concerns.queries import similar_concerns, strip
from draagvlak.concerns.states import ANSWERED
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.agreements import DEFAULT_MONTHS, agreement_of
from draagvlak.contributions.queries.approvals import Approval, approvals_in
from draagvlak.contributions.queries.entrances import change_address
from draagvlak.contributions.queries.said import Said, quotes_in, voices_in
from draagvlak.contributions.queries.threads import (
    Holder,
    Key,
    Kind,
    Part,
    holder_context,
    key_context,
    link_key,
    read_content,
    receipt_key,
    visitor_in,
)
from draagvlak.conversations.queries.likeness import FAIR
from draagvlak.core import crypto
from draagvlak.core.policy import Role
from draagvlak.core.prepared import prepared
from draagvlak.programmes.models import Membership
from draagvlak.programmes.queries.vision import latest_vision

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.concerns.queries.detail import StripStep
    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Vision

SIMILAR, HELPERS = 3, 6
DECOY: Final = crypto.new_pair()


@dataclass(frozen=True)
class Carried:
    """A concern that the holder carries, and how far it is."""

    voice: UUID
    concern: UUID
    kind: str
    title: str
    state: str
    steps: Sequence[StripStep]
    answer: Answer | None
    is_answered: bool
    solved: str
    quotes: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Asked:
    """What somebody is asked to join, and what they said to it (None: nothing yet)."""

    part: Part
    on: dt.date
    yes: bool | None = None
    replied_on: dt.date | None = None

    @property
    def words(self) -> str:
        """What it is, in words."""
        return part_words(self.part)


@dataclass(frozen=True)
class Helper:
    """Who can help: a guide or a key user."""

    name: str
    role: str
    is_guide: bool


@dataclass(frozen=True)
class Thread:
    """A thread as its holder reads it."""

    way: str
    came_on: dt.date
    said: Sequence[Said]
    carried: Sequence[Carried]
    helpers: Sequence[Helper] = field(default=())
    phase: str = ""
    vision: Vision | None = None
    asked: Asked | None = None
    kept_months: int = DEFAULT_MONTHS
    change_url: str = ""
    approvals: Sequence[Approval] = field(default=())
    """The quotes of which a guide asked whether others may read them."""

    @property
    def guides(self) -> list[str]:
        """The names of the guides."""
        return [one.name for one in self.helpers if one.is_guide]


@dataclass(frozen=True)
class Alike:
    """A concern that others voiced and that resembles what was just said."""

    id: UUID
    title: str
    kind: str
    state: str
    words: str
    answer: str = ""


def holder_by_receipt(space: str, receipt: str) -> Holder | None:
    """Who holds this receipt in a workspace; None when there is no such thread.

    An unknown receipt costs the same: the same derivation, the same statement, an opening.
    """
    return holder_by_key(space, receipt, receipt_key(receipt))


def holder_by_link(space: str, token: str) -> Holder | None:
    """Who came by this link in a mail; None when there is no such thread."""
    return holder_by_key(space, token, link_key(token), by_link=True)


def holder_by_key(space: str, present: str, key: Key, *, by_link: bool = False) -> Holder | None:
    """The same, where the key was made already."""
    rows = _linked(space, key.hash) if by_link else _received(space, key.hash)
    found = rows[0] if rows else None
    if found is None:
        _open_decoy(key)
        return None
    by = "by_link" if by_link else "by_receipt"
    wrapped = bytes((found.by_link if by_link else found.by_receipt) or b"")
    private = crypto.decrypt(key.secret, wrapped, key_context(found.pk, by))
    return Holder(visitor_in(found.programme), found, private, present, by_link)


@prepared
def _received(space: str, receipt: str) -> QuerySet[Contribution, Contribution]:
    rows = Contribution.objects.filter(workspace__slug=space, receipt_hash=receipt)
    return rows.select_related("programme__workspace").order_by("pk")[:1]


@prepared
def _linked(space: str, link: str) -> QuerySet[Contribution, Contribution]:
    rows = Contribution.objects.filter(workspace__slug=space, link_hash=link)
    return rows.select_related("programme__workspace").order_by("pk")[:1]


@prepared
def lines_of(tenant: UUID, contribution: UUID) -> QuerySet[Message, Message]:
    """The messages of a thread in their order, sealed."""
    rows = Message.objects.filter(workspace_id=tenant, contribution_id=contribution)
    return rows.order_by("number")


def _open_decoy(key: Key) -> None:
    wrapped = crypto.encrypt(key.secret, DECOY.private, b"decoy")
    crypto.decrypt(key.secret, wrapped, b"decoy")


def said_by(holder: Holder) -> list[Said]:
    """Everything in the thread, in its order, opened by its holder."""
    found = holder.contribution
    rows = lines_of(found.workspace_id, found.pk)
    return [
        Said(
            row.pk,
            row.number,
            row.on,
            row.from_guide,
            read_content(
                crypto.unseal(holder.private, bytes(row.for_holder), holder_context(row.pk))
            ),
            row.redacted_on is not None,
        )
        for row in rows
    ]


def asked_in(said: Sequence[Said]) -> Asked | None:
    """What the holder was asked to join last, and what they said to it last."""
    found = None
    for one in said:
        if one.content.kind is Kind.ASKED and one.content.part is not None:
            found = Asked(one.content.part, one.on)
        elif one.content.kind is Kind.REPLIED and found is not None:
            found = replace(found, yes=one.content.yes, replied_on=one.on)
    return found


def part_words(part: Part) -> str:
    """What one can be asked to join, in the middle of a sentence."""
    if part is Part.KEY_USER:
        return _("key user: the first whom colleagues ask")
    return _("the sounding board: thinking along a few times about what is coming")


def thread_of(holder: Holder) -> Thread:
    """The whole page of a thread."""
    said = said_by(holder)
    found = holder.contribution
    door = next((one.content.entrance for one in said if one.content.entrance), None)
    return Thread(
        way=found.way,
        came_on=found.came_on,
        said=[one for one in said if one.content.text],
        carried=carried(holder.actor, voices_in(said), quotes_in(said)),
        asked=asked_in(said),
        approvals=[one for one in approvals_in(holder.actor, said) if one.question],
        kept_months=agreement_of(holder.actor).kept_months,
        helpers=helpers_in(holder.actor),
        phase=found.programme.get_phase_display(),
        vision=latest_vision(holder.actor),
        change_url=change_address(found.workspace_id, door or found.pk),
    )


def carried(
    actor: Actor,
    voices: Mapping[UUID, UUID],
    quotes: Mapping[UUID, Sequence[str]] = MappingProxyType({}),
) -> list[Carried]:
    """The concerns behind voices: each voice stands where it is now, after a merge or a split."""
    if not voices:
        return []
    rows = list(
        Voice.objects.filter(
            workspace_id=actor.tenant,
            concern__programme_id=actor.programme_id,
            pk__in=list(voices),
        ).select_related("concern")
    )
    answers = Answer.objects.filter(
        workspace_id=actor.tenant, concern_id__in=[row.concern_id for row in rows]
    )
    latest = {answer.concern_id: answer for answer in answers.order_by("number")}
    found = (
        replace(_carried(row, latest.get(row.concern_id)), quotes=quotes.get(row.pk, ()))
        for row in rows
    )
    return sorted(found, key=lambda one: one.title)


def _carried(row: Voice, answer: Answer | None) -> Carried:
    concern = row.concern
    is_answered = concern.state in ANSWERED
    return Carried(
        voice=row.pk,
        concern=concern.pk,
        kind=concern.kind,
        title=concern.title,
        state=concern.state,
        steps=[replace(step, href="") for step in strip(concern)],
        answer=answer if is_answered else None,
        is_answered=is_answered,
        solved=row.solved,
    )


def own_voice(holder: Holder, voice_id: UUID) -> Voice | None:
    """A voice of this holder; None when it is somebody else's, or was taken back."""
    if voice_id not in voices_in(said_by(holder)):
        return None
    rows = Voice.objects.filter(
        workspace_id=holder.actor.tenant, concern__programme_id=holder.actor.programme_id
    )
    return rows.select_related("concern").filter(pk=voice_id).first()


def carried_already(space: str, receipt: str, key: Key, contribution: Contribution) -> set[UUID]:
    """The concerns that a thread carries by now; a thread that just began carries none."""
    if len(_numbers(contribution.workspace_id, contribution.pk)) == 1:
        return set()
    holder = holder_by_key(space, receipt, key)
    if holder is None:
        return set()
    return {one.concern for one in carried(holder.actor, voices_in(said_by(holder)))}


@prepared
def _numbers(tenant: UUID, contribution: UUID) -> QuerySet[Message, int]:
    rows = Message.objects.filter(workspace_id=tenant, contribution_id=contribution)
    return rows.order_by("number").values_list("number", flat=True)[:2]


def alike(actor: Actor, text: str, known: AbstractSet[UUID] = frozenset()) -> list[Alike]:
    """The concerns that resemble a text and that who said it does not carry yet."""
    found = similar_concerns(as_employee(actor), text, limit=SIMILAR + len(known))
    rows = [one.concern for one in found if one.concern.pk not in known and one.score >= FAIR]
    rows = rows[:SIMILAR]
    answered = [row.pk for row in rows if row.state in ANSWERED]
    given = Answer.objects.filter(workspace_id=actor.tenant, concern_id__in=answered)
    latest = dict(given.order_by("number").values_list("concern_id", "text")) if answered else {}
    return [
        Alike(
            row.pk, row.title, row.kind, row.state, voices_words(row.voices), latest.get(row.pk, "")
        )
        for row in rows
    ]


def open_concern(holder: Holder, concern_id: UUID) -> Concern | None:
    """A concern of the programme that everybody may read and join; None for any other."""
    return Concern.objects.filter(
        workspace_id=holder.actor.tenant,
        programme_id=holder.actor.programme_id,
        archived_at=None,
        pk=concern_id,
    ).first()


def voices_words(count: int) -> str:
    """How many said it too; a small number stays vague."""
    if count < 5:  # noqa: PLR2004 as voices per group: from five
        return _("A few colleagues said this too.")
    return _("%(count)s colleagues said this too.") % {"count": count}


def as_employee(actor: Actor) -> Actor:
    """The same visitor, reading what every employee of the programme may read."""
    return replace(actor, roles=frozenset({Role.EMPLOYEE}))


def guide_names(actor: Actor) -> list[str]:
    """Who reads what comes in, and who can help: the guides of the programme."""
    return _guides(actor.tenant, actor.programme_id)


@prepared
def _guides(tenant: UUID, programme: UUID) -> QuerySet[Membership, str]:
    rows = Membership.objects.present().filter(
        workspace_id=tenant, programme_id=programme, role=Role.GUIDE
    )
    return rows.order_by("user__name").values_list("user__name", flat=True)[:3]


def helpers_in(actor: Actor) -> list[Helper]:
    """Who can help with the work that changes: guides first, then key users."""
    rows = Membership.objects.present().filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        role__in=[Role.GUIDE, Role.KEY_USER],
    )
    found = rows.order_by("role", "user__name").values_list("user__name", "role")[:HELPERS]
    return [Helper(name, str(Role(role).label), role == Role.GUIDE) for name, role in found]
