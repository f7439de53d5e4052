"""What the pages of findings share: words per kind, tabs, the way back, the answer to a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.policy import Role
from draagvlak.core.web import page, to
from draagvlak.findings.queries import sort_of
from draagvlak.findings.states import Sort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse
    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.findings.models import Finding


@dataclass(frozen=True)
class Link:
    """One step of the way, or one tab."""

    label: str
    href: str = ""
    current: bool = False
    count: str = ""


@dataclass(frozen=True)
class Words:
    """How the pages of one kind speak."""

    title: StrPromise
    lead: StrPromise
    add: StrPromise
    icon: str
    empty: StrPromise
    hint: StrPromise


WORDS: dict[Sort, Words] = {
    Sort.BOTTLENECK: Words(
        gettext_lazy("Bottlenecks"),
        gettext_lazy("Where work gets stuck or will, why, and who solves it."),
        gettext_lazy("Write down a bottleneck"),
        "triangle-alert",
        gettext_lazy("No bottleneck is written down yet"),
        gettext_lazy("In one sentence. For example: papers come after the closing time."),
    ),
    Sort.PRACTICE: Words(
        gettext_lazy("Practices"),
        gettext_lazy("What people do out of custom, why, and what is to be done with it."),
        gettext_lazy("Write down a practice"),
        "repeat",
        gettext_lazy("No practice is written down yet"),
        gettext_lazy("In one sentence, without judgement. For example: we keep a paper copy too."),
    ),
    Sort.OPPORTUNITY: Words(
        gettext_lazy("Opportunities"),
        gettext_lazy("What becomes possible, who gains by it, and how much."),
        gettext_lazy("Write down an opportunity"),
        "sun",
        gettext_lazy("No opportunity is written down yet"),
        gettext_lazy("In one sentence. For example: reading the papers on the way home."),
    ),
    Sort.FACT: Words(
        gettext_lazy("Facts and what goes well"),
        gettext_lazy("How it is today, and what goes well and has to stay."),
        gettext_lazy("Write down a fact or praise"),
        "thumbs-up",
        gettext_lazy("No fact or praise is written down yet"),
        gettext_lazy("In one sentence. For example: nine people get the papers by post."),
    ),
}


def sort_named(sort: str) -> Sort:
    """The kind in an address, or Http404."""
    try:
        return Sort(sort)
    except ValueError:
        raise Http404 from None


def tabs(actor: Actor, here: str) -> list[Link]:
    """The processes, the four kinds, and the sessions."""
    links = [Link(_("Processes"), to(actor, "processes:process_list"))]
    links += [
        Link(str(words.title), to(actor, "findings:finding_list", sort=sort), sort == here)
        for sort, words in WORDS.items()
    ]
    if actor.roles != {Role.SUPPLIER}:
        url = to(actor, "findings:review_list")
        links.append(Link(_("Sessions"), url, here == "reviews"))
    return links


def list_address(actor: Actor, sort: Sort) -> str:
    return to(actor, "findings:finding_list", sort=sort)


def finding_address(actor: Actor, finding: Finding) -> str:
    sort = sort_of(finding)
    return to(actor, "findings:finding_detail", sort=sort, finding_id=finding.pk)


def way(actor: Actor, sort: Sort, finding: Finding | None = None) -> list[Link]:
    """The way back."""
    links = [Link(str(WORDS[sort].title), list_address(actor, sort))]
    if finding is not None:
        links.append(Link(finding.title, finding_address(actor, finding)))
    return links


def review_way(actor: Actor, title: str = "", href: str = "") -> list[Link]:
    """The way back from a session."""
    links = [Link(_("Sessions"), to(actor, "findings:review_list"))]
    return [*links, Link(title, href)] if title else links


def form_page(
    request: Request,
    name: str,
    links: list[Link],
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """A page with one form. `context` holds its `title`; `links` is the way back."""
    full = {
        "crumbs": [*links, Link(str(context["title"]))],
        "back": links[-1].href,
        **context,
    }
    return page(request, f"findings/{name}.html", full, status=status)
