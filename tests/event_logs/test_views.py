"""Event logs beside a process: brought in, read, removed; and no person anywhere."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from draagvlak.core.models import Attachment
from draagvlak.core.policy import Role
from draagvlak.event_logs import commands, queries
from draagvlak.event_logs.models import EventLog
from draagvlak.programmes.models import Programme
from tests.factories.event_logs import make_csv, make_log, make_xes
from tests.factories.places import make_member, sign_in
from tests.factories.processes import make_process, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def process(guide):
    return make_process(guide, "Collegestukken")


def address(actor, path):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/{path}"


def page(actor, path, status=200):
    answer = sign_in(Client(), actor).get(address(actor, path))
    assert answer.status_code == status
    return answer.content.decode()


def send(actor, path, status, **what):
    answer = sign_in(Client(), actor).post(address(actor, path), what)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def bring(actor, process, status, content, name="log.xes", **more):
    upload = SimpleUploadedFile(name, content)
    return send(actor, f"event-logs/of/{process.pk}/add/", status, file=upload, **more)


def test_a_log_is_measured_and_the_file_is_not_kept(guide, process):
    bring(guide, process, 303, make_xes(30), name="ibabs-voorjaar.xes", once="a")
    log = EventLog.objects.get()
    assert log.name == "ibabs-voorjaar"
    assert "Anja" not in str(log.measured)
    assert "Z-0000" not in str(log.measured)
    assert not Attachment.objects.exists()
    text = page(guide, f"event-logs/{log.pk}/")
    assert "De helft van de zaken is klaar binnen" in text
    assert "Het pad dat het vaakst voorkomt: 67% van de zaken" in text
    assert "De meeste tijd gaat voorbij tussen “Bundelen” en “Akkoord vragen”" in text
    assert "30 zaken, 170 gebeurtenissen, 2 maart 2026 tot en met" in text
    assert "ibabs-voorjaar" in page(guide, f"processes/{process.pk}/")


def test_a_table_with_columns_of_its_own_is_asked_which_is_which(guide, process):
    content = make_csv(12).replace(b"Zaaknummer;Activiteit;Tijdstip", b"K1;K2;K3")
    text = bring(guide, process, 422, content, name="log.csv")
    assert "Welke kolom is dit? Deze zijn er: “K1”, “K2”, “K3”, “Medewerker”, “Rol”." in text
    text = bring(guide, process, 422, content, name="log.csv", case="k1", step="K2", time="K9")
    assert "Die kolom is er niet." in text
    bring(guide, process, 303, content, name="log.csv", case="k1", step="K2", time="k3", name_="")
    assert EventLog.objects.get().measured["cases"] == 12


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Dit bestand is leeg."),
        (b"<log>" + b" " * (20 * 1024 * 1024), "Dit bestand is groter dan 20 MB."),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><log>&b;</log>', "een documenttype of een entiteit"),
        (b"<bpmn/>", "het begint met “bpmn”. Exporteer het log als XES of CSV. (regel 1)"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "niet te lezen als XES of als tabel"),
        (b"<log/>", "Geen enkele gebeurtenis in dit bestand heeft een zaak"),
        (make_xes(3), "Het aantal zaken in dit log is 3."),
    ],
    ids=["empty", "large", "bomb", "bpmn", "image", "nothing", "few"],
)
def test_what_cannot_be_used_is_told_and_nothing_is_stored(guide, process, content, said):
    assert said in bring(guide, process, 422, content)
    assert not EventLog.objects.exists()


def test_names_of_people_as_roles_are_not_stored(guide, process):
    content = make_csv(12, "A.B. de Wit")
    text = bring(guide, process, 422, content, name="log.csv", role="Medewerker")
    assert "De rollen in dit log lijken namen van mensen (1 verschillende)." in text
    assert not EventLog.objects.exists()


def test_what_was_left_out_is_told_with_its_line(guide, process):
    lines = make_xes(12).decode().splitlines()
    lines[3] = lines[3].replace("2026-", "ooit-")
    bring(guide, process, 303, "\n".join(lines).encode())
    text = page(guide, f"event-logs/{EventLog.objects.get().pk}/")
    assert "1 gebeurtenis heeft een tijd die we niet kunnen lezen (“xxxx-99" in text
    assert "(regel 4)" in text


def test_the_log_stands_beside_what_is_written_down(guide, process):
    log = make_log(guide, process)
    assert queries.beside_table(guide, log) is None
    make_table(guide, process, "ontvangen", "Bundelen", "Archiveren")
    beside = queries.beside_table(guide, log)
    assert sorted(beside.only_log) == ["Akkoord vragen", "Besluit mailen", "Vergaderen"]
    assert beside.only_table == ["Archiveren"]


def test_a_log_is_removed_and_put_back(guide, process):
    log = make_log(guide, process)
    send(guide, f"event-logs/{log.pk}/remove/", 303)
    assert "Zet terug" in page(guide, f"event-logs/{log.pk}/")
    assert log.name not in page(guide, f"processes/{process.pk}/")
    send(guide, f"event-logs/{log.pk}/remove/", 403)
    send(guide, f"event-logs/{log.pk}/restore/", 303)
    send(guide, f"event-logs/{log.pk}/restore/", 403)
    assert log.name in page(guide, f"processes/{process.pk}/")


def test_no_more_than_twenty_logs(guide, process, monkeypatch):
    monkeypatch.setattr("draagvlak.event_logs.rules.MOST_LOGS", 1)
    make_log(guide, process)
    assert "Er zijn 20 logs." in page(guide, f"event-logs/of/{process.pk}/add/", 403)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_process_takes_as_many_statements_for_one_log_as_for_three(
    guide, process, count, django_assert_max_num_queries
):
    for number in range(count):
        make_log(guide, process, f"Log {number}", cases=6)
    client = sign_in(Client(), guide)
    url = address(guide, f"processes/{process.pk}/")
    client.get(url)
    with django_assert_max_num_queries(13):
        assert client.get(url).content.decode().count("gemeten op") == count


def test_readers_read_and_others_find_nothing(guide, process):
    log = make_log(guide, process)
    reader = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)
    assert "Verwijder dit log" not in page(reader, f"event-logs/{log.pk}/")
    page(reader, f"event-logs/of/{process.pk}/add/", 403)
    stranger = make_member()
    page(stranger, f"event-logs/{log.pk}/", 404)
    page(stranger, f"event-logs/of/{process.pk}/add/", 404)
    commands.remove_log(by=guide, log=log)


def test_times_are_told_as_people_say_them():
    said = [queries.time_words(each) for each in (0, 20, 5400, 9000, 172_800, 300_000)]
    assert said == ["0 minuten", "1 minuut", "90 minuten", "2,5 uur", "2 dagen", "3,5 dagen"]
