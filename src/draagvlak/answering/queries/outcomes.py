"""“You said, we did”: what was said, decided and done, from what everybody may read.

Only what was told back to who raised it stands here: they hear it first. Voices, speakers and
contributions are never read here.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from draagvlak.answering.models import OutcomePage
from draagvlak.concerns.models import AffectedGroup, Answer, Concern
from draagvlak.concerns.queries import day_words, visible_concerns
from draagvlak.concerns.states import State
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core.policy import Data, sees
from draagvlak.core.untraced import speak_address
from draagvlak.lib.codes import CodeError, decode, encode
from draagvlak.lib.numerals import whole_number
from draagvlak.measures.models import Delivery, Measure, MeasureConcern
from draagvlak.measures.states import State as Done
from draagvlak.organisations.models import Group, GroupMember, Person
from draagvlak.organisations.queries import groups_in_sight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

PAGE: Final = 50
QUOTES: Final = 2
GROUPS: Final = 200
SIGNS: Final = 10
BITS: Final = 50
FEW: Final = 5
"""A group with fewer people has no public page: what they said would be what one of them said."""
DID, DOES, NOT, DECIDED = "did", "does", "not", "decided"


@dataclass(frozen=True)
class Deed:
    """One thing that is or was done (or deliberately not), and what it brought."""

    title: str
    state: str
    reasons: str
    brought: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Outcome:
    """What became of one worry or wish."""

    id: UUID
    title: str
    kind: str
    voices: int
    verdict: str
    verdict_label: str
    dot: str
    decided: str
    decided_by: str
    reasons: str
    what_happens: str
    day: str
    quotes: Sequence[str] = field(default=())
    deeds: Sequence[Deed] = field(default=())


@dataclass(frozen=True)
class OutcomeList:
    """A page of outcomes; `after` is the mark of the next one."""

    rows: Sequence[Outcome]
    after: str


def told_concerns(actor: Actor, group: Group | None = None) -> QuerySet[Concern]:
    """The concerns of which the answer was told back, of the programme or of one group."""
    rows = visible_concerns(actor).filter(archived_at=None, state=State.DELIVERED)
    if group is None:
        return rows
    touched = AffectedGroup.objects.filter(workspace_id=actor.tenant, group_id=group.pk)
    return rows.filter(pk__in=touched.values("concern_id"))


def untold_count(actor: Actor) -> int:
    """Answers that stand here as soon as they were told."""
    return visible_concerns(actor).filter(archived_at=None, state=State.ANSWERED).count()


def outcome_page(
    actor: Actor, group: Group | None, after: str = "", *, is_public: bool = False
) -> OutcomeList:
    """What became of what was said: most voices first. Six statements, however many rows.

    A public page shows no quotes: who said them let the programme read them, not everybody.
    """
    rows = told_concerns(actor, group)
    voices, _tilde, key = after.partition("~")
    count = whole_number(voices)
    if count is not None and len(key) == len(str(UUID(int=0))):
        rows = rows.filter(Q(voices__lt=count) | Q(voices=count, pk__gt=_key(key)))
    found = list(rows.order_by("-voices", "pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    ids = [row.pk for row in found]
    answers = _answers(actor, ids)
    deeds = _deeds(actor, ids)
    quotes = {} if is_public else _quotes(actor, ids)
    outcomes = [
        _outcome(row, answers[row.pk], deeds.get(row.pk, []), quotes.get(row.pk, []))
        for row in found
        if row.pk in answers
    ]
    return OutcomeList(outcomes, f"{found[-1].voices}~{found[-1].pk}" if more else "")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _answers(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Answer]:
    rows = Answer.objects.filter(workspace_id=actor.tenant, concern_id__in=ids)
    return {row.concern_id: row for row in rows.order_by("number")}


def _quotes(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    if not sees(Data.RELEASED_QUOTE, actor.roles):
        return {}
    rows = ReleasedQuote.objects.filter(
        workspace_id=actor.tenant, concern_id__in=ids, withdrawn_on=None
    )
    found: dict[UUID, list[str]] = {}
    for concern, text in rows.order_by("pk").values_list("concern_id", "text"):
        if len(found.setdefault(concern, [])) < QUOTES:
            found[concern].append(text)
    return found


def _deeds(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[tuple[Measure, Deed]]]:
    """The measures for these concerns that were agreed on, with what they brought."""
    links = list(
        MeasureConcern.objects.filter(workspace_id=actor.tenant, concern_id__in=ids).values_list(
            "concern_id", "measure_id"
        )
    )
    keys = {measure for _concern, measure in links}
    measures = {
        row.pk: row
        for row in Measure.objects.filter(workspace_id=actor.tenant, pk__in=keys).decided()
    }
    brought = _brought(actor, measures)
    found: dict[UUID, list[tuple[Measure, Deed]]] = {}
    for concern, key in sorted(links, key=lambda link: str(link[1])):
        row = measures.get(key)
        if row is not None:
            label = row.get_state_display()
            deed = Deed(row.title, label, row.reasons, brought.get(key, []))
            found.setdefault(concern, []).append((row, deed))
    return found


def _brought(actor: Actor, measures: Mapping[UUID, Measure]) -> dict[UUID, list[str]]:
    rows = Delivery.objects.filter(
        workspace_id=actor.tenant, measure_id__in=list(measures), removed_at=None
    ).order_by("delivered_on", "pk")
    found: dict[UUID, list[str]] = {}
    for row in rows:
        words = _("%(what)s (%(day)s)") % {"what": row.what, "day": day_words(row.delivered_on)}
        found.setdefault(row.measure_id, []).append(words)
    return found


def _outcome(
    concern: Concern, answer: Answer, deeds: Sequence[tuple[Measure, Deed]], quotes: Sequence[str]
) -> Outcome:
    verdict = _verdict([measure for measure, _deed in deeds])
    labels = {
        DID: _("Done"),
        DOES: _("Being done"),
        NOT: _("Not done, and why"),
        DECIDED: _("Decided"),
    }
    dots = {DID: "done", DOES: "now", NOT: "stopped", DECIDED: "answered"}
    return Outcome(
        id=concern.pk,
        title=concern.title,
        kind=concern.kind,
        voices=concern.voices,
        verdict=verdict,
        verdict_label=labels[verdict],
        dot=dots[verdict],
        decided=answer.text,
        decided_by=answer.decided_by,
        reasons=answer.reasons,
        what_happens=answer.what_happens,
        day=day_words(answer.answered_on),
        quotes=quotes,
        deeds=[deed for _measure, deed in deeds],
    )


def _verdict(measures: Sequence[Measure]) -> str:
    """Done when something was delivered; not done when it was agreed to do nothing."""
    acts = [one for one in measures if one.kind != Measure.Kind.NOTHING]
    if not acts:
        return NOT if measures else DECIDED
    return DID if any(one.state == Done.DELIVERED for one in acts) else DOES


def groups_told(actor: Actor) -> list[Group]:
    """The groups that the actor sees and that something was told to, by name."""
    touched = AffectedGroup.objects.filter(
        workspace_id=actor.tenant, concern__in=told_concerns(actor).order_by()
    )
    rows = groups_in_sight(actor).filter(pk__in=touched.values("group_id"))
    return list(rows.order_by("name")[:GROUPS])


def access_group(actor: Actor, text: str) -> Group | None:
    """The group in an address; none is the whole programme, an unknown one Http404."""
    if not text:
        return None
    found = groups_in_sight(actor).filter(pk=_key(text)).first()
    if found is None:
        raise Http404
    return found


def page_of(actor: Actor, group: Group | None) -> OutcomePage | None:
    """What was set for the page of a programme or group, if anything was."""
    rows = OutcomePage.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, group=group
    )
    return rows.select_related("workspace", "group").first()


def people_count(actor: Actor, group: Group) -> int:
    """How many people of a group can be mailed."""
    return mailable(actor.tenant, group.pk).count()


def mailable(tenant: UUID, group: UUID) -> QuerySet[Person]:
    """The people of a group that have an address, in the order of their keys."""
    members = GroupMember.objects.filter(workspace_id=tenant, group_id=group)
    people = Person.objects.filter(workspace_id=tenant, pk__in=members.values("person_id"))
    return people.present().exclude(email="").order_by("pk")


def code_for(page_id: UUID) -> str:
    """The code of a public page, made again from the key of the server when needed."""
    words = f"answering.outcomepage:{page_id}".encode()
    made = hmac.digest(settings.SECRET_KEY.encode(), words, "sha256")
    return encode(int.from_bytes(made[:8], "big") >> (64 - BITS), SIGNS)


def hash_for(code: str) -> str:
    """What is kept of a code (SHA-256)."""
    return hashlib.sha256(code.encode()).hexdigest()


def public_address(page: OutcomePage) -> str:
    """Where everybody with the link reads it."""
    keys = {"space": page.workspace.slug, "code": code_for(page.pk)}
    return f"{speak_address()}{reverse('speak_told', kwargs=keys)}"


def public_page(space: str, typed: str) -> OutcomePage | None:
    """The page behind a link, while it is public; None when there is none."""
    try:
        code = encode(decode(typed, SIGNS), SIGNS)
    except CodeError:
        return None
    rows = OutcomePage.objects.filter(workspace__slug=space, code_hash=hash_for(code))
    rows = rows.filter(public_on__isnull=False)
    return rows.select_related("programme__workspace", "group", "workspace").first()
