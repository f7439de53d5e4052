"""What is agreed about contributions, and erasing one because somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from draagvlak.contributions import commands
from draagvlak.contributions.forms import AgreementForm
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.agreements import agreement_of, leaving_soon
from draagvlak.contributions.views.door import with_key
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: Request) -> HttpResponse:
    """How long contributions are kept, and where one reports wrongdoing."""
    actor = request.actor
    form = AgreementForm(request.POST or None, agreement=agreement_of(actor))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            commands.write_agreement(
                by=actor, draft=form.draft(), version=form.cleaned_data["version"]
            )
        except EditConflict:
            form.add_error(None, _("Somebody else changed this just now. Look at it again first."))
            status = 409
        else:
            say(request, _("This is agreed now. Who speaks reads it at the door."))
            return seen(request, to(actor, "contributions:agreement_edit"))
    elif form.errors:
        status = 422
    context = {"form": form, "leaving": leaving_soon(actor)}
    return page(request, "contributions/agreement_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_key
def contribution_erase(request: Request, vault: OpenVault, contribution_id: UUID) -> HttpResponse:
    """Erase it for good: first what goes and what stays, then the button."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    opened = inbox.open_contribution(request.actor, vault, contribution)
    if request.method != "POST":
        context = {"contribution": contribution, "opened": opened}
        return page(request, "contributions/contribution_erase.html", context)
    count = commands.erase_contribution(by=request.actor, vault=vault, contribution=contribution)
    words = ngettext(
        "Erased, with %(count)s voice. It cannot be put back.",
        "Erased, with %(count)s voices. It cannot be put back.",
        count,
    )
    say(request, words % {"count": count})
    return seen(request, to(request.actor, "contributions:contribution_list"))
