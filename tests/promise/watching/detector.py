"""Finds a sealed word in whatever leaves the site, also when it is folded, escaped or hashed."""

import base64
import binascii
import gzip
import hashlib
import html
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import unquote_plus

from tests.canaries import canaries_in

#: So many letters of a word in a row give it away.
FRAGMENT = 7

_WORD = re.compile(rf"[a-z]{{{FRAGMENT},}}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
_HEX = re.compile(r"[0-9a-f]{32,}")
_ZLIB = b"\x78"
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


class Detector:
    """Knows all words; `texts` gives for each the whole texts in which it stands."""

    def __init__(self, texts: dict[str, Iterable[str]]) -> None:
        self.words = frozenset(texts)
        self.fragments: dict[str, set[str]] = {}
        self.digests: dict[str, str] = {}
        for word, wholes in texts.items():
            for start in range(len(word) - FRAGMENT + 1):
                self.fragments.setdefault(word[start : start + FRAGMENT], set()).add(word)
            for text in (word, *wholes):
                for algorithm in (hashlib.md5, hashlib.sha1, hashlib.sha256):
                    self.digests[algorithm(text.encode()).hexdigest()] = word
        self._known: dict[str, frozenset[str]] = {}
        self._decoded: dict[str, frozenset[str]] = {}

    def found(self, *parts: str | bytes) -> frozenset[str]:
        return frozenset().union(*(self._in(_text(part)) for part in parts))

    def whole(self, *parts: str | bytes) -> frozenset[str]:
        """Whole words alone: in what is random, seven letters of a word will stand some day."""
        found: set[str] = set()
        for part in parts:
            text = _text(part)
            decoded = [piece for run in _BASE64.findall(text) for piece in _base64(run)]
            found |= canaries_in(*_readings(text), *decoded)
        return frozenset(found & self.words)

    def _in(self, text: str) -> frozenset[str]:
        found: set[str] = set()
        for reading in _readings(text):
            folded = reading.lower()
            for word in set(_WORD.findall(folded)):
                found |= self._in_word(word)
            for run in _HEX.findall(folded):
                found |= {
                    self.digests[run[:length]]
                    for length in (32, 40, 64)
                    if run[:length] in self.digests
                }
        for run in set(_BASE64.findall(text)):
            found |= self._in_base64(run)
        return frozenset(found)

    def _in_word(self, word: str) -> frozenset[str]:
        """Whole words count as what they are; what remains is looked through in fragments."""
        if word not in self._known:
            whole = canaries_in(word)
            rest = word
            for canary in whole:
                rest = rest.replace(canary, " ")
            pieces = (rest[at : at + FRAGMENT] for at in range(len(rest) - FRAGMENT + 1))
            parts = (self.fragments.get(piece, ()) for piece in pieces)
            self._known[word] = frozenset(whole).union(*parts)
        return self._known[word]

    def _in_base64(self, run: str) -> frozenset[str]:
        if run not in self._decoded:
            self._decoded[run] = frozenset().union(
                *(self._in_word(word) for text in _base64(run) for word in _WORD.findall(text))
            )
        return self._decoded[run]


def _base64(run: str) -> Iterator[str]:
    """What it may mean, by where it begins; as Django packs sessions and messages, too."""
    plain = run.replace("-", "+").replace("_", "/")
    for start in range(4):
        piece = plain[start:]
        piece = piece[: len(piece) // 4 * 4]
        try:
            decoded = base64.b64decode(piece)
        except binascii.Error:
            continue
        yield decoded.decode("latin-1").lower()
        if start == 0 and decoded.startswith(_ZLIB):
            with suppress(zlib.error):
                # Its end may be missing with the padding.
                yield zlib.decompressobj().decompress(decoded).decode("latin-1").lower()


def _text(part: str | bytes) -> str:
    if isinstance(part, str):
        return part
    if part.startswith(b"\x1f\x8b"):
        part = gzip.decompress(part)
    return part.decode("utf-8", "replace")


def _readings(text: str) -> set[str]:
    """The text as it stands, and with each kind of escape undone."""
    readings = {text}
    if "&" in text:
        readings.add(html.unescape(text))
    if "%" in text:
        readings.add(unquote_plus(text))
    if "\\u" in text:
        readings.add(_JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    return readings
