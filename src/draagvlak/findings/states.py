"""The kinds of findings, and the words for how they stand."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Sort(StrEnum):
    """What somebody noticed; the value stands in addresses."""

    BOTTLENECK = "bottlenecks"
    PRACTICE = "practices"
    OPPORTUNITY = "opportunities"
    FACT = "facts"


class State(TextChoices):
    """How far a bottleneck is."""

    OPEN = "open", pgettext_lazy("bottleneck", "open")
    BUSY = "busy", pgettext_lazy("bottleneck", "being solved")
    SOLVED = "solved", pgettext_lazy("bottleneck", "solved")
    LEFT = "left", pgettext_lazy("bottleneck", "left as it is")


class Reason(TextChoices):
    """Why people do what they do, as they say it."""

    LAW = "law", pgettext_lazy("practice", "a law or a rule")
    NEED = "need", pgettext_lazy("practice", "the work needs it")
    HABIT = "habit", pgettext_lazy("practice", "habit")
    UNKNOWN = "unknown", pgettext_lazy("practice", "nobody knows")


class Effect(TextChoices):
    """Whether a practice still does what it is for."""

    YES = "yes", pgettext_lazy("practice", "yes")
    PARTLY = "partly", pgettext_lazy("practice", "partly")
    NO = "no", pgettext_lazy("practice", "no")
    UNKNOWN = "unknown", pgettext_lazy("practice", "not known yet")


class Judgement(TextChoices):
    """What is to be done with a practice."""

    KEEP = "keep", pgettext_lazy("practice", "keep")
    ADAPT = "adapt", pgettext_lazy("practice", "adapt")
    STOP = "stop", pgettext_lazy("practice", "stop")


class Tone(TextChoices):
    """Whether somebody says how it is, or what goes well and has to stay."""

    FACT = "fact", pgettext_lazy("fact", "a fact: it is like this")
    PRAISE = "praise", pgettext_lazy("fact", "praise: this goes well and has to stay")


class Basis(TextChoices):
    """How somebody knows it."""

    SEEN = "seen", pgettext_lazy("fact", "seen on the floor")
    TOLD = "told", pgettext_lazy("fact", "told by somebody")
    DOCUMENT = "paper", pgettext_lazy("fact", "read in a document")


class Way(TextChoices):
    """How a group votes."""

    HANDS = "hands", pgettext_lazy("review", "by show of hands")
    SCREENS = "screens", pgettext_lazy("review", "each on their own screen")
