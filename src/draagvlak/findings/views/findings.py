"""The lists of findings, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.concerns.queries import access_concern
from draagvlak.conversations.queries.released import visible_released
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.findings import commands, queries, rules
from draagvlak.findings.forms import (
    BottleneckForm,
    FactForm,
    OpportunityForm,
    PlaceForm,
    PracticeForm,
)
from draagvlak.findings.forms.fields import on_version
from draagvlak.findings.models import Bottleneck, Fact, Opportunity, Practice
from draagvlak.findings.states import Judgement, Reason, Sort, State, Tone
from draagvlak.findings.views.bottlenecks import bottleneck_parts
from draagvlak.findings.views.facts import fact_parts
from draagvlak.findings.views.frame import (
    WORDS,
    Link,
    finding_address,
    form_page,
    list_address,
    sort_named,
    tabs,
    way,
)
from draagvlak.findings.views.opportunities import opportunity_parts
from draagvlak.findings.views.practices import practice_parts
from draagvlak.processes.models import Situation
from draagvlak.processes.queries import access_process, owner_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from draagvlak.conversations.models import ReleasedQuote
    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.findings.commands import Draft
    from draagvlak.findings.forms import FindingForm
    from draagvlak.findings.models import Finding


@require_safe
def finding_list(request: Request, sort: str) -> HttpResponse:
    """What was noticed of one kind, with filters."""
    actor, kind = request.actor, sort_named(sort)
    may_keep = rules.may_keep(actor)
    filters = queries.read_filters(request.GET, keeps=bool(may_keep))
    found = queries.finding_page(actor, kind, filters)
    states = {
        Sort.BOTTLENECK: State.choices,
        Sort.PRACTICE: Judgement.choices,
        Sort.FACT: Tone.choices,
    }
    context = {
        "tabs": tabs(actor, kind),
        "sort": kind,
        "words": WORDS[kind],
        "rows": found.rows,
        "older": found.older,
        "filters": filters,
        "processes": queries.process_choices(actor),
        "moments": Situation.Moment.choices,
        "states": states.get(kind, []),
        "reasons": Reason.choices if kind is Sort.PRACTICE else [],
        "may_keep": may_keep,
    }
    return page(request, "findings/finding_list.html", context)


@require_safe
def finding_detail(request: Request, sort: str, finding_id: UUID) -> HttpResponse:
    """One finding: where, why, and what is done with it."""
    actor, kind = request.actor, sort_named(sort)
    finding = queries.access_finding(actor, kind, finding_id)
    (row,) = queries.rows_of(actor, [finding])
    context: dict[str, object] = {
        "crumbs": [*way(actor, kind), Link(finding.title)],
        "sort": kind,
        "words": WORDS[kind],
        "finding": finding,
        "row": row,
        "known": queries.known_of(actor, finding),
        "quote": queries.own_quote(actor, finding),
        "may_edit": rules.may_edit(actor, finding),
        "may_archive": rules.may_archive(actor, finding),
        "may_restore": rules.may_restore(actor, finding),
    }
    if isinstance(finding, Bottleneck):
        context |= bottleneck_parts(actor, finding, lost=row.lost)
    if isinstance(finding, Practice):
        context |= practice_parts(actor, finding)
    if isinstance(finding, Opportunity):
        context |= opportunity_parts(actor, finding)
    if isinstance(finding, Fact):
        context |= fact_parts(actor, finding)
    return page(request, "findings/finding_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_add(request: Request, sort: str) -> HttpResponse:
    """Write down what was noticed: first about which process, then what."""
    actor, kind = request.actor, sort_named(sort)
    rules.may_keep(actor).demand()
    sent = request.GET if "process" in request.GET else None
    place = PlaceForm(sent, queries.process_choices(actor), only_now=kind is Sort.FACT)
    quote = _quote(actor, _key(request.GET, "quote"))
    context: dict[str, object] = {
        "title": str(WORDS[kind].add),
        "words": WORDS[kind],
        "quote": quote,
    }
    if not place.is_valid():
        context |= {"form": place, "kept": _kept(request.GET)}
        status = 422 if place.errors else 200
        return form_page(request, "finding_place", way(actor, kind), context, status)
    process = access_process(actor, UUID(place.cleaned_data["process"]))
    pin = commands.Pin(process, place.when)
    rules.may_add(actor, pin.process).demand()
    form = _form(request, kind, pin, step=request.GET.get("step", ""))
    if form.is_valid():
        return _add(request, kind, pin, form, quote)
    context |= {"form": form, "pin": pin, "moment_label": Situation.Moment(pin.moment).label}
    status = 422 if form.errors else 200
    return form_page(request, "finding_edit", way(actor, kind), context, status)


def _key(sent: Mapping[str, str], name: str) -> UUID | None:
    """A key in an address; what cannot be read asks for nothing."""
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        return None


def _kept(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the first step carries to the second."""
    return [(name, str(key)) for name in ("quote", "concern") if (key := _key(sent, name))]


def _quote(actor: Actor, key: UUID | None) -> ReleasedQuote | None:
    """The released quote that this comes from; one that cannot be read is a mistake."""
    if key is None:
        return None
    found = visible_released(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _add(
    request: Request,
    sort: Sort,
    pin: commands.Pin,
    form: FindingForm,
    quote: ReleasedQuote | None,
) -> HttpResponse:
    """Write it down. An opportunity from the page of a concern answers that concern."""
    actor, source = request.actor, quote.pk if quote else None
    once, draft = form.cleaned_data["once"], form.draft()
    finding = commands.add_finding(
        by=actor, sort=sort, pin=pin, draft=draft, quote=source, once=once
    )
    concern = _key(request.GET, "concern")
    if concern is not None and isinstance(finding, Opportunity):
        found = access_concern(actor, concern)
        commands.tie_concern(by=actor, opportunity=finding, concern=found)
    say(request, _("“%(title)s” is written down.") % {"title": finding.title})
    return seen(request, finding_address(actor, finding))


def _form(
    request: Request,
    sort: Sort,
    pin: commands.Pin,
    finding: Finding | None = None,
    step: str = "",
) -> FindingForm:
    """The form of one kind."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else None
    steps = queries.steps_at(actor, pin.process, pin.moment)
    if sort is Sort.BOTTLENECK:
        owner = finding.owner_id if isinstance(finding, Bottleneck) else None
        return BottleneckForm(sent, steps, finding, step).choose(owner_choices(actor), owner)
    if sort is Sort.PRACTICE:
        return PracticeForm(sent, steps, finding, step).choose()
    if sort is Sort.FACT:
        return FactForm(sent, steps, finding, step).choose()
    return OpportunityForm(sent, steps, finding, step)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_edit(request: Request, sort: str, finding_id: UUID) -> HttpResponse:
    """Change what is written about a finding."""
    actor, kind = request.actor, sort_named(sort)
    finding = queries.access_finding(actor, kind, finding_id)
    rules.may_edit(actor, finding).demand()
    pin = commands.Pin(finding.process, finding.moment)
    form = _form(request, kind, pin, finding)
    context: dict[str, object] = {"title": _("Change what is written"), "words": WORDS[kind]}
    context |= {"form": form, "pin": pin, "moment_label": finding.get_moment_display()}
    status = 422 if form.errors else 200
    if form.is_valid():
        draft, version = form.draft(), form.cleaned_data["version"] or 0
        try:
            commands.edit_finding(by=actor, finding=finding, draft=draft, version=version)
        except EditConflict as met:
            status = 409
            context |= {"mine": _mine(draft), "theirs": _theirs(met.theirs, form)}
            on_version(form, met.theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, finding_address(actor, finding))
    return form_page(request, "finding_edit", way(actor, kind, finding), context, status)


def _mine(draft: Draft) -> str:
    said = [draft.title, *(str(value) for value in vars(draft).values() if value)]
    return "\n".join(dict.fromkeys(said))


def _theirs(finding: Finding, form: FindingForm) -> str:
    said = [finding.title, *(str(getattr(finding, name) or "") for name in form.columns)]
    return "\n".join(filter(None, said))


@require_POST
def finding_archive(request: Request, sort: str, finding_id: UUID) -> HttpResponse:
    """Put a finding away, with a way back."""
    actor, kind = request.actor, sort_named(sort)
    finding = queries.access_finding(actor, kind, finding_id)
    commands.archive_finding(by=actor, finding=finding)
    undo = to(actor, "findings:finding_restore", sort=kind, finding_id=finding.pk)
    say(request, _("“%(title)s” is in the archive.") % {"title": finding.title}, undo=undo)
    return seen(request, list_address(actor, kind))


@require_POST
def finding_restore(request: Request, sort: str, finding_id: UUID) -> HttpResponse:
    """Take a finding out of the archive."""
    actor, kind = request.actor, sort_named(sort)
    finding = queries.access_finding(actor, kind, finding_id)
    commands.restore_finding(by=actor, finding=finding)
    say(request, _("“%(title)s” is in the list.") % {"title": finding.title})
    return seen(request, finding_address(actor, finding))
