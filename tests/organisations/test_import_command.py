"""`draagvlak import-people`: a nightly job, its exit codes, and nothing half stored."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.core.management import call_command

from draagvlak.accounts.models import User
from draagvlak.core.policy import Role
from draagvlak.organisations.models import PeopleImport, Person
from draagvlak.programmes.models import Programme
from tests.factories.organisations import CSV, make_organisation
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def run(guide, tmp_path, capsys):
    make_organisation(guide, "Gemeente Stad")

    def run(text=CSV, *more, actor=guide, organisation="gemeente stad"):
        file = tmp_path / "mensen.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        by = User.objects.get(pk=actor.user_id).email
        where = ["--workspace", actor.workspace.slug, "--organisation", organisation, "--by", by]
        try:
            call_command("import_people", str(file), *where, *more)
        except SystemExit as stopped:
            code = stopped.code
        else:
            code = 0
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else said.err.strip()

    return run


def counts(said):
    return [said[name] for name in ("added", "changed", "unchanged", "gone", "left_out")]


def test_a_list_comes_in_and_the_next_night_nothing_changes(run):
    code, said = run()
    assert (code, counts(said), Person.objects.count()) == (0, [3, 0, 0, 0, 0], 3)

    code, said = run()
    assert (code, counts(said)) == (0, [0, 0, 3, 0, 0])
    assert PeopleImport.objects.count() == 1


def test_a_dry_run_says_what_would_happen_and_stores_nothing(run):
    code, said = run(CSV, "--dry-run")

    assert (code, counts(said), said["dry_run"]) == (0, [3, 0, 0, 0, 0], True)
    assert (Person.objects.count(), PeopleImport.objects.count()) == (0, 0)


def test_a_file_that_cannot_be_read(run):
    assert run(b"%PDF-1.7") == (
        3,
        "Dit is een pdf, geen tabel. Kies een CSV-bestand of een Excel-bestand (XLSX).",
    )


def test_rows_that_are_left_out(run):
    code, said = run(CSV.replace("joke@stad.example", "joke@"))

    assert (code, counts(said), Person.objects.count()) == (4, [2, 0, 0, 0, 1], 2)


def test_all_rows_or_none(run):
    code, said = run(CSV.replace("joke@stad.example", "joke@"), "--strict")

    assert (code, said) == (5, "1 rijen kunnen niet mee, en alle rijen moeten mee.")
    assert (Person.objects.count(), PeopleImport.objects.count()) == (0, 0)


def test_who_is_gone_leaves_within_the_bound(run):
    run()
    shorter = "\n".join(CSV.splitlines()[:3])

    code, said = run(shorter, "--gone", "left")
    assert (code, said) == (
        5,
        "1 van de 3 mensen staan niet in het bestand. Hooguit 10% mag weggaan.",
    )
    assert Person.objects.filter(left_on=None).count() == 3

    code, said = run(shorter, "--gone", "left", "--most-gone", "40")
    assert (code, counts(said)) == (0, [0, 0, 2, 1, 0])
    assert Person.objects.filter(left_on=None).count() == 2


def test_whoever_may_not_keep_the_register(run, guide):
    programme = Programme.objects.get(workspace_id=guide.tenant)
    code, said = run(actor=make_member(programme, Role.EMPLOYEE))

    assert code == 5
    assert said.startswith("Alleen een begeleider, de projectleider of de beheerder")
    assert Person.objects.count() == 0


def test_somebody_of_another_workspace(run, guide):
    other = make_member()
    code, said = run(actor=replace(other, workspace=guide.workspace))

    assert code == 2
    assert said.endswith(f"has no role in workspace {guide.workspace.slug}.")


def test_an_organisation_that_does_not_exist(run):
    assert run(organisation="Elders") == (2, "There is no organisation Elders.")
