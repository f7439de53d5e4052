"""A table of people: recognise its columns, then turn every row into a person with its problems."""

from draagvlak.lib.people_table.columns import Mapping, header_key, is_header, recognise
from draagvlak.lib.people_table.mending import Mend, Repair, mended
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
    "Mend",
    "NumberedRows",
    "PersonRow",
    "Problem",
    "ProblemCode",
    "Repair",
    "Severity",
    "header_key",
    "is_header",
    "iter_people",
    "mended",
    "parse_people",
    "recognise",
]
