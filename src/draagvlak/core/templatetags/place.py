"""Addresses in the viewer's own workspace and programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.template import TemplateSyntaxError
from django.template.base import Node, token_kwargs
from django.utils.html import conditional_escape

from draagvlak.core.actor import VISITOR, Actor
from draagvlak.core.web import to as address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.template.base import FilterExpression, Parser, Token
    from django.template.context import Context

register = template.Library()


class AddressNode(Node):
    """An address, shown or put into a variable."""

    child_nodelists = ()

    def __init__(
        self, route: FilterExpression, kwargs: Mapping[str, FilterExpression], asvar: str | None
    ) -> None:
        self.route = route
        self.kwargs = kwargs
        self.asvar = asvar

    def render(self, context: Context) -> str:
        actor = context.get("actor", VISITOR)
        given = {name: value.resolve(context) for name, value in self.kwargs.items()}
        found = address(
            actor if isinstance(actor, Actor) else VISITOR,
            str(self.route.resolve(context)),
            **given,
        )
        if self.asvar is not None:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def to(parser: Parser, token: Token) -> AddressNode:
    """`{% to "concerns:concern_detail" concern_id=c.id %}`; with `as` it fills a variable."""
    tag, *bits = token.split_contents()
    asvar = None
    if bits[-2:-1] == ["as"]:
        asvar, bits = bits[-1], bits[:-2]
    if not bits:
        raise TemplateSyntaxError(
            f'{{% {tag} %}} takes a route: {{% {tag} "concerns:cause_list" %}}'
        )
    route = parser.compile_filter(bits[0])
    left = bits[1:]
    kwargs = token_kwargs(left, parser)
    if left:
        raise TemplateSyntaxError(f"{{% {tag} %}} cannot read {left[0]!r}")
    return AddressNode(route, kwargs, asvar)
