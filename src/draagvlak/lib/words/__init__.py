"""Words of Dutch texts for search: folded, stemmed, compounds with their parts.

The same functions serve SQLite (FTS5) and PostgreSQL (tsvector 'simple'): both get terms that hold
letters and digits only and need no further treatment, so both find the same.
"""

from draagvlak.lib.words.parts import STOP_WORDS
from draagvlak.lib.words.terms import index_terms, parts_of, query_terms, stem, tokenise

__all__ = ["STOP_WORDS", "index_terms", "parts_of", "query_terms", "stem", "tokenise"]
