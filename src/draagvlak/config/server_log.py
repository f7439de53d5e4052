"""The log of gunicorn, as quiet as ours: it would name a visitor's address and what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gunicorn.glogging import Logger

from draagvlak.config.env import Environment
from draagvlak.core.quiet_log import FORMATS

if TYPE_CHECKING:
    from gunicorn.config import Config


class QuietLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own logger with our layout. There is no log of requests at all."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        layout = FORMATS[Environment.load().choice("DRAAGVLAK_LOG_FORMAT", *FORMATS)]()
        for handler in self.error_log.handlers:
            handler.setFormatter(layout)
