"""Whatever is uploaded: what is no ZIP of content files is refused in words, and nothing is unpacked."""

import stat
import tracemalloc
import warnings
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.archive import EXPECTED, MAX_TEXTS, NO_ZIP, TOO_LARGE, in_folders, packed, unpacked
from content.reading import ContentError, Folder

from .desk import zipped

GOOD = {"harbour/universe.toml": "[universe]", "harbour/notes.toml": ""}


def refused(data: bytes) -> list[str]:
    with pytest.raises(ContentError) as raised:
        unpacked(data)
    return raised.value.errors


def link(place: str, target: str) -> bytes:
    info = ZipInfo(place)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr(info, target)
    return written.getvalue()


def twice(*places: str) -> bytes:
    written = BytesIO()
    with warnings.catch_warnings(), ZipFile(written, "w") as archive:
        warnings.simplefilter("ignore")  # it is what is tried
        for place in places:
            archive.writestr(place, "")
    return written.getvalue()


def locked(data: bytes) -> bytes:
    """With the bit set that says that a password is needed, in both places where it stands."""
    changed = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.index(sign) + place] |= 1
    return bytes(changed)


def smaller_than_it_is(data: bytes) -> bytes:
    """It says that its file has one byte."""
    changed = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(sign) + place
        changed[start : start + 4] = (1).to_bytes(4, "little")
    return bytes(changed)


BOMB = zipped({"harbour/notes.toml": b"#" * 20_000_000})
PLACES = [
    "../notes.toml",
    "/harbour/notes.toml",
    "harbour/../../notes.toml",
    "harbour\\notes.toml",
    "C:/notes.toml",
    "a/b/notes.toml",
    "harbour/notes.toml ",
    "harbour/.toml",
    "harbour/notes.py",
    "harbour/nötes.toml",
    "notes.toml\n",
    "-" * 5000 + "/x",
]
REFUSED = {
    "nothing": (b"", [NO_ZIP]),
    "a text": (b"[universe]", [NO_ZIP]),
    "half of one": (zipped(GOOD)[:100], [NO_ZIP]),
    "its end alone": (zipped(GOOD)[-60:], [NO_ZIP]),
    "an empty one": (zipped({}), [f"There is no file in it; {EXPECTED}."]),
    "a folder alone": (zipped({"harbour/": ""}), [f"There is no file in it; {EXPECTED}."]),
    "a bomb": (BOMB, [TOO_LARGE]),
    "a bomb that calls itself small": (smaller_than_it_is(BOMB), [NO_ZIP]),
    "a bomb of many": (
        zipped({f"a{number}/notes.toml": b"#" * 100_000 for number in range(21)}),
        [TOO_LARGE],
    ),
    "many files": (
        zipped({f"a{number}/notes.toml": "" for number in range(301)}),
        ["There are 301 files in it; at most 300 are taken."],
    ),
    "a link": (
        link("harbour/notes.toml", "/etc/passwd"),
        ["harbour/notes.toml: leads elsewhere, as a link; put the file itself there"],
    ),
    "a file twice": (
        twice("harbour/notes.toml", "harbour/notes.toml"),
        ["harbour/notes.toml: is there twice"],
    ),
    "a file twice but for its letters": (
        twice("harbour/notes.toml", "Harbour/Notes.toml"),
        ["Harbour/Notes.toml: is there twice"],
    ),
    "a locked one": (
        locked(zipped({"harbour/notes.toml": "a"})),
        ["harbour/notes.toml: is locked by a password"],
    ),
    "one that is packed otherwise": (
        zipped({"harbour/notes.toml": "a"}, ZIP_BZIP2),
        [
            "harbour/notes.toml: is packed in a way that is not read here; pack it anew",
        ],
    ),
    "a name of many parts": (
        zipped({"harbour/notes.toml": 'a = "."\n' + ".".join("a" * 20_000) + " = 1"}),
        ["harbour/notes.toml: line 2 has a name of too many parts"],
    ),
    "a quoted name of many parts": (
        zipped({"harbour/notes.toml": "x = {" + ".".join(['"a.b"'] * 500) + " = 1}"}),
        ["harbour/notes.toml: line 1 has a name of too many parts"],
    ),
}


@pytest.mark.parametrize(("data", "lines"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_zip_of_content_files_is_refused(data, lines):
    assert refused(data) == lines


def test_a_bomb_takes_no_more_memory_than_what_is_taken_of_it():
    tracemalloc.start()
    try:
        refused(BOMB)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 4 * MAX_TEXTS


@pytest.mark.parametrize("place", PLACES)
def test_a_file_has_no_place_but_a_universe_and_a_name(place):
    assert refused(zipped({place: ""})) == [f"{place[:80]}: does not belong here; {EXPECTED}"]


@pytest.mark.parametrize("packing", [0, ZIP_DEFLATED])
def test_files_come_in_the_folders_in_which_they_lie(packing):
    data = zipped({"b/notes.toml": "é", "b/": "", "a/x.toml": b"\xff", "echoes.toml": "1"}, packing)

    assert unpacked(data) == [
        Folder("a", {"x.toml": None}),
        Folder("b", {"notes.toml": "é"}),
        Folder("files", {"echoes.toml": "1"}),
    ]


def test_what_is_packed_is_unpacked_the_same_and_packed_alike_at_any_time():
    folders = [Folder("a", {"notes.toml": "é\n"}), Folder("b", {"notes.toml": "…\r\n"})]

    data = packed(folders)

    assert unpacked(data) == folders
    assert data == packed(folders)
    assert [one.date_time for one in ZipFile(BytesIO(data)).infolist()] == [
        (1980, 1, 1, 0, 0, 0)
    ] * 2


def test_dots_in_texts_and_comments_are_no_names():
    text = (
        f'# {"." * 99}\na = "{"." * 99}"\nb = \'{"." * 99}\'\nc = """{"." * 99}\n\\"""{"." * 99}"""\n'
        f"d = '''{'.' * 99}'''\n"
    )

    assert in_folders({"a/notes.toml": text.encode()}) == [Folder("a", {"notes.toml": text})]


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.integers(0, 200))
def test_a_damaged_one_is_refused_in_words_or_read(place, byte, cut):
    data = bytearray(zipped(GOOD))
    data[place % len(data)] = byte

    assert said_of(bytes(data[: len(data) - cut // 10])) != []


def said_of(data: bytes) -> list:
    """The folders in it, or else the lines that say why there are none."""
    try:
        return unpacked(data)
    except ContentError as error:
        return error.errors
