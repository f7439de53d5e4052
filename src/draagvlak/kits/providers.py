"""What the starter kits register with the plumbing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from draagvlak.core.audit import VERBS

for _verb, _words in {
    "kits.demo_built": gettext_lazy("built the demo"),
    "kits.demo_opened": gettext_lazy("opened the demo"),
}.items():
    VERBS.register(_verb, _words)
