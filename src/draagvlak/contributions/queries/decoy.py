"""A thread that nobody has: what looking up an unknown receipt costs, so that it costs the same."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from draagvlak.concerns.models import Answer, Concern
from draagvlak.concerns.queries import strip
from draagvlak.contributions.queries.agreements import agreement_of
from draagvlak.contributions.queries.approvals import Approval, approvals_in
from draagvlak.contributions.queries.entrances import change_address
from draagvlak.contributions.queries.following import (
    DECOY,
    Carried,
    Helper,
    Thread,
    carried,
    helpers_in,
    lines_of,
)
from draagvlak.contributions.queries.said import Said
from draagvlak.contributions.queries.threads import (
    Content,
    Kind,
    holder_context,
    read_content,
    write_content,
)
from draagvlak.core import crypto
from draagvlak.core.actor import Actor, ActorKind, ProgrammeRef, WorkspaceRef
from draagvlak.core.ids import uuid4
from draagvlak.programmes.models import Vision
from draagvlak.programmes.queries.vision import latest_vision

if TYPE_CHECKING:
    from collections.abc import Sequence

NOBODY: Final = UUID(int=0)
WORDS: Final = (
    "Het inloggen duurt lang, en daarna weet ik niet waar ik moet zijn.",
    "Dank je. Waar merk je dat het meest aan?",
    "Op de dag van de vergadering zelf.",
)
_SEALED: Final = [
    crypto.seal_to(
        DECOY.public, write_content(Content(Kind.TEXT, text=text)), holder_context(NOBODY)
    )
    for text in WORDS
]

_ASKED: Final = (
    (uuid4(), Content(Kind.VOICE, concern=NOBODY, voice=NOBODY)),
    (NOBODY, Content(Kind.QUOTE, concern=NOBODY, voice=NOBODY, words=WORDS[0])),
    (uuid4(), Content(Kind.APPROVAL_ASKED, about=NOBODY, words=WORDS[1], released=NOBODY)),
)


def thread_of_nobody(present: str) -> Thread:
    """Looked up, opened and put together as a real one, with the same statements.

    One receipt in two is answered as a thread that carries something, the other as one that does
    not yet; the same receipt always alike, so that asking again tells nothing.
    """
    mark = hmac.digest(settings.SECRET_KEY.encode(), f"decoy:{present}".encode(), "sha256")
    carries = mark[0] % 2 == 1
    place = WorkspaceRef(uuid4(), "", "")
    actor = Actor(ActorKind.VISITOR, workspace=place, programme=ProgrammeRef(uuid4(), "", "", ""))
    lines_of(actor.tenant, uuid4())
    found = _carried(actor) if carries else []
    today = timezone.localdate()
    said = [
        Said(NOBODY, number, today, number == 2, _opened(sealed))  # noqa: PLR2004 the guide
        for number, sealed in enumerate(_SEALED, start=1)
    ]
    approvals = _approvals(actor) if carries and mark[1] % 4 == 1 else []
    helpers = helpers_in(actor) or [Helper("Niemand", "", is_guide=True)]
    latest_vision(actor)
    months = agreement_of(actor).kept_months
    change_address(actor.tenant, NOBODY)
    vision = Vision(title=WORDS[0], body="\n\n".join(WORDS * 5))
    return Thread(
        "anonymous",
        today,
        said,
        found,
        helpers=helpers,
        phase=WORDS[1],
        vision=vision,
        kept_months=months,
        approvals=approvals,
    )


def _opened(sealed: bytes) -> Content:
    return read_content(crypto.unseal(DECOY.private, sealed, holder_context(NOBODY)))


def _approvals(actor: Actor) -> Sequence[Approval]:
    """As many lines and statements as a thread with a quote that a guide asked about."""
    said = [
        Said(key, number, timezone.localdate(), from_guide=True, content=content)
        for number, (key, content) in enumerate(_ASKED, start=4)
    ]
    for _each in _ASKED:
        _opened(_SEALED[0])
    approvals_in(actor, said)
    return [
        Approval(
            NOBODY, NOBODY, WORDS[0], NOBODY, asked_words=WORDS[1], words=WORDS[1], concern=WORDS[2]
        )
    ]


def _carried(actor: Actor) -> Sequence[Carried]:
    carried(actor, {NOBODY: NOBODY})
    list(Answer.objects.filter(workspace_id=actor.tenant, concern_id=uuid4()).order_by("number"))
    concern = Concern(kind="worry", title=WORDS[0], state="answered", voices=3)
    answer = Answer(
        text=WORDS[1], reasons=WORDS[2], decided_by=WORDS[2], answered_on=timezone.localdate()
    )
    return [
        Carried(
            NOBODY, NOBODY, concern.kind, concern.title, concern.state, strip(concern), answer,
            is_answered=True, solved="",
        )
    ]  # fmt: skip
