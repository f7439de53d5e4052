"""What a quote can be, and how far it is on its way to others."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuoteKind(TextChoices):
    """What is heard in a quote. Worries and wishes lead to a concern; the rest may later."""

    WORRY = "worry", _("worry")
    WISH = "wish", _("wish")
    PRACTICE = "practice", _("practice")
    BOTTLENECK = "bottleneck", _("bottleneck")
    OPPORTUNITY = "opportunity", _("opportunity")
    FACT = "fact", _("fact")
    PRAISE = "praise", _("praise")


class Consent(TextChoices):
    """What the speaker said about releasing the paraphrase."""

    NONE = "none", _("not asked yet")
    ASKED = "asked", _("asked")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class ReleaseState(TextChoices):
    """Where a quote is between the vault and everybody."""

    RAW = "raw", _("in the vault")
    WAITING = "waiting", _("waits for the speaker")
    REFUSED = "refused", _("stays in the vault")
    READY = "ready", _("ready to release")
    RELEASED = "released", _("released")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Layer(TextChoices):
    """Where in an organisation a group of people stands."""

    BOARD = "board", _("board")
    MANAGEMENT = "management", _("management")
    PROFESSIONALS = "professionals", _("professionals")
    SUPPORT = "support", _("support staff")
    OUTSIDE = "outside", _("outside the organisation")


class Axis(TextChoices):
    """By what coverage is counted."""

    GROUP = "group", pgettext_lazy("axis of coverage", "Groups")
    UNIT = "unit", pgettext_lazy("axis of coverage", "Units")
    LAYER = "layer", pgettext_lazy("axis of coverage", "Layers")
    ORGANISATION = "organisation", pgettext_lazy("axis of coverage", "Organisations")


class Progress(TextChoices):
    """How far somebody's place in a round is."""

    OPEN = "open", _("no time yet")
    PLANNED = "planned", _("planned, not invited")
    INVITED = "invited", _("invited")
    CANNOT = "cannot", _("cannot come")
    HELD = "held", _("held")
