"""Two clients, each with a whole programme."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from draagvlak.accounts.models import User
from draagvlak.core.actor import SYSTEM
from draagvlak.core.erasing import erase_workspace
from draagvlak.core.models import Workspace
from draagvlak.kits.commands import build_demo
from draagvlak.kits.commands.demo import SLUG
from draagvlak.programmes.models import Programme


@pytest.fixture(scope="module")
def _worlds(django_db_setup, django_db_blocker):
    """Two clients, each with a whole programme; built once, gone afterwards."""
    with django_db_blocker.unblock():
        accounts = build_demo(by=SYSTEM)
        first_space = Workspace.objects.get(slug=SLUG)
        Workspace.objects.filter(pk=first_space.pk).update(slug="eerste")
        build_demo(by=SYSTEM)
        yield first_space.pk
        with transaction.atomic():
            for space in Workspace.objects.filter(is_demo=True):
                erase_workspace(space.pk)
            User.objects.filter(email__in=[account.email for account in accounts]).delete()


@pytest.fixture
def bare_refusals(settings):
    """A page that refuses says its reason only, and one may knock as fast as one likes.

    Who knocks at thousands of doors asks whether they open; what stands on the pages themselves is
    looked at in tests/core/test_gate.py and in the browser, the pace in tests/core/test_pace.py.
    """
    settings.ACTS_PER_MINUTE = settings.SEARCHES_PER_MINUTE = 1_000_000
    bare = Path(__file__).parent / "bare"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [bare]}]


@pytest.fixture
def own(db, _worlds):
    return Programme.objects.select_related("workspace").get(workspace_id=_worlds)


@pytest.fixture
def other(own):
    """A programme of another client, with everything in it."""
    return Programme.objects.select_related("workspace").exclude(pk=own.pk).get()
