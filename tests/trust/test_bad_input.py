"""Bad input: what the user reads, that nothing is half stored, and how much memory it took.

What befalls a server (a full disk, a locked database, a clock set back, a killed worker) is done to
a real one in tests/durability; a stolen cookie and a tried code in tests/accounts.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from draagvlak.core import outbox
from draagvlak.core.web import to
from draagvlak.lib.people_table import apart
from draagvlak.organisations.models import Organisation, PeopleImport, Person
from tests.factories.places import make_member, sign_in
from tests.lib.workbooks import part, with_part, workbook
from tests.organisations.hostile import DOCTYPES, SHEET, bomb, plain, sheet

pytestmark = pytest.mark.django_db

MEGABYTE = 1 << 20
MOST = 300 * MEGABYTE
ROWS = 1_000_000


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def web(client, guide):
    return sign_in(client, guide)


def send(web, guide, content, name="mensen.xlsx", **options):
    """Upload a file as somebody does on the page."""
    data = {"new_organisation": "Stad", "file": SimpleUploadedFile(name, content)}
    return web.post(to(guide, "organisations:import_start"), data, **options)


@contextmanager
def within(most):
    """This process takes no more memory than so much on top of what it has."""
    status = Path("/proc/self/status")
    if sys.platform != "linux":
        yield
        return
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest mark so far

    def kilobytes(name):
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name))

    before = kilobytes("VmRSS")
    yield
    assert (kilobytes("VmHWM") - before) * 1024 < most


def rows_of_a_workbook():
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    return sheet(b"".join(row % (number, number) for number in range(1, ROWS + 1)))


def formulas_in_many_cells():
    letters = [bytes([65 + number]) for number in range(26)]
    one = b'<c r="%s%d"><f>A1</f><v>1</v></c>'
    rows = range(1, 90_000)
    cells = (b"".join(one % (letter, row) for letter in letters) for row in rows)
    return sheet(
        b"".join(
            b'<row r="%d">' % row + found + b"</row>"
            for row, found in zip(rows, cells, strict=True)
        )
    )


def xml_bomb():
    body = part(plain(), SHEET)
    start = body.index(b"?>") + 2
    return with_part(plain(), SHEET, body[:start] + DOCTYPES[0] + body[start:])


TOO_LARGE = "Dit Excel-bestand wordt bij het uitpakken veel te groot."
UNSAFE = "In dit Excel-bestand zit iets wat niet veilig is."
AS_CSV = "Bewaar het blad als CSV en probeer dat."
ROWS_SAID = "Het bestand heeft meer dan 200.000 rijen."
CUT = "Knip het in kleinere bestanden en importeer die na elkaar."
CELLS_SAID = "Het bestand heeft te veel cellen."
KEEP = "Bewaar alleen de kolommen die nodig zijn."


@pytest.mark.parametrize(
    ("made", "name", "said"),
    [
        (lambda: bomb(300 * MEGABYTE), "mensen.xlsx", f"{TOO_LARGE} {AS_CSV}"),
        (xml_bomb, "mensen.xlsx", f"{UNSAFE} {AS_CSV}"),
        (lambda: b"Naam;Nr\n" + b"a;b\n" * ROWS, "mensen.csv", f"{ROWS_SAID} {CUT}"),
        (rows_of_a_workbook, "mensen.xlsx", f"{ROWS_SAID} {CUT}"),
        (formulas_in_many_cells, "mensen.xlsx", f"{CELLS_SAID} {KEEP}"),
    ],
    ids=["300 MB from 300 kB", "XML bomb", "rows in CSV", "rows in XLSX", "formulas, too many"],
)
def test_a_file_that_is_too_much_is_refused_in_words(web, guide, made, name, said):
    content = made()
    assert len(content) < 30 * MEGABYTE

    with within(MOST):
        page = send(web, guide, content, name)
        if page.status_code == 303:  # a large one is read by the worker
            outbox.deliver_all()
            page = web.get(page["Location"], follow=True)

    assert said in page.content.decode()
    kept = PeopleImport.objects.exclude(state=PeopleImport.State.REFUSED, upload=b"", staged=b"")
    assert (kept.count(), Person.objects.count()) == (0, 0)
    # an organisation that came with it goes with it, within the hour
    assert Organisation.objects.count() == PeopleImport.objects.count()


def test_300_megabytes_come_from_300_kilobytes():
    assert 250_000 < len(bomb(300 * MEGABYTE)) < 400_000


def test_who_reads_a_file_may_not_take_more():
    assert apart.MEMORY_BYTES < MOST


def test_a_formula_in_every_cell_is_named_and_brings_nobody_in(web, guide):
    header, row = ["Naam", "E-mail"], ['=HYPERLINK("http://x";"y")', "=1+1"]
    page = send(web, guide, workbook(Mensen=[header, *[row] * 50]), follow=True)

    assert "staat een formule: =HYPERLINK" in page.content.decode().replace("&quot;", '"')
    assert Person.objects.count() == 0
    done = PeopleImport.objects.get()
    answer = web.post(to(guide, "organisations:import_apply", import_id=done.pk), follow=True)
    assert answer.status_code < 500
    assert Person.objects.count() == 0


def test_a_workbook_that_calls_itself_csv_is_read_as_what_it_is(web, guide):
    page = send(web, guide, plain(), "mensen.csv", follow=True)

    assert "De inhoud is een Excel-bestand. Zo is het ook gelezen." in page.content.decode()
    assert PeopleImport.objects.get().state == PeopleImport.State.PREVIEW
