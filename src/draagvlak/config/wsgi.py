"""The WSGI application, whole: what a first page needs is loaded before anything is forked."""

from __future__ import annotations

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

FIRST_PAGES = ("account/login.html",)


def load() -> None:
    """What a first request would load: every address with its view, the texts, a page."""
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")
    for name in FIRST_PAGES:
        get_template(name)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "draagvlak.config.settings")
gc.disable()
application = get_wsgi_application()
load()
gc.freeze()  # a process that is forked need not copy what it only reads
gc.enable()
