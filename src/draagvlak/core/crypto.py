"""Sealing: three primitives, each with a version byte, all from `cryptography`.

- `encrypt`/`decrypt`: AES-256-GCM with a secret key (version byte 1).
- `seal_to`/`unseal`: HPKE (RFC 9180; X25519, HKDF-SHA256, AES-256-GCM) to a public key (byte 2).
- `from_passphrase`: Argon2id (RFC 9106).

`context` is authenticated and not stored: table, row, field. Sealed bytes moved to another row or
field do not open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

Stored = bytes | memoryview
"""Bytes as a database column gives them."""

KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12
_SECRET, _PUBLIC = b"\x01", b"\x02"
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class Tampered(Exception):  # noqa: N818 what is known is that it does not open
    """The bytes do not open with this key in this context: wrong key, moved, or changed."""


@dataclass(frozen=True)
class KeyPair:
    """An X25519 key pair, each half 32 raw bytes."""

    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return "KeyPair(…)"


def new_key() -> bytes:
    """A secret key of 32 random bytes."""
    return os.urandom(KEY_BYTES)


def new_salt() -> bytes:
    """A salt of 16 random bytes."""
    return os.urandom(SALT_BYTES)


def new_pair() -> KeyPair:
    """A new key pair."""
    private = X25519PrivateKey.generate()
    return KeyPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def encrypt(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Version byte, 12 bytes of nonce, ciphertext with its 16-byte tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return _SECRET + nonce + AESGCM(key).encrypt(nonce, plaintext, context)


def decrypt(key: bytes, sealed: Stored, context: bytes) -> bytes:
    """What `encrypt` was given. Raises `Tampered`."""
    sealed = bytes(sealed)
    if sealed[:1] != _SECRET:
        raise Tampered
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, context)
    except (InvalidTag, ValueError):
        raise Tampered from None


def reseal(old: bytes, new: bytes, sealed: Stored, context: bytes) -> bytes:
    """The same, sealed with a new key; as it is when the new key opens it already.

    Raises `Tampered` when neither opens it.
    """
    try:
        decrypt(new, sealed, context)
    except Tampered:
        return encrypt(new, decrypt(old, sealed, context), context)
    return bytes(sealed)


def seal_to(public_key: Stored, plaintext: bytes, context: bytes) -> bytes:
    """Seal so that only the holder of the private key can read it; the sealer cannot either."""
    public = X25519PublicKey.from_public_bytes(bytes(public_key))
    return _PUBLIC + _SUITE.encrypt(plaintext, public, context)


def unseal(private_key: bytes, sealed: Stored, context: bytes) -> bytes:
    """What `seal_to` was given. Raises `Tampered`."""
    sealed = bytes(sealed)
    if sealed[:1] != _PUBLIC:
        raise Tampered
    private = X25519PrivateKey.from_private_bytes(private_key)
    try:
        return _SUITE.decrypt(sealed[1:], private, context)
    except (InvalidTag, ValueError):
        raise Tampered from None


def from_receipt(receipt: str) -> bytes:
    """A key of 32 bytes from a receipt of 125 random bits (settings.RECEIPT_COST).

    What is random needs no salt, and without one a receipt is found wherever its thread goes.
    """
    cost = settings.RECEIPT_COST
    kdf = Argon2id(
        salt=b"draagvlak receipt",
        length=KEY_BYTES,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    )
    return kdf.derive(receipt.encode())


def from_passphrase(passphrase: str, salt: Stored) -> bytes:
    """A key of 32 bytes from words; takes about half a second on purpose (settings.ARGON2)."""
    cost = settings.ARGON2
    kdf = Argon2id(
        salt=bytes(salt),
        length=KEY_BYTES,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    )
    return kdf.derive(passphrase.strip().encode())


def derive(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose from a secret that is long and random (HKDF-SHA256)."""
    hkdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return hkdf.derive(secret)
