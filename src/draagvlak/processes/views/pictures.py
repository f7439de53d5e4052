"""A model as a picture in a page: the one place where its markup is told to be safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe

from draagvlak.lib.bpmn import Words, picture_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    from draagvlak.lib.bpmn import Mark, Model


def drawn(
    model: Model, title: str, name: str, marks: Mapping[str, Mark] | None = None
) -> SafeString:
    """A picture; `name` tells it from others on the page."""
    picture = picture_of(model, Words(title, name=name), marks=marks or {})
    return mark_safe(picture)  # noqa: S308 written by lib.bpmn, which escapes every word
