"""What was chosen in a list, and with which version it was looked at."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict

from draagvlak.core.together import read_chosen, read_versions

A, B = UUID(int=1), UUID(int=2)


def sent(*values):
    found = QueryDict(mutable=True)
    found.setlist("chosen", list(values))
    return found


def test_each_key_once_and_what_is_no_key_is_passed_over():
    assert read_chosen(sent(f"{A}:3", str(B), str(A), "onzin", "")) == [A, B]


def test_versions_come_with_a_number():
    assert read_versions(sent(f"{A}:3", str(B), "onzin:1", f"{B}:x")) == {A: 3}
