"""Who is to be told in person, with the vault open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from draagvlak.answering import commands
from draagvlak.answering.queries import telling
from draagvlak.answering.queries.words import tabs
from draagvlak.concerns.queries import access_concern, access_latest_answer, access_voice
from draagvlak.contributions.views.door import with_key
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Answer, Concern, Voice
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@require_safe
@with_key
def telling_list(request: Request, vault: OpenVault) -> HttpResponse:
    """Answers that were not told back yet, and who is to hear them in person."""
    actor = request.actor
    shown = telling.telling_page(actor, vault, request.GET.get("after", ""))
    here = to(actor, "answering:telling_list")
    context = {
        "tabs": tabs(actor, "telling_list"),
        "page": shown,
        "older": f"{here}?after={shown.after}" if shown.after else "",
    }
    return page(request, "answering/telling_list.html", context)


@require_POST
def voice_tell(request: Request, concern_id: UUID, voice_id: UUID) -> HttpResponse:
    """Tick somebody off; the message takes it back."""
    actor = request.actor
    concern = access_concern(actor, concern_id)
    voice, answer = _found(actor, concern, voice_id)
    commands.tell_voice(by=actor, concern=concern, voice=voice, answer=answer)
    undo = to(actor, "answering:voice_untell", concern_id=concern_id, voice_id=voice_id)
    say(request, _("Ticked off: this person was told."), undo=undo)
    return seen(request, f"{to(actor, 'answering:telling_list')}#concern-{concern_id}")


@require_POST
def voice_untell(request: Request, concern_id: UUID, voice_id: UUID) -> HttpResponse:
    """Still to be told after all."""
    actor = request.actor
    concern = access_concern(actor, concern_id)
    voice, answer = _found(actor, concern, voice_id)
    commands.untell_voice(by=actor, concern=concern, voice=voice, answer=answer)
    return seen(request, f"{to(actor, 'answering:telling_list')}#concern-{concern_id}")


def _found(actor: Actor, concern: Concern, voice_id: UUID) -> tuple[Voice, Answer]:
    voice = access_voice(actor, concern, voice_id)
    answer, _corrected = access_latest_answer(actor, concern)
    return voice, answer
