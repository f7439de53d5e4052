"""Values that change in place: owner, severity, promised day. Each also has its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.concerns.views.details import address
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse, QueryDict

    from draagvlak.concerns.models import Concern
    from draagvlak.core.web import Request

TEMPLATE = "concerns/concern_value.html"


@require_http_methods(["GET", "POST"])
def concern_owner(request: Request, concern_id: UUID) -> HttpResponse:
    """Who sees to the answer."""
    concern = queries.access_concern(request.actor, concern_id)
    start = {"owner": concern.owner_id and str(concern.owner_id), "version": concern.version}
    form = forms.OwnerForm(_posted(request), queries.owner_choices(request.actor), start)

    def save(version: int) -> Concern:
        chosen = form.chosen()
        owner = queries.access_owner(request.actor, chosen) if chosen else None
        return commands.set_owner(by=request.actor, concern=concern, owner=owner, version=version)

    return _value(request, concern, form, "owner", save)


@require_http_methods(["GET", "POST"])
def concern_severity(request: Request, concern_id: UUID) -> HttpResponse:
    """How heavily it weighs."""
    concern = queries.access_concern(request.actor, concern_id)
    form = forms.SeverityForm(
        _posted(request), {"severity": concern.severity, "version": concern.version}
    )

    def save(version: int) -> Concern:
        return commands.set_severity(
            by=request.actor, concern=concern, severity=form.chosen(), version=version
        )

    return _value(request, concern, form, "severity", save)


@require_http_methods(["GET", "POST"])
def concern_due(request: Request, concern_id: UUID) -> HttpResponse:
    """On which day the answer was promised."""
    concern = queries.access_concern(request.actor, concern_id)
    form = forms.DueForm(
        _posted(request), initial={"due_on": concern.answer_due_on, "version": concern.version}
    )

    def save(version: int) -> Concern:
        return commands.set_answer_due(
            by=request.actor, concern=concern, due_on=form.chosen(), version=version
        )

    return _value(request, concern, form, "due", save)


def _posted(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _value(
    request: Request,
    concern: Concern,
    form: forms.VersionedForm,
    name: str,
    save: Callable[[int], Concern],
) -> HttpResponse:
    """The small form of one value; in place for htmx, on a page of its own without."""
    form.auto_id = f"value_{concern.number}_%s"  # two of them may be open in one list
    rules.may_edit(request.actor, concern).demand()
    value = queries.value_of(request.actor, concern, name)
    context: dict[str, object] = {"concern": concern, "form": form, "value": value}
    if request.method == "GET":
        return _part(request, context, "value" if "cancel" in request.GET else "form")
    if not form.is_valid():
        return _part(request, context, "form", status=422)
    try:
        save(form.cleaned_data["version"])
    except EditConflict as conflict:
        form.on_version(conflict.theirs.version)
        context["value"] = queries.value_of(request.actor, conflict.theirs, name)
        return _part(request, {**context, "conflict": True}, "form", status=409)
    if request.headers.get("HX-Request") == "true":
        fresh = queries.access_concern(request.actor, concern.pk)
        context["value"] = queries.value_of(request.actor, fresh, name)
        return _part(request, context, "value")
    say(request, _("Saved."))
    return seen(request, address(request, concern))


def _part(
    request: Request, context: dict[str, object], part: str, status: int = 200
) -> HttpResponse:
    """The value or its form: alone for htmx, else as a page."""
    if request.headers.get("HX-Request") != "true":
        return page(request, TEMPLATE, context, status=status)
    context["alone"] = True
    if part == "form":
        return page(request, f"{TEMPLATE}#form", context, status=status)
    return page(request, "concerns/value_alone.html", context, status=status)
