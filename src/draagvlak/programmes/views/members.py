"""Who takes part: roles and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.core.policy import Role
from draagvlak.core.web import say, seen, to
from draagvlak.programmes.commands import (
    change_member,
    invite_member,
    remove_member,
    resend_invitation,
    restore_invitation,
    restore_member,
    revoke_invitation,
)
from draagvlak.programmes.forms import InviteForm, MemberForm
from draagvlak.programmes.queries import (
    access_former_role,
    access_invitation,
    access_membership,
    closed_addresses,
    invitations,
    members,
)
from draagvlak.programmes.rules import may_give_role, may_keep_members, may_remove_member
from draagvlak.programmes.views.frame import on_its_own, tabbed

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request


@require_GET
def member_list(request: Request) -> HttpResponse:
    """Everybody who takes part, and who is still invited."""
    actor = request.actor
    may_keep = may_keep_members(actor)
    invited = list(invitations(actor)) if may_keep else []
    context = {
        "members": [
            (member, [(role, bool(may_give_role(actor, role.role))) for role in member.roles])
            for member in members(actor)
        ],
        "invitations": invited,
        "closed": closed_addresses(actor.tenant, [each.email for each in invited]),
        "now": timezone.now(),
        "may_keep": may_keep,
        "may_sign_out": actor.has(Role.ADMINISTRATOR),
    }
    return tabbed(request, "member_list", context)


@require_http_methods(["GET", "POST"])
def member_invite(request: Request) -> HttpResponse:
    """Invite somebody by mail."""
    actor = request.actor
    form = InviteForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        invite_member(
            by=actor,
            name=given["name"],
            email=given["email"],
            role=given["role"],
            person=form.person_row(),
            once=given["once"],
        )
        say(request, _("The invitation to %(email)s is on its way.") % {"email": given["email"]})
        return seen(request, to(actor, "programmes:member_list"))
    way = [(_("Members"), to(actor, "programmes:member_list")), (_("Invite"), "")]
    status = 422 if form.is_bound else 200
    return on_its_own(request, "member_invite", {"form": form}, *way, status=status)


@require_http_methods(["GET", "POST"])
def member_edit(request: Request, membership_id: UUID) -> HttpResponse:
    """Another role, and who this is in the register."""
    actor = request.actor
    membership = access_membership(actor, membership_id)
    may_give_role(actor, membership.role).demand()
    known = {"role": membership.role, "who": membership.person.name if membership.person else ""}
    form = MemberForm(actor, request.POST or None, known)
    if request.method == "POST" and form.is_valid():
        role, person = form.cleaned_data["role"], form.person_row()
        change_member(by=actor, membership=membership, role=role, person=person)
        say(request, _("The role is stored."))
        return seen(request, _members_or_start(actor, membership.user_id, role))
    way = [(_("Members"), to(actor, "programmes:member_list")), (str(membership.user), "")]
    context = {
        "form": form,
        "membership": membership,
        "may_remove": may_remove_member(actor, membership),
    }
    return on_its_own(request, "member_edit", context, *way, status=422 if form.is_bound else 200)


@require_POST
def member_remove(request: Request, membership_id: UUID) -> HttpResponse:
    """Take a role away."""
    actor = request.actor
    membership = remove_member(by=actor, membership=access_membership(actor, membership_id))
    words = _("%(name)s is no longer %(role)s.") % {
        "name": membership.user,
        "role": membership.get_role_display(),
    }
    undo = to(actor, "programmes:member_restore", membership_id=membership.pk)
    is_self = membership.user_id == actor.user_id
    say(request, words, undo="" if is_self else undo)
    return seen(request, "/" if is_self else to(actor, "programmes:member_list"))


@require_POST
def member_restore(request: Request, membership_id: UUID) -> HttpResponse:
    """Give back a role that was taken away."""
    actor = request.actor
    restore_member(by=actor, membership=access_former_role(actor, membership_id))
    say(request, _("The role is back."))
    return seen(request, to(actor, "programmes:member_list"))


@require_POST
def invitation_resend(request: Request, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again."""
    actor = request.actor
    sent = resend_invitation(by=actor, invitation=access_invitation(actor, invitation_id))
    say(request, _("The invitation to %(email)s is on its way.") % {"email": sent.email})
    return seen(request, to(actor, "programmes:member_list"))


@require_POST
def invitation_revoke(request: Request, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    actor = request.actor
    taken = revoke_invitation(by=actor, invitation=access_invitation(actor, invitation_id))
    undo = to(actor, "programmes:invitation_restore", invitation_id=taken.pk)
    say(
        request,
        _("The invitation to %(email)s does not work any more.") % {"email": taken.email},
        undo=undo,
    )
    return seen(request, to(actor, "programmes:member_list"))


@require_POST
def invitation_restore(request: Request, invitation_id: UUID) -> HttpResponse:
    """Put back an invitation that was taken back."""
    actor = request.actor
    back = restore_invitation(by=actor, invitation=access_invitation(actor, invitation_id))
    say(request, _("The invitation to %(email)s works again.") % {"email": back.email})
    return seen(request, to(actor, "programmes:member_list"))


def _members_or_start(actor: Actor, user_id: UUID, role: str) -> str:
    """Who changed their own role may not pass here any more: the first page is always open."""
    if user_id == actor.user_id and role not in actor.roles:
        return "/"
    return to(actor, "programmes:member_list")
