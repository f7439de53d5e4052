"""Markup that cannot be broken out of: words become text, whatever they hold."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_:.-]*")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Tag:
    """One element. A child that is a str is text; only a Tag is markup."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Tag | str, ...]

    def written(self) -> str:
        """As markup, escaped here and nowhere else."""
        parts: list[str] = []
        self.write_to(parts)
        return "".join(parts)

    def write_to(self, parts: list[str]) -> None:
        """Append the markup."""
        parts.append(f"<{self.name}")
        parts += [f' {name}="{_escaped(value)}"' for name, value in self.attributes]
        if not self.children:
            parts.append("/>")
            return
        parts.append(">")
        for child in self.children:
            if isinstance(child, Tag):
                child.write_to(parts)
            else:
                parts.append(_escaped(child))
        parts.append(f"</{self.name}>")


def tag(
    name: str, attributes: Mapping[str, str | float], children: Iterable[Tag | str] = ()
) -> Tag:
    """An element. Attributes that are "" are left out. Raises ValueError for a wrong name."""
    for one in (name, *attributes):
        if not _NAME.fullmatch(one):
            raise ValueError(f"not a name: {one!r}")
    given = [(key, number(v) if isinstance(v, float) else str(v)) for key, v in attributes.items()]
    return Tag(name, tuple((key, value) for key, value in given if value), tuple(children))


def number(value: float) -> str:
    """At most one decimal."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def _escaped(text: str) -> str:
    return html.escape(_ILLEGAL.sub("", text), quote=True)
