"""Finds a sealed word in whatever leaves the site, also when it is folded, escaped or hashed."""

import base64
import binascii
import gzip
import hashlib
import html
import re
from collections.abc import Iterable
from urllib.parse import unquote_plus

from tests.canaries import canaries_in

#: So many letters of a word in a row give it away.
FRAGMENT = 7

_WORD = re.compile(rf"[a-z]{{{FRAGMENT},}}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
_HEX = re.compile(r"[0-9a-f]{32,}")
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


class Detector:
    """Knows all words; `texts` gives for each the whole texts in which it stands."""

    def __init__(self, texts: dict[str, Iterable[str]]) -> None:
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
            found: set[str] = set()
            plain = run.replace("-", "+").replace("_", "/")
            for start in range(4):
                piece = plain[start:]
                piece = piece[: len(piece) // 4 * 4]
                try:
                    decoded = base64.b64decode(piece).decode("latin-1").lower()
                except binascii.Error:
                    continue
                for word in _WORD.findall(decoded):
                    found |= self._in_word(word)
            self._decoded[run] = frozenset(found)
        return self._decoded[run]


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
