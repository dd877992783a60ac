"""Content files as one ZIP, in memory: written for an editor, and read from whatever was uploaded.

Nothing of it ever lies on a disk. What is uploaded may be anything: sizes are counted while it is
unpacked, whatever it says of itself, and a file has no place but the one that its name stands for.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .format import FILES
from .reading import ContentError, Folder

#: In bytes: of what is uploaded, and of all texts in it together.
MAX_UPLOAD, MAX_TEXTS = 1_000_000, 2_000_000
MAX_FILES = 300
#: Of what lies in no folder.
LOOSE = "files"
#: The oldest moment that a ZIP can tell: the same content is the same file at any time.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
EXPECTED = f"expected a folder for each universe, with {', '.join(FILES)}"
PLACE = re.compile(r"(?:([\w-]+)/)?([\w-]+\.toml)", re.ASCII)
#: What a name says that is no place, such as one above the folder, is not repeated at any length.
SHOWN = 80

TOO_LARGE = f"The files are too large: all together, {MAX_TEXTS // 1_000_000} MB of text are taken."
NO_ZIP = "This is no ZIP file, no .toml file and no .csv table, or it is damaged."
#: What the standard library raises for it.
UNREADABLE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
#: Parts of a dotted name on one line. The parser of the standard library takes seconds for
#: thousands of them; these files need three.
MAX_DOTS = 20
#: What can hold any character in TOML: texts, to their end or that of the line or file, and comments.
ANY_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)|'
    r"'''.*?(?:'''|\Z)|"
    r'"(?:\\.|[^"\\\n])*+"?|'
    r"'[^'\n]*+'?|"
    r"#[^\n]*",
    re.DOTALL,
)


def packed(folders: Iterable[Folder]) -> bytes:
    """A ZIP of these folders; of the same ones, the same bytes."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for folder in folders:
            for name, text in folder.texts.items():
                place = ZipInfo(f"{folder.name}/{name}", NO_MOMENT)
                archive.writestr(place, text or "", ZIP_DEFLATED)
    return written.getvalue()


def unpacked(data: bytes) -> list[Folder]:
    """The folders in a ZIP, by name. Raises ContentError, in words, for whatever else it holds."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            places = [one for one in archive.infolist() if not one.is_dir()]
            if errors := [*_objections(places)]:
                raise ContentError(errors)
            return in_folders(_texts(archive, places))
    except UNREADABLE as error:
        raise ContentError([NO_ZIP]) from error


def in_folders(files: dict[str, bytes]) -> list[Folder]:
    """Files by their places, “folder/name” or the name alone, as folders. Raises ContentError."""
    if not files:
        raise ContentError([f"There is no file in it; {EXPECTED}."])
    if sum(map(len, files.values())) > MAX_TEXTS:
        raise ContentError([TOO_LARGE])
    found: dict[str, dict[str, str | None]] = {}
    errors = []
    for place, data in sorted(files.items()):
        folder, _slash, name = place.rpartition("/")
        text = _decoded(data)
        if line := _line_with_too_many_dots(text or ""):
            errors.append(f"{place}: line {line} has a name of too many parts")
        found.setdefault(folder or LOOSE, {})[name] = text
    if errors:
        raise ContentError(errors)
    return [Folder(name, texts) for name, texts in found.items()]


def _objections(places: list[ZipInfo]) -> Iterable[str]:
    """What is wrong with the places in a ZIP, before anything of it is unpacked."""
    if len(places) > MAX_FILES:
        yield f"There are {len(places)} files in it; at most {MAX_FILES} are taken."
        return
    met: set[str] = set()
    for one in places:
        name = one.filename[:SHOWN]
        if stat.S_ISLNK(one.external_attr >> 16):
            yield f"{name}: leads elsewhere, as a link; put the file itself there"
        elif not PLACE.fullmatch(one.filename):
            yield f"{name}: does not belong here; {EXPECTED}"
        elif one.flag_bits & 1:
            yield f"{name}: is locked by a password"
        elif one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            yield f"{name}: is packed in a way that is not read here; pack it anew"
        elif one.filename.lower() in met:
            yield f"{name}: is there twice"
        met.add(one.filename.lower())


def _texts(archive: ZipFile, places: list[ZipInfo]) -> dict[str, bytes]:
    """By place. What a file says of its own size is not believed."""
    texts: dict[str, bytes] = {}
    left = MAX_TEXTS
    for one in places:
        with archive.open(one) as file:
            texts[one.filename] = file.read(left + 1)
        left -= len(texts[one.filename])
        if left < 0:
            raise ContentError([TOO_LARGE])
    return texts


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _line_with_too_many_dots(text: str) -> int | None:
    """The number of the first line, if any, with more dots than any name has, texts left out."""
    bare = ANY_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines = enumerate(bare.split("\n"), start=1)
    return next((number for number, line in lines if line.count(".") > MAX_DOTS), None)
