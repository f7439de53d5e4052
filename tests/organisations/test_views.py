"""The pages of the register, as people use them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from draagvlak.core import outbox
from draagvlak.core.policy import Role
from draagvlak.core.thread import GATES
from draagvlak.core.web import to
from draagvlak.lib.table_file import Limits, read_table
from draagvlak.organisations import commands
from draagvlak.organisations.forms import imports as import_forms
from draagvlak.organisations.models import (
    Group,
    GroupMember,
    Organisation,
    PeopleImport,
    Person,
    Unit,
)
from draagvlak.organisations.views import imports
from tests.factories.organisations import (
    CSV,
    apply,
    make_group,
    make_import,
    make_organisation,
    make_person,
    make_unit,
)
from tests.factories.places import make_member, make_programme, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def web(client, guide):
    return sign_in(client, guide)


def at(actor, name, **kwargs):
    return to(actor, f"organisations:{name}", **kwargs)


def text(response):
    return response.content.decode()


def messages(response):
    return [str(message) for message in response.context["messages"]]


def undo_of(response):
    (message,) = response.context["messages"]
    return message.extra_tags.removeprefix("undo:")


def upload(content, name="mensen.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return SimpleUploadedFile(name, data)


# People


def test_the_list_shows_everybody_with_their_place(web, guide):
    unit = make_unit(guide, name="ICT")
    make_person(guide, "Els Bos", unit=unit, email="els@stad.example")

    page = web.get(at(guide, "person_list"))

    assert page.status_code == 200
    for words in ("Els Bos", "Secretaris", "ICT", "els@stad.example", "1 persoon", "<h1>Mensen"):
        assert words in text(page)


def test_an_empty_list_says_why_and_offers_an_import_with_an_example(web, guide):
    page = text(web.get(at(guide, "person_list")))

    assert "Er staat nog niemand in" in page
    assert at(guide, "import_start") in page
    assert at(guide, "import_example", kind="xlsx") in page


def test_htmx_gets_only_the_rows(web, guide):
    make_person(guide, "Els Bos")

    page = web.get(
        at(guide, "person_list"), headers={"HX-Request": "true", "HX-Target": "div#people"}
    )

    assert "Els Bos" in text(page)
    assert "<h1" not in text(page)
    assert "HX-Target" in page["Vary"]


def test_the_next_page_keeps_the_filter(web, guide):
    organisation = make_organisation(guide)
    for number in range(51):
        make_person(guide, f"Els Bos{number:02}", organisation=organisation)

    first = web.get(at(guide, "person_list"), {"q": "els"})
    second = web.get(at(guide, "person_list") + first.context["older"])

    assert len(first.context["found"].rows) == 50
    assert [row.name for row in second.context["found"].rows] == ["Els Bos50"]
    assert "q=els" in first.context["older"]
    assert second.context["older"] == ""


def test_nonsense_in_the_address_does_not_narrow(web, guide):
    make_person(guide, "Els Bos")
    address = at(guide, "person_list")

    for asked in ("?after=x", "?place=x", "?place=u:x", f"?group={uuid4()}", "?place=o:"):
        page = web.get(address + asked)
        assert page.status_code == 200
        assert "Els Bos" in text(page)


def test_a_list_of_three_takes_as_many_queries_as_a_list_of_one(web, guide):
    unit = make_unit(guide)
    make_person(guide, unit=unit)

    def count():
        with CaptureQueriesContext(connection) as seen:
            web.get(at(guide, "person_list"))
        return len(seen)

    count()
    warm = count()
    make_group(guide)  # what was remembered holds no longer
    first = count()
    make_person(guide, unit=unit)
    make_person(guide, unit=make_unit(guide))
    make_group(guide)
    assert (count(), count()) == (first, warm)
    assert (warm, first) == (6, 11)


def test_a_person_is_written_down(web, guide):
    unit = make_unit(guide, name="ICT")
    address = at(guide, "person_add")
    sent = {"name": " Els  Bos ", "place": f"u:{unit.pk}", "email": "Els@Stad.example"}

    page = web.post(address, sent, follow=True)

    person = Person.objects.get()
    assert (person.name, person.unit, person.email) == ("Els Bos", unit, "els@stad.example")
    assert messages(page) == ["Els Bos is toegevoegd."]


def test_a_person_without_a_name_or_with_a_wrong_address_is_told(web, guide):
    organisation = make_organisation(guide)
    make_person(guide, "Jan Bos", organisation=organisation, email="jan@x.nl", external_id="7")
    address = at(guide, "person_add")
    place = f"o:{organisation.pk}"

    for sent, said in (
        ({"name": "", "place": place}, "Vul een naam in."),
        ({"name": "A", "place": place, "email": "a@"}, "Dit is geen e-mailadres."),
        ({"name": "A", "place": place, "email": "JAN@x.nl"}, "Dit e-mailadres is al van Jan Bos."),
        ({"name": "A", "place": place, "external_id": "7"}, "personeelsnummer is al van Jan Bos"),
        ({"name": "A", "place": ""}, "Kies waar deze persoon werkt."),
        ({"name": "A" * 151, "place": place}, "150"),
        ({"name": "A", "place": f"u:{uuid4()}"}, "geldige keuze"),
    ):
        page = web.post(address, sent)
        assert page.status_code == 422
        assert said in text(page)
    assert Person.objects.count() == 1


def test_the_same_form_twice_writes_one_person(web, guide):
    organisation = make_organisation(guide)
    sent = {"name": "Els Bos", "place": f"o:{organisation.pk}", "once": "abc"}

    for _ in range(2):
        web.post(at(guide, "person_add"), sent)

    assert Person.objects.count() == 1


def test_without_an_organisation_the_page_offers_to_add_one(web, guide):
    page = text(web.get(at(guide, "person_add")))

    assert "Voeg eerst een organisatie toe" in page
    assert at(guide, "organisation_add") in page


def test_a_person_is_changed_and_a_conflict_shows_both(web, guide):
    person = make_person(guide, "Els Bos")
    address = at(guide, "person_edit", person_id=person.pk)
    place = f"o:{person.organisation_id}"
    sent = {"name": "Els Bos", "place": place, "version": 1}

    first = web.post(address, sent | {"function": "Griffier"}, follow=True)
    second = web.post(address, sent | {"function": "Bode"})

    assert messages(first) == ["De gegevens van Els Bos zijn bewaard."]
    assert second.status_code == 409
    assert "Functie: Bode" in text(second)
    assert "Functie: Griffier" in text(second)
    assert 'value="Bode"' in text(second)
    again = {"name": "Els Bos", "place": place, "function": "Bode", "version": 2}
    assert web.post(address, again).status_code == 303
    assert Person.objects.get().function == "Bode"


def test_somebody_leaves_and_the_message_takes_it_back(web, guide):
    person = make_person(guide, "Els Bos")

    page = web.post(at(guide, "person_leave", person_id=person.pk), follow=True)
    assert messages(page) == ["Els Bos werkt hier niet meer."]
    assert "werkt hier niet meer sinds" in text(page)

    back = web.post(undo_of(page), follow=True)
    assert messages(back) == ["Els Bos staat weer in de lijst."]
    assert Person.objects.get().left_on is None


def test_the_page_of_a_person_shows_details_and_groups(web, guide):
    person = make_person(guide, "Els Bos", email="els@x.nl")
    make_group(guide, person, name="Bodes")

    page = text(web.get(at(guide, "person_detail", person_id=person.pk)))

    for words in ("<h1>Els Bos", "Secretaris", "els@x.nl", "Bodes"):
        assert words in page


def test_picking_people_for_another_page(web, guide):
    organisation = make_organisation(guide)
    els = make_person(guide, "Els Bos", organisation=organisation)
    jan = make_person(guide, "Jan Jansen", organisation=organisation)

    page = web.get(
        at(guide, "person_pick"),
        {"name": "speaker", "many": "1", "speaker_find": "jan", "speaker": str(els.pk)},
    )

    assert f'name="speaker" value="{els.pk}" checked' in text(page)
    assert f'type="checkbox" name="speaker" value="{jan.pk}">' in text(page)
    assert web.get(at(guide, "person_pick"), {"name": "<x>"}).status_code == 404
    nobody = web.get(at(guide, "person_pick"), {"name": "speaker", "speaker_find": "zz"})
    assert "Niemand anders heet zo." in text(nobody)


# Organisations and units


def test_organisations_are_listed_added_and_renamed(web, guide):
    page = web.post(at(guide, "organisation_add"), {"name": "Stad"}, follow=True)
    made = Organisation.objects.get()
    assert messages(page) == ["“Stad” is toegevoegd."]
    assert "Er zijn nog geen afdelingen" in text(page)

    rename = at(guide, "organisation_rename", organisation_id=made.pk)
    assert web.get(rename).status_code == 200
    web.post(rename, {"name": "Dorp", "was": "Stad"})
    assert "Dorp" in text(web.get(at(guide, "organisation_list")))

    conflict = web.post(rename, {"name": "Gehucht", "was": "Stad"})
    assert conflict.status_code == 409
    assert web.post(rename, {"name": "Gehucht", "was": "Dorp"}).status_code == 303


def test_an_organisation_with_a_name_that_is_taken_is_told(web, guide):
    make_organisation(guide, "Stad")

    page = web.post(at(guide, "organisation_add"), {"name": "STAD"})

    assert page.status_code == 422
    assert "Er is al een organisatie met deze naam." in text(page)


def test_a_unit_is_added_moved_and_never_round_in_a_circle(web, guide):
    organisation = make_organisation(guide)
    top = make_unit(guide, organisation, "Directie")
    add = at(guide, "unit_add", organisation_id=organisation.pk)
    assert "Directie" in text(web.get(add, {"under": str(top.pk)}))
    web.post(add, {"name": "ICT", "parent": str(top.pk)})
    ict = Unit.objects.get(name="ICT")
    assert ict.parent == top

    edit = at(guide, "unit_edit", unit_id=top.pk)
    page = web.post(edit, {"name": "Directie", "parent": str(ict.pk), "was": "Directie"})
    assert page.status_code == 422
    assert "Dan gaat het in een kring." in text(page)

    conflict = web.post(edit, {"name": "Top", "parent": "", "was": "Anders"})
    assert conflict.status_code == 409
    assert web.post(edit, {"name": "Top", "parent": "", "was": "Directie"}).status_code == 303
    assert "Top" in text(web.get(at(guide, "unit_tree", organisation_id=organisation.pk)))


def test_a_unit_with_a_name_that_is_taken_is_told(web, guide):
    unit = make_unit(guide, name="ICT")

    page = web.post(
        at(guide, "unit_add", organisation_id=unit.organisation_id), {"name": "ict", "parent": ""}
    )

    assert page.status_code == 422
    assert "Hier is al een afdeling met deze naam." in text(page)


def test_an_empty_unit_is_removed_and_the_message_takes_it_back(web, guide):
    top = make_unit(guide, name="Directie")
    ict = make_unit(guide, name="ICT", parent=top)

    page = web.post(at(guide, "unit_remove", unit_id=ict.pk), follow=True)
    assert messages(page) == ["“ICT” is verwijderd."]
    undo = undo_of(page)
    assert web.post(undo.replace("restore/", "restore/x")).status_code == 404

    web.post(undo)
    restored = Unit.objects.get(name="ICT")
    assert (restored.pk, restored.parent) == (ict.pk, top)


def test_the_undo_of_one_workspace_means_nothing_in_another(client, guide):
    unit = make_unit(guide, name="ICT")
    page = sign_in(client, guide).post(at(guide, "unit_remove", unit_id=unit.pk), follow=True)
    other = make_member()

    address = undo_of(page).replace(guide.workspace.slug, other.workspace.slug)
    assert sign_in(client, other).post(address).status_code == 404


def test_a_unit_in_use_shows_why_it_stays(web, guide):
    unit = make_unit(guide, name="ICT")
    make_person(guide, unit=unit)

    assert "Er staan hier nog mensen." in text(web.get(at(guide, "unit_edit", unit_id=unit.pk)))
    assert web.post(at(guide, "unit_remove", unit_id=unit.pk)).status_code == 403


# Groups


def test_a_group_is_made_filled_and_changed(web, guide):
    unit = make_unit(guide, name="ICT")
    els, jan = make_person(guide, "Els Bos", unit=unit), make_person(guide, "Jan Bos", unit=unit)
    assert "Er zijn nog geen doelgroepen" in text(web.get(at(guide, "group_list")))

    page = web.post(at(guide, "group_add"), {"name": "Bodes", "description": "x"}, follow=True)
    group = Group.objects.get()
    assert messages(page) == ["“Bodes” is toegevoegd. Voeg nu mensen toe."]
    add = at(guide, "group_people_add", group_id=group.pk)
    assert "Els Bos" in text(web.get(add, {"q": "els"}))

    page = web.post(add, {"person": [str(els.pk)]}, follow=True)
    assert messages(page) == ["1 persoon toegevoegd."]
    assert "zit al in de doelgroep" in text(web.get(add))
    web.post(add, {"who": "all", "place": f"u:{unit.pk}"})
    group.refresh_from_db()
    assert group.size == 2
    web.get(add)
    assert messages(web.post(add, {"q": ""}, follow=True)) == [
        "Je hebt niemand aangevinkt, dus er is niemand toegevoegd."
    ]

    out = at(guide, "group_person_remove", group_id=group.pk, person_id=jan.pk)
    page = web.post(out, follow=True)
    assert messages(page) == ["Jan Bos zit niet meer in deze doelgroep."]
    web.post(undo_of(page))
    assert GroupMember.objects.count() == 2

    edit = at(guide, "group_edit", group_id=group.pk)
    assert web.get(edit).status_code == 200
    sent = {"name": "Bodes en repro", "was_name": "Bodes", "was_description": "x"}
    assert web.post(edit, sent).status_code == 303
    assert web.post(edit, sent | {"name": "Anders"}).status_code == 409
    assert "Bodes en repro" in text(web.get(at(guide, "group_detail", group_id=group.pk)))


def test_searching_on_keeps_who_was_ticked(web, guide):
    organisation = make_organisation(guide)
    els = make_person(guide, "Els Bos", organisation=organisation)
    make_person(guide, "Jan Jansen", organisation=organisation)
    group = make_group(guide)
    address = at(guide, "group_people_add", group_id=group.pk)

    page = web.post(address, {"find": "person", "q": "jan", "person": str(els.pk)})

    assert page.status_code == 200
    assert f'value="{els.pk}" checked' in text(page)
    assert "Jan Jansen" in text(page)
    assert GroupMember.objects.count() == 0


def test_everybody_without_a_filter_is_not_added(web, guide):
    make_person(guide)
    group = make_group(guide)

    web.post(at(guide, "group_people_add", group_id=group.pk), {"who": "all"})

    assert GroupMember.objects.count() == 0


# Imports


def test_a_file_goes_from_choice_to_register_and_back(web, guide):
    start = at(guide, "import_start")
    assert "Naam van de organisatie" in text(web.get(start))

    preview = web.post(start, {"new_organisation": "Stad", "file": upload(CSV)}, follow=True)
    staged = PeopleImport.objects.get()
    assert preview.status_code == 200
    for words in ("3 rijen voor Stad", "Importeer 3 mensen", "Joke van Dam", "4 nieuwe afdelingen"):
        assert words in text(preview)
    assert Person.objects.count() == 0

    apply_address = at(guide, "import_apply", import_id=staged.pk)
    result = web.post(apply_address, follow=True)
    assert messages(result) == ["3 toegevoegd."]
    assert "De import is klaar" in text(result)
    assert Person.objects.count() == 3
    assert web.post(apply_address).status_code == 303

    undone = web.post(undo_of(result), follow=True)
    assert messages(undone) == ["3 verwijderd."]
    assert "De import is ongedaan gemaakt" in text(undone)
    assert Person.objects.count() == 0
    assert "ongedaan gemaakt" in text(web.get(at(guide, "import_list")))


def test_an_excel_file_works_too(web, guide):
    organisation = make_organisation(guide)
    example = web.get(at(guide, "import_example", kind="xlsx"))
    assert 'filename="mensen-voorbeeld.xlsx"' in example["Content-Disposition"]

    page = web.post(
        at(guide, "import_start"),
        {"organisation": str(organisation.pk), "file": upload(example.content, "m.xlsx")},
        follow=True,
    )

    assert "Importeer 3 mensen" in text(page)
    assert "problemen" not in text(page)


def test_the_example_in_csv_is_read_without_a_problem(web, guide):
    example = web.get(at(guide, "import_example", kind="csv"))

    assert len(read_table(example.content, "x.csv").rows) == 3
    assert web.get(at(guide, "import_example", kind="exe")).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "leeg.csv", "Het bestand is leeg."),
        (b"Naam;Afdeling\n", "kop.csv", "Er staat een kop en daaronder niets."),
        (b"%PDF-1.7 x", "m.csv", "Dit is een pdf, geen tabel."),
        (b"\x89PNG\r\n\x1a\n", "m.xlsx", "Dit is een afbeelding, geen tabel."),
        (b"PK\x03\x04broken", "m.xlsx", "Dit Excel-bestand is beschadigd."),
        (
            b"Naam;Stad\nJos\xc3\xa9;A\nRen\xc3\xa9e;B\nZo\xc3\x28;C\n\x81;D\n",
            "m.csv",
            "staan tekens die niet te lezen zijn",
        ),
        (b'Naam;Stad\n"Jan;A\n', "m.csv", "begint een aanhalingsteken dat nergens sluit"),
    ],
    ids=["empty", "only a header", "pdf", "image", "damaged", "encoding", "quote"],
)
def test_a_file_that_cannot_be_read_says_why_and_stores_nothing(web, guide, content, name, said):
    page = web.post(
        at(guide, "import_start"), {"new_organisation": "Stad", "file": upload(content, name)}
    )

    assert page.status_code == 422
    assert said in text(page)
    assert (PeopleImport.objects.count(), Organisation.objects.count()) == (0, 0)


def test_the_first_organisation_gets_the_name_of_the_workspace(web, guide):
    form = web.get(at(guide, "import_start")).context["form"]

    assert form["new_organisation"].value() == guide.workspace.name


def test_a_column_that_is_not_recognised_says_so(web, guide):
    content = "Naam;Kleur\nPiet Jansen;rood\n"
    data = {"new_organisation": "Stad", "file": upload(content)}

    page = web.post(at(guide, "import_start"), data, follow=True)

    assert "Niet herkend. Kies wat erin staat, of laat de kolom weg." in text(page)
    assert "Geraden: kijk even mee." not in text(page)


def test_a_start_without_file_or_organisation_is_told(web, guide):
    page = web.post(at(guide, "import_start"), {"new_organisation": ""})

    assert page.status_code == 422
    assert "Kies eerst een bestand." in text(page)
    assert "Zeg voor welke organisatie deze mensen werken." in text(page)


def test_a_file_that_is_too_large_is_not_read(web, guide, monkeypatch):
    monkeypatch.setattr(import_forms, "LIMITS", Limits(bytes=10))
    page = web.post(at(guide, "import_start"), {"new_organisation": "Stad", "file": upload(CSV)})

    assert "Het bestand is groter dan" in text(page)


def test_problems_stand_with_their_row(web, guide):
    staged = make_import(guide, "Naam;E-mail\nJan Bos;jan@\nEls Bos;els@x.nl\n")

    page = text(web.get(at(guide, "import_preview", import_id=staged.pk)))
    assert "Rij 2" in page
    assert "“jan@” is geen e-mailadres." in page

    result = web.post(at(guide, "import_apply", import_id=staged.pk), follow=True)
    assert messages(result) == ["1 toegevoegd, 1 overgeslagen."]
    assert "“jan@” is geen e-mailadres." in text(result)


def test_columns_are_chosen_anew(web, guide):
    staged = make_import(guide, "Wat;Wie dan\nSecretaris;Jan Bos\n")
    address = at(guide, "import_preview", import_id=staged.pk)

    none = web.post(address, {"column_0": "", "column_1": ""})
    assert none.status_code == 422
    assert "Zeg in welke kolom de naam staat." in text(none)
    twice = web.post(address, {"column_0": "name", "column_1": "name"})
    assert "“Hele naam” is vaker gekozen." in text(twice)
    good = web.post(address, {"column_0": "function", "column_1": "name"}, follow=True)
    assert "Importeer 1 persoon" in text(good)


def test_nothing_to_import_shows_why(web, guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    staged = make_import(guide, organisation=organisation)

    page = text(web.get(at(guide, "import_preview", import_id=staged.pk)))

    assert "Er valt niets te importeren" in page
    assert "3 blijven gelijk" in page
    refused = web.post(at(guide, "import_apply", import_id=staged.pk))
    assert refused.status_code == 403


def test_many_rows_go_on_in_the_background(web, guide, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    staged = make_import(guide)
    result_address = at(guide, "import_result", import_id=staged.pk)

    page = web.post(at(guide, "import_apply", import_id=staged.pk), follow=True)
    assert "De import is bezig" in text(page)
    assert "0 van 3 rijen gelezen" in text(page)
    assert 'http-equiv="refresh"' in text(page)
    assert Person.objects.count() == 0

    outbox.deliver_all()
    fragment = web.get(result_address, headers={"HX-Request": "true", "HX-Target": "div#result"})
    assert "De import is klaar" in text(fragment)
    assert "hx-trigger" not in text(fragment)


def test_an_import_that_hangs_can_be_tried_again(web, guide, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    staged = make_import(guide)
    commands.promise_import(by=guide, staged=staged)
    PeopleImport.objects.update(started_at="2026-01-01T00:00Z")

    page = web.get(at(guide, "import_result", import_id=staged.pk))
    assert "De import duurt te lang" in text(page)
    again = web.post(at(guide, "import_apply", import_id=staged.pk), follow=True)
    assert "De import is bezig" in text(again)


def test_a_stopped_import_says_that_nothing_is_stored(web, guide):
    staged = make_import(guide)
    commands.promise_import(by=guide, staged=staged)
    commands.stop_import(by=guide, staged=staged)

    page = web.get(at(guide, "import_result", import_id=staged.pk), follow=True)

    assert "De import is halverwege gestopt. Er is niets bewaard." in text(page)


def test_what_could_not_be_undone_is_named(web, guide):
    done = apply(guide, make_import(guide))
    make_group(guide, Person.objects.get(external_id="1"))

    page = web.post(at(guide, "import_undo", import_id=done.pk), follow=True)

    assert messages(page) == ["2 verwijderd."]
    assert "Joke van Dam" in text(page)
    assert "heeft inmiddels een rol, een doelgroep of een gesprek" in text(page)


# Who may


ACTS = ("organisation_add", "person_add", "group_add", "import_list")


@pytest.mark.parametrize(
    "role", [Role.SPONSOR, Role.KEY_USER, Role.EMPLOYEE, Role.SUPPLIER, Role.WORKS_COUNCIL]
)
def test_others_read_and_are_told_why_they_cannot_change(client, role):
    programme = make_programme()
    guide, other = make_member(programme), make_member(programme, role)
    make_person(guide)
    sign_in(client, other)

    for name in ("organisation_list", "person_list", "group_list"):
        page = client.get(at(other, name))
        assert page.status_code == 200
        assert "Alleen een begeleider, de projectleider of de beheerder" in text(page)
    for name in ACTS:
        assert client.get(at(other, name)).status_code == 403


def test_an_outsider_finds_nothing(client, guide):
    unit = make_unit(guide)
    person = make_person(guide, unit=unit)
    group = make_group(guide, person)
    staged = make_import(guide)
    sign_in(client, make_member())

    for name, ids in (
        ("person_list", {}),
        ("organisation_list", {}),
        ("unit_tree", {"organisation_id": unit.organisation_id}),
        ("unit_edit", {"unit_id": unit.pk}),
        ("person_detail", {"person_id": person.pk}),
        ("group_detail", {"group_id": group.pk}),
        ("import_preview", {"import_id": staged.pk}),
    ):
        assert client.get(at(guide, name, **ids)).status_code == 404


def test_objects_of_another_workspace_are_not_found_in_ones_own(web, guide):
    other = make_member()
    unit = make_unit(other)
    person = make_person(other, unit=unit)
    group = make_group(other, person)
    staged = make_import(other)

    for name, ids in (
        ("unit_tree", {"organisation_id": unit.organisation_id}),
        ("organisation_rename", {"organisation_id": unit.organisation_id}),
        ("unit_edit", {"unit_id": unit.pk}),
        ("person_detail", {"person_id": person.pk}),
        ("person_edit", {"person_id": person.pk}),
        ("group_detail", {"group_id": group.pk}),
        ("group_people_add", {"group_id": group.pk}),
        ("import_preview", {"import_id": staged.pk}),
        ("import_result", {"import_id": staged.pk}),
    ):
        assert web.get(at(guide, name, **ids)).status_code == 404
    mine = make_group(guide)
    foreign = at(guide, "group_person_return", group_id=mine.pk, person_id=person.pk)
    assert web.post(foreign).status_code == 404


@pytest.mark.parametrize(
    ("role", "shown"),
    [(Role.GUIDE, True), (Role.SPONSOR, True), (Role.KEY_USER, True), (Role.EMPLOYEE, False)],
)
def test_the_menu_leads_to_the_people_for_those_who_see_them(client, role, shown):
    actor = make_member(role=role)

    page = sign_in(client, actor).get(at(actor, "person_list"))

    found = [item for item in page.context["nav"] if item.url == at(actor, "person_list")]
    assert bool(found) is shown


def test_exploring_begins_with_the_people():
    missing, guide = GATES.get("organisations"), make_member()

    (nobody,) = missing(guide, "explore")

    assert nobody.text == "Er staan nog geen mensen in."
    assert nobody.step.url == at(guide, "import_start")
    assert missing(guide, "analyse") == []
    assert missing(make_member(role=Role.EMPLOYEE), "explore") == []
    assert missing(make_member(role=Role.SPONSOR), "explore")[0].step is None
    make_person(guide)
    assert missing(guide, "explore") == []
