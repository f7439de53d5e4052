"""What was promised to a stakeholder, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen, to
from draagvlak.stakeholders import commands, queries, rules
from draagvlak.stakeholders.forms import (
    CommitmentAddForm,
    CommitmentEditForm,
    SettleForm,
    on_version,
)
from draagvlak.stakeholders.views.frame import address, form_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.stakeholders.models import Commitment, Stakeholder


def _found(
    request: Request, stakeholder_id: UUID, commitment_id: UUID
) -> tuple[Stakeholder, Commitment]:
    stakeholder = queries.access_stakeholder(request.actor, stakeholder_id)
    return stakeholder, queries.access_commitment(request.actor, stakeholder, commitment_id)


def _route(request: Request, name: str, stakeholder: Stakeholder, commitment: Commitment) -> str:
    return to(
        request.actor,
        f"stakeholders:{name}",
        stakeholder_id=stakeholder.pk,
        commitment_id=commitment.pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_add(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Write down what was promised."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    rules.may_edit(actor, stakeholder).demand()
    sent = request.POST if request.method == "POST" else None
    form = CommitmentAddForm(sent, queries.carrier_choices(actor))
    if form.is_valid():
        commitment = commands.add_commitment(
            by=actor, stakeholder=stakeholder, draft=form.draft(), once=form.cleaned_data["once"]
        )
        undo = _route(request, "commitment_remove", stakeholder, commitment)
        say(request, _("Promise saved."), undo=undo)
        return seen(request, address(actor, stakeholder, "#commitments"))
    status, title = 422 if form.errors else 200, _("Write down a promise")
    context = {"form": form}
    return form_page(
        request, "commitment_add", {"title": title, "stakeholder": stakeholder, **context}, status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_edit(request: Request, stakeholder_id: UUID, commitment_id: UUID) -> HttpResponse:
    """Change what was promised."""
    actor = request.actor
    stakeholder, commitment = _found(request, stakeholder_id, commitment_id)
    rules.may_edit(actor, stakeholder).demand()
    sent = request.POST if request.method == "POST" else None
    form = CommitmentEditForm(sent, queries.carrier_choices(actor), commitment)
    context: dict[str, object] = {"form": form, "commitment": commitment}
    status = 422 if form.errors else 200
    if form.is_valid():
        draft, version = form.draft(), form.cleaned_data["version"]
        try:
            commands.edit_commitment(
                by=actor, stakeholder=stakeholder, commitment=commitment, draft=draft,
                version=version,
            )  # fmt: skip
        except EditConflict as met:
            status, context["mine"], context["theirs"] = 409, draft.what, met.theirs.what
            on_version(form, "version", met.theirs.version)
        else:
            say(request, _("Promise saved."))
            return seen(request, address(actor, stakeholder, "#commitments"))
    title = _("Change the promise")
    return form_page(
        request, "commitment_edit", {"title": title, "stakeholder": stakeholder, **context}, status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_settle(request: Request, stakeholder_id: UUID, commitment_id: UUID) -> HttpResponse:
    """Say whether a promise was kept."""
    actor = request.actor
    stakeholder, commitment = _found(request, stakeholder_id, commitment_id)
    rules.may_settle(actor, stakeholder, commitment, state="kept", because="").demand()
    form = SettleForm(request.POST if request.method == "POST" else None, commitment)
    context: dict[str, object] = {"form": form, "commitment": commitment}
    status = 422 if form.errors else 200
    if form.is_valid():
        said = form.cleaned_data
        try:
            commands.settle_commitment(
                by=actor, stakeholder=stakeholder, commitment=commitment, state=said["state"],
                because=said["because"], version=said["version"],
            )  # fmt: skip
        except EditConflict as met:
            status, context["mine"] = 409, said["because"]
            context["theirs"] = f"{met.theirs.what}\n{met.theirs.explanation}"
            on_version(form, "version", met.theirs.version)
        else:
            undo = _route(request, "commitment_reopen", stakeholder, commitment)
            say(request, _("It is written down how this went."), undo=undo)
            return seen(request, address(actor, stakeholder, "#commitments"))
    title = _("Was it kept?")
    return form_page(
        request,
        "commitment_settle",
        {"title": title, "stakeholder": stakeholder, **context},
        status,
    )


@require_POST
def commitment_reopen(request: Request, stakeholder_id: UUID, commitment_id: UUID) -> HttpResponse:
    """Let a promise be open again."""
    stakeholder, commitment = _found(request, stakeholder_id, commitment_id)
    commands.reopen_commitment(by=request.actor, stakeholder=stakeholder, commitment=commitment)
    say(request, _("This promise is open again."))
    return seen(request, address(request.actor, stakeholder, "#commitments"))


@require_POST
def commitment_remove(request: Request, stakeholder_id: UUID, commitment_id: UUID) -> HttpResponse:
    """Take a promise away, with a way back."""
    stakeholder, commitment = _found(request, stakeholder_id, commitment_id)
    commands.remove_commitment(by=request.actor, stakeholder=stakeholder, commitment=commitment)
    undo = _route(request, "commitment_restore", stakeholder, commitment)
    say(request, _("“%(what)s” is removed.") % {"what": commitment.what}, undo=undo)
    return seen(request, address(request.actor, stakeholder, "#commitments"))


@require_POST
def commitment_restore(request: Request, stakeholder_id: UUID, commitment_id: UUID) -> HttpResponse:
    """Put a promise back."""
    stakeholder, commitment = _found(request, stakeholder_id, commitment_id)
    commands.restore_commitment(by=request.actor, stakeholder=stakeholder, commitment=commitment)
    say(request, _("“%(what)s” is back.") % {"what": commitment.what})
    return seen(request, address(request.actor, stakeholder, "#commitments"))
