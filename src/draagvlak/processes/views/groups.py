"""What changes for one group in plain words, and what people of the group say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.thread import door_for, panels_for
from draagvlak.core.web import page, say, seen, to
from draagvlak.organisations.queries import access_group, belongs_to
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.commands import RemarkDraft
from draagvlak.processes.forms import RemarkForm
from draagvlak.processes.views.frame import Link, form_page, way

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.organisations.models import Group
    from draagvlak.processes.models import Process, Step

SMALL = 5
"""In a smaller group colleagues guess who said something."""


def group_address(actor: Actor, group: Group) -> str:
    return to(actor, "processes:group_change", group_id=group.pk)


@require_safe
def group_change(request: Request, group_id: UUID) -> HttpResponse:
    """What changes in the work of a group, and whether that is right."""
    actor = request.actor
    group = access_group(actor, group_id)
    title = _("What changes for %(name)s") % {"name": group.name}
    belongs = group.pk in belongs_to(actor)
    rows = queries.group_changes(actor, group)
    context = {
        "crumbs": [*way(actor), Link(title)],
        "title": title,
        "group": group,
        "belongs": belongs,
        "is_small": group.size < SMALL,
        "readers": queries.remark_readers(),
        "panels": panels_for(actor, "group_change", group.pk),
        "door": door_for(actor, group.pk) if belongs else "",
        "rows": [
            {
                "change": row,
                "may_say": rules.may_say(actor, row.process, belongs=belongs, has_part=True),
                "may_confirm": rules.may_confirm(
                    actor, belongs=belongs, waiting=row.standing.waiting, is_written=not row.missing
                ),
            }
            for row in rows
        ],
    }
    return page(request, "processes/group_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remark_say(request: Request, group_id: UUID, process_id: UUID, step_id: UUID) -> HttpResponse:
    """Say whether a step of the group is right. `with` is the same step as it is now."""
    actor = request.actor
    group, process = access_group(actor, group_id), queries.access_process(actor, process_id)
    step = queries.access_step(actor, process, step_id)
    if request.method == "POST" and request.POST.get("right") == "yes":
        return _said(request, group, process, step, RemarkDraft(right=True))
    steps = {str(step.pk): step}
    if other := _uuid(request.GET.get("with", "")):
        found = queries.access_step(actor, process, other)
        steps[str(found.pk)] = found
    sent = request.POST if request.method == "POST" else None
    choices = [(key, _moment_words(each)) for key, each in steps.items()]
    place = (step.situation.moment, step.key)
    said = queries.open_remark(actor, process, group, place)
    belongs = group.pk in belongs_to(actor)
    form = RemarkForm(sent, choices, said, may_name=belongs)
    rules.may_say(actor, process, belongs=belongs, has_part=True).demand()
    if form.is_valid():
        chosen = steps[form.cleaned_data["step"]]
        return _said(request, group, process, chosen, form.draft())
    return _form(request, group, process, form, step)


@require_http_methods(["GET", "HEAD", "POST"])
def remark_tell(request: Request, group_id: UUID, process_id: UUID) -> HttpResponse:
    """Say something about a process as a whole."""
    actor = request.actor
    group, process = access_group(actor, group_id), queries.access_process(actor, process_id)
    belongs = group.pk in belongs_to(actor)
    rules.may_say(actor, process, belongs=belongs, has_part=True).demand()
    said = queries.open_remark(actor, process, group, ("", ""))
    sent = request.POST if request.method == "POST" else None
    form = RemarkForm(sent, [], said, may_name=belongs)
    if form.is_valid():
        return _said(request, group, process, None, form.draft())
    return _form(request, group, process, form, None)


@require_POST
def remark_take_back(request: Request, process_id: UUID, remark_id: UUID) -> HttpResponse:
    """Take back what one said."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    remark = queries.access_remark(actor, process, remark_id)
    commands.take_back_remark(by=actor, remark=remark)
    say(request, _("Taken back. Nobody reads it any more."))
    return seen(request, group_address(actor, remark.group))


@require_POST
def part_confirm(request: Request, group_id: UUID, process_id: UUID) -> HttpResponse:
    """The group says: this is how our work goes."""
    actor = request.actor
    group, process = access_group(actor, group_id), queries.access_process(actor, process_id)
    read = request.POST.get("read", "")
    commands.confirm_part(by=actor, process=process, group=group, read=read)
    keys = {"group_id": group.pk, "process_id": process.pk}
    undo = to(actor, "processes:part_unconfirm", **keys)
    words = _("“%(process)s” is confirmed by %(group)s.")
    say(request, words % {"process": process, "group": group}, undo=undo)
    return seen(request, group_address(actor, group))


@require_POST
def part_unconfirm(request: Request, group_id: UUID, process_id: UUID) -> HttpResponse:
    """Take the confirmation of a group back."""
    actor = request.actor
    group, process = access_group(actor, group_id), queries.access_process(actor, process_id)
    commands.unconfirm_part(by=actor, process=process, group=group)
    say(request, _("The confirmation is taken back."))
    return seen(request, group_address(actor, group))


def _said(
    request: Request, group: Group, process: Process, step: Step | None, draft: RemarkDraft
) -> HttpResponse:
    actor = request.actor
    remark = commands.say_remark(by=actor, process=process, group=group, step=step, draft=draft)
    keys = {"process_id": process.pk, "remark_id": remark.pk}
    undo = to(actor, "processes:remark_take_back", **keys)
    words = _("Thank you. A guide looks at it and you read here what happens with it.")
    say(request, _("Thank you. That helps.") if draft.right else words, undo=undo)
    anchor = f"#step-{step.pk}" if step else ""
    return seen(request, f"{group_address(actor, group)}{anchor}")


def _form(
    request: Request, group: Group, process: Process, form: RemarkForm, step: Step | None
) -> HttpResponse:
    title = step.name if step else _("About “%(name)s” as a whole") % {"name": process}
    context = {
        "title": title or _("a step without a name"),
        "form": form,
        "process": process,
        "group": group,
        "belongs": "by_name" in form.fields,
        "is_small": group.size < SMALL,
        "readers": queries.remark_readers(),
        "back": group_address(request.actor, group),
    }
    return form_page(request, "remark_say", context, 422 if form.errors else 200)


def _moment_words(step: Step) -> str:
    figures = queries.minutes_words(step.minutes, step.often)
    words = _("How it goes now") if step.situation.moment == "now" else _("How it will go")
    return f"{words}: {figures}" if figures else words


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
