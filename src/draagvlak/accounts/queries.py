"""Users as others need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from draagvlak.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from draagvlak.core.actor import Actor


def access_user(actor: Actor) -> User:
    """The user that the actor is. Raises Http404 for anybody else."""
    if actor.user_id is None:
        raise Http404
    return get_object_or_404(User, pk=actor.user_id, is_active=True)


def user_by_email(email: str) -> User | None:
    """The user with this e-mail address, whatever its capitals; None when nobody has it."""
    return User.objects.filter(email=email.strip().lower()).first()


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of users by their key, in one query."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))
