"""The door of the vault: make, open, close, recover, share."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core import split_secret
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page, say, seen, to
from draagvlak.vault import commands, queries, rules
from draagvlak.vault.forms import Change, Code, NewPassphrase, OpenForm, Recover

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms

    from draagvlak.core.web import Request
    from draagvlak.vault.queries import OpenVault

WRONG = gettext_lazy(
    "This does not open your vault. Check your typing and try again. Nothing is lost."
)


@require_safe
def vault_show(request: Request) -> HttpResponse:
    """The state of the actor's vault, and who reads along."""
    keyring = queries.confirmed_keyring(request.actor)
    if keyring is None:
        return seen(request, to(request.actor, "vault:vault_make"))
    box = queries.programme_box(request.actor)
    inside = queries.readers(request.actor, box) if box else []
    taking = [rules.may_unshare(request.actor, request.vault, box, one) for one in inside if box]
    outside = [one for one in queries.other_readers(request.actor) if one not in inside]
    context = {
        "vault": request.vault,
        "inside": list(zip(inside, taking, strict=True)),
        "outside": outside,
        "may_share": rules.may_share(request.actor, request.vault, box) if box else None,
    }
    return page(request, "vault/vault_show.html", context)


@require_http_methods(["GET", "POST"])
def vault_make(request: Request) -> HttpResponse:
    """Choose a passphrase; the answer shows the recovery code, once."""
    verdict = rules.may_make_keyring(request.actor, queries.keyring_of(request.actor))
    if not verdict:
        return seen(request, _with_next(request, "vault:vault_open"))
    form = NewPassphrase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = commands.make_keyring(by=request.actor, passphrase=form.cleaned_data["passphrase"])
        context = {"code": code, "form": Code(), "next": _next(request)}
        return page(request, "vault/vault_confirm.html", context)
    context = {"form": form, "next": _next(request)}
    return page(request, "vault/vault_make.html", context, status=422 if form.errors else 200)


@require_POST
def vault_confirm(request: Request) -> HttpResponse:
    """The recovery code typed back: the vault opens."""
    form = Code(request.POST)
    if form.is_valid():
        try:
            vault = commands.confirm_keyring(by=request.actor, code=form.cleaned_data["code"])
        except commands.WrongPassphrase:
            commands.note_wrong_try(by=request.actor)
            form.add_error("code", _("This is not the code that was shown. Compare the blocks."))
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            say(request, _("Your vault is ready. Keep the recovery code where only you find it."))
            return _enter(request, vault)
    return page(
        request, "vault/vault_confirm.html", {"form": form, "next": _next(request)}, status=422
    )


@require_http_methods(["GET", "POST"])
def vault_open(request: Request) -> HttpResponse:
    """Open with the passphrase."""
    if queries.confirmed_keyring(request.actor) is None:
        return seen(request, _with_next(request, "vault:vault_make"))
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passphrase = form.cleaned_data["passphrase"]
            vault = commands.open_vault(by=request.actor, passphrase=passphrase)
        except commands.WrongPassphrase:
            commands.note_wrong_try(by=request.actor)
            form.add_error("passphrase", str(WRONG))
        except Refused as refusal:
            form.add_error("passphrase", str(refusal))
        else:
            commands.expel_departed(by=request.actor, vault=vault)
            commands.reseal_some(by=request.actor, vault=vault)
            for opening in commands.OPENINGS:
                opening(request.actor, vault)
            return _enter(request, vault)
    return _form_page(request, "vault/vault_open.html", form)


@require_http_methods(["GET", "POST"])
def vault_recover(request: Request) -> HttpResponse:
    """Open with the recovery code, and choose a new passphrase."""
    form = Recover(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vault = commands.recover_vault(
                by=request.actor,
                code=form.cleaned_data["code"],
                passphrase=form.cleaned_data["passphrase"],
            )
        except commands.WrongPassphrase:
            commands.note_wrong_try(by=request.actor)
            form.add_error("code", str(WRONG))
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            say(request, _("Your vault is open. From now on the new passphrase opens it."))
            return _enter(request, vault)
    return _form_page(request, "vault/vault_recover.html", form)


@require_http_methods(["GET", "POST"])
def vault_change(request: Request) -> HttpResponse:
    """Choose a new passphrase while knowing the present one."""
    form = Change(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_passphrase(
                by=request.actor,
                present=form.cleaned_data["present"],
                passphrase=form.cleaned_data["passphrase"],
            )
        except commands.WrongPassphrase:
            commands.note_wrong_try(by=request.actor)
            form.add_error("present", str(WRONG))
        except Refused as refusal:
            form.add_error("present", str(refusal))
        else:
            say(request, _("The new passphrase opens your vault from now on."))
            return seen(request, to(request.actor, "vault:vault_show"))
    return _form_page(request, "vault/vault_change.html", form)


@require_POST
def vault_lock(request: Request) -> HttpResponse:
    """Close the vault in this browser."""
    split_secret.drop(request, queries.vault_name(request.actor.tenant))
    say(request, _("Your vault is closed."))
    return seen(request, to(request.actor, "vault:vault_show"))


@require_POST
def vault_ping(request: Request) -> HttpResponse:
    """Somebody is typing: the vault stays open (the door has noted the activity)."""
    if request.vault is None:
        return JsonResponse({"open": False}, status=423)
    commands.reseal_some(by=request.actor, vault=request.vault)
    return JsonResponse({"open": True})


@require_POST
def vault_share(request: Request, keyring_id: UUID) -> HttpResponse:
    """Let a co-guide read who said what in this programme."""
    reader = queries.access_reader(request.actor, keyring_id)
    box = queries.access_programme_box(request.actor)
    commands.share_box(by=request.actor, vault=request.vault, box=box, reader=reader)
    name = {"name": reader.user.name}
    undo = to(request.actor, "vault:vault_unshare", keyring_id=keyring_id)
    say(request, _("%(name)s can now see who said what.") % name, undo=undo)
    return seen(request, to(request.actor, "vault:vault_show"))


@require_POST
def vault_unshare(request: Request, keyring_id: UUID) -> HttpResponse:
    """Take that away again."""
    box = queries.access_programme_box(request.actor)
    reader = queries.access_holder(request.actor, box, keyring_id)
    commands.unshare_box(by=request.actor, vault=request.vault, box=box, reader=reader)
    name = {"name": reader.user.name}
    back = to(request.actor, "vault:vault_share", keyring_id=keyring_id)
    undo = back if reader in queries.other_readers(request.actor) else ""
    say(request, _("%(name)s can no longer see who said what.") % name, undo=undo)
    return seen(request, to(request.actor, "vault:vault_show"))


def _enter(request: Request, vault: OpenVault) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        response: HttpResponse = JsonResponse({"open": True})
    else:
        response = seen(request, _next(request) or to(request.actor, "vault:vault_show"))
    split_secret.keep(request, response, queries.vault_name(vault.workspace_id), vault.pack())
    return response


def _form_page(request: Request, template: str, form: forms.Form) -> HttpResponse:
    if form.errors and request.headers.get("Accept", "").startswith("application/json"):
        words = [str(text) for texts in form.errors.values() for text in texts]
        return JsonResponse({"open": False, "message": " ".join(words)}, status=422)
    context = {"form": form, "next": _next(request)}
    return page(request, template, context, status=422 if form.errors else 200)


def _next(request: Request) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if allowed else ""


def _with_next(request: Request, route: str) -> str:
    address = to(request.actor, route)
    return f"{address}?{urlencode({'next': _next(request)})}" if _next(request) else address
