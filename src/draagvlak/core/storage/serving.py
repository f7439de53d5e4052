"""Giving a file: always as a download, never as a page of ours."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse

from draagvlak.core.storage.keeping import pieces_of
from draagvlak.core.web import as_download

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
    as_download(response, attachment.name)
    response["Content-Length"] = str(attachment.size)
    return response
