"""Repairing in the preview, the difference with what is there, and what happens with the gone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from draagvlak.core import outbox
from draagvlak.core.verdict import Refused
from draagvlak.lib.people_table import Column, Repair
from draagvlak.organisations import commands, queries
from draagvlak.organisations.forms import ImportColumnsForm
from draagvlak.organisations.imports.keeping import forget_outdated
from draagvlak.organisations.imports.previews import preview_of, result_of
from draagvlak.organisations.imports.reading import read_file
from draagvlak.organisations.imports.staged import mapping_of, open_report
from draagvlak.organisations.models import ImportSource, Organisation, PeopleImport, Person
from tests.factories.organisations import (
    CSV,
    apply,
    make_group,
    make_import,
    make_organisation,
    make_person,
)
from tests.factories.places import make_member
from tests.lib.workbooks import workbook

pytestmark = pytest.mark.django_db

HEADER = "Personeelsnummer;Naam;Functie;Afdeling;E-mail\n"
BROKEN = (
    HEADER + "1;Jan Bos;Bode;Zorg;jan@\n2;Els Kok;Bode;Zorg;els@x.nl\n3;Truus Goed;Bode;Zorg;jan@\n"
)


@pytest.fixture
def guide():
    return make_member()


def counts(row):
    return row.added, row.updated, row.moved, row.gone, row.skipped


def repaired(guide, staged, *repair):
    return commands.repair_import(by=guide, staged=staged, repair=Repair(*repair))


def emails():
    return list(Person.objects.order_by("external_id").values_list("external_id", "email"))


def test_a_problem_shows_its_cell_and_how_many_are_alike(guide):
    first = open_report(make_import(guide, BROKEN)).problems[0]

    assert (first.row, first.at, first.cell, first.alike) == (2, 4, "jan@", 2)


def test_cells_alike_are_shown_as_one_problem(guide):
    text = (
        "Personeelsnummer;Naam;E-mail\n"
        + "".join(f"{n};Jan {n};#N/B\n" for n in range(3))
        + "8;Piet;piet@\n"
    )
    staged = make_import(guide, text)
    report = open_report(staged)

    shown = preview_of(staged, report, ImportColumnsForm(report.header, mapping_of(staged)))

    lines = [(line.row, line.cell, line.others) for line in shown.problems]
    assert lines == [(2, "#N/B", 2), (5, "piet@", 0)]
    assert (shown.problem_count, shown.more_problems) == (4, 0)


def test_a_cell_is_corrected_in_place(guide):
    staged = repaired(guide, make_import(guide, BROKEN), "cell", 2, 4, "jan@", "jan@x.nl")

    assert counts(staged) == (2, 0, 0, 0, 1)
    apply(guide, staged)
    assert emails() == [("1", "jan@x.nl"), ("2", "els@x.nl")]


def test_one_repair_corrects_all_cells_alike(guide):
    staged = repaired(guide, make_import(guide, BROKEN), "alike", 2, 4, "jan@", "")

    apply(guide, staged)
    assert emails() == [("1", ""), ("2", "els@x.nl"), ("3", "")]


def test_a_row_is_left_out_and_its_problem_is_gone(guide):
    staged = repaired(guide, make_import(guide, BROKEN), "pass", 2, 4, "jan@")

    report = open_report(staged)
    assert (report.passed, [each.row for each in report.problems]) == ([[2, "Jan Bos"]], [4])
    apply(guide, staged)
    assert [number for number, _ in emails()] == ["2"]


def test_all_rows_alike_are_left_out(guide):
    staged = repaired(guide, make_import(guide, BROKEN), "pass_alike", 2, 4, "jan@")

    assert (counts(staged), open_report(staged).problem_count) == ((1, 0, 0, 0, 0), 0)


def test_a_row_left_out_takes_no_address_from_another(guide):
    text = HEADER + "1;Jan Bos;;Zorg;j@x.nl\n2;Jan Bos;;Zorg;j@x.nl\n"
    staged = repaired(guide, make_import(guide, text), "pass", 2, 4)

    assert counts(staged) == (1, 0, 0, 0, 0)


def test_a_repair_is_taken_back(guide):
    staged = repaired(guide, make_import(guide, BROKEN), "alike", 2, 4, "jan@", "")

    staged = commands.take_back_repair(by=guide, staged=staged, number=0)

    assert (counts(staged), open_report(staged).repairs) == ((1, 0, 0, 0, 2), [])


def test_repairs_stay_when_columns_are_chosen(guide):
    staged = repaired(guide, make_import(guide, BROKEN), "alike", 2, 4, "jan@", "")
    columns = [Column.PERSONNEL_NUMBER, Column.NAME, None, Column.UNIT, Column.EMAIL]

    staged = commands.choose_columns(by=guide, staged=staged, columns=columns)

    assert counts(staged) == (3, 0, 0, 0, 0)


def test_columns_are_remembered_for_the_next_file_of_this_source(guide):
    organisation = make_organisation(guide)
    text = "Wat;Wie dan\nSecretaris;Jan Bos\n"
    staged = make_import(guide, text, organisation)
    commands.choose_columns(by=guide, staged=staged, columns=[Column.FUNCTION, Column.NAME])

    again = make_import(guide, text.replace("Jan", "Els"), organisation)
    elsewhere = make_import(guide, text)

    assert again.mapping["columns"] == ["function", "name"]
    assert (open_report(again).remembered, open_report(elsewhere).remembered) == (True, False)
    assert ImportSource.objects.count() == 1


def test_the_difference_is_shown_before_it_is_applied(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    text = HEADER + (
        "1;Joke van Dam;Griffier;Directie / Secretariaat;joke@stad.example\n"
        "2;Achmed el Idrissi;Adviseur;Directie / ICT;achmed@stad.example\n"
        "4;Jan Bos;;Ruimte;\n"
    )

    staged = make_import(guide, text, organisation)
    seen = result_of(open_report(staged))

    assert counts(staged) == (1, 2, 1, 1, 0)
    assert [(c.name, f.label, f.old, f.new) for c in seen.changes for f in c.fields] == [
        ("Joke van Dam", "Functie", "Secretaresse", "Griffier")
    ]
    assert [(c.name, f.label, f.old, f.new) for c in seen.moves for f in c.fields] == [
        ("Achmed el Idrissi", "Afdeling", "Ruimte", "Directie / ICT")
    ]
    assert seen.gone == [("Willemijn Bos", "Directie / ICT")]


def test_the_gone_stay_unless_somebody_says_otherwise(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    text = HEADER + "1;Joke van Dam;Griffier;Directie / Secretariaat;\n"

    apply(guide, make_import(guide, text, organisation))

    assert Person.objects.filter(left_on=None).count() == 3


def test_the_gone_are_marked_and_undoing_brings_them_back(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    group = make_group(guide, *Person.objects.all())
    text = HEADER + "1;Joke van Dam;Secretaresse;Directie / Secretariaat;\n"
    staged = make_import(guide, text, organisation)
    staged = commands.choose_gone(by=guide, staged=staged, choice=PeopleImport.Gone.LEFT)

    done = apply(guide, staged)

    group.refresh_from_db()
    assert (done.gone, group.size) == (2, 1)
    left = Person.objects.exclude(left_on=None).values_list("external_id", "left_on")
    assert sorted(left) == [("2", timezone.localdate()), ("3", timezone.localdate())]

    commands.undo_import(by=guide, done=done)
    group.refresh_from_db()
    assert (Person.objects.filter(left_on=None).count(), group.size) == (3, 3)


def test_whoever_came_after_the_file_was_read_is_not_gone(guide):
    organisation = make_organisation(guide)
    make_person(guide, "Jan Bos", organisation=organisation)
    staged = make_import(guide, HEADER + "1;Els Kok;;;\n", organisation)
    make_person(guide, "Truus Goed", organisation=organisation)
    commands.choose_gone(by=guide, staged=staged, choice=PeopleImport.Gone.LEFT)

    done = apply(guide, staged)

    assert done.gone == 1
    assert list(Person.objects.exclude(left_on=None).values_list("name", flat=True)) == ["Jan Bos"]


def test_whoever_may_be_meant_by_a_row_with_a_problem_is_not_gone(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    text = CSV.replace("joke@stad.example", "joke@").replace("3;Will", ";Will")

    staged = make_import(guide, text, organisation)

    assert counts(staged) == (0, 0, 0, 0, 1)


def test_people_of_another_organisation_are_not_gone(guide):
    make_person(guide, "Jan Bos", organisation=make_organisation(guide))

    assert make_import(guide).gone == 0


def test_leavers_leave_and_unknown_leavers_stay_out(guide):
    organisation = make_organisation(guide)
    apply(guide, make_import(guide, organisation=organisation))
    text = (
        "Personeelsnummer;Naam;Datum uit dienst\n1;Joke van Dam;31-12-2020\n"
        "2;Achmed el Idrissi;31-12-2999\n9;Kees Weg;01-01-2021\n3;Willemijn Bos;\n"
    )

    staged = make_import(guide, text, organisation)
    report = result_of(open_report(staged))
    apply(guide, staged)

    assert (counts(staged), report.leavers) == ((0, 1, 0, 0, 0), 1)
    assert [(f.label, f.old, f.new) for c in report.changes for f in c.fields] == [
        ("Werkt hier niet meer sinds", "–", "31 december 2020")
    ]
    assert Person.objects.get(external_id="1").left_on == dt.date(2020, 12, 31)
    assert Person.objects.count() == 3


def book():
    return workbook(
        Uitleg=[["Naam", "Wat"], ["Kolommen", "uitleg"]],
        Mensen=[["Lijst"], ["Vertrouwelijk"], ["Naam", "E-mail"], ["Jan Bos", "jan@x.nl"]],
    )


def received(guide, data, name="mensen.xlsx"):
    return commands.receive_import(
        by=guide, organisation=make_organisation(guide), filename=name, upload=data
    )


def test_a_large_file_is_checked_in_the_background(guide):
    staged = received(guide, CSV.encode(), "mensen.csv")
    assert (staged.state, staged.row_count) == (PeopleImport.State.CHECKING, 0)
    assert b"Joke" not in bytes(staged.upload)
    with pytest.raises(Refused, match="Dit bestand wordt nagekeken"):
        commands.choose_gone(by=guide, staged=staged, choice=PeopleImport.Gone.LEFT)

    outbox.deliver_all()

    staged.refresh_from_db()
    assert (staged.state, counts(staged)) == (PeopleImport.State.PREVIEW, (3, 0, 0, 0, 0))
    apply(guide, staged)
    assert Person.objects.count() == 3


def test_another_sheet_and_header_are_read_on_wish(guide):
    staged = received(guide, book())
    outbox.deliver_all()
    staged.refresh_from_db()
    assert open_report(staged).sheets == ["Uitleg", "Mensen"]

    commands.read_otherwise(by=guide, staged=staged, sheet="Mensen", header_row=3)
    outbox.deliver_all()

    staged.refresh_from_db()
    report = open_report(staged)
    assert (report.sheet, report.header_number, staged.added) == ("Mensen", 3, 1)
    assert report.header == ["Naam", "E-mail"]


def test_a_file_that_cannot_be_read_is_refused_and_nothing_of_it_is_kept(guide):
    staged = received(guide, b"%PDF-1.7 ...", "mensen.xlsx")

    outbox.deliver_all()

    staged.refresh_from_db()
    assert staged.state == PeopleImport.State.REFUSED
    assert open_report(staged).refusal == ["not_a_table", {"looks_like": "pdf"}]
    assert (bytes(staged.upload), bytes(staged.staged)) == (b"", b"")


@pytest.mark.parametrize(
    ("named", "member", "hours", "left"),
    [(True, False, 2, 0), (True, False, 0, 1), (True, True, 2, 1), (False, False, 2, 1)],
)
def test_an_organisation_named_with_a_refused_file_goes(guide, named, member, hours, left):
    organisation = make_organisation(guide)
    staged = commands.receive_import(
        by=guide, organisation=organisation, filename="m.xlsx", upload=b"%PDF-1.7", named=named
    )
    outbox.deliver_all()
    if member:
        make_person(guide, organisation=organisation)
    before = timezone.now() - dt.timedelta(hours=hours)
    PeopleImport.objects.filter(pk=staged.pk).update(started_at=before)

    forget_outdated(guide.tenant)

    assert Organisation.objects.filter(pk=organisation.pk).count() == left
    assert PeopleImport.objects.count() == left


def test_the_file_is_gone_once_it_is_applied(guide):
    organisation = make_organisation(guide)
    staged = commands.stage_import(
        by=guide,
        organisation=organisation,
        filename="m.csv",
        table=read_file(CSV.encode(), "m.csv"),
        upload=CSV.encode(),
    )
    assert staged.upload_kept

    done = apply(guide, staged)

    assert not done.upload_kept
    assert queries.can_still_be_undone(done)
    with pytest.raises(Refused, match="Deze import is al klaar"):
        commands.read_otherwise(by=guide, staged=done, sheet="", header_row=1)
