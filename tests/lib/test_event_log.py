"""Event logs: read from XES and tables, measured, and without a name of a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from draagvlak.lib.event_log import (
    Columns,
    Limits,
    LogFindingCode,
    LogRefusalCode,
    LogRefused,
    guess_columns,
    measure,
    read_rows,
    read_xes,
)
from draagvlak.lib.event_log.log import moment
from draagvlak.lib.event_log.tables import is_log_head
from draagvlak.lib.table_file import read_table
from tests.factories.event_logs import make_csv, make_xes

pytestmark = pytest.mark.one_engine("asks no database")
HOUR = 3600


def table_log(content, columns=None):
    table = read_table(content, "log.csv", is_header=is_log_head)
    return read_rows(table.numbered(), columns or guess_columns(table.header))


def refused(content, limits=None):
    with pytest.raises(LogRefused) as no:
        measure(read_xes(content, limits or Limits()))
    return no.value.code, no.value.about


def test_a_log_tells_its_paths_durations_hand_overs_and_where_work_waits():
    found = measure(read_xes(make_xes(30)))
    assert (found.cases, found.events) == (30, 170)
    straight, twice = found.variants
    assert straight.path == (
        "Ontvangen", "Bundelen", "Akkoord vragen", "Vergaderen", "Besluit mailen",
    )  # fmt: skip
    assert (straight.cases, straight.share) == (20, 0.6667)
    assert (twice.cases, len(twice.path)) == (10, 7)
    assert (found.rare_cases, found.rare_paths) == (0, 0)
    slow = found.passages[0]
    assert (slow.source, slow.target, slow.cases) == ("Bundelen", "Akkoord vragen", 30)
    assert 30 * HOUR <= slow.took.middle <= slow.took.most < 31 * HOUR
    assert slow.share > 0.7
    given = {(one.source, one.target): one.count for one in found.handovers}
    assert given["Secretariaat", "Manager"] == 40
    assert given["Manager", "Secretariaat"] == 10
    assert found.took.middle < found.took.most
    assert found.findings == ()


def test_a_table_tells_the_same_as_xes():
    one, other = measure(read_xes(make_xes(30))), measure(table_log(make_csv(30)))
    assert [v.path for v in one.variants] == [v.path for v in other.variants]
    assert one.cases == other.cases


def test_the_columns_of_a_table_are_guessed_and_that_of_people_is_not():
    head = ["Zaaknummer", "Activiteit", "Tijdstip", "Medewerker", "Rol"]
    assert guess_columns(head) == Columns(0, 1, 2, 4)
    assert guess_columns(
        ["case:concept:name", "concept:name", "time:timestamp", "org:resource"]
    ) == (Columns(0, 1, 2, None))


def test_nobody_is_named_and_what_fewer_than_five_cases_have_is_not_told():
    content = make_xes(30).replace(b'"Balie"', b'"Klusser"', 4)
    content = content.replace(b'value="Vergaderen"', b'value="Spoed"', 4)
    found = measure(read_xes(content))
    assert "Anja" not in repr(found)
    assert "Klusser" not in repr(found)
    assert "Spoed" not in repr(found)
    assert found.rare_cases == 4
    assert [one.code for one in found.findings] == [LogFindingCode.FEW_ROLES]


def test_names_of_people_as_roles_are_refused():
    many = make_csv(60).decode().splitlines()
    lines = [many[0], *(f"{line}{at}" for at, line in enumerate(many[1:]))]
    with pytest.raises(LogRefused) as no:
        measure(table_log("\n".join(lines).encode()))
    assert no.value.code is LogRefusalCode.PERSONS
    with pytest.raises(LogRefused) as no:
        measure(table_log(make_csv(12, "A.B. de Wit"), Columns(0, 1, 2, 3)))
    assert no.value.code is LogRefusalCode.PERSONS


def test_what_is_missing_is_counted_with_its_first_line_and_the_rest_is_used():
    lines = make_xes(12).decode().splitlines()
    lines[3] = lines[3].replace("time:timestamp", "x")
    lines[4] = lines[4].replace("2026-", "soon-")
    lines[5] = lines[5].replace("concept:name", "x")
    lines[6] = lines[6].replace("complete", "start")
    lines.insert(2, '<event><string key="concept:name" value="Los"/></event>')
    found = {one.code: one for one in read_xes("\n".join(lines).encode()).findings}
    assert set(found) == {
        LogFindingCode.LOOSE, LogFindingCode.NO_TIME, LogFindingCode.BAD_TIME,
        LogFindingCode.NO_STEP, LogFindingCode.NOT_DONE,
    }  # fmt: skip
    assert found[LogFindingCode.NO_TIME].line == 5
    assert found[LogFindingCode.BAD_TIME].about.startswith("xxxx-99-99")


def test_a_name_where_a_time_should_be_is_kept_nowhere():
    content = make_csv(12) + b"\r\nZ-1;Bundelen;Anja de Wit, 12 mei;x;Balie"
    found = measure(table_log(content))
    assert [(one.code, one.about) for one in found.findings] == [
        (LogFindingCode.BAD_TIME, "xxxx xx xxx, 99 xxx")
    ]


def test_a_path_without_end_is_told_with_those_that_are_left():
    lines = ["Zaaknummer;Activiteit;Tijdstip"]
    for case in range(6):
        steps = 300 if case < 5 else 2
        lines += [f"{case};Stap;2026-03-02T09:{at // 60:02}:{at % 60:02}" for at in range(steps)]
    found = measure(table_log("\r\n".join(lines).encode()))
    assert found.variants == ()
    assert (found.rare_cases, found.rare_paths) == (6, 2)


def test_a_file_that_stops_in_the_middle_gives_what_came_before():
    content = make_xes(12)
    log = read_xes(content[: len(content) * 3 // 4])
    assert 5 < len(log.cases) < 12
    assert [one.code for one in log.findings] == [LogFindingCode.CUT_OFF]


def test_a_case_without_a_number_and_one_that_occurs_twice_are_cases_of_their_own():
    content = make_xes(6).replace(b'<string key="concept:name" value="Z-00000"/>', b"", 1)
    content = content.replace(b"Z-00002", b"Z-00001")
    log = read_xes(content)
    assert len(log.cases) == 6
    assert [one.code for one in log.findings] == [LogFindingCode.NO_CASE]


@pytest.mark.parametrize(
    ("content", "code", "about"),
    [
        (b" ", LogRefusalCode.EMPTY, ""),
        (b"<bpmn/>", LogRefusalCode.NOT_XES, "bpmn"),
        (b"<log></log>", LogRefusalCode.NO_EVENTS, ""),
        (b"<log><trace>", LogRefusalCode.NOT_XML, ""),
        (b"\x1f\x8b\x08aa", LogRefusalCode.NOT_XML, "archive"),
        (b'<?xml version="1.0" encoding="klingon"?><log/>', LogRefusalCode.NOT_XML, ""),
        (
            b'<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log>&b;</log>',
            LogRefusalCode.DOCUMENT_TYPE,
            "",
        ),
        (b"<log>" + b"<a>" * 80, LogRefusalCode.TOO_DEEP, ""),
        (make_xes(4), LogRefusalCode.FEW_CASES, "4"),
    ],
)
def test_what_cannot_be_used_is_refused(content, code, about):
    assert refused(content) == (code, about)


def test_too_much_is_refused():
    content = make_xes(12)
    assert refused(content, Limits(size=100))[0] is LogRefusalCode.TOO_LARGE
    assert refused(content, Limits(events=20))[0] is LogRefusalCode.TOO_MANY_EVENTS
    assert refused(content, Limits(steps=3))[0] is LogRefusalCode.TOO_MANY_STEPS


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-03-02T09:00:00.000+01:00", "2026-03-02T08:00:00Z"),
        ("2-3-2026 9:05", "2026-03-02T09:05:00+00:00"),
        ("02/03/2026 09:05:30", "2026-03-02 09:05:30"),
        ("46083,5", "2026-03-02 12:00"),
    ],
)
def test_times_are_understood_as_people_write_them(text, same):
    assert moment(text) == moment(same) is not None


def test_what_is_no_time_is_none():
    assert [moment(text) for text in ("soon", "31-02-2026", "5", "9" * 400)] == [None] * 4


def test_rows_without_a_case_are_counted():
    content = make_csv(6) + b"\r\n;Los;02-03-2026 09:00;;\r\n"
    log = table_log(content)
    assert [(one.code, one.count) for one in log.findings] == [(LogFindingCode.NO_CASE, 1)]
    assert replace(log.findings[0], line=0).about == ""
