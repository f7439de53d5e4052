"""What is to be done with a practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen
from draagvlak.findings import commands, queries, rules
from draagvlak.findings.forms import VerdictForm
from draagvlak.findings.forms.fields import on_version
from draagvlak.findings.states import Judgement, Sort
from draagvlak.findings.views.frame import finding_address, form_page, way

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.findings.models import Practice


def practice_parts(actor: Actor, practice: Practice) -> dict[str, object]:
    """What the page of a practice has more: its verdict, and what groups said."""
    outcomes = queries.outcomes_of(actor, practice)
    return {
        "outcomes": [(one, queries.counts_of(one)) for one in outcomes],
        "judged": queries.judged_words(practice, outcomes) if practice.verdict else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def practice_judge(request: Request, practice_id: UUID) -> HttpResponse:
    """Say what is to be done with a practice, and why."""
    actor = request.actor
    practice = queries.access_practice(actor, practice_id)
    rules.may_edit(actor, practice).demand()
    start = {
        "verdict": practice.verdict,
        "words": practice.verdict_words,
        "replacement": practice.replacement,
        "version": practice.version,
    }
    form = VerdictForm(request.POST if request.method == "POST" else None, start)
    context: dict[str, object] = {"title": _("Give a verdict"), "form": form, "practice": practice}
    status = 422 if form.errors else 200
    if form.is_valid():
        draft, version = form.draft(), form.cleaned_data["version"] or 0
        try:
            commands.judge_practice(by=actor, practice=practice, draft=draft, version=version)
        except EditConflict as met:
            status = 409
            context |= {"mine": _words(draft.verdict, draft.words)}
            context |= {"theirs": _words(met.theirs.verdict, met.theirs.verdict_words)}
            on_version(form, met.theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, finding_address(actor, practice))
    links = way(actor, Sort.PRACTICE, practice)
    return form_page(request, "practice_judge", links, context, status)


def _words(verdict: str, why: str) -> str:
    label = capfirst(str(Judgement(verdict).label)) if verdict else ""
    return "\n".join(filter(None, [label, why]))
