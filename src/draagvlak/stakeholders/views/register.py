"""The register, the card of one stakeholder, and what is written on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.policy import Data, sees
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.numerals import whole_number
from draagvlak.organisations.queries import access_group
from draagvlak.stakeholders import commands, queries, rules
from draagvlak.stakeholders.forms import (
    ApproachForm,
    StakeholderAddForm,
    StakeholderEditForm,
    StepForm,
    on_version,
)
from draagvlak.stakeholders.models import Stakeholder
from draagvlak.stakeholders.views.frame import Link, address, form_page, tabs

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.stakeholders.commands import StakeholderDraft

Layer = Stakeholder.Layer


@require_safe
def stakeholder_list(request: Request) -> HttpResponse:
    """Who is touched by the change, inside and outside."""
    actor = request.actor
    may_keep = rules.may_keep(actor)
    archived = bool(may_keep) and request.GET.get("archived") == "yes"
    context = {
        "tabs": tabs(actor, "stakeholder_list"),
        "rows": queries.stakeholder_rows(actor, archived=archived),
        "archived": archived,
        "may_keep": may_keep,
        "sees_steps": queries.sees_steps(actor),
        "sees_commitments": sees(Data.COMMITMENT, actor.roles),
    }
    return page(request, "stakeholders/stakeholder_list.html", context)


@require_safe
def stance_record(request: Request) -> HttpResponse:
    """That it is recorded how groups stand, why, and who reads it; not what."""
    context = {
        "tabs": tabs(request.actor, "stance_record"),
        "rows": queries.record_rows(request.actor),
    }
    return page(request, "stakeholders/stance_record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_add(request: Request) -> HttpResponse:
    """Put a group or an outside party in the register."""
    actor = request.actor
    rules.may_keep(actor).demand()
    sent = request.POST if request.method == "POST" else None
    chosen = request.GET.get("group", "")
    form = StakeholderAddForm(actor, sent, queries.free_groups(actor), chosen)
    if form.is_valid():
        stakeholder = commands.add_stakeholder(
            by=actor,
            draft=form.draft(form.cleaned_data["name"]),
            group=access_group(actor, form.group_id) if form.group_id else None,
            once=form.cleaned_data["once"],
        )
        say(request, _("“%(name)s” is in the list.") % {"name": stakeholder})
        return seen(request, address(actor, stakeholder))
    status = 422 if form.errors else 200
    title = _("Add a stakeholder")
    return form_page(request, "stakeholder_add", {"title": title, "form": form}, status)


@require_safe
def stakeholder_detail(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """The actor card."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    way = [Link(_("Stakeholders"), to(actor, "stakeholders:stakeholder_list"))]
    context = {
        "crumbs": [*way, Link(str(stakeholder))],
        "stakeholder": stakeholder,
        "is_few": queries.is_few(stakeholder),
        "parts": queries.parts_of(actor, stakeholder),
        "may_edit": rules.may_edit(actor, stakeholder),
        "may_archive": rules.may_archive(actor, stakeholder),
        "may_restore": rules.may_restore(actor, stakeholder),
        **_promises(actor, stakeholder),
        **_stance(request, stakeholder),
    }
    return page(request, "stakeholders/stakeholder_detail.html", context)


def _promises(actor: Actor, stakeholder: Stakeholder) -> dict[str, object]:
    """Promises and the next step, for whom they are."""
    if not sees(Data.COMMITMENT, actor.roles):
        return {}
    has_steps = queries.sees_steps(actor)
    commitments = queries.commitments_of(actor, stakeholder)
    return {
        "sees_commitments": True,
        "commitments": commitments,
        "may_settle": {
            row.id
            for row in commitments
            if row.is_open and rules.may_say_how(actor, stakeholder, row.owner_user)
        },
        "sees_steps": has_steps,
        "step": queries.step_of(stakeholder) if has_steps else None,
        "may_finish": rules.may_finish_step(actor, stakeholder),
    }


def _stance(request: Request, stakeholder: Stakeholder) -> dict[str, object]:
    """How it stands, for guides."""
    actor = request.actor
    if not queries.sees_stance(actor):
        return {}
    before = request.GET.get("before", "")
    return {
        "sees_stance": True,
        "now": queries.standing_of(actor, stakeholder),
        "history": queries.history(
            actor,
            stakeholder,
            whole_number(before),
        ),
        "relations": queries.relations_of(actor, stakeholder),
        "may_assess": rules.may_assess(actor, stakeholder),
        "may_approach": rules.may_approach(actor, stakeholder),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_edit(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Change what is written in the register."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    rules.may_edit(actor, stakeholder).demand()
    sent = request.POST if request.method == "POST" else None
    form = StakeholderEditForm(actor, sent, stakeholder)
    context: dict[str, object] = {"form": form}
    status = 422 if form.errors else 200
    if form.is_valid():
        draft = form.draft(form.cleaned_data.get("name", ""))
        try:
            commands.edit_stakeholder(
                by=actor, stakeholder=stakeholder, draft=draft,
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except EditConflict as met:
            theirs, status = met.theirs, 409
            context |= {"mine": _text(draft), "theirs": _text(theirs)}
            on_version(form, "version", theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, address(actor, stakeholder))
    title = _("Change what is written")
    return form_page(
        request, "stakeholder_edit", {"title": title, "stakeholder": stakeholder, **context}, status
    )


def _text(each: StakeholderDraft | Stakeholder) -> str:
    """Everything that the form holds, as text to lay beside another."""
    layer = str(Layer(each.layer).label)
    return "\n".join(filter(None, [each.name, layer, each.role, each.stake, each.needs]))


@require_http_methods(["GET", "HEAD", "POST"])
def approach_edit(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Change how guides go about it."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    rules.may_approach(actor, stakeholder).demand()
    form = ApproachForm(request.POST if request.method == "POST" else None, stakeholder)
    context: dict[str, object] = {"form": form}
    status = 422 if form.errors else 200
    if form.is_valid():
        mine, version = form.cleaned_data["approach"], form.cleaned_data["version"]
        try:
            commands.edit_approach(
                by=actor, stakeholder=stakeholder, approach=mine, version=version
            )
        except EditConflict as met:
            context |= {"mine": mine, "theirs": met.theirs.approach}
            status = 409
            on_version(form, "version", met.theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, address(actor, stakeholder, "#approach"))
    title = _("Approach")
    return form_page(
        request, "approach_edit", {"title": title, "stakeholder": stakeholder, **context}, status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Say what happens next, by whom, before when."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    rules.may_edit(actor, stakeholder).demand()
    owners = queries.carrier_choices(actor)
    sent = request.POST if request.method == "POST" else None
    form = StepForm(actor, sent, stakeholder, owners)
    context: dict[str, object] = {"form": form}
    status = 422 if form.errors else 200
    if form.is_valid():
        mine, version = form.draft(), form.cleaned_data["version"]
        try:
            commands.set_step(by=actor, stakeholder=stakeholder, draft=mine, version=version)
        except EditConflict as met:
            context |= {"mine": mine.what, "theirs": met.theirs.next_step}
            status = 409
            on_version(form, "version", met.theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, address(actor, stakeholder, "#next"))
    title = _("Next step")
    return form_page(
        request, "step_edit", {"title": title, "stakeholder": stakeholder, **context}, status
    )


@require_POST
def step_finish(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """The next step is done."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    sent = request.POST.get("version", "")
    version = whole_number(sent) or 0
    try:
        commands.finish_step(by=actor, stakeholder=stakeholder, version=version)
    except EditConflict:
        say(request, _("Somebody else changed this step just now. Look whether it is right."))
    else:
        say(request, _("“%(step)s” is done. What comes next?") % {"step": stakeholder.next_step})
    return seen(request, address(actor, stakeholder, "#next"))


@require_POST
def stakeholder_archive(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Put a stakeholder away, with a way back."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    commands.archive_stakeholder(by=actor, stakeholder=stakeholder)
    undo = to(actor, "stakeholders:stakeholder_restore", stakeholder_id=stakeholder.pk)
    say(request, _("“%(name)s” is in the archive.") % {"name": stakeholder}, undo=undo)
    return seen(request, to(actor, "stakeholders:stakeholder_list"))


@require_POST
def stakeholder_restore(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Take a stakeholder out of the archive."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    commands.restore_stakeholder(by=actor, stakeholder=stakeholder)
    say(request, _("“%(name)s” is in the list.") % {"name": stakeholder})
    return seen(request, address(actor, stakeholder))
