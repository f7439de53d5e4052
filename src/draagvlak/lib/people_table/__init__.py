"""A table of people: recognise its columns, then turn every row into a person with its problems."""

from draagvlak.lib.people_table.columns import Mapping, is_header, recognise
from draagvlak.lib.people_table.rows import (
    FIELD_LIMITS,
    NumberedRows,
    PersonRow,
    Problem,
    ProblemCode,
    Severity,
    iter_people,
    parse_people,
)
from draagvlak.lib.people_table.words import Column

__all__ = [
    "FIELD_LIMITS",
    "Column",
    "Mapping",
    "NumberedRows",
    "PersonRow",
    "Problem",
    "ProblemCode",
    "Severity",
    "is_header",
    "iter_people",
    "parse_people",
    "recognise",
]
