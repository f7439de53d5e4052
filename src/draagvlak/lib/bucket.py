"""A bucket of an S3-compatible store: where it is, and how a request to it is signed (SigV4)."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlsplit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

NOTHING: Final = hashlib.sha256(b"").hexdigest()
"""The sum of a request without content."""
_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX: Final = re.compile(r"([A-Za-z0-9_-][A-Za-z0-9._-]*/)*")
_REGION: Final = re.compile(r"[a-z0-9-]+")
_USUAL_REGION: Final = "us-east-1"


class StoreAway(Exception):  # noqa: N818 it says what is known
    """A store of files does not answer, or refuses; the message is for the operator."""


@dataclass(frozen=True, repr=False)
class Bucket:
    """Where files go: `endpoint` has no path, `prefix` is empty or ends with a slash."""

    endpoint: str
    name: str
    prefix: str
    region: str
    key: str
    secret: str

    @property
    def host(self) -> str:
        """The host name alone."""
        return urlsplit(self.endpoint).hostname or ""

    @property
    def is_encrypted(self) -> bool:
        return self.endpoint.startswith("https:")


def bucket_at(address: str, key: str, secret: str) -> Bucket:
    """The bucket of `s3://bucket/prefix?endpoint=https://host&region=name`; ValueError says why."""
    parts = urlsplit(address)
    more = dict(parse_qsl(parts.query))
    endpoint, region = more.pop("endpoint", ""), more.pop("region", "")
    prefix = parts.path.strip("/") + "/" if parts.path.strip("/") else ""
    fits = parts.scheme == "s3" and _NAME.fullmatch(parts.netloc) and _PREFIX.fullmatch(prefix)
    if not fits or more or parts.fragment:
        raise ValueError("write s3://bucket/prefix?endpoint=https://host&region=name")
    if not endpoint and not region:
        raise ValueError("write ?endpoint=https://host, or ?region=name for the store of AWS")
    region = region or _USUAL_REGION
    if not _REGION.fullmatch(region):
        raise ValueError("the region has letters, digits and dashes only")
    endpoint = (endpoint or f"https://s3.{region}.amazonaws.com").rstrip("/")
    if not _is_endpoint(endpoint):
        raise ValueError("the endpoint is https://host or https://host:port, without a path")
    if not key or not secret:
        raise ValueError("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or their _FILE) as well")
    return Bucket(endpoint, parts.netloc, prefix, region, key, secret)


def _is_endpoint(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        return parts.scheme in {"http", "https"} and (
            bool(parts.hostname)
            and parts.port != 0
            and not (parts.path or parts.query or parts.fragment or parts.username)
        )
    except ValueError:
        return False


@dataclass(frozen=True)
class Question:
    """What is asked of the store; `path` is plain, and `content` the sum of what goes along."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    content: str = NOTHING

    @property
    def target(self) -> str:
        """Path and query as they go over the line."""
        return quote(self.path, safe="/-_.~") + (f"?{self._asked}" if self.query else "")

    @property
    def _asked(self) -> str:
        pairs = sorted(
            (quote(name, safe="-_.~"), quote(said, safe="-_.~")) for name, said in self.query
        )
        return "&".join(f"{name}={said}" for name, said in pairs)

    def signed(
        self, bucket: Bucket, moment: dt.datetime, more: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """The headers to send, with the signature over them, the path and the content.

        `moment` is in UTC; `more` are further headers, in small letters.
        """
        at = f"{moment:%Y%m%dT%H%M%SZ}"
        headers = {
            "host": _host_header(bucket.endpoint),
            "x-amz-content-sha256": self.content,
            "x-amz-date": at,
            **(more or {}),
        }
        names = ";".join(sorted(headers))
        lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
        path = quote(self.path, safe="/-_.~")
        canonical = f"{self.method}\n{path}\n{self._asked}\n{lines}\n{names}\n{self.content}"
        scope = f"{at[:8]}/{bucket.region}/s3/aws4_request"
        told = hashlib.sha256(canonical.encode()).hexdigest()
        key = f"AWS4{bucket.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        text = f"{_ALGORITHM}\n{at}\n{scope}\n{told}"
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        headers["authorization"] = (
            f"{_ALGORITHM} Credential={bucket.key}/{scope}, "
            f"SignedHeaders={names}, Signature={signature}"
        )
        return headers


def _host_header(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return parts.netloc.removesuffix(":443" if parts.scheme == "https" else ":80")
