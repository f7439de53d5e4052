"""What `draagvlak check` and the start look at in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register  # noqa: A004 the name of the framework

from draagvlak.config.env import is_elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig
    from django.core.checks import CheckMessage

WORDS = {
    "database": "PostgreSQL on another machine is reached without encryption. "
    "Write ?sslmode=verify-full (or require) at the end of DATABASE_URL.",
    "mail": "Mail goes to another machine without encryption. "
    "Set DRAAGVLAK_MAIL_SECURITY to starttls or tls.",
    "log": "The log goes to another machine without encryption. "
    "Write tls:// in DRAAGVLAK_LOG_HOST.",
}
FILES = (
    "DRAAGVLAK_FILES names a store on another machine without encryption. "
    "Write https:// in its endpoint; only a store on this machine may do without."
)
HINT = "Is the network between yours alone? Then say so: DRAAGVLAK_UNENCRYPTED={}."


@register(Tags.security)
def warn_of_open_lines(
    app_configs: Sequence[AppConfig] | None, **_more: object
) -> list[CheckMessage]:
    """A warning at every start and check."""
    del app_configs
    return [
        Warning(WORDS[each], hint=HINT.format(each), id=f"draagvlak.open_{each}")
        for each in settings.UNENCRYPTED
    ]


@register(Tags.security)
def refuse_open_store(
    app_configs: Sequence[AppConfig] | None, **_more: object
) -> list[CheckMessage]:
    """An error at every start and check: whoever listens could take files away or old ones back."""
    del app_configs
    bucket = settings.BUCKET
    if bucket is None or bucket.is_encrypted or not is_elsewhere(bucket.host):
        return []
    return [Error(FILES, id="draagvlak.refused_files")]


@register(Tags.security, deploy=True)
def refuse_open_lines(
    app_configs: Sequence[AppConfig] | None, **_more: object
) -> list[CheckMessage]:
    """An error where somebody asks whether this may go live (`check --deploy`)."""
    del app_configs
    return [
        Error(WORDS[each], hint=HINT.format(each), id=f"draagvlak.refused_{each}")
        for each in settings.UNENCRYPTED
    ]
