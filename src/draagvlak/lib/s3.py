"""Talking with an S3-compatible store: five questions over HTTP, signed, and asked again when lost.

Every line that is given back is used again. A write is one PUT whose signature holds the sum of the
content: the store takes all of it or nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import http.client
import os
import re
import ssl
import time
from collections import deque
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urlsplit

from defusedxml import DefusedXmlException, ElementTree

from draagvlak.lib.bucket import Bucket, Question, StoreAway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

PATIENCE: Final = 15
PAUSES: Final = (0.2, 1.0)
"""Seconds before a question is asked again."""
_LATER: Final = frozenset({429, 500, 502, 503, 504})
_BLOCK: Final = 64 * 1024
_IDLE: Final = 8
_CODE: Final = re.compile(rb"<Code>([A-Za-z0-9.]{1,60})</Code>")
Line = http.client.HTTPConnection


@dataclass(frozen=True)
class Item:
    """A file in the store, as a list tells of it."""

    key: str
    size: int
    changed: float


class Content:
    """A file that is being read."""

    def __init__(self, answer: http.client.HTTPResponse, size: int, where: str) -> None:
        self._answer, self._left, self._where, self.size = answer, size, where, size

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, empty at the end. Raises `StoreAway` when the line breaks."""
        if not self._left:
            return b""
        try:
            found = self._answer.read(self._left if size < 0 else min(size, self._left))
        except (OSError, http.client.HTTPException) as error:
            raise StoreAway(f"{self._where} broke off ({_told(error)}).") from None
        if not found and size:
            raise StoreAway(f"{self._where} broke off.")
        self._left -= len(found)
        return found


class S3:
    """The files under the prefix of one bucket. Everything raises `StoreAway`."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._where = f"{bucket.endpoint}/{bucket.name}"
        self._lines: deque[Line] = deque()
        self._owner = os.getpid()
        self._tls = ssl.create_default_context() if bucket.is_encrypted else None

    def __del__(self) -> None:
        for line in self._lines:
            line.close()

    def put(self, key: str, file: IO[bytes]) -> None:
        """Store a file; when this returns the store has it."""
        file.seek(0)
        digest, size = hashlib.sha256(), 0
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
        question = Question("PUT", self._path(key), content=digest.hexdigest())
        with self._asked(question, file, size):
            pass

    def size(self, key: str) -> int | None:
        """How long a file is; None when there is none."""
        with self._asked(Question("HEAD", self._path(key)), missing=True) as answer:
            if answer.status == http.HTTPStatus.NOT_FOUND:
                return None
            return self._length(answer)

    @contextlib.contextmanager
    def opened(self, key: str) -> Iterator[Content]:
        """A file to read. Raises FileNotFoundError too."""
        with self._asked(Question("GET", self._path(key)), missing=True) as answer:
            if answer.status == http.HTTPStatus.NOT_FOUND:
                code = _code_in(self._whole(answer))
                if code not in {"", "NoSuchKey"}:
                    raise StoreAway(f"{self._where} refuses: {code}.")
                raise FileNotFoundError(key)
            yield Content(answer, self._length(answer), self._where)

    def remove(self, key: str) -> None:
        """Remove a file for good, with the earlier versions that a bucket may keep of it."""
        with self._asked(Question("DELETE", self._path(key)), missing=True) as answer:
            kept = answer.headers["x-amz-version-id"] or answer.headers["x-amz-delete-marker"]
        while kept and (versions := self._versions(key)):
            for version in versions:
                query = (("versionId", version),)
                with self._asked(Question("DELETE", self._path(key), query), missing=True):
                    pass

    def items(self, *, most: int = 0) -> Iterator[Item]:
        """Every file under the prefix by name, or the first so many."""
        query = [("list-type", "2"), ("prefix", self.bucket.prefix)]
        query += [("max-keys", str(most))] if most else []
        token = ""
        while True:
            more = [("continuation-token", token)] if token else []
            page = self._page([*query, *more])
            for entry in page.findall("{*}Contents"):
                changed = dt.datetime.fromisoformat(_word(entry, "LastModified"))
                key = _word(entry, "Key").removeprefix(self.bucket.prefix)
                yield Item(key, int(_word(entry, "Size")), changed.timestamp())
            token = _word(page, "NextContinuationToken")
            if most or not token:
                return

    def _versions(self, key: str) -> list[str]:
        page = self._page([("versions", ""), ("prefix", self.bucket.prefix + key)])
        entries = [*page.findall("{*}Version"), *page.findall("{*}DeleteMarker")]
        name = self.bucket.prefix + key
        return [_word(one, "VersionId") for one in entries if _word(one, "Key") == name]

    def _page(self, query: list[tuple[str, str]]) -> Element:
        with self._asked(Question("GET", f"/{self.bucket.name}", tuple(query))) as answer:
            text = self._whole(answer)
        try:
            page: Element = ElementTree.fromstring(text)
        except (ElementTree.ParseError, DefusedXmlException):
            raise StoreAway(f"{self._where} gives a list that is none.") from None
        return page

    def _path(self, key: str) -> str:
        return f"/{self.bucket.name}/{self.bucket.prefix}{key}"

    @contextlib.contextmanager
    def _asked(
        self,
        question: Question,
        file: IO[bytes] | None = None,
        size: int = 0,
        *,
        missing: bool = False,
    ) -> Iterator[http.client.HTTPResponse]:
        """The answer; its line is used again when all of it was read. `missing`: 404 is one."""
        line, answer = self._sent(question, file, size)
        try:
            if answer.status >= http.HTTPStatus.MULTIPLE_CHOICES and not (
                missing and answer.status == http.HTTPStatus.NOT_FOUND
            ):
                code = _code_in(self._whole(answer)) or answer.reason
                raise StoreAway(f"{self._where} refuses: {code} ({answer.status}).")
            yield answer
            if not answer.isclosed() and answer.length == 0:
                self._whole(answer)
        finally:
            if answer.isclosed() and not answer.will_close and len(self._lines) < _IDLE:
                self._lines.append(line)
            else:
                answer.close()
                line.close()

    def _sent(
        self, question: Question, file: IO[bytes] | None, size: int
    ) -> tuple[Line, http.client.HTTPResponse]:
        told = ""
        for pause in (0, *PAUSES):
            time.sleep(pause)
            headers = question.signed(self.bucket, dt.datetime.now(dt.UTC))
            if file is not None:
                file.seek(0)
                headers["content-length"] = str(size)
            line = self._line(fresh=bool(told))
            try:
                line.request(question.method, question.target, body=file, headers=headers)
                answer = line.getresponse()
            except (OSError, http.client.HTTPException) as error:
                line.close()
                told = _told(error)
                continue
            if answer.status not in _LATER:
                return line, answer
            answer.close()
            line.close()
            told = str(answer.status)
        raise StoreAway(f"{self._where} does not answer ({told}).")

    def _whole(self, answer: http.client.HTTPResponse) -> bytes:
        try:
            return answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise StoreAway(f"{self._where} broke off ({_told(error)}).") from None

    def _length(self, answer: http.client.HTTPResponse) -> int:
        told = answer.headers["content-length"] or ""
        if not told.isdecimal():
            raise StoreAway(f"{self._where} does not say how long a file is.")
        return int(told)

    def _line(self, *, fresh: bool) -> Line:
        if self._owner != os.getpid():  # forked: the lines are those of another process
            self._lines, self._owner = deque(), os.getpid()
        if not fresh:
            with contextlib.suppress(IndexError):
                return self._lines.pop()
        parts = urlsplit(self.bucket.endpoint)
        host = parts.hostname or ""
        if self._tls is None:
            return Line(host, parts.port, timeout=PATIENCE, blocksize=_BLOCK)
        return http.client.HTTPSConnection(
            host, parts.port, timeout=PATIENCE, blocksize=_BLOCK, context=self._tls
        )


def _code_in(text: bytes) -> str:
    found = _CODE.search(text)
    return found[1].decode() if found else ""


def _word(entry: Element, name: str) -> str:
    return entry.findtext(f"{{*}}{name}") or ""


def _told(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return str(strerror or error) or type(error).__name__
