"""Finding things by their words, the same on both engines.

Commands call `index` and `forget`; the terms are stems and parts of compounds (`lib.words`), so
the database only compares them. Nothing that stands sealed is ever indexed. Registers of at most
some hundreds of names are not indexed but read as they stand (`by_reading`): a new name counts at
once. What is found passes the policy table: a kind that is not registered in `KINDS`, or that the
actor does not see, is not searched, and what the actor does not see is not counted either.

Of a word that stands in many things the index gives as many as are asked for, and stops; what the
actor may see of these is asked by key. Where that leaves too few it looks further; for who sees
little it begins at what they see. What a hit shows beside its title is read for those shown.
"""

from draagvlak.core.search.documents import (
    Holds,
    candidates,
    forget,
    index,
    index_new,
    matches,
    matching,
)
from draagvlak.core.search.finding import (
    KINDS,
    AddressOf,
    Dressing,
    FoundBy,
    Hit,
    Named,
    Question,
    ReadingOf,
    RowsOf,
    SearchKind,
    by_index,
    by_reading,
    find,
    find_of,
    hits_of,
    seen_kinds,
    with_text,
)
from draagvlak.core.search.texts import (
    Piece,
    around,
    asked_terms,
    fits,
    held_of,
    is_among,
    marked,
)

__all__ = [
    "KINDS",
    "AddressOf",
    "Dressing",
    "FoundBy",
    "Hit",
    "Holds",
    "Named",
    "Piece",
    "Question",
    "ReadingOf",
    "RowsOf",
    "SearchKind",
    "around",
    "asked_terms",
    "by_index",
    "by_reading",
    "candidates",
    "find",
    "find_of",
    "fits",
    "forget",
    "held_of",
    "hits_of",
    "index",
    "index_new",
    "is_among",
    "marked",
    "matches",
    "matching",
    "seen_kinds",
    "with_text",
]
