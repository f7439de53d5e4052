"""Addresses in the viewer's own workspace and programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from draagvlak.core.actor import VISITOR, Actor
from draagvlak.core.web import to as address

if TYPE_CHECKING:
    from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: Context, route: str, **kwargs: object) -> str:
    """`{% to "concerns:concern_detail" concern_id=c.id %}`; with `as` it fills a variable."""
    actor = context.get("actor", VISITOR)
    return address(actor if isinstance(actor, Actor) else VISITOR, route, **kwargs)
