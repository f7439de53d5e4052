"""Giving a file: always as a download, never as a page of ours."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from draagvlak.core.storage.keeping import pieces_of

if TYPE_CHECKING:
    from draagvlak.core.models import Attachment


def download(attachment: Attachment) -> StreamingHttpResponse:
    """The answer that gives a file to who may have it (the view has asked that before).

    The first piece is opened here, so that a file that is gone or was changed gives an error page
    instead of half a file.
    """
    pieces = pieces_of(attachment)
    first = next(pieces)
    response = StreamingHttpResponse(chain([first], pieces), content_type=attachment.media_type)
    response["Content-Disposition"] = content_disposition_header(True, attachment.name) or ""  # noqa: FBT003 its name is as_attachment
    response["Content-Length"] = str(attachment.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
