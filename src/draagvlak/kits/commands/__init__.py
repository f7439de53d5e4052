"""Building the demo programme."""

from __future__ import annotations

from draagvlak.kits.commands.demo import build_demo

__all__ = ["build_demo"]
