"""Changing several concerns at once, and merging two that are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.concerns.views.details import address
from draagvlak.core.together import Planned, read_chosen, read_versions
from draagvlak.core.undo import undo_url
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from draagvlak.concerns.models import Concern
    from draagvlak.core.web import Request

TEMPLATE = "concerns/concern_together.html"


@require_http_methods(["GET", "POST"])
def concern_together(request: Request) -> HttpResponse:
    """Choose what changes, see what that comes to, and only then do it."""
    actor = request.actor
    concerns, found = _chosen(request)
    form = forms.TogetherForm(
        request.POST if request.method == "POST" else None,
        {
            "owner": queries.owner_choices(actor),
            "group": queries.group_choices(actor),
            "cause": queries.cause_choices(actor),
        },
    )
    context: dict[str, object] = {
        "concerns": concerns,
        "found": found,
        "most": queries.MOST,
        "form": form,
    }
    if not form.is_valid():
        return page(request, TEMPLATE, context, status=422 if form.errors else 200)
    change = _change(request, form)
    if change.is_empty or not concerns:
        words = _("Choose at least one thing to change.")
        form.add_error(None, words if concerns else _("Choose at least one worry or wish."))
        return page(request, TEMPLATE, context, status=422)
    if "sure" in request.POST:
        return _changed(request, change)
    return page(request, TEMPLATE, {**context, "planned": _planned(request, concerns, change)})


def _chosen(request: Request) -> tuple[Sequence[Concern], int]:
    """The concerns that were chosen: by key, or everything that the filters leave; and how many."""
    if "all" in request.GET and request.method == "GET":
        filters = forms.read_filters(request.GET)
        found = queries.facets(request.actor, filters).found
        ids = queries.concern_ids(request.actor, filters, queries.MOST)
    else:
        ids = read_chosen(request.POST if request.method == "POST" else request.GET)
        found = len(ids)
    return queries.access_several(request.actor, ids[: queries.MOST]), found


def _change(request: Request, form: forms.TogetherForm) -> queries.Change:
    actor = request.actor
    owner, group, cause = (form.key(name) for name in ("owner", "group", "cause"))
    return queries.Change(
        owner=queries.access_owner(actor, owner) if owner else None,
        no_owner=form.no_owner,
        due_on=form.day(),
        severity=form.weight(),
        group=queries.access_groups(actor, [group])[0] if group else None,
        cause=queries.access_cause(actor, cause) if cause else None,
    )


def _planned(
    request: Request, concerns: Sequence[Concern], change: queries.Change
) -> list[Planned]:
    """Per concern what changes, or why it cannot."""
    return [
        Planned(concern.title, words, str(rules.may_edit(request.actor, concern).reason))
        for concern, words in queries.planned_changes(request.actor, concerns, change)
    ]


def _changed(request: Request, change: queries.Change) -> HttpResponse:
    done = commands.change_together(
        by=request.actor, versions=read_versions(request.POST), change=change
    )
    undo = undo_url(request.actor)
    words = ngettext(
        "%(count)s worry or wish is changed.",
        "%(count)s worries and wishes are changed.",
        done.changed,
    ) % {"count": done.changed}
    if done.left:
        words += " " + _("Left as they are: %(titles)s. Somebody else changed these just now.") % {
            "titles": ", ".join(f"“{title}”" for title, _reason in done.left)
        }
    say(request, words, undo=undo)
    return seen(request, to(request.actor, "concerns:concern_list"))


@require_http_methods(["GET", "POST"])
def concern_merge(request: Request) -> HttpResponse:
    """Two that are the same: side by side, which one stays, and what that comes to."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else request.GET
    chosen = queries.access_several(actor, read_chosen(sent))
    if len(chosen) != 2:  # noqa: PLR2004 a pair
        return _choose(request, chosen)
    verdict = rules.may_merge(actor, *chosen)
    context: dict[str, object] = {
        "pair": queries.compared(chosen),
        "doubled": queries.how_many_double(actor, request.vault, *chosen),
        "is_open": request.vault is not None,
        "verdict": verdict,
    }
    stays = request.POST.get("stays", "")
    if request.method == "GET" or not verdict or stays not in {str(each.pk) for each in chosen}:
        status = 200 if request.method == "GET" else 422
        return page(request, "concerns/concern_merge.html", context, status=status)
    kept, gone = chosen if str(chosen[0].pk) == stays else reversed(chosen)
    return _merged(request, kept, gone, context)


def _choose(request: Request, chosen: Sequence[Concern]) -> HttpResponse:
    """One is known: which other one is the same?"""
    if len(chosen) != 1:
        raise Refused(_("Choose two worries or two wishes. Then you can merge them."))
    first = chosen[0]
    similar = queries.similar_concerns(
        request.actor, f"{first.title}. {first.description}", limit=9
    )
    context = {
        "concern": first,
        "similar": [
            each
            for each in similar
            if each.concern.pk != first.pk and each.concern.kind == first.kind
        ],
        "choices": [each for each in queries.concern_choices(request.actor) if each.id != first.pk],
    }
    return page(request, "concerns/concern_merge_choose.html", context)


def _merged(
    request: Request, kept: Concern, gone: Concern, context: dict[str, object]
) -> HttpResponse:
    versions = read_versions(request.POST)
    try:
        commands.merge_concerns(
            by=request.actor,
            kept=kept,
            gone=gone,
            versions=(versions.get(kept.pk, 0), versions.get(gone.pk, 0)),
            vault=request.vault,
        )
    except EditConflict:
        return page(
            request, "concerns/concern_merge.html", {**context, "conflict": True}, status=409
        )
    words = _("“%(gone)s” goes on in “%(kept)s”.") % {"gone": gone.title, "kept": kept.title}
    say(request, words, undo=undo_url(request.actor))
    return seen(request, address(request, kept))
