"""Relations to others, and how a stakeholder takes part in decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.core.web import say, seen, to
from draagvlak.programmes.queries import access_decision
from draagvlak.stakeholders import commands, queries, rules
from draagvlak.stakeholders.forms import PartForm, RelationForm
from draagvlak.stakeholders.views.frame import address, form_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.stakeholders.models import Stakeholder


@require_http_methods(["GET", "HEAD", "POST"])
def relation_add(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Say how this one stands to another."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    rules.may_approach(actor, stakeholder).demand()
    sent = request.POST if request.method == "POST" else None
    form = RelationForm(sent, queries.other_choices(actor, stakeholder))
    if form.is_valid():
        commands.add_relation(
            by=actor,
            source=stakeholder,
            target=queries.access_stakeholder(actor, form.target_id),
            kind=form.cleaned_data["kind"],
            note=form.cleaned_data["note"],
            once=form.cleaned_data["once"],
        )
        say(request, _("Relation saved."))
        return seen(request, address(actor, stakeholder, "#relations"))
    status, title = 422 if form.errors else 200, _("Add a relation")
    context = {"form": form}
    return form_page(
        request, "relation_add", {"title": title, "stakeholder": stakeholder, **context}, status
    )


@require_POST
def relation_remove(request: Request, stakeholder_id: UUID, relation_id: UUID) -> HttpResponse:
    """Take a relation away, with a way back."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    relation = queries.access_relation(actor, stakeholder, relation_id)
    commands.remove_relation(by=actor, relation=relation)
    undo = to(
        actor,
        "stakeholders:relation_restore",
        stakeholder_id=stakeholder.pk,
        relation_id=relation.pk,
    )
    say(request, _("The relation was taken away."), undo=undo)
    return seen(request, address(actor, stakeholder, "#relations"))


@require_POST
def relation_restore(request: Request, stakeholder_id: UUID, relation_id: UUID) -> HttpResponse:
    """Put a relation back."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    relation = queries.access_relation(actor, stakeholder, relation_id)
    commands.restore_relation(by=actor, relation=relation)
    say(request, _("The relation is back."))
    return seen(request, address(actor, stakeholder, "#relations"))


@require_http_methods(["GET", "HEAD", "POST"])
def part_add(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Say how a stakeholder takes part in an open decision."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    rules.may_edit(actor, stakeholder).demand()
    sent = request.POST if request.method == "POST" else None
    form = PartForm(sent, queries.open_decisions(actor))
    if form.is_valid():
        decision = access_decision(actor, form.decision_id)
        level = form.cleaned_data["level"]
        commands.set_part(by=actor, stakeholder=stakeholder, decision=decision, level=level)
        say(request, _("Saved."), undo=_remove_address(request, stakeholder, decision.pk))
        return seen(request, address(actor, stakeholder, "#decisions"))
    status, title = 422 if form.errors else 200, _("Role in a decision")
    return form_page(
        request, "part_add", {"title": title, "stakeholder": stakeholder, "form": form}, status
    )


def _remove_address(request: Request, stakeholder: Stakeholder, decision_id: UUID) -> str:
    return to(
        request.actor,
        "stakeholders:part_remove",
        stakeholder_id=stakeholder.pk,
        decision_id=decision_id,
    )


@require_POST
def part_remove(request: Request, stakeholder_id: UUID, decision_id: UUID) -> HttpResponse:
    """Take a stakeholder out of a decision."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    decision = access_decision(actor, decision_id)
    commands.remove_part(by=actor, stakeholder=stakeholder, decision=decision)
    said = _("%(name)s does not take part any more.") % {"name": stakeholder}
    say(request, said)
    return seen(request, address(actor, stakeholder, "#decisions"))
