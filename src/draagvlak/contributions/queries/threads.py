"""What a thread is made of: keys from a receipt or a link, and contents that tell no size."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from draagvlak.core import crypto
from draagvlak.core.actor import Actor, ActorKind, ProgrammeRef, WorkspaceRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.contributions.models import Contribution
    from draagvlak.programmes.models import Programme

WORDS_FIELD: Final = "contributions.message.for_guides"
WHO_FIELD: Final = "contributions.contribution.sealed"
REACH_FIELD: Final = "contributions.contribution.reach"
LONGEST: Final = 20_000
"""Signs of one message."""
SMALLEST: Final = 1024
REMOVED: Final = "▮▮▮"
"""What stands where something was taken out."""
WHO_PADDED: Final = 1024


class Kind(StrEnum):
    """What a message in a thread is."""

    TEXT = "text"
    VOICE = "voice"
    TAKEN_BACK = "taken_back"
    QUOTE = "quote"
    REFERRAL = "referral"
    ASKED = "asked"
    REPLIED = "replied"
    APPROVAL_ASKED = "approval_asked"
    APPROVAL_SAID = "approval_said"


class Part(StrEnum):
    """What somebody who speaks up can be asked to join."""

    SOUNDING_BOARD = "sounding_board"
    KEY_USER = "key_user"


class Why(StrEnum):
    """Why a guide took something out."""

    NAME = "name"
    HEALTH = "health"
    PERSONAL = "personal"
    OTHER = "other"


@dataclass(frozen=True)
class Content:
    """What stands sealed in a message.

    `words`: the passage that a guide quotes for a voice. `part`: what somebody is asked to join;
    `yes`: what they say to that. `step`: the step of a process that it is about. `entrance`:
    through which door it came. `about`: the message that it answers, or whose passage it would let
    out; `words` are then what others would read, `released` the key under which they will, `yes`
    what the speaker says to it, `now` that it need not wait for others, `software` that the
    supplier reads it too.
    """

    kind: Kind
    text: str = ""
    concern: UUID | None = None
    voice: UUID | None = None
    removed: Sequence[Why] = field(default=())
    words: str = ""
    part: Part | None = None
    yes: bool = False
    step: UUID | None = None
    entrance: UUID | None = None
    about: UUID | None = None
    released: UUID | None = None
    now: bool = False
    software: bool = False


@dataclass(frozen=True)
class Who:
    """Who spoke, and through which door."""

    entrance: UUID
    group: UUID | None = None
    name: str = ""


@dataclass(frozen=True)
class Reach:
    """Where a mail goes, and the secret of the link in it."""

    address: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Key:
    """The two halves of what a receipt or link gives: what it is found by, and what it opens."""

    hash: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Holder:
    """Somebody with the receipt (or link) of a thread: lives for one request."""

    actor: Actor
    contribution: Contribution
    private: bytes = field(repr=False)
    present: str = field(repr=False)
    """What they showed, so that the next form can bring it along."""
    by_link: bool = False


def receipt_key(receipt: str) -> Key:
    """The halves of a receipt: one Argon2id derivation, then one key per purpose."""
    root = crypto.from_receipt(receipt)
    return Key(crypto.derive(root, "thread: found by").hex(), crypto.derive(root, "thread: opens"))


def link_key(token: str) -> Key:
    """The halves of a link, whose token has 256 random bits."""
    root = hashlib.sha256(token.encode()).digest()
    return Key(crypto.derive(root, "link: found by").hex(), crypto.derive(root, "link: opens"))


def key_context(contribution_id: UUID, by: str) -> bytes:
    """What the private key of a thread is bound to."""
    return f"contributions.contribution.{by}:{contribution_id}".encode()


def holder_context(message_id: UUID) -> bytes:
    """What a message for the holder is bound to."""
    return f"contributions.message.for_holder:{message_id}".encode()


def write_content(content: Content) -> bytes:
    """A message as bytes of one of a few lengths: four times the one before."""
    found: dict[str, object] = {"kind": content.kind}
    if content.text:
        found["text"] = content.text
    for name in ("concern", "voice", "step", "entrance", "about", "released"):
        if key := getattr(content, name):
            found[name] = str(key)
    if content.removed:
        found["removed"] = list(content.removed)
    if content.words:
        found["words"] = content.words
    if content.part:
        found["part"] = content.part
    for name in ("yes", "now", "software"):
        if getattr(content, name):
            found[name] = True
    plain = json.dumps(found, ensure_ascii=False).encode()
    size = SMALLEST
    while size < len(plain):
        size *= 4
    return plain.ljust(size)


def read_content(plain: bytes) -> Content:
    """What `write_content` was given."""
    found = json.loads(plain)
    return Content(
        kind=Kind(found["kind"]),
        text=found.get("text", ""),
        concern=_key(found.get("concern")),
        voice=_key(found.get("voice")),
        removed=tuple(Why(one) for one in found.get("removed", ())),
        words=found.get("words", ""),
        part=Part(found["part"]) if "part" in found else None,
        yes=found.get("yes", False),
        step=_key(found.get("step")),
        entrance=_key(found.get("entrance")),
        about=_key(found.get("about")),
        released=_key(found.get("released")),
        now=found.get("now", False),
        software=found.get("software", False),
    )


def write_who(who: Who) -> bytes:
    """Who spoke, as bytes of one length."""
    found = {"entrance": str(who.entrance), "name": who.name}
    found["group"] = str(who.group) if who.group else ""
    return json.dumps(found, ensure_ascii=False).encode().ljust(WHO_PADDED)


def read_who(plain: bytes) -> Who:
    """What `write_who` was given."""
    found = json.loads(plain)
    group = UUID(found["group"]) if found["group"] else None
    return Who(UUID(found["entrance"]), group, found["name"])


def write_reach(reach: Reach) -> bytes:
    """An address, as bytes of one length."""
    found = {"address": reach.address, "token": reach.token}
    return json.dumps(found, ensure_ascii=False).encode().ljust(WHO_PADDED)


def read_reach(plain: bytes) -> Reach:
    """What `write_reach` was given."""
    found = json.loads(plain)
    return Reach(found["address"], found["token"])


def _key(found: object) -> UUID | None:
    return UUID(found) if isinstance(found, str) else None


def visitor_in(programme: Programme) -> Actor:
    """Somebody without an account in this programme (fetched with its workspace): no role."""
    space = programme.workspace
    return Actor(
        kind=ActorKind.VISITOR,
        workspace=WorkspaceRef(space.pk, space.slug, space.name, space.is_demo),
        programme=ProgrammeRef(programme.pk, programme.slug, programme.name, programme.phase),
    )
