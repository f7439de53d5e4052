"""Mail without a mail server."""

from __future__ import annotations

import os
import time

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from draagvlak.core.demo_mail import FolderBackend, forget_mails, latest_mails


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def send(subject, body="Hallo"):
    message = EmailMessage(subject, body, "gids@voorbeeld.example", ["joke@voorbeeld.example"])
    assert FolderBackend().send_messages([message]) == 1


def test_a_mail_is_kept_as_its_reader_would_see_it(folder):
    send("Uitnodiging – één keer", "Ga naar http://localhost:8000/accounts/é/")
    (mail,) = latest_mails(folder)
    assert mail.subject == "Uitnodiging – één keer"
    assert mail.to == "joke@voorbeeld.example"
    assert mail.text == "Ga naar http://localhost:8000/accounts/é/"


def test_the_newest_mail_stands_first(folder):
    for subject in ("een", "twee", "drie"):
        send(subject)
    assert [mail.subject for mail in latest_mails(folder)] == ["drie", "twee", "een"]


def test_a_mail_is_readable_for_this_account_only(folder):
    send("een")
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_no_folder_holds_no_mail(tmp_path):
    assert latest_mails(tmp_path / "none") == []


@pytest.mark.usefixtures("folder")
def test_the_demo_shows_its_mail(client, settings):
    settings.DEMO = True
    send("Uitnodiging")
    answer = client.get(reverse("core:demo_mail"))
    assert answer.status_code == 200
    assert "Uitnodiging" in answer.content.decode()


def test_real_use_has_no_such_page(client, settings):
    settings.DEMO = False
    assert client.get(reverse("core:demo_mail")).status_code == 404


@pytest.mark.parametrize(
    ("host", "demo", "left"),
    [("", False, {"jong"}), ("mail.example", False, set()), ("", True, {"jong", "oud"})],
)
def test_mails_without_a_mail_server_go_after_a_week(settings, tmp_path, host, demo, left):
    settings.EMAIL_FILE_PATH, settings.EMAIL_HOST, settings.DEMO = tmp_path, host, demo
    for name, days in {"jong": 1, "oud": 8}.items():
        file = tmp_path / f"{name}.eml"
        file.write_text("x", encoding="utf-8")
        os.utime(file, (time.time() - days * 86400,) * 2)
    forget_mails()
    assert {path.stem for path in tmp_path.glob("*.eml")} == left
    settings.EMAIL_FILE_PATH = tmp_path / "nergens"
    forget_mails()
