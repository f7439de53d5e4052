"""Drafts of answers that are asked of who decides: what is asked, by whom, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.text import capfirst

from draagvlak.answering.models import AskedDraft
from draagvlak.answering.queries.debt import PAGE, read_mark
from draagvlak.answering.queries.words import DECIDERS
from draagvlak.concerns.models import Concern
from draagvlak.concerns.queries import causes_of, day_words, groups_of, promise_words
from draagvlak.concerns.states import UNANSWERED
from draagvlak.concerns.states import State as Standing
from draagvlak.conversations.queries.released import released_on_concerns
from draagvlak.core.policy import EDITORS, Data, Role, sees
from draagvlak.core.web import to
from draagvlak.measures.queries import measures_for_concern
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

State = AskedDraft.State
QUOTES: Final = 5
OPEN: Final = (State.ASKED, State.WRITTEN)
WAITING: Final = (*OPEN, State.REFUSED)
DOTS: Final = {State.ASKED: "todo", State.WRITTEN: "now", State.USED: "done"}


@dataclass(frozen=True)
class DraftRow:
    """One draft that is asked for, as a row: of whom, before when, and the one next step."""

    id: UUID
    concern: UUID
    title: str
    kind: str
    who: str
    is_own: bool
    question: str
    due: str
    late: str
    state: str
    state_label: str
    dot: str
    refusal: str
    write_url: str = ""
    answer_url: str = ""
    withdraw_url: str = ""


@dataclass(frozen=True)
class DraftPage:
    """A page of drafts; `after` is the mark of the next one."""

    rows: Sequence[DraftRow]
    after: str


@dataclass(frozen=True)
class Facts:
    """What who decides needs to know of a concern: released things only, and nobody's name."""

    concern: Concern
    causes: Sequence[str] = field(default=())
    groups: Sequence[str] = field(default=())
    quotes: Sequence[str] = field(default=())
    measures: Sequence[tuple[str, str]] = field(default=())


def visible_drafts(actor: Actor) -> QuerySet[AskedDraft]:
    """For who keeps the answers all of them; for others those asked of them."""
    rows = AskedDraft.objects.filter(
        workspace_id=actor.tenant, concern__programme_id=actor.programme_id
    )
    if not sees(Data.CONCERN, actor.roles):
        return rows.none()
    if actor.has(*EDITORS):
        return rows
    return rows.filter(asked__user_id=actor.signed_in_id)


def open_drafts(actor: Actor) -> QuerySet[AskedDraft]:
    """Those that the actor sees and whose concern still waits for an answer."""
    return visible_drafts(actor).filter(
        state__in=WAITING, concern__archived_at=None, concern__state__in=UNANSWERED
    )


def own_asked(actor: Actor) -> QuerySet[AskedDraft]:
    """What this actor was asked for and did not write yet."""
    return open_drafts(actor).filter(state=State.ASKED, asked__user_id=actor.signed_in_id)


def access_draft(actor: Actor, draft_id: UUID) -> AskedDraft:
    """One draft that the actor sees, or Http404."""
    rows = visible_drafts(actor).select_related("concern__owner", "asked__user", "asker")
    found = rows.filter(pk=draft_id).first()
    if found is None:
        raise Http404
    return found


def is_asked(actor: Actor, concern_id: UUID) -> bool:
    """Whether a draft is asked for already, or written and not used yet."""
    rows = AskedDraft.objects.filter(workspace_id=actor.tenant, concern_id=concern_id)
    return rows.filter(state__in=OPEN).exists()


def can_ask(actor: Actor, concern_id: UUID) -> bool:
    """Whether a draft makes sense now: there is a cause, no answer, and the actor keeps answers."""
    if not actor.has(*EDITORS):
        return False
    rows = Concern.objects.filter(workspace_id=actor.tenant, pk=concern_id, archived_at=None)
    return rows.filter(state__in=[Standing.UNDERSTOOD, Standing.PLANNED]).exists()


def asked_about(actor: Actor, concern_id: UUID) -> list[UUID]:
    """The user who is asked for a draft about a concern now, if somebody is."""
    rows = AskedDraft.objects.filter(
        workspace_id=actor.tenant, concern_id=concern_id, state=State.ASKED
    )
    return list(rows.values_list("asked__user_id", flat=True))


def asker_of(actor: Actor) -> Membership | None:
    """The membership by which the actor asks."""
    rows = Membership.objects.present().filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, user_id=actor.signed_in_id
    )
    return rows.order_by("pk").first()


def can_be_asked(role: str, *, is_owner: bool) -> bool:
    """Whether somebody in this role decides; a supplier answers no concerns."""
    return role in DECIDERS or (is_owner and role != Role.SUPPLIER)


def decider_choices(actor: Actor, concern: Concern) -> list[tuple[str, str]]:
    """Who can be asked: each person once, the owner of the concern on top."""
    owner = concern.owner.user_id if concern.owner else None
    rows = (
        Membership.objects.present()
        .filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    found: dict[UUID, tuple[str, str]] = {}
    for row in rows:
        is_self, is_owner = row.user_id == actor.user_id, row.user_id == owner
        if not is_self and can_be_asked(row.role, is_owner=is_owner):
            label = f"{row.user.name} ({row.get_role_display()})"
            found.setdefault(row.user_id, (str(row.pk), label))
    top = [found.pop(owner)] if owner in found and owner is not None else []
    return [*top, *found.values()]


def draft_page(actor: Actor, after: str, *, earlier: bool) -> DraftPage:
    """Drafts by their day, or what came of earlier ones. At most two statements."""
    rows = open_drafts(actor)
    if earlier:
        rows = visible_drafts(actor).exclude(pk__in=rows.order_by().values("pk"))
    mark = read_mark(after)
    if mark is not None:
        day, key = mark
        beyond = Q(due_on__lt=day) if earlier else Q(due_on__gt=day)
        rows = rows.filter(beyond | Q(due_on=day, pk__gt=key))
    order = "-due_on" if earlier else "due_on"
    related = rows.select_related("concern__owner", "asked__user").order_by(order, "pk")
    found = list(related[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    last = f"{found[-1].due_on}~{found[-1].pk}" if more else ""
    return DraftPage([draft_row(actor, row) for row in found], last)


def draft_of(actor: Actor, concern_id: UUID) -> DraftRow | None:
    """The latest draft about a concern that still waits, as this actor sees it. One statement."""
    rows = open_drafts(actor).filter(concern_id=concern_id)
    found = rows.select_related("concern__owner", "asked__user").order_by("-pk").first()
    return draft_row(actor, found) if found else None


def draft_row(actor: Actor, draft: AskedDraft) -> DraftRow:
    """A draft as a row; its concern and who was asked come along."""
    today, state = timezone.localdate(), State(draft.state)
    is_late = state is State.ASKED and draft.due_on < today
    own, keeps = draft.asked.user_id == actor.user_id, actor.has(*EDITORS)
    waits = _waits(draft)
    return DraftRow(
        id=draft.pk,
        concern=draft.concern_id,
        title=draft.concern.title,
        kind=draft.concern.kind,
        who=draft.asked.user.name,
        is_own=own,
        question=draft.question,
        due=day_words(draft.due_on),
        late=promise_words(draft.due_on, today) if is_late else "",
        state=state.value,
        state_label=capfirst(str(state.label)),
        dot="late" if is_late else DOTS.get(state, "stopped"),
        refusal=draft.refusal if state is State.REFUSED else "",
        write_url=_url(actor, "draft_write", draft) if own and waits else "",
        answer_url=_url(actor, "draft_answer", draft)
        if keeps and waits and state is State.WRITTEN
        else "",
        withdraw_url=_url(actor, "draft_withdraw", draft)
        if keeps and waits and state in OPEN
        else "",
    )


def _waits(draft: AskedDraft) -> bool:
    """Whether the concern still waits for an answer, and this draft was not put away."""
    concern = draft.concern
    is_open = concern.archived_at is None and concern.state in UNANSWERED
    return is_open and draft.state in WAITING


def _url(actor: Actor, route: str, draft: AskedDraft) -> str:
    return to(actor, f"answering:{route}", draft_id=draft.pk)


def facts_about(actor: Actor, concern: Concern) -> Facts:
    """What is known of a concern and released. Four statements."""
    quotes = released_on_concerns(actor, [concern.pk], QUOTES).get(concern.pk, [])
    measures = measures_for_concern(actor, concern.pk)
    return Facts(
        concern,
        [cause.title for cause in causes_of(concern)],
        [group.name for group in groups_of(concern)],
        [quote.text for quote in quotes],
        [(row.title, str(row.get_state_display())) for row in measures],
    )
