"""A reader whose vault is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class OpenVault:
    """An unlocked reader: lives for one request, is never stored, and does not show its key."""

    workspace_id: UUID
    user_id: UUID
    keyring_id: UUID
    private: bytes = field(repr=False)
    secrets: dict[UUID, bytes] = field(default_factory=dict, repr=False, compare=False)
    older: dict[UUID, tuple[bytes, ...]] = field(default_factory=dict, repr=False, compare=False)
    pairs: dict[UUID, UUID] = field(default_factory=dict, repr=False, compare=False)

    def pack(self) -> bytes:
        """What is held open between requests: 16 bytes of keyring id, 32 of private key."""
        return self.keyring_id.bytes + self.private

    @classmethod
    def unpack(cls, held: bytes, workspace_id: UUID, user_id: UUID) -> OpenVault:
        """The vault that `pack` came from."""
        return cls(workspace_id, user_id, UUID(bytes=held[:16]), held[16:])
