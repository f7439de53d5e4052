"""“You said, we did”: for who takes part, for everybody with the link, and by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.answering import commands, rules
from draagvlak.answering.forms import ShareForm
from draagvlak.answering.queries import outcomes
from draagvlak.answering.queries.paper import outcome_blocks, outcome_title
from draagvlak.answering.queries.words import tabs
from draagvlak.contributions.queries.following import as_employee, guide_names
from draagvlak.contributions.queries.threads import visitor_in
from draagvlak.core import flood
from draagvlak.core.paper import paper
from draagvlak.core.policy import EDITORS
from draagvlak.core.untraced import whence
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.organisations.models import Group

PAPERS = 60
"""Documents that one place asks for in ten minutes: an office may share one address."""


@require_safe
def outcome_list(request: Request) -> HttpResponse:
    """What became of what was said, of the programme or of one group."""
    actor = request.actor
    group = outcomes.access_group(actor, request.GET.get("group", ""))
    shown = outcomes.outcome_page(actor, group, request.GET.get("after", ""))
    stored = outcomes.page_of(actor, group)
    here = _address(actor, group)
    context = {
        "tabs": tabs(actor, "outcome_list"),
        "group": group,
        "groups": outcomes.groups_told(actor),
        "page": shown,
        "older": f"{here}{'&' if group else '?'}after={shown.after}" if shown.after else "",
        "pdf_url": _paper(actor, group),
        "untold": outcomes.untold_count(actor),
        "public": outcomes.public_address(stored) if stored and stored.public_on else "",
        "stored": stored,
        "may_share": rules.may_share(actor, size=group.size if group else None),
        "may_mail": _may_mail(actor, group),
        "keeps": actor.has(*EDITORS),
    }
    return page(request, "answering/outcome_list.html", context)


@require_safe
def outcome_pdf(request: Request) -> HttpResponse:
    """The same as a PDF, of the programme or of one group."""
    actor = request.actor
    group = outcomes.access_group(actor, request.GET.get("group", ""))
    author = actor.programme.name if actor.programme else ""
    return paper(outcome_title(group), outcome_blocks(actor, group), author=author)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_share(request: Request) -> HttpResponse:
    """Let everybody with the link read it; first what that means."""
    actor = request.actor
    asked = request.POST.get("group", "") or request.GET.get("group", "")
    group = outcomes.access_group(actor, asked)
    rules.may_share(actor, size=group.size if group else None).demand()
    stored = outcomes.page_of(actor, group)
    version = stored.version if stored else 0
    start = {"group": asked, "intro": stored.intro if stored else "", "version": version}
    form = ShareForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        said = form.cleaned_data
        try:
            commands.share_outcomes(
                by=actor, group=group, intro=said["intro"], version=said["version"]
            )
        except EditConflict:
            form.add_error(None, _("Somebody else changed this just now. It stays as it is."))
        else:
            say(request, _("Everybody with the link can read this page now."))
            return seen(request, _address(actor, group))
    context = {"form": form, "group": group, "back": _address(actor, group), "stored": stored}
    status = 422 if form.errors else 200
    return page(request, "answering/outcome_share.html", context, status=status)


@require_POST
def outcome_hide(request: Request) -> HttpResponse:
    """Only who takes part reads it again."""
    actor = request.actor
    group = outcomes.access_group(actor, request.POST.get("group", ""))
    stored = outcomes.page_of(actor, group)
    if stored is not None:
        commands.hide_outcomes(by=actor, page=stored)
        say(request, _("Only who takes part can read this page now."))
    return seen(request, _address(actor, group))


@require_POST
def outcome_mail(request: Request) -> HttpResponse:
    """Mail it to the people of the group."""
    actor = request.actor
    group = outcomes.access_group(actor, request.POST.get("group", ""))
    if group is not None:
        count = outcomes.people_count(actor, group)
        commands.mail_outcomes(by=actor, group=group)
        say(request, _("The mail goes to %(count)s people.") % {"count": count})
    return seen(request, _address(actor, group))


@require_safe
def speak_told(request: Request, space: str, code: str) -> HttpResponse:
    """The page for everybody with its link: no account, no cookie, no trace of who reads it."""
    stored = outcomes.public_page(space, code)
    if stored is None:
        response = page(request, "answering/outcome_unknown.html", status=404)
    else:
        reader = as_employee(visitor_in(stored.programme))
        after = request.GET.get("after", "")
        shown = outcomes.outcome_page(reader, stored.group, after, is_public=True)
        context = {
            "stored": stored,
            "page": shown,
            "older": f"?after={shown.after}" if shown.after else "",
            "guides": guide_names(reader),
        }
        response = page(request, "answering/outcome_public.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def speak_told_pdf(request: Request, space: str, code: str) -> HttpResponse:
    """The public page as a PDF: like the page, without quotes and without a trace."""
    stored = outcomes.public_page(space, code)
    if stored is None:
        response = page(request, "answering/outcome_unknown.html", status=404)
    elif flood.wait_for("paper", whence(request), PAPERS):
        response = page(request, "answering/outcome_unknown.html", {"busy": True}, status=429)
    else:
        reader = as_employee(visitor_in(stored.programme))
        blocks = outcome_blocks(reader, stored.group, intro=stored.intro, is_public=True)
        response = paper(outcome_title(stored.group), blocks, author=stored.programme.name)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _address(actor: Actor, group: Group | None) -> str:
    here = to(actor, "answering:outcome_list")
    return f"{here}?group={group.pk}" if group else here


def _paper(actor: Actor, group: Group | None) -> str:
    url = to(actor, "answering:outcome_pdf")
    return f"{url}?group={group.pk}" if group else url


def _may_mail(actor: Actor, group: Group | None) -> object:
    if group is None:
        return None
    return rules.may_mail(
        actor,
        people=outcomes.people_count(actor, group),
        outcomes=outcomes.told_concerns(actor, group).count(),
        is_today=False,
    )
