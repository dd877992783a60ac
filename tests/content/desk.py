"""How tests import and export on the editors' site, as a browser would."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from content.models import LoadedEntry
from editing.models import Version

from .snapshot import snapshot

PAGE, EXPORT, SHOW, DO = (
    reverse(f"admin:{name}")
    for name in ("content-files", "export-content", "show-import", "do-import")
)


def zipped(files: dict[str, Any], compression: int = ZIP_DEFLATED) -> bytes:
    """A ZIP of these texts, by their places in it."""
    written = BytesIO()
    with ZipFile(written, "w", compression) as archive:
        for place, text in files.items():
            archive.writestr(place, text)
    return written.getvalue()


def zip_of(*folders: Path) -> bytes:
    return zipped(
        {f"{one.name}/{file.name}": file.read_text() for one in folders for file in one.iterdir()}
    )


def texts(data: bytes) -> dict[str, str]:
    """The same from the ZIP."""
    with ZipFile(BytesIO(data)) as archive:
        return {one.filename: archive.read(one).decode() for one in archive.infolist()}


def upload(client: Client, data: bytes, **fields: str) -> HttpResponse:
    return client.post(SHOW, {"files": SimpleUploadedFile("content.zip", data)} | fields)


def agree(client: Client, asked: HttpResponse, **fields: str) -> HttpResponse:
    """Presses the button of the page that shows an import."""
    return client.post(DO, {"shown": asked.context["shown"]} | fields)


def refused(answer: HttpResponse) -> list[str]:
    """The lines that say why nothing was done."""
    return answer.context["refused"]


type Left = tuple[dict[str, list[tuple]], list[tuple], int, int]


def left() -> Left:
    """All that an import writes: content, what was loaded, and what is kept for editors."""
    loaded = list(LoadedEntry.objects.values_list("table", "uid").order_by("pk"))
    return snapshot(), loaded, Version.objects.count(), LogEntry.objects.count()


def told(answer: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]
