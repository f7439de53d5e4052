"""Planning which groups begin when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen, to
from draagvlak.organisations.queries import groups
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import WaveForm
from draagvlak.processes.forms.fields import on_version
from draagvlak.processes.views.frame import form_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.models import Wave


@require_http_methods(["GET", "HEAD", "POST"])
def wave_add(request: Request) -> HttpResponse:
    """Plan that some groups begin on a day."""
    actor = request.actor
    rules.may_keep(actor).demand()
    form = WaveForm(actor, request.POST if request.method == "POST" else None, _choices(actor))
    if form.is_valid():
        wave = commands.add_wave(by=actor, draft=form.draft(), once=form.cleaned_data["once"])
        say(request, _("“%(name)s” is planned.") % {"name": wave})
        return seen(request, _address(actor))
    return _page(request, _("Plan a wave"), form, {})


@require_http_methods(["GET", "HEAD", "POST"])
def wave_edit(request: Request, wave_id: UUID) -> HttpResponse:
    """Change a wave."""
    actor = request.actor
    wave = queries.access_wave(actor, wave_id)
    rules.may_keep(actor).demand()
    sent = request.POST if request.method == "POST" else None
    chosen = [str(each) for each in queries.wave_groups(actor, wave)]
    form = WaveForm(actor, sent, _choices(actor), wave, chosen)
    conflict: dict[str, object] = {}
    if form.is_valid():
        draft, version = form.draft(), form.cleaned_data["version"] or 0
        try:
            commands.edit_wave(by=actor, wave=wave, draft=draft, version=version)
        except EditConflict as met:
            conflict = {"theirs": _text(met.theirs), "mine": f"{draft.name}\n{draft.starts_on}"}
            on_version(form, met.theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, _address(actor))
    return _page(request, _("Change the wave"), form, {"wave": wave, **conflict})


@require_POST
def wave_remove(request: Request, wave_id: UUID) -> HttpResponse:
    """Take a wave away, with a way back."""
    actor = request.actor
    wave = commands.remove_wave(by=actor, wave=queries.access_wave(actor, wave_id))
    undo = to(actor, "processes:wave_restore", wave_id=wave.pk)
    say(request, _("“%(name)s” is removed.") % {"name": wave}, undo=undo)
    return seen(request, _address(actor))


@require_POST
def wave_restore(request: Request, wave_id: UUID) -> HttpResponse:
    """Put a wave back."""
    actor = request.actor
    wave = commands.put_wave_back(by=actor, wave=queries.access_wave(actor, wave_id))
    say(request, _("“%(name)s” is planned.") % {"name": wave})
    return seen(request, _address(actor))


def _page(request: Request, title: str, form: WaveForm, context: dict[str, object]) -> HttpResponse:
    status = 409 if "theirs" in context else 422 if form.errors else 200
    full = {"title": title, "form": form, "back": _address(request.actor), **context}
    return form_page(request, "wave_edit", full, status)


def _choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(row.id), row.name) for row in groups(actor)]


def _address(actor: Actor) -> str:
    return to(actor, "processes:impact_list")


def _text(wave: Wave) -> str:
    return f"{wave.name}\n{date_format(wave.starts_on)}"
