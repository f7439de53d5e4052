"""Giving a document as PDF: always as a download, never as a page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import translation
from django.utils.text import slugify

from draagvlak.core.web import as_download
from draagvlak.lib.pdf import Document, as_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.lib.pdf import Block


def paper(title: str, blocks: Sequence[Block], *, author: str) -> HttpResponse:
    """Pages with a title, in the language of who asks; the file bears the title as its name."""
    return _download(Document(title, blocks, author=author, language=_language()))


def poster(title: str, blocks: Sequence[Block], *, author: str) -> HttpResponse:
    """One page to hang on a wall."""
    document = Document(title, blocks, author=author, language=_language(), layout="poster")
    return _download(document)


def _language() -> str:
    return (translation.get_language() or "nl").partition("-")[0]


def _download(document: Document) -> HttpResponse:
    response = HttpResponse(as_pdf(document), content_type="application/pdf")
    name = f"{slugify(document.title) or 'document'}.pdf"
    as_download(response, name)
    return response
