"""The one mechanism by which a higher app shows itself on a lower one.

A `Registry` is a named list of providers. An app registers its own in `providers.py`, which is
loaded at start. `manage.py registry` lists everything that is registered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

ALL: dict[str, Registry[object]] = {}


class Registry(Generic[T]):
    """Providers by key, in order of `order`, then of registration."""

    def __init__(self, name: str, question: str) -> None:
        self.name = name
        self.question = question
        self._entries: dict[str, tuple[int, T]] = {}
        ALL[name] = self  # type: ignore[assignment]

    def register(self, key: str, provider: T, *, order: int = 100) -> T:
        """Add a provider. A key that is taken by another provider is a mistake: ValueError."""
        if key in self._entries and self._entries[key][1] is not provider:
            raise ValueError(f"{self.name}: {key} is registered already")
        self._entries[key] = (order, provider)
        return provider

    def get(self, key: str) -> T | None:
        entry = self._entries.get(key)
        return entry[1] if entry else None

    def items(self) -> list[tuple[str, T]]:
        """Key and provider, in order."""
        return [(k, p) for k, (_, p) in sorted(self._entries.items(), key=lambda e: e[1][0])]

    def __iter__(self) -> Iterator[T]:
        return (provider for _, provider in self.items())

    def __len__(self) -> int:
        return len(self._entries)
