"""What mail servers send back, read."""

from __future__ import annotations

import pytest

from draagvlak.lib.bounces import Bounce, read_bounces

REPORT = b"""From: MAILER-DAEMON@mail.example
To: draagvlak@voorbeeld.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry. <anna@stad.example>: unknown user

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; %s
Original-Recipient: rfc822;anders@stad.example
Action: %s
Status: %s
Diagnostic-Code: smtp; 550 5.1.1 unknown

--x
Content-Type: message/rfc822

Subject: Er wachten 3 dingen

geheim
--x--
"""


def report(address=b"anna@stad.example", action=b"failed", status=b"5.1.1"):
    return REPORT % (address, action, status)


def test_a_notification_gives_address_code_and_whether_it_lasts():
    assert read_bounces(report()) == [Bounce("anna@stad.example", "5.1.1", is_lasting=True)]


@pytest.mark.parametrize(
    ("action", "status", "lasting"),
    [
        (b"delayed", b"4.4.1", False),
        (b"failed", b"4.4.7", False),
        (b"Failed", b"5.2.2 (full)", True),
        (b"delivered", b"2.1.5", False),
    ],
)
def test_only_what_failed_for_good_lasts(action, status, lasting):
    [found] = read_bounces(report(action=action, status=status))
    assert found.is_lasting is lasting
    assert found.status == status.decode().split()[0]


def test_a_file_of_many_mails_gives_all_of_them():
    mbox = b"".join(
        b"From MAILER-DAEMON Sun Nov 22 09:00:00 2026\n" + report(address) + b"\n"
        for address in (b"a@b.example", b"<c@d.example>")
    )
    assert [one.address for one in read_bounces(mbox)] == ["a@b.example", "c@d.example"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: hallo\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n",
        b"Content-Type: multipart/report\n\nno parts",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n\nno block\n--x--",
        report(address=b"geen adres"),
        REPORT.replace(b"message/delivery-status", b"text/plain") % (b"a@b.example", b"f", b"5"),
    ],
)
def test_what_is_no_notification_gives_nothing(raw):
    assert read_bounces(raw) == []
