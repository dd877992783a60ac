"""Static files as they are published: compressed, named by their hash, and style sheets whole.

A style sheet may be made of others of its folder, each on a line: `@import "/static/css/base.css";`,
or with ` print` before the semicolon. Browsers read it as it stands, so development and tests need
no step before; when static files are collected, what it imports takes the place of each of these
lines, and goes over the wire with it in one answer.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

type Paths = dict[str, tuple[StaticFilesStorage, str]]

_IMPORT = re.compile(
    rf'^@import "{settings.STATIC_URL}(?P<name>[\w/-]+\.css)"(?: (?P<media>[\w-]+))?;$',
    re.MULTILINE,
)


class PublishedStorage(CompressedManifestStaticFilesStorage):
    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """`paths`: by the name of each file, where it lies. The rest is Django's and WhiteNoise's.

        Raises KeyError for an import of a file that is not there.
        """
        if not dry_run:
            paths = paths | {name: self._joined(name, paths) for name in _with_imports(paths)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _joined(self, name: str, paths: Paths) -> tuple[StaticFilesStorage, str]:
        """Also under its plain name, by which the pages know it that stand alone."""
        self.delete(name)
        self.save(name, ContentFile(joined(name, paths).encode()))
        return self, name


def joined(name: str, paths: Paths) -> str:
    """A style sheet with the text of those that it imports, and those that they import."""

    def imported(line: re.Match[str]) -> str:
        text = joined(line["name"], paths).strip()
        return f"@media {line['media']} {{\n{text}\n}}" if line["media"] else text

    return _IMPORT.sub(imported, _text(name, paths))


def _with_imports(paths: Paths) -> list[str]:
    return [name for name in paths if name.endswith(".css") and _IMPORT.search(_text(name, paths))]


def _text(name: str, paths: Paths) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
