"""What all tests share."""

from __future__ import annotations

import os

import pytest

from draagvlak.core import metrics
from draagvlak.core.metrics import Tally

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True, scope="session")
def _figures_of_tests(tmp_path_factory):
    """What tests count lands beside them, not in the data folder."""
    metrics.TALLY = Tally(tmp_path_factory.mktemp("metrics"))


@pytest.fixture(autouse=True)
def _quick(settings):
    """Hashing passwords and manifests is not what these tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ARGON2 = {"iterations": 1, "lanes": 1, "memory_kib": 64}
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
