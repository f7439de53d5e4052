"""Choosing mail, stopping it without signing in, and addresses that refused it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.web import page, say, seen, to
from draagvlak.notices import commands
from draagvlak.notices.commands.boxes import system_in
from draagvlak.notices.forms import WishForm
from draagvlak.notices.queries import boxes
from draagvlak.notices.queries.wishes import own_box, wishes

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_http_methods(["GET", "HEAD", "POST"])
def preference_edit(request: Request) -> HttpResponse:
    """Choose which mail one gets in this workspace."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else None
    form = WishForm(sent, wishes(actor.tenant, actor.signed_in_id))
    if form.is_valid():
        commands.choose_mail(by=actor, wishes=form.wishes())
        say(request, _("Your choice is saved."))
        return seen(request, to(actor, "notices:preference_edit"))
    context = {"form": form, "box": own_box(actor)}
    status = 422 if form.errors else 200
    return page(request, "notices/preference_edit.html", context, status=status)


@require_POST
def mail_resume(request: Request) -> HttpResponse:
    """Get the mail again that one stopped by the link in a mail."""
    box = own_box(request.actor)
    if box is not None:
        commands.take_mail_again(by=request.actor, box=box)
        say(request, _("You get this mail again."))
    return seen(request, to(request.actor, "notices:preference_edit"))


@csrf_exempt  # the token in the address is the secret; a mail program sends this without a page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: Request, space: str, token: str) -> HttpResponse:
    """Stop mail without signing in: looking changes nothing, sending does (RFC 8058)."""
    box = boxes.box_by_token(space, token)
    if box is None:
        response = page(request, "notices/mail_stop_unknown.html", status=404)
    else:
        if request.method == "POST":
            commands.stop_mail(by=system_in(box.workspace), box=box)
        context = {
            "is_stopped": box.stopped_on is not None,
            "has_account": box.user_id is not None,
            "space": box.workspace,
        }
        response = page(request, "notices/mail_stop.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def mailbox_list(request: Request) -> HttpResponse:
    """Addresses that refused our mail, and why, in words."""
    return page(request, "notices/mailbox_list.html", {"rows": boxes.paused_boxes(request.actor)})


@require_POST
def mailbox_retry(request: Request, mailbox_id: UUID) -> HttpResponse:
    """Mail this address again."""
    box = boxes.access_box(request.actor, mailbox_id)
    commands.retry_box(by=request.actor, box=box)
    say(request, _("The next mail goes there again. If it is refused, it stands here again."))
    return seen(request, to(request.actor, "notices:mailbox_list"))
