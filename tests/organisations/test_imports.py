"""From a file to the register and back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone, translation

from draagvlak.core import outbox
from draagvlak.core.chores import CHORES
from draagvlak.core.crypto import Tampered
from draagvlak.core.envelope import open_for_workspace, seal_for_workspace
from draagvlak.core.models import OutboxMessage
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.lib.people_table import Column
from draagvlak.organisations import commands
from draagvlak.organisations.commands import imports
from draagvlak.organisations.imports import words
from draagvlak.organisations.imports.paths import next_step, step
from draagvlak.organisations.imports.reading import CheckedPeople, checked_people
from draagvlak.organisations.imports.staged import open_report
from draagvlak.organisations.models import PeopleImport, Person, Unit
from draagvlak.programmes.models import Membership
from tests.factories.organisations import (
    CSV,
    apply,
    make_group,
    make_import,
    make_organisation,
    make_person,
    make_unit,
)
from tests.factories.places import make_member, make_workspace

pytestmark = pytest.mark.django_db

HEADER = "Personeelsnummer;Naam;Functie;Afdeling;E-mail\n"


@pytest.fixture
def guide():
    return make_member()


def counts(row):
    return row.added, row.updated, row.unchanged, row.skipped


def problems(row):
    with translation.override("nl"):
        return [(each.row, words.about_row(each)) for each in open_report(row).problems]


def people(guide):
    rows = Person.objects.filter(workspace_id=guide.tenant).order_by("sort_key")
    return list(rows.values_list("name", "function", "unit__name", "email", "external_id"))


def test_a_staged_import_stores_nobody_and_counts(guide):
    staged = make_import(guide)

    assert counts(staged) == (3, 0, 0, 0)
    assert staged.state == PeopleImport.State.PREVIEW
    assert Person.objects.count() == 0
    assert Unit.objects.count() == 0
    assert open_report(staged).units == [
        "Directie",
        "Directie / Secretariaat",
        "Ruimte",
        "Directie / ICT",
    ]


def test_an_import_brings_in_people_and_units(guide):
    done = apply(guide, make_import(guide))

    assert counts(done) == (3, 0, 0, 0)
    assert people(guide) == [
        ("Willemijn Bos", "Beheerder", "ICT", "willemijn@stad.example", "3"),
        ("Joke van Dam", "Secretaresse", "Secretariaat", "joke@stad.example", "1"),
        ("Achmed el Idrissi", "Adviseur", "Ruimte", "achmed@stad.example", "2"),
    ]
    tree = Unit.objects.order_by("path").values_list("name", "path", "depth", "parent__name")
    assert list(tree) == [
        ("Directie", "0001", 0, None),
        ("Secretariaat", "00010001", 1, "Directie"),
        ("ICT", "00010002", 1, "Directie"),
        ("Ruimte", "0002", 0, None),
    ]
    assert Person.objects.get(name="Joke van Dam").sort_key == "dam joke van"


def test_the_rows_of_the_file_are_gone_after_the_import(guide):
    done = apply(guide, make_import(guide))

    assert bytes(done.staged) == b""


def test_what_is_kept_is_sealed(guide):
    staged = make_import(guide)

    kept = bytes(staged.staged) + bytes(staged.report)
    assert b"Joke" not in kept
    assert staged.mapping == {
        "columns": ["personnel_number", "name", "function", "unit", "email"],
        "sure": [True, True, True, True, True],
    }


def test_the_same_file_again_changes_nothing(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))

    again = make_import(guide, organisation=organisation)

    assert counts(again) == (0, 0, 3, 0)
    with pytest.raises(Refused, match=r"Er valt niets te importeren: geen enkele rij is nieuw"):
        apply(guide, again)


@pytest.mark.parametrize(
    ("row", "after"),
    [
        (
            "1;Joke van Dam-Smit;;;",
            ("Joke van Dam-Smit", "Secretaresse", "Secretariaat", "joke@stad.example", "1"),
        ),
        (
            ";Joke van Dam;Griffier;Griffie;JOKE@stad.example",
            ("Joke van Dam", "Griffier", "Griffie", "joke@stad.example", "1"),
        ),
        (
            ";Joke  van  dam;Griffier;directie / secretariaat;",
            ("Joke van dam", "Griffier", "Secretariaat", "joke@stad.example", "1"),
        ),
    ],
    ids=["by number", "by address", "by name within the unit"],
)
def test_importing_again_updates_whoever_is_recognised(guide, row, after):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))

    done = apply(guide, make_import(guide, HEADER + row, organisation))

    assert counts(done) == (0, 1, 0, 0)
    assert after in people(guide)
    assert Person.objects.get(email="joke@stad.example").version == 2


def test_a_namesake_with_another_address_is_somebody_else(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))

    text = HEADER + ";Joke van Dam;;Directie / Secretariaat;j.vandam@stad.example"
    done = apply(guide, make_import(guide, text, organisation))

    assert counts(done) == (1, 0, 0, 0)


def test_whoever_left_and_stands_in_the_list_is_back_and_counts_in_groups(guide):
    organisation = make_organisation(guide)
    joke = make_person(guide, "Joke van Dam", organisation=organisation, email="joke@stad.example")
    group = make_group(guide, joke)
    commands.mark_left(by=guide, person=joke)
    group.refresh_from_db()
    assert group.size == 0

    apply(guide, make_import(guide, organisation=organisation))

    group.refresh_from_db()
    assert (Person.objects.get(pk=joke.pk).left_on, group.size) == (None, 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("7;;Adviseur;;", [(2, "Er staat geen naam. Vul die in.")]),
        (
            ";Jan Bos;;;jan@",
            [(2, "“jan@” is geen e-mailadres. Verbeter het of laat de cel leeg.")],
        ),
        (
            ";Jan Bos;;;b@x.nl\n;Els Bos;;;B@x.nl",
            [(3, "“b@x.nl” staat al in rij 2. Iedereen heeft een eigen adres nodig.")],
        ),
        (
            "7;Jan Bos;;;\n7;Els Bos;;;",
            [(3, "Personeelsnummer “7” staat al in rij 2. Haal een van de twee weg.")],
        ),
        (
            ';Jan Bos;"=HYPERLINK(""x"")";;',
            [(2, 'In “Functie” staat een formule: =HYPERLINK("x"). Zet er gewone tekst neer.')],
        ),
        (
            f";Jan Bos;{'f' * 151};;",
            [(2, "“Functie” is te lang. Er passen hooguit 150 tekens.")],
        ),
        (
            f";Jan {'b' * 151};;;",
            [(2, "“Hele naam” is te lang. Er passen hooguit 150 tekens.")],
        ),
        (
            ";Jan Bos;;" + " > ".join("abcdefghijklmnopqrstu") + ";",
            [(2, "Er staan meer dan 20 afdelingen boven elkaar. Laat er een paar weg.")],
        ),
        (
            ";Jan Bos;;;\n;jan bos;;;",
            [
                (
                    3,
                    (
                        "jan bos staat al in rij 2. Zijn het twee mensen? Geef ze dan allebei een "
                        "e-mailadres of personeelsnummer."
                    ),
                )
            ],
        ),
    ],
    ids=[
        "no name",
        "bad address",
        "address twice",
        "number twice",
        "formula",
        "too long",
        "name too long",
        "too deep",
        "namesakes",
    ],
)
def test_a_row_with_a_problem_is_left_out_and_says_what_to_do(guide, rows, said):
    staged = make_import(guide, HEADER + rows + "\n;Truus Goed;;Zorg;truus@x.nl\n")

    found = [each for each in problems(staged) if "zonder afdeling" not in each[1]]
    assert found == said
    assert staged.skipped == 1


def test_a_cycle_in_the_units_is_named(guide):
    text = (
        "Naam;Afdeling;Bovenliggende afdeling\n"
        "Jan Bos;ICT;Bedrijfsvoering\nEls Bos;Bedrijfsvoering;ICT\nTruus Goed;Zorg;\n"
    )
    staged = make_import(guide, text)

    assert problems(staged)[0] == (
        2,
        (
            "De afdelingen gaan in een kring: ICT > Bedrijfsvoering > ICT. "
            "Verbeter de bovenliggende afdeling."
        ),
    )
    assert counts(staged) == (1, 0, 0, 2)


def test_an_address_of_somebody_else_in_the_register(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))

    here = make_import(guide, HEADER + "1;Joke van Dam;;;achmed@stad.example", organisation)
    there = make_import(guide, HEADER + ";Joke van Dam;;;joke@stad.example")

    assert problems(here)[0][1] == (
        "Het e-mailadres is al van Achmed el Idrissi. Verbeter de rij of die persoon."
    )
    assert problems(there)[0][1] == (
        "Iemand in een andere organisatie heeft “joke@stad.example” al. "
        "Verbeter de rij of die persoon."
    )


def test_two_rows_about_one_person(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))

    text = HEADER + "1;Joke van Dam;Griffier;;\n;Joke van Dam;Bode;;joke@stad.example"
    staged = make_import(guide, text, organisation)

    assert (3, "Dit is dezelfde persoon als in rij 2. Haal een van de twee weg.") in problems(
        staged
    )
    assert counts(staged) == (0, 1, 0, 1)


def test_a_name_that_fits_several_people(guide):
    organisation = make_organisation(guide)
    unit = make_unit(guide, organisation, "ICT")
    for _ in range(2):
        make_person(guide, "Jan Bos", unit=unit)

    staged = make_import(guide, HEADER + ";Jan Bos;;ICT;", organisation)

    assert problems(staged) == [
        (2, "2 mensen heten Jan Bos. Voeg een e-mailadres of personeelsnummer toe.")
    ]


def test_the_organisation_column_leads_to_organisations_that_exist(guide):
    stad, dienst = make_organisation(guide, "Stad"), make_organisation(guide, "Dienst")
    text = "Naam;Organisatie\nJan Bos;dienst\nEls Bos;\nTruus Goed;Elders\n"

    done = apply(guide, make_import(guide, text, stad))

    rows = Person.objects.order_by("name").values_list("name", "organisation_id")
    assert list(rows) == [("Els Bos", stad.pk), ("Jan Bos", dienst.pk)]
    assert problems(done) == [
        (4, "Organisatie “Elders” bestaat niet. Voeg die eerst toe, of gebruik de kolom niet.")
    ]


def test_choosing_columns_works_the_import_out_again(guide):
    staged = make_import(guide, "Wat;Wie dan\nSecretaris;Jan Bos\n")

    staged = commands.choose_columns(
        by=guide, staged=staged, columns=[Column.FUNCTION, Column.NAME]
    )
    apply(guide, staged)

    assert people(guide) == [("Jan Bos", "Secretaris", None, "", "")]


def test_columns_that_changed_meanwhile_stop_the_import(guide):
    staged = make_import(guide)
    checked = CheckedPeople((Column.NAME,), [])

    with pytest.raises(Refused, match="De kolommen zijn net gewijzigd"):
        commands.apply_import(by=guide, staged=staged, checked=checked)


def test_an_import_is_applied_once(guide):
    staged = make_import(guide)
    checked = checked_people(staged)
    commands.apply_import(by=guide, staged=staged, checked=checked)

    with pytest.raises(Refused, match="Deze import is al klaar"):
        commands.apply_import(by=guide, staged=staged, checked=checked)
    assert Person.objects.count() == 3


def test_nothing_is_half_stored_when_the_register_changes_at_the_same_moment(guide, monkeypatch):
    organisation = make_organisation(guide)
    staged = make_import(guide, organisation=organisation)
    real = imports.read_register

    def and_then_somebody_adds(workspace_id):
        register = real(workspace_id)
        make_person(guide, organisation=organisation, email="willemijn@stad.example")
        return register

    monkeypatch.setattr(imports, "read_register", and_then_somebody_adds)
    with pytest.raises(Refused, match="Iemand anders wijzigde het register op hetzelfde moment"):
        apply(guide, staged)

    assert Unit.objects.count() == 0
    assert Person.objects.filter(name="Joke van Dam").count() == 0
    staged.refresh_from_db()
    assert staged.state == PeopleImport.State.PREVIEW


def test_undoing_removes_who_was_added_and_the_empty_units(guide):
    done = apply(guide, make_import(guide))

    undone = commands.undo_import(by=guide, done=done)

    assert (undone.state, undone.added, undone.updated) == (PeopleImport.State.UNDONE, 3, 0)
    assert (Person.objects.count(), Unit.objects.count()) == (0, 0)
    assert bytes(undone.inverse) == b""
    assert words.sentence_of(undone) == "3 verwijderd."


def test_undoing_puts_back_who_was_changed(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    before = people(guide)
    done = apply(
        guide, make_import(guide, HEADER + "1;Joke Smit;Bode;Griffie;smit@x.nl", organisation)
    )

    undone = commands.undo_import(by=guide, done=done)

    assert (undone.added, undone.updated) == (0, 1)
    assert people(guide) == before
    assert Person.objects.get(external_id="1").version == 3
    assert not Unit.objects.filter(name="Griffie").exists()


def test_undoing_leaves_whoever_is_in_use_or_changed_since(guide):
    organisation = make_organisation(guide)
    make_person(guide, "Els Bos", organisation=organisation, external_id="9")
    text = CSV + "9;Els Bos;Raadslid;;\n"
    done = apply(guide, make_import(guide, text, organisation))
    joke, achmed, els = (Person.objects.get(external_id=n) for n in ("1", "2", "9"))
    make_group(guide, joke)
    commands.mark_left(by=guide, person=achmed)
    commands.mark_left(by=guide, person=els)

    undone = commands.undo_import(by=guide, done=done)

    assert sorted(open_report(undone).kept) == [
        ["Achmed el Idrissi", "changed"],
        ["Els Bos", "changed"],
        ["Joke van Dam", "used"],
    ]
    assert (undone.added, undone.updated) == (1, 0)
    assert Person.objects.count() == 3
    assert words.kept_reason("used") == ("heeft inmiddels een rol, een doelgroep of een gesprek")


def test_undoing_leaves_whoever_has_a_role_by_now(guide):
    done = apply(guide, make_import(guide))
    joke = Person.objects.get(external_id="1")
    Membership.objects.filter(user_id=guide.user_id).update(person=joke)

    commands.undo_import(by=guide, done=done)

    assert list(Person.objects.values_list("name", flat=True)) == ["Joke van Dam"]


def test_undoing_does_not_give_an_address_twice(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    done = apply(guide, make_import(guide, HEADER + "1;Joke van Dam;;;new@x.nl", organisation))
    make_person(guide, "Els Bos", organisation=organisation, email="joke@stad.example")

    undone = commands.undo_import(by=guide, done=done)

    assert open_report(undone).kept == [["Joke van Dam", "taken"]]
    assert Person.objects.get(external_id="1").email == "new@x.nl"


def test_an_import_is_undone_once_and_within_thirty_days(guide):
    done = apply(guide, make_import(guide))
    PeopleImport.objects.update(applied_at=timezone.now() - dt.timedelta(days=31))

    with pytest.raises(Refused, match="Een import kun je 30 dagen ongedaan maken"):
        commands.undo_import(by=guide, done=done)

    PeopleImport.objects.update(applied_at=timezone.now())
    commands.undo_import(by=guide, done=done)
    with pytest.raises(Refused, match="Alleen een import die klaar is"):
        commands.undo_import(by=guide, done=done)


def test_what_is_no_longer_needed_is_forgotten(guide):
    organisation = make_organisation(guide)
    old = make_import(guide, organisation=organisation)
    done = apply(guide, make_import(guide, organisation=organisation))
    long_ago = timezone.now() - dt.timedelta(days=31)
    PeopleImport.objects.filter(pk=old.pk).update(started_at=long_ago)
    PeopleImport.objects.filter(pk=done.pk).update(applied_at=long_ago)

    make_import(guide, organisation=organisation)

    assert not PeopleImport.objects.filter(pk=old.pk).exists()
    done.refresh_from_db()
    assert (bytes(done.inverse), bytes(done.report)) == (b"", b"")


def test_the_night_forgets_in_every_workspace(guide):
    stopped, fresh = make_import(guide), make_import(make_member())
    commands.promise_import(by=guide, staged=stopped)
    long_ago = timezone.now() - dt.timedelta(days=8)
    PeopleImport.objects.filter(pk=stopped.pk).update(started_at=long_ago)

    chore = dict(CHORES.items())["organisations.imports"]

    assert [chore.run(), chore.run()] == [{"removed": 1}, {"removed": 0}]
    assert list(PeopleImport.objects.values_list("pk", flat=True)) == [fresh.pk]


def test_a_large_import_is_brought_in_by_the_worker(guide):
    staged = make_import(guide)

    commands.promise_import(by=guide, staged=staged)
    staged.refresh_from_db()
    assert (staged.state, Person.objects.count()) == (PeopleImport.State.APPLYING, 0)
    with pytest.raises(Refused, match="Deze import is al bezig"):
        commands.promise_import(by=guide, staged=staged)

    assert outbox.deliver_all() == 1
    staged.refresh_from_db()
    assert (staged.state, Person.objects.count()) == (PeopleImport.State.APPLIED, 3)


def test_the_worker_may_come_twice(guide):
    staged = make_import(guide)
    commands.promise_import(by=guide, staged=staged)
    outbox.deliver_all()
    OutboxMessage.objects.update(state=OutboxMessage.State.OPEN, run_at=timezone.now())

    assert outbox.deliver_all() == 1
    assert Person.objects.count() == 3


def test_whoever_lost_their_role_meanwhile_brings_nobody_in(guide):
    staged = make_import(guide)
    commands.promise_import(by=guide, staged=staged)
    Membership.objects.update(role=Role.SPONSOR)

    outbox.deliver_all()

    staged.refresh_from_db()
    assert staged.state == PeopleImport.State.PREVIEW
    assert staged.stopped_at is not None
    assert Person.objects.count() == 0


def test_whoever_left_the_workspace_brings_nobody_in(guide):
    staged = make_import(guide)
    commands.promise_import(by=guide, staged=staged)
    Membership.objects.all().delete()

    outbox.deliver_all()

    staged.refresh_from_db()
    assert (staged.state, Person.objects.count()) == (PeopleImport.State.PREVIEW, 0)


def test_a_broken_import_goes_back_and_tells_the_outbox(guide):
    staged = make_import(guide)
    commands.promise_import(by=guide, staged=staged)
    PeopleImport.objects.filter(pk=staged.pk).update(staged=b"\x01broken")

    outbox.deliver_all()

    staged.refresh_from_db()
    assert staged.state == PeopleImport.State.PREVIEW
    assert OutboxMessage.objects.get().error == "Tampered"


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.KEY_USER, Role.EMPLOYEE, Role.WORKS_COUNCIL])
def test_only_keepers_import(role):
    guide = make_member()
    staged = make_import(guide)
    other = make_member(role=role)

    with pytest.raises(Refused, match="Alleen een begeleider, de projectleider of de beheerder"):
        make_import(other, organisation=staged.organisation)


def test_only_an_import_at_work_can_be_stopped(guide):
    with pytest.raises(Refused, match="Alleen een import die bezig is"):
        commands.stop_import(by=guide, staged=make_import(guide))


def test_a_guide_can_stop_and_try_again(guide):
    staged = make_import(guide)
    commands.promise_import(by=guide, staged=staged)

    assert commands.stop_import(by=guide, staged=staged).state == PeopleImport.State.PREVIEW


def test_the_writers_change_many_rows_of_one_workspace_only(guide):
    other = make_member()
    apply(other, make_import(other))
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))

    changed = CSV.replace("Secretaresse", "Bode").replace("Adviseur", "Bode")
    done = apply(guide, make_import(guide, changed, organisation))
    commands.undo_import(by=guide, done=done)

    mine = Person.objects.filter(workspace_id=guide.tenant, function="Bode").count()
    theirs = Person.objects.filter(workspace_id=other.tenant, function="Secretaresse").count()
    assert (mine, theirs) == (0, 1)


def test_sealed_bytes_open_only_where_they_belong():
    here, there = make_workspace(), make_workspace()
    sealed = seal_for_workspace(here.pk, b"geheim", aad="table:row:field")

    assert open_for_workspace(here.pk, sealed, aad="table:row:field") == b"geheim"
    assert b"geheim" not in sealed
    for place, aad in ((there.pk, "table:row:field"), (here.pk, "table:row:other")):
        with pytest.raises(Tampered):
            open_for_workspace(place, sealed, aad=aad)


def test_the_data_key_stands_wrapped_in_the_database():
    here = make_workspace()
    seal_for_workspace(here.pk, b"x", aad="a")

    with connection.cursor() as cursor:
        cursor.execute("select wrapped from core_datakey")
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert len(bytes(rows[0][0])) == 1 + 12 + 32 + 16


@pytest.mark.parametrize(
    ("number", "signs"), [(1, "0001"), (35, "000z"), (36, "0010"), (36**4 - 1, "zzzz")]
)
def test_steps_of_a_path(number, signs):
    assert step(number) == signs


def test_the_step_after_the_last():
    assert (next_step(""), next_step("0001"), next_step("000z")) == ("0001", "0002", "0010")
    with pytest.raises(ValueError, match="no more units"):
        next_step("zzzz")
