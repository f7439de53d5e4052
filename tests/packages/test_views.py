"""The page: an administrator asks and downloads, guides hold the codes, everybody else nothing."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from draagvlak.core.actor import SYSTEM
from draagvlak.core.models import AuditEvent
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.packages import rules
from draagvlak.packages.commands import ask_package, bring_in, finish_package
from draagvlak.packages.models import Package, PackageCode
from draagvlak.packages.packing import making
from draagvlak.packages.packing.making import Made
from draagvlak.packages.packing.reading import look_at, verify
from draagvlak.packages.queries import codes_for, package_path
from draagvlak.packages.tasks import remove_old
from draagvlak.programmes.models import Membership
from draagvlak.programmes.queries import find_place
from tests.factories.concerns import make_concern
from tests.factories.places import (
    make_member,
    make_programme,
    make_user,
    make_workspace,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.PACKAGES = tmp_path / "packages"
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def space():
    return make_workspace()


@pytest.fixture
def keeper(space):
    """The administrator of the workspace, who guides nothing."""
    user = make_user("Aad Beheer")
    Membership.objects.create(workspace=space, user=user, role=Role.ADMINISTRATOR, programme=None)
    return find_place(user_id=user.pk, name=user.name, workspace=space.slug, programme=None)


@pytest.fixture
def guides(space):
    """Guides of two programmes, each of one only."""
    return [make_member(make_programme(space, name)) for name in ("Papierloos", "Zaaksysteem")]


def address(space, more=""):
    return f"/w/{space.slug}/package/{more}"


def test_from_asking_to_bringing_in_elsewhere(space, keeper, guides, tmp_path):
    make_concern(guides[0], title="=SOM(1)+cmd")
    browser = sign_in(Client(), keeper)
    assert browser.get(address(space, "ask/")).status_code == 200
    answer = browser.post(address(space, "ask/"), {"idempotency_key": "een"})
    assert (answer.status_code, answer["Location"]) == (303, address(space))
    assert "wordt gemaakt" in browser.get(address(space)).content.decode()
    deliver_all()

    package = Package.objects.get()
    assert package.state == Package.State.READY
    assert package.until == timezone.localdate() + dt.timedelta(days=3)
    sent = {tuple(one.to): one for one in mail.outbox}
    assert len(sent) == 3
    assert sent[(keeper_mail(keeper),)].subject == "Je bestand met de hele werkruimte is klaar"
    page = browser.get(address(space)).content.decode()
    codes = [line.code for guide in guides for line in codes_for(guide)]
    assert len(set(codes)) == 2
    assert not [code for code in codes if code in page], "the administrator reads no code"
    assert not [code for code in codes for one in mail.outbox if code in one.body]

    whole = browser.get(address(space, f"{package.pk}/download/"))
    content = whole.getvalue()
    assert whole["Content-Disposition"].startswith(f'attachment; filename="draagvlak-{space.slug}-')
    assert int(whole["Content-Length"]) == len(content)
    assert package_path(package).read_bytes()[:200] not in content, "sealed as long as it lies here"
    path = tmp_path / "taken.zip"
    path.write_bytes(content)
    assert AuditEvent.objects.filter(verb="packages.downloaded", actor_id=keeper.user_id).exists()
    assert verify(look_at(path), codes).contents.programmes == ["Papierloos", "Zaaksysteem"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        concerns = archive.read("lijsten/zorgen-en-wensen.csv").decode()
    assert ";'=SOM(1)+cmd;" in concerns


def keeper_mail(keeper):
    return Membership.objects.get(user_id=keeper.user_id, programme=None).user.email


def test_a_guide_reads_the_code_of_their_own_programme_only(space, keeper, guides):
    ask_package(by=keeper)
    mine, theirs = (codes_for(guide)[0] for guide in guides)

    page = sign_in(Client(), guides[0]).get(address(space)).content.decode()

    assert mine.code in page
    assert theirs.code not in page
    assert "Maak het bestand" not in page


def test_without_a_fresh_second_proof_nothing_is_asked_or_downloaded(space, keeper, guides):
    ask_package(by=keeper)
    deliver_all()
    browser = sign_in(Client(), keeper)
    session = browser.session
    session["account_authentication_methods"][0]["at"] -= 60 * 60
    session["begun"] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    session.save()
    package = Package.objects.get()

    for more in ("ask/", f"{package.pk}/download/"):
        answer = browser.get(address(space, more))
        assert answer.status_code == 302, more
        assert "/accounts/" in answer["Location"]
    assert not AuditEvent.objects.filter(verb="packages.downloaded").exists()


def test_who_is_administrator_of_a_programme_only_takes_nothing_along(space, guides):
    programme = guides[0].programme
    partly = make_member(
        Membership.objects.get(user_id=guides[0].user_id).programme, Role.ADMINISTRATOR
    )
    assert programme is not None
    with pytest.raises(Refused, match="beheerder van de werkruimte"):
        ask_package(by=partly)
    browser = sign_in(Client(), partly)
    assert browser.get(address(space, "ask/")).status_code == 403
    assert "Maak het bestand" not in browser.get(address(space)).content.decode()


def test_another_workspace_finds_nothing(space, keeper, guides):
    package = ask_package(by=keeper)
    stranger = sign_in(Client(), make_member(make_programme(), Role.ADMINISTRATOR))
    assert stranger.get(address(space)).status_code == 404
    assert stranger.get(address(space, f"{package.pk}/download/")).status_code == 404


def test_a_programme_without_guide_stops_it(space, keeper):
    make_programme(space, "Verlaten")
    verdict = rules.may_ask(keeper)
    assert str(verdict.reason).startswith("“Verlaten” heeft geen begeleider")
    page = sign_in(Client(), keeper).get(address(space)).content.decode()
    assert "“Verlaten” heeft geen begeleider" in page


def test_one_at_a_time(space, keeper, guides):
    ask_package(by=keeper)
    with pytest.raises(Refused, match="al een pakket gemaakt"):
        ask_package(by=keeper)


def test_after_its_days_the_file_and_its_codes_are_gone(
    space, keeper, guides, django_capture_on_commit_callbacks
):
    ask_package(by=keeper)
    deliver_all()
    package = Package.objects.get()
    assert package_path(package).is_file()
    Package.objects.update(until=timezone.localdate() - dt.timedelta(days=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert remove_old() == {"removed": 1}

    assert not package_path(package).exists()
    assert not PackageCode.objects.exists()
    browser = sign_in(Client(), keeper)
    assert browser.get(address(space, f"{package.pk}/download/")).status_code == 403
    assert "verwijderd" in browser.get(address(space)).content.decode()


def test_removing_it_before_its_time(space, keeper, guides):
    ask_package(by=keeper)
    deliver_all()
    browser = sign_in(Client(), keeper)
    answer = browser.post(address(space, f"{Package.objects.get().pk}/remove/"))
    assert answer.status_code == 303
    assert Package.objects.get().state == Package.State.REMOVED


def test_what_cannot_be_made_says_so_and_can_be_asked_again(space, keeper, guides, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_pack", full)
    ask_package(by=keeper)
    deliver_all()
    assert Package.objects.get().state == Package.State.STOPPED
    assert list(package_path(Package.objects.get()).parent.glob("*")) == []
    assert rules.may_ask(keeper)


def test_what_never_got_ready_does_not_block_for_ever(space, keeper, guides):
    package = ask_package(by=keeper)
    Package.objects.update(asked_at=timezone.now() - dt.timedelta(days=2))
    remove_old()
    package.refresh_from_db()
    assert package.state == Package.State.STOPPED


def test_nobody_finishes_a_package_or_brings_one_in_from_a_page(space, keeper, guides):
    package = ask_package(by=keeper)
    with pytest.raises(Refused):
        finish_package(by=keeper, package=package, made=Made(1, 1, 1, ""))
    with pytest.raises(Refused):
        bring_in(by=keeper, package=None, slug="x")
    assert rules.may_bring_in(SYSTEM)


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    space, keeper, guides, django_assert_num_queries
):
    browser = sign_in(Client(), keeper)
    counts = []
    for number in (1, 3):
        while Package.objects.count() < number:
            ask_package(by=keeper)
            Package.objects.update(state=Package.State.READY, until=timezone.localdate())
        with django_assert_num_queries(100, exact=False) as seen:
            browser.get(address(space))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_security_page_tells_of_it(space, keeper):
    page = sign_in(Client(), keeper).get(to(keeper, "accounts:security_show")).content.decode()
    assert "Alles in één bestand" in page
    assert "Nog nooit." in page
    assert "Wordt vanzelf vergeten" in page


def test_the_command_refuses_what_stands_there(space, tmp_path, capsys):
    target = tmp_path / "one.zip"
    call_command("export_workspace", space.slug, to=str(target))
    said = capsys.readouterr().out
    assert "*** The sealed part opens with this code." in said
    assert target.stat().st_mode & 0o777 == 0o600
    for words in ((space.slug,), ("bestaat-niet",)):
        with pytest.raises(SystemExit) as left:
            call_command("export_workspace", *words, to=str(target))
        assert left.value.code == 2
    code = said.strip().splitlines()[-1]
    folder, file = tmp_path / "open", tmp_path / "words"
    file.write_text(code)
    call_command("import_workspace", str(target), words_file=str(file), open_to=str(folder))
    assert (folder / "tables" / "core.auditevent.jsonl").is_file()
    call_command("import_workspace", str(target))
    assert "Give its passphrase or code with --words-file" in capsys.readouterr().out
