"""What the pages of processes share: the way back, the tabs, the answer to a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from draagvlak.core.thread import BESIDE_PROCESSES
from draagvlak.core.web import page, to
from draagvlak.processes import queries
from draagvlak.processes.models import Process, Situation, Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request


@dataclass(frozen=True)
class Link:
    """One step of the way, or one tab."""

    label: str
    href: str = ""
    current: bool = False
    count: str = ""


@dataclass(frozen=True)
class Looked:
    """A process with one of its situations, if it stands, and its steps."""

    process: Process
    moment: Situation.Moment
    situation: Situation | None
    steps: list[Step]


def look(actor: Actor, process_id: UUID, moment: str) -> Looked:
    """What an address asks for, or Http404."""
    if moment not in Situation.Moment.values:
        raise Http404
    process = queries.access_process(actor, process_id)
    situation = queries.situations_of(actor, process).get(moment)
    steps = queries.steps_of(actor, [situation])[situation.pk] if situation else []
    return Looked(process, Situation.Moment(moment), situation, steps)


def process_address(actor: Actor, process: Process) -> str:
    return to(actor, "processes:process_detail", process_id=process.pk)


def moment_address(actor: Actor, process: Process, moment: str) -> str:
    return to(actor, "processes:situation_detail", process_id=process.pk, moment=moment)


def put_back_address(actor: Actor, found: Looked) -> str:
    """The way back to what stood here, if anything did."""
    if found.situation is None:
        return ""
    keys = {"process_id": found.process.pk, "situation_id": found.situation.pk}
    return to(actor, "processes:situation_restore", **keys)


def file_name(found: Looked, ending: str) -> str:
    """What a file of a situation is called."""
    return f"{slugify(found.process.name) or 'model'}-{slugify(str(found.moment.label))}.{ending}"


def tabs(actor: Actor, process: Process, here: str) -> list[Link]:
    """The process, how it goes now and later, what is different, and what the groups say."""
    items = {"": (_("The process"), process_address(actor, process))}
    for moment in Situation.Moment:
        items[moment.value] = (str(moment.label), moment_address(actor, process, moment))
    difference = to(actor, "processes:difference_detail", process_id=process.pk)
    items["difference"] = (_("What changes"), difference)
    remarks = to(actor, "processes:remark_list", process_id=process.pk)
    items["remarks"] = (_("As the groups see it"), remarks)
    return [Link(label, href, name == here) for name, (label, href) in items.items()]


def list_tabs(actor: Actor) -> list[Link]:
    """The list of processes, and what other apps show beside it; nothing when nobody does."""
    found = [item for provider in BESIDE_PROCESSES for item in provider(actor, "")]
    here = Link(_("Processes"), to(actor, "processes:process_list"), current=True)
    return [here, *(Link(item.label, item.url) for item in found)] if found else []


def way(actor: Actor, process: Process | None = None) -> list[Link]:
    """The way back."""
    links = [Link(_("Processes"), to(actor, "processes:process_list"))]
    if process is not None:
        links.append(Link(process.name, process_address(actor, process)))
    return links


def form_page(
    request: Request, name: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page with one form. `context` holds its `title` and, where there is one, the `process`."""
    process = context.get("process")
    links = way(request.actor, process if isinstance(process, Process) else None)
    full = {
        "crumbs": [*links, Link(str(context["title"]))],
        "back": links[-1].href,
        **context,
    }
    return page(request, f"processes/{name}.html", full, status=status)
