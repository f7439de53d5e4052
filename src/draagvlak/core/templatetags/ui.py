"""Components: `{% ui "card" title=… %}…{% endui %}` with declared props.

A component is one file, `templates/ui/<name>.html`. Its first line declares its props, its second
(optional) line the slots that a caller may fill:

    {# props: title level=2 lead= #}
    {# slots: body actions #}

A prop without `=` is required. `lead=` is optional and empty; defaults are whole numbers, `True`,
`False`, `None` or one bare word. A component that declares the prop `*attrs` takes HTML attributes
as well: every name with a hyphen (`hx-get`, `data-open`, `aria-label`) and those in
`PLAIN_ATTRIBUTES` end up in `attrs`.
`body` is what stands between `{% ui %}` and `{% endui %}`; a component without that slot closes
itself: `{% ui "kind" kind="wish" / %}`. An unknown or missing prop or slot is an error when the
template is compiled, not an empty string on the page.

A component that says so with `{# keeps #}` below its props is made once for the same props, in the
same language, and then remembered in the process. Only small ones that show words of the product:
what people said must not stay in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.template import Engine, TemplateSyntaxError
from django.template.base import NodeList, Template, TextNode
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from draagvlak.core import markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.contrib.messages.storage.base import Message
    from django.template.base import FilterExpression, Parser, Token
    from django.template.context import Context

    from draagvlak.core.markup import FacetGroup

register = template.Library()

PROPS = re.compile(r"\A\{# props:(?P<props>[^#]*)#\}")
SLOTS = re.compile(r"^\{# slots:(?P<slots>[^#]*)#\}", re.MULTILINE)
ATTRS = "*attrs"
# fmt: off
PLAIN_ATTRIBUTES = frozenset({
    "autocomplete", "autofocus", "download", "enctype", "formaction", "formnovalidate",
    "inputmode", "list", "max", "maxlength", "min", "minlength",
    "novalidate", "pattern", "placeholder", "readonly", "rel", "required",
    "rows", "spellcheck", "step", "target",
})
# fmt: on
KEEPS = re.compile(r"^\{# keeps #\}", re.MULTILINE)
KEPT_AT_MOST = 4096
LONGEST_KEPT = 400
BODY = "body"
FILLED = "_filled_slots"
SPRITE = Path(__file__).parents[1] / "static" / "core" / "dist" / "icons.svg"
UNDO = "undo:"

_PLAIN = frozenset({str, SafeString, int, bool, tuple, type(None)})
"""Kinds of props that say all there is to say; a tuple holds entries that cannot change."""

Default = str | int | bool | None
Item = TypeVar("Item")


@dataclass(frozen=True)
class Component:
    """A compiled component with what it declares on its first two lines."""

    name: str
    template: Template
    defaults: Mapping[str, Default]
    required: frozenset[str]
    slots: frozenset[str]
    takes_attrs: bool
    keeps: bool

    def check(self, given: Mapping[str, FilterExpression], slots: set[str]) -> None:
        """Raise TemplateSyntaxError when props or slots differ from what is declared."""
        known = self.required | self.defaults.keys()
        for key in given:
            if key not in known and not (self.takes_attrs and is_attribute(key)):
                raise TemplateSyntaxError(
                    f'{{% ui "{self.name}" %}} has no prop {key!r}; it has: '
                    f"{', '.join(sorted(known)) or 'none'}"
                )
        if missing := sorted(self.required - given.keys()):
            raise TemplateSyntaxError(f'{{% ui "{self.name}" %}} misses: {", ".join(missing)}')
        if unknown := sorted(slots - self.slots):
            raise TemplateSyntaxError(
                f'{{% ui "{self.name}" %}} has no slot {", ".join(unknown)}; it has: '
                f"{', '.join(sorted(self.slots)) or 'none'}"
            )


def is_attribute(name: str) -> bool:
    """Whether a name that is no prop may be an attribute of HTML."""
    return "-" in name or name in PLAIN_ATTRIBUTES


def default_value(written: str) -> Default:
    """The value of a default as written on the first line of a component."""
    words: dict[str, Default] = {"True": True, "False": False, "None": None}
    if written in words:
        return words[written]
    return int(written) if written.isdecimal() else written


def read_component(name: str, compiled: Template) -> Component:
    """The component that `compiled` declares; TemplateSyntaxError when it declares no props."""
    source = str(compiled.source)
    match = PROPS.match(source)
    if match is None:
        raise TemplateSyntaxError(f"ui/{name}.html declares no props on its first line")
    pairs = [word.partition("=") for word in match["props"].split() if word != ATTRS]
    slots = SLOTS.search(source)
    return Component(
        name=name,
        template=compiled,
        defaults={key: default_value(value) for key, eq, value in pairs if eq},
        required=frozenset(key for key, eq, _ in pairs if not eq),
        slots=frozenset(slots["slots"].split() if slots else ()),
        takes_attrs=ATTRS in match["props"].split(),
        keeps=KEEPS.search(source) is not None,
    )


def component(name: str) -> Component:
    """The component by this name. The engine's cached loader compiles each file once."""
    engine = Engine.get_default()
    return read_component(name, engine.get_template(f"ui/{name}.html"))


class SlotNode(template.Node):
    """A named part of a component's content: rendered where it stands, shown where it belongs."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        filled = context.get(FILLED)
        if not isinstance(filled, dict):
            raise TemplateSyntaxError(f'{{% slot "{self.name}" %}} stands outside {{% ui %}}')
        filled[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


class ComponentNode(template.Node):
    """One use of a component in a page."""

    def __init__(
        self, used: Component, given: Mapping[str, FilterExpression], body: NodeList
    ) -> None:
        self.used = used
        self.given = given
        self.body = body
        self.keeps = used.keeps and not body

    def render(self, context: Context) -> SafeString:
        values: dict[str, object] = dict(self.used.defaults)
        attrs: dict[str, object] = {}
        for key, expression in self.given.items():
            is_prop = key in self.used.required or key in self.used.defaults
            (values if is_prop else attrs)[key] = expression.resolve(context)
        if not self.keeps:
            return self._made(context, values, attrs)
        likeness = _likeness(self.used.name, values, attrs)
        if likeness is None:
            return self._made(context, values, attrs)
        found = _kept.get(likeness)
        if found is None:
            found = self._made(context, values, attrs)
            if len(_kept) >= KEPT_AT_MOST:
                _kept.clear()
            _kept[likeness] = found
        return found

    def _made(
        self, context: Context, values: dict[str, object], attrs: dict[str, object]
    ) -> SafeString:
        filled: dict[str, SafeString] = {}
        with context.push(**{FILLED: filled}):
            values["slot"] = SafeString(self.body.render(context).strip())
        values["slots"] = filled
        if self.used.takes_attrs:
            values["attrs"] = flatatt(attrs)
            values["attr_map"] = attrs
        # A component sees its props and nothing else of the page; only the token of its forms.
        if (token := context.get("csrf_token")) is not None:
            values["csrf_token"] = token
        return SafeString(self.used.template.render(context.new(values)).strip())


_kept: dict[tuple[object, ...], SafeString] = {}


def _likeness(
    name: str, values: Mapping[str, object], attrs: Mapping[str, object]
) -> tuple[object, ...] | None:
    """What a component's markup depends on; None when that is more than a few plain words."""
    parts: list[object] = [name, get_language()]
    for given in (values, attrs):
        for key, value in given.items():
            kind = type(value)
            short = kind is bool or kind is tuple or len(str(value)) <= LONGEST_KEPT
            if kind not in _PLAIN or not short:
                return None
            parts += (key, kind, value)
    return tuple(parts)


def slots_in(node: template.Node) -> set[str]:
    """The slots that a node fills, also under a condition; not those of a component inside it."""
    if isinstance(node, SlotNode):
        return {node.name}
    if isinstance(node, ComponentNode):
        return set()
    lists = [getattr(node, name, None) or () for name in node.child_nodelists]
    return {slot for nodes in lists for child in nodes for slot in slots_in(child)}


def filled_by(body: NodeList) -> set[str]:
    """The slots that a body fills, and `body` when something else stands in it too."""
    found: set[str] = set()
    for node in body:
        inside = slots_in(node)
        found |= inside
        if not inside and not (isinstance(node, TextNode) and not node.s.strip()):
            found.add(BODY)
    return found


def quoted(bits: list[str], tag: str) -> str:
    """The quoted name that is the first argument of a tag."""
    if not bits or bits[0][0] not in "\"'" or bits[0][0] != bits[0][-1]:
        raise TemplateSyntaxError(f'{{% {tag} %}} starts with a quoted name: {{% {tag} "name" %}}')
    return bits[0][1:-1]


@register.tag
def ui(parser: Parser, token: Token) -> ComponentNode:
    """`{% ui "name" prop=value … %}…{% endui %}` or `{% ui "name" prop=value / %}`."""
    tag, *bits = token.split_contents()
    closed = bits[-1:] == ["/"]
    name = quoted(bits, tag)
    used = component(name)
    given: dict[str, FilterExpression] = {}
    for bit in bits[1:-1] if closed else bits[1:]:
        key, eq, value = bit.partition("=")
        if not eq or not value or key in given:
            raise TemplateSyntaxError(f'{{% {tag} "{name}" %}} cannot read {bit!r}')
        given[key] = parser.compile_filter(value)
    body = NodeList()
    if not closed:
        body = parser.parse(("endui",))
        parser.delete_first_token()
    used.check(given, filled_by(body))
    return ComponentNode(used, given, body)


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """`{% slot "actions" %}…{% endslot %}`, inside `{% ui %}`."""
    tag, *bits = token.split_contents()
    name = quoted(bits, tag)
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name, nodelist)


@cache
def icon_names() -> frozenset[str]:
    """The icons in the sprite; `frontend/icons.txt` decides which."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


class IconNode(template.Node):
    """One icon out of the sprite, hidden from a screen reader: the text stands beside it."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        name = str(self.name.resolve(context))
        if not name:
            return SafeString("")
        if name not in icon_names():
            raise TemplateSyntaxError(unknown_icon(name))
        return drawn(name)


def drawn(name: str) -> SafeString:
    """The markup of an icon."""
    found = _drawn.get(name)
    if found is None:
        found = format_html(
            '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
            static("core/dist/icons.svg"),
            name,
        )
        if not settings.DEBUG:
            _drawn[name] = found
    return found


_drawn: dict[str, SafeString] = {}


def unknown_icon(name: str) -> str:
    """What went wrong and what to do."""
    return f"There is no icon {name!r}: add it to frontend/icons.txt and build the front end."


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """`{% icon "house" %}`: an unknown icon is an error, for a literal when compiling."""
    tag, *bits = token.split_contents()
    if len(bits) != 1:
        raise TemplateSyntaxError(f'{{% {tag} %}} takes one name: {{% {tag} "house" %}}')
    if bits[0][0] in "\"'" and (name := quoted(bits, tag)) not in icon_names():
        raise TemplateSyntaxError(unknown_icon(name))
    return IconNode(parser.compile_filter(bits[0]))


@register.simple_tag
def facet_groups(groups: Sequence[FacetGroup], target: str) -> SafeString:
    """The groups of `{% ui "facets" %}`, written by hand: they stand beside each list."""
    return SafeString(markup.facets(groups, target))


@register.simple_tag
def tab_links(items: Sequence[object]) -> SafeString:
    """The links of `{% ui "tabs" %}`, written by hand; an item is an object or a mapping."""
    return SafeString(markup.tabs(items))


# Small words


@register.filter
def undo_url(message: Message) -> str:
    """Where to post to undo what a message tells, from its tag `undo:<path>`; else empty.

    Only a path on this site counts: an address elsewhere would carry the form's token away.
    """
    for tag in (message.extra_tags or "").split():
        if tag.startswith(UNDO):
            url = tag.removeprefix(UNDO)
            parts = urlsplit(url)
            local = url.startswith("/") and not url.startswith("//")
            return url if local and not parts.netloc else ""
    return ""


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name: “Joke van Dam” gives “JD”."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def first_items(items: Sequence[Item], count: int) -> Sequence[Item]:
    """The first `count` items, or all of them when only one more would be left out."""
    return items if len(items) <= count + 1 else items[:count]


@register.filter
def items_after(items: Sequence[Item], count: int) -> Sequence[Item]:
    """What `first_items` left out."""
    return [] if len(items) <= count + 1 else items[count:]
