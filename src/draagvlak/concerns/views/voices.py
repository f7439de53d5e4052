"""Voices: for guides only. Names only while the vault is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.concerns.views.details import address
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page, say, seen, to
from draagvlak.vault.queries import Sealed, programme_box

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Concern
    from draagvlak.core.web import Request
    from draagvlak.vault.queries import OpenVault


def _vault(request: Request) -> OpenVault | None:
    return getattr(request, "vault", None)


def _voices(request: Request, concern: Concern) -> str:
    return to(request.actor, "concerns:voice_list", concern_id=concern.pk)


@require_GET
def voice_list(request: Request, concern_id: UUID) -> HttpResponse:
    """Every voice of a concern, and for whom the answer solved it."""
    return _list_page(request, queries.access_concern(request.actor, concern_id))


def _list_page(
    request: Request, concern: Concern, *, wrong: UUID | None = None, reason: str = ""
) -> HttpResponse:
    rules.may_see_voices(request.actor).demand()
    vault = _vault(request)
    context = {
        "concern": concern,
        "rows": queries.voice_rows(request.actor, vault, concern),
        "tallies": queries.voices_by_group(concern),
        "solved": queries.solved_counts(concern),
        "is_open": vault is not None,
        "wrong": wrong,
        "reason": reason,
        "said": request.POST.get("reason", ""),
        "may_join": rules.may_join(request.actor, concern),
        "may_tally": rules.may_tally(request.actor, is_open=vault is not None),
        "may_solve": rules.may_record_solved(request.actor, concern, says_no=False, reason=""),
    }
    return page(request, "concerns/voice_list.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def voice_add(request: Request, concern_id: UUID) -> HttpResponse:
    """One more voice; who it is goes into the vault."""
    actor = request.actor
    concern = queries.access_concern(actor, concern_id)
    rules.may_join(actor, concern).demand()
    may_name = rules.may_name_voice(has_vault=programme_box(actor) is not None)
    asked = request.GET.get("who", "").replace("\0", "")
    people = queries.people_choices(actor, asked, request.POST.get("person", ""))
    form = forms.VoiceForm(
        request.POST if request.method == "POST" else None, people, queries.group_choices(actor)
    )
    context = {"concern": concern, "form": form, "may_name": may_name, "who": asked}
    if request.method == "GET":
        return page(request, "concerns/voice_add.html", context, fragment="voice-people")
    if not form.is_valid():
        return page(request, "concerns/voice_add.html", context, status=422)
    commands.join_voice(
        by=actor,
        concern=concern,
        person=form.person_id(),
        group=form.group_id(),
        raised_on=form.cleaned_data["raised_on"],
        voice_id=form.cleaned_data["voice_id"],
    )
    say(request, _("Voice added."))
    return seen(request, _voices(request, concern))


@require_POST
def voice_solved(request: Request, concern_id: UUID, voice_id: UUID) -> HttpResponse:
    """What one voice says: solved, partly, or not for me."""
    concern = queries.access_concern(request.actor, concern_id)
    voice = queries.access_voice(request.actor, concern, voice_id)
    form = forms.SolvedForm(request.POST)
    if not form.is_valid():
        words = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return _list_page(request, concern, wrong=voice.pk, reason=words)
    try:
        commands.record_solved(
            by=request.actor,
            concern=concern,
            voice=voice,
            solved=form.cleaned_data["solved"],
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        return _list_page(request, concern, wrong=voice.pk, reason=str(refusal))
    say(request, _("Written down."))
    return seen(request, f"{_voices(request, concern)}#voice-{voice.pk}")


@require_POST
def voice_tally(request: Request, concern_id: UUID) -> HttpResponse:
    """Count the voices per group anew, with the vault open."""
    concern = queries.access_concern(request.actor, concern_id)
    try:
        commands.tally_voices(by=request.actor, vault=_vault(request), concern=concern)
    except Sealed:
        raise Refused(_("The voices were not shared with you. Ask your fellow guide.")) from None
    say(request, _("Counted. Groups with fewer than five voices stay hidden."))
    return seen(request, _voices(request, concern))


@require_http_methods(["GET", "POST"])
def concern_split(request: Request, concern_id: UUID) -> HttpResponse:
    """Some voices go on with a concern of their own."""
    actor = request.actor
    concern = queries.access_concern(actor, concern_id)
    rules.may_see_voices(actor).demand()
    rows = queries.voice_rows(actor, _vault(request), concern)
    choices = queries.voice_choices(rows)
    form = forms.SplitForm(request.POST if request.method == "POST" else None, choices)
    context = {"concern": concern, "form": form, "is_open": _vault(request) is not None}
    if request.method == "GET":
        return page(request, "concerns/concern_split.html", context)
    if not form.is_valid():
        return page(request, "concerns/concern_split.html", context, status=422)
    try:
        apart = commands.split_concern(
            by=actor,
            concern=concern,
            title=form.cleaned_data["title"],
            voices=form.chosen(),
            once=form.cleaned_data["once"],
        )
    except Refused as refusal:
        form.add_error("voices", str(refusal))
        return page(request, "concerns/concern_split.html", context, status=422)
    say(request, _("Split. The new concern starts at “heard”."))
    return seen(request, address(request, apart))
