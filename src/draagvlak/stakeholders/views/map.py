"""The map, and how a group comes to stand where it stands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.stakeholders import commands, queries, rules
from draagvlak.stakeholders.forms import AssessmentForm, DaysForm, on_version
from draagvlak.stakeholders.models import Assessment
from draagvlak.stakeholders.views.frame import Link, address, form_page, tabs

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.stakeholders.commands import AssessmentDraft
    from draagvlak.stakeholders.models import Stakeholder


@require_safe
def stakeholder_map(request: Request) -> HttpResponse:
    """Influence and interest of every group on a day, how it stands, and how it came there."""
    actor = request.actor
    form = DaysForm(request.GET)
    since, on = form.days()
    found = queries.standing_map(actor, on, since)
    corners = _corners()
    context = {
        "tabs": tabs(actor, "stakeholder_map"),
        "found": found,
        "corners": corners,
        "wide": queries.draw(queries.WIDE, found.standings, corners),
        "narrow": queries.draw(queries.NARROW, found.standings),
        "relations": queries.all_relations(actor),
        "attitudes": [(each.value, str(each.label)) for each in Assessment.Attitude],
        "form": form,
        "since": since,
        "on": on,
        "back": _ways_back(actor, on),
        "days": [queries.day_words(since), queries.day_words(on)],
        "may_judge": rules.may_judge(actor),
        "may_keep": rules.may_keep(actor),
    }
    return page(request, "stakeholders/stakeholder_map.html", context, fragment="standing")


def _ways_back(actor: Actor, on: dt.date) -> list[Link]:
    """Days that the map is often compared with."""
    words = {30: _("a month"), 90: _("three months"), 365: _("a year")}
    here = to(actor, "stakeholders:stakeholder_map")
    return [
        Link(label, f"{here}?since={on - dt.timedelta(days=days)}&on={on}")
        for days, label in words.items()
    ]


def _corners() -> list[str]:
    """What the four corners ask for: top left, top right, bottom left, bottom right."""
    return [
        pgettext("corner of the map", "keep content"),
        pgettext("corner of the map", "do it together"),
        pgettext("corner of the map", "keep an eye on"),
        pgettext("corner of the map", "keep informed"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_add(request: Request, stakeholder_id: UUID) -> HttpResponse:
    """Write down how a group stands; `?influence=` and `?interest=` come from the map."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    rules.may_assess(actor, stakeholder).demand()
    now = queries.standing_of(actor, stakeholder)
    sent = request.POST if request.method == "POST" else None
    form = AssessmentForm(sent, now, queries.last_number(actor, stakeholder), request.GET.dict())
    context: dict[str, object] = {"form": form, "now": now}
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            written = _write(actor, stakeholder, form)
        except EditConflict as met:
            status = 409
            context |= {"mine": _words(form.draft()), "theirs": _words(met.theirs)}
            on_version(form, "after", met.theirs.number)
        else:
            _say_assessed(request, stakeholder, written)
            return seen(request, to(actor, "stakeholders:stakeholder_map"))
    title = _("How does this group stand?")
    return form_page(
        request, "assessment_add", {"title": title, "stakeholder": stakeholder, **context}, status
    )


def _write(actor: Actor, stakeholder: Stakeholder, form: AssessmentForm) -> Assessment:
    return commands.assess(
        by=actor,
        stakeholder=stakeholder,
        draft=form.draft(),
        after=form.cleaned_data["after"],
        once=form.cleaned_data["once"],
    )


def _say_assessed(request: Request, stakeholder: Stakeholder, written: Assessment) -> None:
    undo = to(
        request.actor,
        "stakeholders:assessment_undo",
        stakeholder_id=stakeholder.pk,
        assessment_id=written.pk,
    )
    words = {
        "name": stakeholder,
        "attitude": written.get_attitude_display(),
        "influence": written.influence,
        "interest": written.interest,
    }
    said = _("%(name)s: influence %(influence)s, interest %(interest)s, %(attitude)s") % words
    say(request, said, undo=undo)


def _words(each: AssessmentDraft | Assessment) -> str:
    """An assessment as text to lay beside another."""
    lines = [
        f"{_('Influence')}: {each.influence}",
        f"{_('Interest')}: {each.interest}",
        str(Assessment.Attitude(each.attitude).label),
        each.reason,
        queries.day_words(each.seen_on),
    ]
    return "\n".join(lines)


@require_POST
def assessment_undo(request: Request, stakeholder_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Let an assessment no longer count, with a way back."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    assessment = queries.access_assessment(actor, stakeholder, assessment_id)
    commands.take_assessment_back(by=actor, stakeholder=stakeholder, assessment=assessment)
    undo = to(
        actor,
        "stakeholders:assessment_restore",
        stakeholder_id=stakeholder.pk,
        assessment_id=assessment.pk,
    )
    say(request, _("This assessment no longer counts. It stays in the history."), undo=undo)
    return seen(request, address(actor, stakeholder, "#history"))


@require_POST
def assessment_restore(request: Request, stakeholder_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Let an assessment count again."""
    actor = request.actor
    stakeholder = queries.access_stakeholder(actor, stakeholder_id)
    assessment = queries.access_assessment(actor, stakeholder, assessment_id)
    commands.put_assessment_back(by=actor, stakeholder=stakeholder, assessment=assessment)
    say(request, _("This assessment counts again."))
    return seen(request, address(actor, stakeholder, "#history"))
