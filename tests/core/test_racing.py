"""Two people at the same instant: each gets an answer, and what may stand once stands once."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import resolve

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.gate import PolicyGate
from draagvlak.core.models import AuditEvent, OnceKey
from draagvlak.core.trouble import has_met_another
from draagvlak.core.web import to
from draagvlak.findings.commands import BottleneckDraft, Pin, add_finding
from draagvlak.findings.models import Bottleneck
from draagvlak.findings.states import Sort
from draagvlak.organisations.models import Organisation
from draagvlak.processes.commands import RemarkDraft, say_remark, tie_role
from draagvlak.processes.models import Process, Remark
from tests.factories.organisations import make_group
from tests.factories.places import make_member, sign_in
from tests.factories.processes import make_process, make_step

AT_ONCE = 4
apart = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


def together(*acts):
    """Do these things at the same moment, each over its own connection; gives what each gave."""
    gate, given = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            connection.ensure_connection()
            gate.wait(10)
            given[place] = act()
        except Exception as error:  # noqa: BLE001 it is what that thread gave
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.mark.django_db(transaction=True)
@apart
def test_the_same_key_at_the_same_moment_gives_one_result():
    guide = make_member()
    process = make_process(guide)
    draft = BottleneckDraft("De stukken komen laat")

    def add():
        pin = Pin(process, "now")
        return add_finding(by=guide, sort=Sort.BOTTLENECK, pin=pin, draft=draft, once="k")

    given = together(*[add] * AT_ONCE)

    assert given == [Bottleneck.objects.get()] * AT_ONCE
    assert OnceKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@apart
def test_two_remarks_on_one_step_at_the_same_moment_are_one():
    guide = make_member()
    process = make_process(guide)
    step = make_step(guide, process, "Teken", role="Wethouder")
    group = make_group(guide, name="Wethouders")
    tie_role(by=guide, process=process, role="Wethouder", group=group)
    draft = RemarkDraft(right=False, words="Dat gaat anders.")

    def say():
        return say_remark(by=guide, process=process, group=group, step=step, draft=draft)

    given = together(*[say] * AT_ONCE)

    remark = Remark.objects.get()
    assert given == [remark] * AT_ONCE
    assert remark.version == AT_ONCE
    assert AuditEvent.objects.filter(verb="processes.remark_said").count() == AT_ONCE


@pytest.mark.django_db(transaction=True)
@apart
def test_a_name_taken_at_the_same_moment_is_answered_and_stands_once(client):
    guide = make_member()
    web = sign_in(client, guide)
    url = to(guide, "processes:process_add")

    def send(number):
        other = Client()
        other.cookies = web.cookies
        what = {"name": "Collegestukken", "kind": "primary", "once": f"sleutel-{number}"}
        return lambda: other.post(url, what).status_code

    given = together(*[send(number) for number in range(AT_ONCE)])

    assert given.count(303) == 1
    assert set(given) <= {303, 403, 422}
    assert Process.objects.count() == 1


@command
def found(*, by, name, rival, once=""):
    """Found an organisation, while somebody else founds the same one."""
    taken = Organisation.objects.filter(workspace_id=by.tenant, name=name).first()
    rival()
    organisation = taken or Organisation.objects.create(workspace_id=by.tenant, name=name)
    record("tests.founded", by=by, on=organisation)
    return organisation


@pytest.mark.django_db(transaction=True)
@apart
def test_who_meets_another_is_done_again_from_the_start_and_sees_it():
    guide = make_member()
    theirs = []

    def rival():
        if not theirs:
            make = partial(Organisation.objects.create, workspace_id=guide.tenant, name="Gemeente")
            theirs.extend(together(make))

    assert [found(by=guide, name="Gemeente", rival=rival)] == theirs
    assert AuditEvent.objects.filter(verb="tests.founded").count() == 1


@command
def found_blindly(*, by, name):
    """Found an organisation without looking."""
    organisation = Organisation.objects.create(workspace_id=by.tenant, name=name)
    record("tests.founded", by=by, on=organisation)
    return organisation


@pytest.mark.django_db
def test_what_may_stand_once_and_stands_is_an_answer_of_its_own(rf):
    guide = make_member()
    found_blindly(by=guide, name="Gemeente")

    with pytest.raises(IntegrityError) as met:
        found_blindly(by=guide, name="Gemeente")

    assert has_met_another(met.value)
    assert Organisation.objects.count() == AuditEvent.objects.count() == 1
    request = rf.post("/")
    request.user, request.actor = AnonymousUser(), guide
    request.resolver_match = resolve("/")
    answer = PolicyGate(HttpResponse).process_exception(request, met.value)
    assert (answer.status_code, "Iemand was je net voor" in answer.text) == (409, True)


@pytest.mark.django_db
def test_what_is_wrong_in_itself_is_not_somebody_else():
    guide = make_member()

    with pytest.raises(IntegrityError) as wrong:
        Process.objects.create(
            workspace_id=guide.tenant, programme_id=guide.programme_id, name="", kind="primary"
        )

    assert not has_met_another(wrong.value)
    assert PolicyGate(HttpResponse).process_exception(HttpRequest(), wrong.value) is None


@pytest.mark.django_db
def test_what_was_made_once_and_is_gone_is_not_made_again():
    guide = make_member()
    found(by=guide, name="Gemeente", rival=bool, once="k").delete()

    with pytest.raises(Http404):
        found(by=guide, name="Gemeente", rival=bool, once="k")
    assert Organisation.objects.count() == 0
