"""Dutch names: given name, infix (tussenvoegsel) and family name, from whatever people write.

The infix is shown before the family name and is no part of the sort key ("van der Jansen" stands
under J). The list follows the table of prefixes of the Dutch population register (BRP, tabel 36),
reduced to the words it is made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from draagvlak.lib.fold import fold, fold_key, squeeze

_INFIXES = """
    van de den der het 't te ten ter tot toe op onder over in aan bij voor uit uijt uyt achter boven
    von zu zum zur vom v.d. vd v/d v. d. dem des das du da dal dalla del della delle dello di do dos
    la las le les lo los el af thor d' l' dell' dall' all'
"""
_INFIX_WORDS = frozenset(_INFIXES.split())
_LONGEST_INFIX = max(map(len, _INFIX_WORDS))
# These are also given names or families: an infix only in lower case between two other words.
_SHY_WORDS = frozenset(("ben", "bin", "ibn", "al", "a", "y", "e", "i", "o"))
_GLUED = re.compile(r"(d|l|dell|dall|all)'(?=\w{2})", re.IGNORECASE)
_AFTER_HYPHEN = re.compile(r".+-([^-]+)")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+(?:[^\W\d_]\.?)?|[A-Z]{1,4}")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+")
_CALL_NAME = re.compile(r"\s*\(([A-ZÀ-Þ][\w'’ -]*)\)")
_SALUTATION = re.compile(
    r"(?:(?:de\s+heer|dhr\.?|hr\.|mevrouw|mevr\.?|mw\.?|mej\.?|mrs\.?|ms\.?)"
    r"|((?:prof|dr|drs|mr|ir|ing|ds|bc|lic)\.))(?=\s|(?<=\.))\s*",
    re.IGNORECASE,
)
_SALUTATION_STARTS = frozenset(
    ("de", "dh", "hr", "me", "mw", "mr", "ms", "pr", "dr", "ir", "in", "ds", "bc", "li")
)
_DEGREE = re.compile(
    r",?\s+(?:MSc|BSc|MA|BA|LLM|LLB|PhD|MBA|MPA|BBA|BEng|MEng|RA|RC|RE|EMIM|CISA)\.?$"
)
_DEGREE_ENDS = frozenset("cABCDEMg.")
_SPACED_HYPHEN = re.compile(r"\s+[-–]\s+|\s+[-–](?=\w)|(?<=\w)[-–]\s+")
_PAIR = 2


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts; each may be empty, all without outer spaces. `title`: "drs."."""

    given: str = ""
    infix: str = ""
    family: str = ""
    title: str = ""

    @property
    def display(self) -> str:
        """As people say it: "Pieter van der Jansen"."""
        joint = "" if self.infix.endswith("'") else " "
        family = f"{self.infix}{joint}{self.family}" if self.infix else self.family
        return squeeze(f"{self.given} {family}")

    @property
    def listed(self) -> str:
        """As a list has it: "Jansen, Pieter van der"."""
        rest = squeeze(f"{self.given} {self.infix}")
        return f"{self.family}, {rest}" if self.family and rest else self.family or rest

    @property
    def sort_key(self) -> str:
        """Folded family name, given name and infix: sorts as a Dutch list does."""
        family = fold(self.family).removeprefix("'s-").replace("'", "")
        return squeeze(f"{family} {fold(self.given)} {fold(self.infix)}")

    def __bool__(self) -> bool:
        """Whether there is any name at all."""
        return bool(self.given or self.family)


def parse_name(text: str) -> PersonName:
    """The parts of one written name, in any of the usual orders.

    "Jansen, P. van der", "van der Jansen, P.", "Jansen, van der, P.", "P. van der Jansen",
    "Pieter van der Jansen", "Jansen P. van der", "mw. drs. A. (Anna) Jansen-de Vries MSc". A single
    word is a family name. Never raises; an empty text gives an empty name.
    """
    whole = squeeze(text)
    if "-" in whole or "–" in whole:
        whole = _SPACED_HYPHEN.sub("-", whole)
    whole, title = _without_title(whole)
    call = _CALL_NAME.search(whole) if "(" in whole else None
    if call:
        whole = squeeze(whole[: call.start()] + " " + whole[call.end() :]).replace(" ,", ",")
    name = _from_list(whole) if "," in whole else _from_words(whole.split())
    given = name.given
    if call and (not given or _INITIALS.fullmatch(given.replace(" ", ""))):
        given = call[1]
    return PersonName(given, name.infix, name.family, title)


def compose_name(*, given: str = "", infix: str = "", family: str = "") -> PersonName:
    """A name from separate columns. An infix that stands in the family column is found there."""
    first, between, last = squeeze(given), squeeze(infix), squeeze(family)
    if not first and not between:
        return parse_name(last) if "," in last else _leading(last.split(), "")
    head, comma, tail = last.partition(",")
    if comma and not between and _is_infix_run(tail.split()):
        return PersonName(first, squeeze(tail), squeeze(head))
    name = _leading(last.split(), first)
    if not between:
        return name
    if fold_key(name.infix) == fold_key(between):
        return PersonName(first, between, name.family)
    return PersonName(first, between, last)


def _without_title(text: str) -> tuple[str, str]:
    """(the name without salutation, titles and degrees, the titles)."""
    titles = []
    while (
        text[:2].lower() in _SALUTATION_STARTS
        and (match := _SALUTATION.match(text))
        and match.end() < len(text)
    ):
        if match[1]:
            titles.append(match[1])
        text = text[match.end() :]
    bare = text
    while bare[-1:] in _DEGREE_ENDS and (match := _DEGREE.search(bare)):
        bare = bare[: match.start()]
    if bare != text and len(bare.split()) >= _PAIR:
        text = bare
    return text, " ".join(titles)


def _from_list(text: str) -> PersonName:
    """A name with the family name before a comma."""
    family, *rest = (part.split() for part in text.split(","))
    rest = [part for part in rest if part]
    infix: list[str] = []
    given: list[str] = []
    for part in rest:
        if _is_infix_run(part) and not infix:
            infix = part
        else:
            given += part
    if not infix:
        at = _trailing_infix(given)
        given, infix = given[:at], given[at:]
    if infix:
        return PersonName(" ".join(given), " ".join(infix), " ".join(family))
    return _leading(family, " ".join(given))


def _from_words(words: list[str]) -> PersonName:
    """A name without a comma."""
    if len(words) < _PAIR or _starts_with_infix(words):
        at = _initials_at_end(words)
        return _leading(words[:at], " ".join(words[at:]))
    at = _trailing_infix(words)
    if at < len(words) and at >= _PAIR:
        start = _initials_at_end(words[:at])
        start = start if start < at else 1
        return PersonName(" ".join(words[start:at]), " ".join(words[at:]), " ".join(words[:start]))
    at = _initials_at_end(words)
    if at < len(words):
        return _leading(words[:at], " ".join(words[at:]))
    start = _family_start(words)
    return _leading(words[start:], " ".join(words[:start]), between=True)


def _family_start(words: list[str]) -> int:
    """Where infix and family name begin in given–infix–family: at the first infix or the last word.

    A word such as "Jansen-de" begins a double family name.
    """
    for index in range(1, len(words) - 1):
        word = words[index]
        hyphened = _AFTER_HYPHEN.fullmatch(word)
        if _is_infix(word, between=True) or (hyphened and _is_infix(hyphened[1], between=False)):
            return index
    return len(words) - 1


def _leading(words: list[str], given: str, *, between: bool = False) -> PersonName:
    """A family name that may begin with its infix."""
    end = 0
    while end < len(words) - 1 and _is_infix(words[end], between=between):
        end += 1
    run = words[:end]
    if given and not between and all(word.islower() for word in run[1:]):
        run = [word.lower() for word in run]  # "De Jong, Kees" is Kees de Jong
    infix = " ".join(run)
    family = " ".join(words[end:])
    glued = None if family.isalpha() else _GLUED.match(_straight(family))
    if glued:
        infix = squeeze(f"{infix} {_straight(family)[: glued.end()]}")
        family = family[glued.end() :]
    return PersonName(given, infix, family)


def _starts_with_infix(words: list[str]) -> bool:
    """Whether there is no given name: "van der Jansen", "De Vries", but not "Van Anh Nguyen"."""
    run = 0
    while run < len(words) - 1 and _is_infix(words[run], between=False):
        run += 1
    return run > 0 and (words[0].islower() or words[0][0] == "'" or run == len(words) - 1)


def _trailing_infix(words: list[str]) -> int:
    """The index at which an infix at the end begins; the length when there is none."""
    at = len(words)
    while at > 1 and _is_infix(words[at - 1], between=False) and not words[at - 1][:1].isupper():
        at -= 1
    return at


def _initials_at_end(words: list[str]) -> int:
    """The index at which dotted initials at the end begin; the length when there are none."""
    at = len(words)
    while at > 1 and _DOTTED.fullmatch(words[at - 1]) and fold(words[at - 1]) not in _INFIX_WORDS:
        at -= 1
    return len(words) if at < len(words) and _DOTTED.fullmatch(words[0]) else at


def _is_infix_run(words: list[str]) -> bool:
    return bool(words) and all(_is_infix(word, between=False) for word in words)


def _is_infix(word: str, *, between: bool) -> bool:
    return len(word) <= _LONGEST_INFIX and _is_short_infix(word, between=between)


@lru_cache(maxsize=4096)
def _is_short_infix(word: str, *, between: bool) -> bool:
    folded = fold(word)
    if folded in _INFIX_WORDS:
        return folded != "d." or word.islower()
    return between and folded in _SHY_WORDS and word.islower()


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("`", "'")
