"""OpenID Connect for one who relies on a provider: what is sent, and what is believed.

Plain functions: no network and no database. The code flow with PKCE (S256), state and nonce; an ID
token is believed only with a right signature by a key of the provider, and never unsigned.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
CLOCK_SECONDS = 60
ASSERTION_SECONDS = 60
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Unbelievable(Exception):  # noqa: N818 what came is not believed; the message says why
    """An answer of a provider that is not right. The message is for a log, not for a user."""


@dataclass(frozen=True)
class Discovery:
    """Where a provider has its doors."""

    issuer: str
    authorize: str
    token: str
    keys: str
    about: str = ""


@dataclass(frozen=True)
class Asked:
    """What one sign-in began with; it waits in the session, and is used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Told:
    """Whom a provider says somebody is, how they proved it (`amr`, `acr`), when (`auth_time`)."""

    subject: str
    email: str
    email_verified: bool
    name: str
    methods: frozenset[str] = frozenset()
    level: str = ""
    proven_at: int = 0


def discovery_address(issuer: str) -> str:
    """Where the description of a provider stands."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def read_discovery(issuer: str, found: Mapping[str, object]) -> Discovery:
    """The description, when it is of this issuer. Raises `Unbelievable`."""
    if str(found.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise Unbelievable("the description is of another issuer")
    doors = [
        str(found.get(name, ""))
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    ]
    if not all(urlsplit(door).scheme in {"https", "http"} for door in doors):
        raise Unbelievable("the description lacks a door")
    about = str(found.get("userinfo_endpoint", ""))
    if about and urlsplit(about).scheme not in {"https", "http"}:
        raise Unbelievable("the description has an odd door")
    authorization, token, keys = doors
    return Discovery(str(found["issuer"]), authorization, token, keys, about)


def ask() -> Asked:
    """Fresh secrets for one sign-in."""
    return Asked(*(secrets.token_urlsafe(32) for _ in range(3)))


def authorize_address(  # noqa: PLR0913 what the provider is asked
    found: Discovery,
    asked: Asked,
    *,
    client_id: str,
    back: str,
    levels: str = "",
    again: bool = False,
) -> str:
    """Where the browser is sent. `again`: the provider asks anew who somebody is."""
    mark = hashlib.sha256(asked.verifier.encode()).digest()
    wanted = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(mark).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if levels:
        wanted["acr_values"] = levels
    if again:
        wanted |= {"prompt": "login", "max_age": "0"}
    return f"{found.authorize}{'&' if '?' in found.authorize else '?'}{urlencode(wanted)}"


def code_request(code: str, asked: Asked, *, client_id: str, back: str) -> dict[str, str]:
    """What is sent to change a code for tokens, without the proof of who asks."""
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": client_id,
        "code_verifier": asked.verifier,
    }


def signed_proof(private_pem: bytes, *, client_id: str, token_address: str) -> dict[str, str]:
    """The proof of who asks by a key of one's own (`private_key_jwt`, RFC 7523)."""
    now = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": token_address,
        "jti": secrets.token_urlsafe(24),
        "iat": now,
        "exp": now + ASSERTION_SECONDS,
    }
    key_id = str(public_keys(private_pem)["keys"][0]["kid"])
    proof = jwt.encode(claims, private_pem, algorithm="RS256", headers={"kid": key_id})
    return {"client_assertion_type": _ASSERTION, "client_assertion": proof}


def believe(
    token: str, keys: Mapping[str, object], found: Discovery, asked: Asked, *, client_id: str
) -> Told:
    """Whom the ID token names. Raises `Unbelievable` on anything that is not right."""
    try:
        claims = jwt.decode(
            token,
            _key_for(token, keys),
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=found.issuer,
            leeway=CLOCK_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise Unbelievable(type(error).__name__) from error
    if not secrets.compare_digest(str(claims["nonce"]).encode(), asked.nonce.encode()):
        raise Unbelievable("nonce")
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise Unbelievable("azp")
    methods, proven = claims.get("amr"), claims.get("auth_time")
    methods = methods if isinstance(methods, list) else []
    return Told(
        str(claims["sub"]),
        str(claims.get("email") or "").strip().lower(),
        claims.get("email_verified") is True,
        str(claims.get("name") or "")[:150],
        frozenset(each for each in methods if isinstance(each, str)),
        str(claims.get("acr") or ""),
        proven if isinstance(proven, int) else 0,
    )


def complete(told: Told, about: Mapping[str, object]) -> Told:
    """The same, with the address that the provider tells at its userinfo door.

    Many providers keep it out of the ID token. Raises `Unbelievable` when it is of somebody else.
    """
    if not secrets.compare_digest(str(about.get("sub", "")).encode(), told.subject.encode()):
        raise Unbelievable("userinfo of somebody else")
    return replace(
        told,
        email=str(about.get("email") or "").strip().lower(),
        email_verified=about.get("email_verified") is True,
        name=told.name or str(about.get("name") or "")[:150],
    )


def new_private_key() -> bytes:
    """A private key (RSA, 2048 bits, PEM) for `signed_proof`."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def public_keys(private_pem: bytes) -> dict[str, list[dict[str, object]]]:
    """The public half as a JSON Web Key Set: what a provider is given."""
    private = serialization.load_pem_private_key(private_pem, None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError("an RSA key is needed")
    one: dict[str, object] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key()))
    one.pop("key_ops", None)
    mark = json.dumps({name: one[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    key_id = base64.urlsafe_b64encode(hashlib.sha256(mark.encode()).digest()).rstrip(b"=").decode()
    return {"keys": [one | {"kid": key_id, "use": "sig", "alg": "RS256"}]}


def _key_for(token: str, keys: Mapping[str, object]) -> jwt.PyJWK:
    """The key of the provider that the token names; its kind must fit the algorithm."""
    head = jwt.get_unverified_header(token)
    algorithm = head.get("alg")
    if algorithm not in ALGORITHMS:
        raise Unbelievable("algorithm")
    listed = keys.get("keys")
    signing = [
        one
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and one.get("use", "sig") == "sig" and one.get("kty") != "oct"
    ]
    fitting = [one for one in signing if one.get("kid") == head.get("kid")]
    if "kid" not in head and len(signing) == 1:
        fitting = signing
    if len(fitting) != 1:
        raise Unbelievable("no such key")
    return jwt.PyJWK(fitting[0], algorithm=str(algorithm))
