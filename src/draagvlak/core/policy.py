"""Who may see what: the one table that pages, mails, exports and search obey.

`SIGHT` gives, per class of data and role, what may be seen. Every route names the class that it
shows (`Route`); a route without an entry is refused. The labels beside inputs are rendered from
the same table (`readers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.core.registry import Registry


class Role(TextChoices):
    """What somebody is to a programme."""

    GUIDE = "guide", _("implementation guide")
    CO_GUIDE = "co_guide", _("co-guide")
    SPONSOR = "sponsor", pgettext_lazy("role in a programme", "client")
    PROJECT_LEAD = "project_lead", _("project lead")
    KEY_USER = "key_user", _("key user")
    EMPLOYEE = "employee", _("employee")
    SUPPLIER = "supplier", _("supplier")
    WORKS_COUNCIL = "works_council", _("works council")
    ADMINISTRATOR = "administrator", _("administrator")


class Data(StrEnum):
    """Classes of data (design: trust, section 1)."""

    RAW_NOTE = "raw_note"
    RAW_QUOTE = "raw_quote"
    RELEASED_QUOTE = "released_quote"
    CONCERN = "concern"
    RAISED_BY = "raised_by"
    CONTRIBUTION = "contribution"
    NAMED_VOICE = "named_voice"
    REGISTER = "register"
    STAKEHOLDER = "stakeholder"
    COMMITMENT = "commitment"
    STANCE = "stance"
    CONVERSATION = "conversation"
    COVERAGE = "coverage"
    INTAKE = "intake"
    EARLIER = "earlier"
    PROGRAMME = "programme"
    MEMBERS = "members"
    IMPORTS = "imports"
    AUDIT = "audit"
    OWN_DESK = "own_desk"
    LESSON = "lesson"
    KEPT_LESSON = "kept_lesson"
    PROCESS = "process"
    FIT = "fit"


class Sight(StrEnum):
    """What a role sees of a class."""

    FULL = "full"
    IF_SHARED = "if_shared"
    RELEASED = "released"
    ASSIGNED = "assigned"
    OWN_GROUP = "own_group"
    OWN = "own"
    ABOUT_SELF = "about_self"
    CONTACTS = "contacts"
    COUNTS = "counts"
    CIPHERTEXT = "ciphertext"
    NOTHING = "nothing"


BLIND = frozenset({Sight.NOTHING, Sight.CIPHERTEXT})

_F, _S, _R, _A = Sight.FULL, Sight.IF_SHARED, Sight.RELEASED, Sight.ASSIGNED
_G, _O, _K, _C, _N = (
    Sight.OWN_GROUP,
    Sight.OWN,
    Sight.CONTACTS,
    Sight.CIPHERTEXT,
    Sight.NOTHING,
)
_T, _B = Sight.COUNTS, Sight.ABOUT_SELF
# in the order of Role: guide, co-guide, sponsor, lead, key user, employee, supplier, council, admin
_ROWS: dict[Data, tuple[Sight, ...]] = {
    Data.RAW_NOTE: (_F, _S, _N, _N, _N, _N, _N, _N, _C),
    Data.RAW_QUOTE: (_F, _S, _N, _N, _N, _N, _N, _N, _C),
    Data.RELEASED_QUOTE: (_F, _F, _R, _R, _R, _R, _R, _R, _R),
    Data.CONCERN: (_F, _F, _R, _R, _R, _R, _A, _R, _R),
    Data.RAISED_BY: (_F, _S, _N, _N, _N, _N, _N, _N, _C),
    Data.CONTRIBUTION: (_F, _S, _N, _N, _N, _N, _N, _N, _C),
    # the name of who spoke by name goes with the answer: to those who answer
    Data.NAMED_VOICE: (_F, _F, _R, _R, _N, _N, _N, _N, _C),
    Data.REGISTER: (_F, _F, _F, _F, _G, _O, _K, _F, _F),
    Data.STAKEHOLDER: (_F, _F, _F, _F, _G, _O, _N, _F, _F),
    Data.COMMITMENT: (_F, _F, _F, _F, _G, _O, _N, _F, _N),
    Data.STANCE: (_F, _F, _N, _N, _N, _N, _N, _N, _N),
    Data.CONVERSATION: (_F, _F, _N, _N, _N, _N, _N, _N, _N),
    Data.INTAKE: (_F, _F, _R, _N, _N, _N, _N, _N, _N),
    Data.EARLIER: (_F, _F, _N, _N, _N, _N, _N, _N, _N),
    Data.COVERAGE: (_F, _F, _N, _T, _N, _N, _N, _N, _N),
    Data.PROGRAMME: (_F, _F, _F, _F, _F, _F, _F, _F, _F),
    Data.MEMBERS: (_F, _F, _F, _F, _F, _F, _F, _F, _F),
    Data.IMPORTS: (_F, _F, _N, _F, _N, _N, _N, _N, _F),
    Data.AUDIT: (_O, _O, _N, _N, _N, _B, _N, _F, _F),
    Data.OWN_DESK: (_F, _F, _F, _F, _F, _F, _F, _F, _F),
    # what others learned: for who writes causes and measures down
    Data.LESSON: (_F, _F, _N, _F, _N, _N, _N, _N, _N),
    # what leaves the programme with consent: for who gives it, and who watches over it
    Data.KEPT_LESSON: (_F, _F, _R, _R, _N, _N, _N, _R, _N),
    # how work goes, by role and never by person: everybody can say that it is not right
    Data.PROCESS: (_F, _F, _F, _F, _F, _F, _F, _F, _F),
    # what each solution can do and how well it fits: not for one supplier about another
    Data.FIT: (_F, _F, _F, _F, _F, _F, _N, _F, _F),
}
SIGHT: dict[Data, dict[Role, Sight]] = {
    data: dict(zip(Role, row, strict=True)) for data, row in _ROWS.items()
}


def sight(data: Data, roles: frozenset[Role]) -> frozenset[Sight]:
    """Everything that somebody with these roles may see of this class of data."""
    return frozenset(SIGHT[data][role] for role in roles) - BLIND


def sees(data: Data, roles: frozenset[Role], *how: Sight) -> bool:
    """Whether the roles see the class at all, or in one of the given ways."""
    found = sight(data, roles)
    return bool(found & frozenset(how)) if how else bool(found)


def readers(data: Data) -> list[str]:
    """The roles that can read a class, as words for the label beside an input."""
    return [str(role.label) for role in Role if SIGHT[data][role] not in BLIND]


class Door(StrEnum):
    """How one enters a route."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    WORKSPACE = "workspace"
    PROGRAMME = "programme"


@dataclass(frozen=True)
class Route:
    """One named route: its door, the data it shows, and who may act where that is narrower.

    `costly`: reading it takes the server much, so that one account reads it at a limited pace.
    """

    door: Door
    shows: Data | None = None
    acts: frozenset[Role] | None = None
    costly: bool = False

    def roles(self) -> frozenset[Role]:
        """The roles that may pass. A route that shows nothing lets every member pass."""
        seers = frozenset(Role)
        if self.shows is not None:
            seers = frozenset(r for r in Role if SIGHT[self.shows][r] not in BLIND)
        return seers if self.acts is None else seers & self.acts


ROUTES: Registry[Route] = Registry("routes", "Who may pass through a named route?")


def programme_routes(
    app: str,
    shows: Data,
    *names: str,
    acts: frozenset[Role] | None = None,
    costly: bool = False,
) -> None:
    """Register routes `app:name` inside a programme that show one class of data."""
    for name in names:
        ROUTES.register(f"{app}:{name}", Route(Door.PROGRAMME, shows, acts, costly))


def workspace_routes(
    app: str, shows: Data, *names: str, acts: frozenset[Role] | None = None
) -> None:
    """Register routes `app:name` inside a workspace that show one class of data."""
    for name in names:
        ROUTES.register(f"{app}:{name}", Route(Door.WORKSPACE, shows, acts))


GUIDES: frozenset[Role] = frozenset({Role.GUIDE, Role.CO_GUIDE})
EDITORS: frozenset[Role] = GUIDES | {Role.PROJECT_LEAD}
"""Those who keep the registers: concerns, causes, measures, people, decisions."""
