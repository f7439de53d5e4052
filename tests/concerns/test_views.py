"""The pages as people meet them: what they read, what is refused, what is never lost."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from draagvlak.concerns import commands, queries
from draagvlak.concerns.models import Concern, Voice
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.organisations.models import Organisation, Person
from draagvlak.programmes.models import Membership, Programme
from tests.factories.concerns import (
    make_answered,
    make_cause_for,
    make_concern,
    make_delivered,
    make_group,
    make_understood,
)
from tests.factories.places import make_member, make_programme, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PLACES = ("concern_list", "concern_add", "concern_similar", "concern_states", "cause_list")
PAGES = (
    "concern_detail",
    "concern_edit",
    "concern_owner",
    "concern_severity",
    "concern_due",
    "concern_origin",
    "concern_cause_add",
    "concern_split",
    "voice_list",
    "voice_add",
)


@pytest.fixture
def guide():
    return make_member(make_programme())


@pytest.fixture
def web(client, guide):
    return sign_in(client, guide)


def _at(actor, name, **kwargs):
    return to(actor, f"concerns:{name}", **kwargs)


def _undo(actor, response):
    """The address of the undo that a message offers."""
    key = re.search(r"/undo/([0-9a-f-]{36})/", _text(response)).group(1)
    return to(actor, "core:undo_take", undo_id=key)


def _text(response):
    return response.content.decode()


@pytest.mark.parametrize("make", [make_concern, make_understood, make_answered, make_delivered])
def test_every_page_of_a_concern_opens_whole_and_in_part(web, guide, make):
    concern = make(guide)
    for name in PAGES:
        address = _at(guide, name, concern_id=concern.pk)
        assert web.get(address).status_code == 200, name
        assert web.get(address, headers=HTMX).status_code == 200, name


def test_every_page_of_the_register_opens_empty_and_full(web, guide):
    for _ in range(2):
        for name in PLACES:
            assert web.get(_at(guide, name)).status_code == 200, name
        make_answered(guide)


def test_an_outsider_finds_nothing(client, guide):
    concern = make_understood(guide)
    (cause,) = queries.causes_of(concern)
    sign_in(client, make_member(make_programme()))

    for name in PLACES:
        assert client.get(_at(guide, name)).status_code == 404, name
    for name in PAGES:
        assert client.get(_at(guide, name, concern_id=concern.pk)).status_code == 404, name
    assert client.get(_at(guide, "cause_detail", cause_id=cause.pk)).status_code == 404


def test_a_foreign_id_in_the_address_is_not_found(web, guide):
    foreign = make_understood(make_member(make_programme()))
    (cause,) = queries.causes_of(foreign)

    for key in (foreign.pk, uuid4()):
        for name in (*PAGES, "concern_answer", "concern_tell"):
            assert web.get(_at(guide, name, concern_id=key)).status_code == 404, name
        for name in ("concern_archive", "concern_restore", "concern_reopen", "voice_tally"):
            assert web.post(_at(guide, name, concern_id=key)).status_code == 404, name
    assert web.get(_at(guide, "cause_detail", cause_id=cause.pk)).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.SPONSOR, Role.EMPLOYEE, Role.KEY_USER, Role.WORKS_COUNCIL, Role.ADMINISTRATOR]
)
def test_others_read_reasons_instead_of_buttons(client, guide, role):
    concern = make_understood(guide)
    reader = make_member(Programme.objects.get(pk=guide.programme_id), role)
    sign_in(client, reader)

    page = _text(client.get(_at(reader, "concern_detail", concern_id=concern.pk)))
    assert "Alleen de begeleiders weten wie wat zei." in page
    assert (
        "De eigenaar van deze zorg of wens geeft het antwoord. Of een begeleider doet dat." in page
    )
    assert "Zet in het archief" not in page
    assert "Nieuwe zorg of wens" not in _text(client.get(_at(reader, "concern_list")))
    for name in ("voice_list", "voice_add", "concern_split", "concern_edit", "concern_owner"):
        assert client.get(_at(reader, name, concern_id=concern.pk)).status_code == 403, name
    refused = client.get(_at(reader, "concern_answer", concern_id=concern.pk))
    assert refused.status_code == 403
    assert "De eigenaar van deze zorg of wens geeft het antwoord" in _text(refused)


def test_the_list_says_how_many_wait(web, guide):
    make_concern(guide, "Wifi hapert")
    make_answered(guide, "Lezen van papier")

    page = _text(web.get(_at(guide, "concern_list")))
    assert "1 van 2 wacht op een antwoord." in page
    assert "Wifi hapert" in page
    assert page.count("<h1>") == 1


def test_an_empty_list_says_why_and_what_to_do(web, guide):
    page = _text(web.get(_at(guide, "concern_list")))

    assert "Nog niemand heeft iets gezegd" in page
    assert "Schrijf een zorg of wens op" in page


def test_a_list_without_hits_says_what_to_do(web, guide):
    make_concern(guide, "Wifi hapert")

    page = _text(web.get(_at(guide, "concern_list"), {"q": "printer"}))
    assert "Niets past bij deze filters." in page
    assert "Wis alle filters" in page


def test_htmx_gets_only_the_list(web, guide):
    make_concern(guide, "Wifi hapert")
    address = _at(guide, "concern_list")

    part = web.get(address, headers={**HTMX, "HX-Target": "div#concern-list"})
    assert "Wifi hapert" in _text(part)
    assert "<html" not in _text(part)
    assert "HX-Target" in part["Vary"]


def test_nonsense_in_the_address_shows_the_list(web, guide):
    make_concern(guide, "Wifi hapert")
    nonsense = {
        "kind": "x", "state": "y", "severity": "9", "group": "geen", "owner": "'", "sort": "z",
        "after": "~~", "before": "", "about": "\0", "due": "1", "archived": "ja",
    }  # fmt: skip

    page = web.get(_at(guide, "concern_list"), nonsense)
    assert page.status_code == 200
    assert "Wifi hapert" in _text(page)


def _statements(web, address):
    web.get(address)
    with CaptureQueriesContext(connection) as found:
        web.get(address)
    return len(found)


def test_the_list_page_asks_the_same_whatever_its_length(web, guide):
    counts = []
    for _ in range(3):
        make_understood(guide, groups=[make_group(guide).pk])
        counts.append(_statements(web, _at(guide, "concern_list")))

    assert counts[0] == counts[2]
    assert counts[0] <= 10


def test_the_page_of_a_concern_asks_the_same_whatever_hangs_on_it(web, guide):
    counts = []
    for many in (1, 3):
        concern = make_answered(guide, groups=[make_group(guide).pk for _ in range(many)])
        for _ in range(many):
            commands.add_cause(by=guide, concern=concern, cause=make_cause_for(guide))
            commands.join_voice(by=guide, concern=concern)
        commands.write_origin(by=guide, concern=concern, steps=["Omdat"] * many)
        address = _at(guide, "concern_detail", concern_id=concern.pk)
        counts.append(_statements(web, address))

    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_more_filters_are_counted_when_they_are_asked_for(web, guide):
    make_concern(guide, groups=[make_group(guide, "Beleidsadviseurs").pk])
    shut = web.get(_at(guide, "concern_list")).content.decode()
    assert 'href="?more=1"' in shut
    assert "<h2>Doelgroep</h2>" not in shut
    opened = web.get(_at(guide, "concern_list"), {"more": "1"}).content.decode()
    assert "<h2>Doelgroep</h2>" in opened
    assert 'href="?more=1"' not in opened


def test_fifty_lines_stay_within_sixty_kilobytes(web, guide):
    group = make_group(guide, "Beleidsadviseurs en omgevingsdienst")
    for number in range(52):
        make_concern(guide, f"Een gemiddeld lange titel van een zorg {number}", groups=[group.pk])

    page = web.get(_at(guide, "concern_list"))
    assert "Volgende" in _text(page)
    assert len(page.content) <= 60_000


def test_a_new_concern_from_the_list(web, guide):
    form = {"quick": "1", "title": "Wifi hapert", "kind": "wish", "once": "een"}
    for _ in range(2):
        answer = web.post(_at(guide, "concern_add"), form)
        concern = Concern.objects.get()
        assert answer.status_code == 303
        assert answer["Location"] == _at(guide, "concern_detail", concern_id=concern.pk)
    assert (concern.title, concern.kind) == ("Wifi hapert", "wish")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", "Vul dit in."),
        ("x" * 161, "Dit is te lang: hooguit 160 tekens, en nu 161."),
    ],
)
def test_a_wrong_title_is_told_and_nothing_is_stored(web, guide, title, words):
    quick = {"quick": "1", "title": title, "kind": "worry"}
    whole = {"title": title, "kind": "worry", "severity": "2", "description": "Blijft staan"}
    for form in (quick, whole):
        answer = web.post(_at(guide, "concern_add"), form)
        assert answer.status_code == 422
        assert words in _text(answer)
        if title:
            assert title in _text(answer)
    assert "Blijft staan" in _text(answer)
    assert Concern.objects.count() == 0


def test_the_whole_form_writes_everything(web, guide):
    group = make_group(guide)
    form = {
        "title": "Wifi hapert",
        "kind": "worry",
        "severity": "4",
        "description": "In de raadzaal.",
        "groups": [str(group.pk)],
        "once": "twee",
    }
    assert web.post(_at(guide, "concern_add"), form).status_code == 303
    concern = Concern.objects.get()
    assert (concern.severity, concern.description) == (4, "In de raadzaal.")
    assert queries.groups_of(concern) == [group]
    foreign = make_group(make_member(make_programme()))
    answer = web.post(_at(guide, "concern_add"), {**form, "groups": [str(foreign.pk)]})
    assert answer.status_code == 422


def test_what_resembles_it_is_shown_before_it_is_written(web, guide):
    make_concern(guide, "Inloggen met twee stappen kost tijd")

    page = _text(web.get(_at(guide, "concern_similar"), {"title": "inloggen kost tijd"}))
    assert "Inloggen met twee stappen kost tijd" in page
    assert "Niets lijkt erop." in _text(
        web.get(_at(guide, "concern_similar"), {"title": "parkeerplaats"})
    )


def test_editing_keeps_both_texts_when_two_people_met(web, guide):
    concern = make_concern(guide, "Wifi")
    address = _at(guide, "concern_edit", concern_id=concern.pk)
    group = make_group(guide)
    form = {"kind": "worry", "severity": "2", "description": "", "version": "1"}
    assert web.post(address, {**form, "title": "Van de een"}).status_code == 303

    met = web.post(address, {**form, "title": "Van de ander", "groups": [str(group.pk)]})
    page = _text(met)
    assert met.status_code == 409
    assert "Iemand anders wijzigde deze zorg of wens terwijl je schreef" in page
    assert "Van de een" in page
    assert 'value="Van de ander"' in page
    assert 'name="version" value="2"' in page
    assert Concern.objects.get().title == "Van de een"
    again = {**form, "title": "Van allebei", "version": "2"}
    assert web.post(address, again).status_code == 303
    assert Concern.objects.get().title == "Van allebei"


def test_origin_is_written_and_kept_when_two_people_met(web, guide):
    concern = make_concern(guide)
    address = _at(guide, "concern_origin", concern_id=concern.pk)
    assert web.post(address, {"step_1": "De lijn is smal", "version": "1"}).status_code == 303

    met = web.post(address, {"step_1": "De lijn is oud", "version": "1"})
    assert met.status_code == 409
    assert "De lijn is smal" in _text(met)
    assert "De lijn is oud" in _text(met)
    assert queries.origin_of(concern) == ["De lijn is smal"]
    long = web.post(address, {"step_1": "x" * 401, "version": "2"})
    assert long.status_code == 422


def test_a_value_changes_in_place_and_without_a_script(web, guide):
    concern = make_concern(guide)
    owner = Membership.objects.get(user_id=guide.user_id)
    address = _at(guide, "concern_owner", concern_id=concern.pk)

    part = web.get(address, headers=HTMX)
    assert "<form" in _text(part)
    assert "<html" not in _text(part)
    done = web.post(address, {"owner": str(owner.pk), "version": "1"}, headers=HTMX)
    assert "Joke van Dam" in _text(done)
    assert "data-focus" in _text(done)
    plain = web.post(
        _at(guide, "concern_severity", concern_id=concern.pk), {"severity": "4", "version": "2"}
    )
    assert plain.status_code == 303
    fresh = Concern.objects.get()
    assert (fresh.owner, fresh.severity) == (owner, 4)
    cancelled = web.get(address, {"cancel": "1"}, headers=HTMX)
    assert "<form" not in _text(cancelled)


def test_a_value_that_somebody_else_changed_is_shown(web, guide):
    concern = make_concern(guide)
    address = _at(guide, "concern_severity", concern_id=concern.pk)
    web.post(address, {"severity": "4", "version": "1"})

    met = web.post(address, {"severity": "1", "version": "1"}, headers=HTMX)
    assert met.status_code == 409
    assert "nu is het “Blokkerend”" in _text(met)
    assert web.post(address, {"severity": "1", "version": "2"}, headers=HTMX).status_code == 200
    assert web.post(address, {"severity": "8", "version": "3"}).status_code == 422


def test_a_promise_is_a_day(web, guide):
    concern = make_concern(guide)
    address = _at(guide, "concern_due", concern_id=concern.pk)

    assert web.post(address, {"due_on": "2020-02-03", "version": "1"}).status_code == 303
    page = _text(web.get(_at(guide, "concern_detail", concern_id=concern.pk)))
    assert "3 februari 2020" in page
    assert "dagen te laat" in page
    wrong = web.post(address, {"due_on": "gisteren", "version": "2"})
    assert wrong.status_code == 422
    assert "Schrijf de dag als 31-12-2026." in _text(wrong)


def test_a_cause_is_chosen_or_made_taken_away_and_put_back(web, guide):
    concern, cause = make_concern(guide), make_cause_for(guide, "De lijn is smal")
    add = _at(guide, "concern_cause_add", concern_id=concern.pk)

    assert web.post(add, {"cause": str(cause.pk)}).status_code == 303
    made = {"title": "Te druk", "about": "workload", "where": "can", "description": ""}
    assert web.post(add, made).status_code == 303
    assert [each.title for each in queries.causes_of(concern)] == ["De lijn is smal", "Te druk"]
    double = web.post(add, made)
    assert double.status_code == 422
    assert "Er is al een oorzaak met deze titel. Kies die." in _text(double)
    assert web.post(add, {"cause": ""}).status_code == 422
    foreign = make_cause_for(make_member(make_programme()))
    assert web.post(add, {"cause": str(foreign.pk)}).status_code == 422

    keys = {"concern_id": concern.pk, "cause_id": cause.pk}
    gone = web.post(_at(guide, "concern_cause_remove", **keys), follow=True)
    assert "“De lijn is smal” is hier geen oorzaak meer." in _text(gone)
    web.post(_undo(guide, gone))
    assert cause in queries.causes_of(concern)


def test_a_cause_has_a_page_and_changes_for_all(web, guide):
    concern = make_understood(guide, "Wifi hapert")
    (cause,) = queries.causes_of(concern)
    page = _text(web.get(_at(guide, "cause_detail", cause_id=cause.pk)))
    assert "Wifi hapert" in page
    assert "Deze oorzaak zit achter 1 zorg of wens." in page

    edit = _at(guide, "cause_edit", cause_id=cause.pk)
    assert web.get(edit).status_code == 200
    form = {"title": "Nieuw", "about": "process", "where": "must", "version": "1"}
    assert web.post(edit, form).status_code == 303
    met = web.post(edit, {**form, "title": "Van mij"})
    assert met.status_code == 409
    assert "Nieuw" in _text(met)
    assert "Van mij" in _text(met)
    make_cause_for(guide, "Bezet")
    assert web.post(edit, {**form, "title": "Bezet", "version": "2"}).status_code == 422
    assert web.post(edit, {**form, "title": "", "version": "2"}).status_code == 422


def test_from_answer_to_told_to_open_again(web, guide):
    concern = make_understood(guide)
    answer = _at(guide, "concern_answer", concern_id=concern.pk)
    words = {
        "text": "Het mag op papier.",
        "decided_by": "Marjolein Horst",
        "reasons": "Papier geeft rust.",
        "what_happens": "Vanaf 1 mei.",
    }
    assert web.get(answer).status_code == 200
    without = web.post(answer, {**words, "reasons": ""})
    assert without.status_code == 422
    assert "Het mag op papier." in _text(without)
    told = web.post(answer, words, follow=True)
    assert "Antwoord bewaard. Vertel het nu aan wie dit noemde." in _text(told)
    assert "Papier geeft rust." in _text(told)
    assert web.post(answer, words).status_code == 403

    tell = _at(guide, "concern_tell", concern_id=concern.pk)
    assert web.get(tell).status_code == 200
    assert web.post(tell, {"told_on": "ooit"}).status_code == 422
    assert web.post(tell, {"told_on": "2026-11-12"}).status_code == 303
    page = _text(web.get(_at(guide, "concern_detail", concern_id=concern.pk)))
    assert "Teruggekoppeld op 12 november 2026." in page
    assert web.get(tell).status_code == 403

    web.post(_at(guide, "concern_reopen", concern_id=concern.pk))
    assert Concern.objects.get().state == "understood"


def test_the_owner_answers_whatever_the_role(client, guide):
    concern = make_understood(guide)
    owner = make_member(Programme.objects.get(pk=guide.programme_id), Role.SPONSOR)
    Concern.objects.update(owner=Membership.objects.get(user_id=owner.user_id))
    sign_in(client, owner)

    words = {"text": "Het mag", "decided_by": "Ik", "reasons": "Rust"}
    address = _at(owner, "concern_answer", concern_id=concern.pk)
    assert client.post(address, words).status_code == 303


def test_archive_is_undone_from_the_message(web, guide):
    concern = make_concern(guide, "Wifi hapert")
    gone = web.post(_at(guide, "concern_archive", concern_id=concern.pk), follow=True)
    assert "“Wifi hapert” staat in het archief." in _text(gone)
    assert "Wifi hapert" in _text(web.get(_at(guide, "concern_list"), {"archived": "1"}))

    back = web.post(_undo(guide, gone), follow=True)
    assert "Ongedaan gemaakt." in _text(back)
    assert "Wifi hapert" in _text(web.get(_at(guide, "concern_list")))
    web.post(_at(guide, "concern_archive", concern_id=concern.pk))
    restored = web.post(_at(guide, "concern_restore", concern_id=concern.pk), follow=True)
    assert "“Wifi hapert” staat weer in de lijst." in _text(restored)


def test_voices_are_named_only_while_the_vault_is_open(web, guide):
    vault = make_vault(guide)
    organisation = Organisation.objects.create(workspace_id=guide.tenant, name="Gemeente")
    person = Person.objects.create(
        workspace_id=guide.tenant,
        organisation=organisation,
        name="Trudy Heuvel",
        sort_key="heuvel trudy",
    )
    concern, group = make_concern(guide), make_group(guide, "Griffie")
    add = _at(guide, "voice_add", concern_id=concern.pk)
    assert "Trudy Heuvel" in _text(web.get(add, {"who": "heuv"}))
    key = uuid4()
    form = {
        "voice_id": str(key),
        "person": str(person.pk),
        "group": str(group.pk),
        "raised_on": "2026-11-12",
    }
    for _ in range(2):
        assert web.post(add, form).status_code == 303
    assert Concern.objects.get().voices == 1

    voices = _at(guide, "voice_list", concern_id=concern.pk)
    shut = _text(web.get(voices))
    assert "Trudy Heuvel" not in shut
    assert "Je kluis is dicht, dus je ziet geen namen." in shut
    assert web.post(_at(guide, "voice_tally", concern_id=concern.pk)).status_code == 403
    open_in_browser(web, vault)
    opened = _text(web.get(voices))
    assert "Trudy Heuvel" in opened
    assert "Griffie" in opened
    assert web.post(_at(guide, "voice_tally", concern_id=concern.pk)).status_code == 303
    page = _text(web.get(_at(guide, "concern_detail", concern_id=concern.pk)))
    assert "Trudy Heuvel" not in page


def test_a_guide_without_a_share_of_the_vault_reads_why(client, guide):
    make_vault(guide)
    concern = make_concern(guide)
    commands.join_voice(by=guide, concern=concern, person=uuid4())
    fellow = make_member(Programme.objects.get(pk=guide.programme_id), Role.CO_GUIDE)
    open_in_browser(sign_in(client, fellow), make_vault(fellow))

    assert client.get(_at(fellow, "voice_list", concern_id=concern.pk)).status_code == 200
    refused = client.post(_at(fellow, "voice_tally", concern_id=concern.pk))
    assert refused.status_code == 403
    assert "De stemmen zijn niet met je gedeeld." in _text(refused)


def test_without_a_vault_a_voice_has_no_name(web, guide):
    concern = make_concern(guide)
    add = _at(guide, "voice_add", concern_id=concern.pk)

    assert "Maak eerst je kluis aan." in _text(web.get(add))
    assert web.post(add, {"voice_id": str(uuid4()), "raised_on": "2026-11-12"}).status_code == 303
    assert web.post(add, {"voice_id": "x", "raised_on": ""}).status_code == 422
    assert Voice.objects.get().raised_on == dt.date(2026, 11, 1)


def test_solved_is_written_down_per_voice(web, guide):
    make_vault(guide)
    concern = make_answered(guide)
    voice = commands.join_voice(by=guide, concern=concern)
    commands.join_voice(by=guide, concern=concern)
    address = _at(guide, "voice_solved", concern_id=concern.pk, voice_id=voice.pk)

    empty = web.post(address, {"solved": "no", "reason": ""})
    assert empty.status_code == 422
    assert "Schrijf op wat er nog ontbreekt." in _text(empty)
    long = web.post(address, {"solved": "no", "reason": "x" * 401})
    assert long.status_code == 422
    assert "x" * 401 in _text(long)
    assert web.post(address, {"solved": "nee"}).status_code == 422
    assert web.post(address, {"solved": "no", "reason": "De printer"}).status_code == 303
    page = _text(web.get(_at(guide, "concern_detail", concern_id=concern.pk)))
    assert "Niet opgelost voor 1 van 2." in page
    other = web.post(
        _at(guide, "voice_solved", concern_id=concern.pk, voice_id=uuid4()), {"solved": "yes"}
    )
    assert other.status_code == 404


def test_a_concern_is_split(web, guide):
    concern = make_answered(guide)
    voices = [commands.join_voice(by=guide, concern=concern) for _ in range(2)]
    address = _at(guide, "concern_split", concern_id=concern.pk)

    everyone = {"title": "Voorlezen", "voices": [str(voice.pk) for voice in voices]}
    refused = web.post(address, everyone)
    assert refused.status_code == 422
    assert "Laat minstens één stem achter." in _text(refused)
    assert web.post(address, {"title": "Voorlezen"}).status_code == 422
    one = {"title": "Voorlezen", "voices": [str(voices[0].pk)]}
    assert web.post(address, one).status_code == 303
    assert Concern.objects.get(title="Voorlezen").voices == 1
