"""Tags of Django that stand on every page, made cheap where their argument is written out.

`{% translate "Search" %}`, `{% static "…" %}` and `{% url "name" %}` with nothing but a name give
the same words each time, once per language: these tags ask Django the first time only. With a
variable, a filter or a context that is no literal, Django's own tag does the work. The library is
one of the builtins behind Django's, so no template loads it; a template that loads `i18n` or
`static` by name would bring the slow ones back (held by the architecture tests).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, Variable
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import BlockTranslateNode, do_block_translate, do_translate
from django.templatetags.static import do_static as django_static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.template.base import Parser, Token
    from django.template.context import Context

register = template.Library()


class Fixed(Node):
    """What a node gives, kept per language; into a variable when it has a name for one."""

    child_nodelists = ()

    def __init__(self, node: Node, asvar: str | None) -> None:
        self.node = node
        self.asvar = asvar
        self.token = node.token
        self.said: dict[str | None, str] = {}

    def render_annotated(self, context: Context) -> str:
        """The words in the language of this moment; empty when they go into a variable."""
        language = get_language()
        words = self.said.get(language)
        if words is None:
            words = self._asked(context)
            if not settings.DEBUG:
                self.said[language] = words
        if self.asvar is None:
            return words
        context[self.asvar] = words
        return ""

    def render(self, context: Context) -> SafeString:
        return SafeString(self.render_annotated(context))

    def _asked(self, context: Context) -> str:
        shown = str(self.node.render_annotated(context))
        if self.asvar is None:
            return SafeString(shown)
        found = context[self.asvar]
        return found if isinstance(found, str) else str(found)


def _is_literal(written: FilterExpression | None) -> bool:
    """Whether an argument is a text written out, without a filter."""
    if written is None:
        return True
    var = written.var
    fixed = isinstance(var, str) or (isinstance(var, Variable) and var.literal is not None)
    return fixed and not written.filters


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """`{% translate "Words" context "where" as label %}`."""
    node = do_translate(parser, token)
    if not (_is_literal(node.filter_expression) and _is_literal(node.message_context)):
        return node
    return Fixed(node, node.asvar)


class WordsWithValues(BlockTranslateNode):
    """Django's own, which puts its message together once instead of at each use."""

    def __init__(self, node: BlockTranslateNode) -> None:
        super().__init__(
            node.extra_context,
            node.singular,
            node.plural,
            node.countervar,
            node.counter,
            node.message_context,
            trimmed=node.trimmed,
            asvar=node.asvar,
            tag_name="blocktranslate",
        )
        self.token = node.token
        self.message, self.names = super().render_token_list(node.singular)
        self.messages, names = super().render_token_list(node.plural or [])
        self.more = [name for name in names if name not in self.names]

    def render_token_list(self, tokens: list[Token]) -> tuple[str, list[str]]:
        """The message of the singular or the plural, and the names of values in it."""
        if tokens is self.singular:
            return self.message, list(self.names)
        return self.messages, self.more


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> WordsWithValues:
    """`{% blocktranslate trimmed count n=rows|length %}…{% plural %}…{% endblocktranslate %}`."""
    return WordsWithValues(do_block_translate(parser, token))


@register.tag
def static(parser: Parser, token: Token) -> Node:
    """`{% static "core/dist/app.css" %}`."""
    node = django_static(parser, token)
    if not _is_literal(node.path):
        return node
    return Fixed(node, node.varname)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """`{% url "accounts:profile" as profile_url %}`."""
    node = django_url(parser, token)
    if node.args or node.kwargs or not _is_literal(node.view_name):
        return node
    return Fixed(node, node.asvar)
