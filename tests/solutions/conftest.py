"""A guide in a programme with a process of two moments, and a solution."""

from __future__ import annotations

import pytest
from django.test import Client

from draagvlak.programmes.models import Programme
from tests.factories import processes
from tests.factories.places import make_member, sign_in
from tests.factories.solutions import make_solution


@pytest.fixture
def guide(db):
    return make_member()


@pytest.fixture
def process(guide):
    return processes.make_process(guide, "Collegestukken")


@pytest.fixture
def step(guide, process):
    return processes.make_step(guide, process, "Lees de stukken", "later", role="Collegelid")


@pytest.fixture
def solution(guide):
    return make_solution(guide, "iBabs", "chosen")


@pytest.fixture
def as_role(guide):
    """Somebody else of the same programme, in a role."""

    def make(role):
        return make_member(Programme.objects.get(pk=guide.programme_id), role)

    return make


@pytest.fixture
def browse():
    """A browser of somebody, that begins its addresses in their programme."""

    def make(actor):
        browser = sign_in(Client(), actor)
        base = f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/"

        class Browser:
            def get(self, path="", status=200):
                answer = browser.get(path if path.startswith("/") else base + path)
                assert answer.status_code == status, answer.content.decode()[:2000]
                return answer.content.decode()

            def post(self, path, status=303, **sent):
                answer = browser.post(path if path.startswith("/") else base + path, sent)
                assert answer.status_code == status, answer.content.decode()[:2000]
                return answer

        return Browser()

    return make
