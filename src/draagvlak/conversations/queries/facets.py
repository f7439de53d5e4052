"""The facets of the list of conversations, as links with counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from draagvlak.conversations.models import Conversation
from draagvlak.programmes.models import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.conversations.queries.conversations import Filter


@dataclass(frozen=True)
class Option:
    """One choice of a facet."""

    label: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True)
class Group:
    """A facet with its choices."""

    label: str
    options: Sequence[Option]


def facet_groups(wanted: Filter, counts: Mapping[str, Mapping[str, int]]) -> list[Group]:
    """State, form and phase; a second click takes a choice away."""
    facets = (
        ("state", _("State"), Conversation.State.choices, wanted.state),
        ("form", _("Form"), Conversation.Form.choices, wanted.form),
        ("phase", _("Phase"), Phase.choices, wanted.phase),
    )
    groups = []
    for key, label, choices, chosen in facets:
        options = [
            Option(
                str(capfirst(words)),
                wanted.address(**{key: "" if chosen == value else value}),
                counts[key].get(value, 0),
                chosen == value,
            )
            for value, words in choices
            if counts[key].get(value) or chosen == value
        ]
        groups.append(Group(label, options))
    return [group for group in groups if group.options]
