"""The detector sees a word however it is dressed up, and nothing where there is none."""

import base64
import gzip
import hashlib
import json
from urllib.parse import quote

import pytest
from django.core import signing

from tests.canaries import canary

from .watching.detector import Detector

WORD, OTHER = canary(), canary()
TEXT = f"It proves that {WORD} was behind it."

DRESSES = {
    "raw": TEXT,
    "in capitals": TEXT.upper(),
    "as bytes": TEXT.encode(),
    "in HTML": f"<p title='{WORD.title()}'>",
    "as entities": "".join(f"&#{ord(letter)};" for letter in WORD),
    "as hexadecimal entities": "".join(f"&#x{ord(letter):x};" for letter in WORD),
    "percent-encoded": "".join(f"%{ord(letter):02x}" for letter in TEXT),
    "in a query": f"?next={quote(TEXT)}",
    "as JSON escapes": "".join(f"\\u{ord(letter):04x}" for letter in WORD),
    "as JSON": json.dumps({"text": TEXT}),
    "its first seven letters": f"<b>{WORD[:7]}</b>",
    "its last seven letters": f"…{WORD[-7:]}",
    "seven letters within": f"x-{WORD[9:16]}-x",
    "compressed": gzip.compress(TEXT.encode()),
    "the MD5 of the word": hashlib.md5(WORD.encode()).hexdigest(),
    "the SHA-1 of the text": hashlib.sha1(TEXT.encode()).hexdigest().upper(),
    "the SHA-256 of the text": f'ETag: W/"{hashlib.sha256(TEXT.encode()).hexdigest()}"',
    **{
        f"in base64, {shift} bytes in": base64.b64encode(b"-" * shift + TEXT.encode()).decode()
        for shift in range(3)
    },
    "in base64 for addresses": base64.urlsafe_b64encode(TEXT.encode()).decode().rstrip("="),
    "as Django packs a session": signing.dumps({"text": [TEXT] * 9}, compress=True),
    "a part of the base64": base64.b64encode(TEXT.encode()).decode()[6:-2],
}


@pytest.fixture
def detector() -> Detector:
    return Detector({WORD: [TEXT], OTHER: []})


@pytest.mark.parametrize("dressed", DRESSES.values(), ids=DRESSES)
def test_a_word_is_found_in_every_dress(detector, dressed):
    assert WORD in detector.found(dressed)


def test_a_whole_word_is_not_taken_for_another(detector):
    assert detector.found(f"{OTHER} {WORD}") == {OTHER, WORD}
    assert detector.found(f"<i>{OTHER}</i>") == {OTHER}


@pytest.mark.parametrize(
    "harmless", ["", "canary", "kanari", "Chapter 2: the beginning of everything", "d41d8cd98f00b2"]
)
def test_what_is_harmless_stays_harmless(detector, harmless):
    assert detector.found(harmless, base64.b64encode(harmless.encode())) == set()


@pytest.mark.parametrize("dress", ["raw", "in capitals", "in base64, 1 bytes in"])
def test_in_what_is_random_whole_words_are_found(detector, dress):
    assert detector.whole("x7Zk", DRESSES[dress]) == {WORD}


def test_in_what_is_random_parts_of_words_and_words_of_nobody_mean_nothing(detector):
    assert detector.whole(WORD[:17], WORD[3:], canary()) == set()
