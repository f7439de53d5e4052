"""What all tests share."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation

from draagvlak.core import metrics
from draagvlak.core.metrics import Tally
from tests import pulse_guard, tenant_guard

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
WORTH_TELLING, A_MINUTE = 1.0, 60.0


def pytest_collection_modifyitems(items):
    """A test that runs on one engine only says why, and does not use ours."""
    for item in items:
        if mark := item.get_closest_marker("one_engine"):
            name = item.nodeid
            if not (mark.args and str(mark.args[0]).strip()):
                raise pytest.UsageError(f"{name}: one_engine without its reason")
            if item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames):
                raise pytest.UsageError(f"{name}: one_engine, and yet it uses the database")


def pytest_terminal_summary(terminalreporter):
    """Say where the time went: seconds per folder, and the files that took most."""
    folders, files = Counter(), Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration") and hasattr(report, "when"):
                path = report.nodeid.partition("::")[0]
                folders["/".join(path.split("/")[:2])] += report.duration
                files[path] += report.duration
    if folders.total() > A_MINUTE:
        terminalreporter.section("where the time went, in seconds of work")
        for name, seconds in (*folders.most_common(), *files.most_common(12)):
            if seconds >= WORTH_TELLING:
                terminalreporter.write_line(f"{seconds:8.1f}  {name}")


@pytest.fixture(autouse=True, scope="session")
def _figures_of_tests(tmp_path_factory):
    """What tests count lands beside them, not in the data folder."""
    metrics.TALLY = Tally(tmp_path_factory.mktemp("metrics"))


@pytest.fixture(autouse=True, scope="session")
def _guarded():
    """Every statement of the product names its workspace; every change moves its version."""
    tenant_guard.watch()
    pulse_guard.watch()


@pytest.fixture(autouse=True)
def _in_dutch():
    """A request of the test before in English leaves its thread in English."""
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick():
    """Hashing passwords and manifests is not what these tests are about.

    For the whole run, so that it holds for what a module or a session makes too.
    """
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ARGON2={"iterations": 1, "lanes": 1, "memory_kib": 64},
        RECEIPT_COST={"iterations": 1, "lanes": 1, "memory_kib": 64},
        RECEIPT_SECONDS=0.0,
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    ):
        yield
