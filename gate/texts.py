"""Which characters may stand in a text that editors write, how long it may be, and lists in words.

What cannot be seen is refused: it makes two names out of one, turns a line round, or hides words.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

#: Format characters (Cf) that are seen: Arabic, Syriac and Kaithi signs that span a number.
SEEN_FORMATS = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd")
#: Not of a hidden category, and yet nothing is seen of them; or the sign of a broken text.
UNSEEN = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc\ufffd")
#: Control and format characters, halves and private ones, unassigned ones, separators of lines.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # zero width non-joiner, zero width joiner
#: Scripts whose words may need one, by the first word of their letters' names.
JOINED = frozenset(
    {"ARABIC", "SYRIAC", "NKO", "MANDAIC", "MONGOLIAN", "PHAGS-PA", "ADLAM", "HANIFI"}
    | {"DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA"}
    | {"MALAYALAM", "SINHALA", "TIBETAN", "MYANMAR", "KHMER", "JAVANESE", "BALINESE", "CHAKMA"}
)
TEXT_FORM, EMOJI_FORM, KEYCAP = "\ufe0e", "\ufe0f", "\u20e3"


def one_line(text: str) -> None:
    """Refuse, with a ValidationError, whatever cannot stand in a name or another single line."""
    if "\n" in text:
        raise ValidationError("This is a single line.")
    prose(text)


def prose(text: str) -> None:
    """The same for a text that may have several lines."""
    for place, sign in enumerate(text):
        if sign != "\n" and _is_hidden(sign, text[:place][-1:], text[place + 1 : place + 2]):
            name = unicodedata.name(sign, "a control character")
            raise ValidationError(f"This character cannot be seen: U+{ord(sign):04X}, {name}.")
    if unicodedata.category(text[:1] or " ")[0] == "M":
        raise ValidationError("This begins with a mark that has no letter.")


def listing(words: Sequence[str]) -> str:
    """“one”, “one and two”, “one, two and three”."""
    *others, last = words or [""]
    return f"{', '.join(others)} and {last}" if others else last


def up_to(length: int) -> dict[str, Any]:
    """The arguments of a text column of several lines, bounded on every road."""
    return {"max_length": length, "validators": [prose, MaxLengthValidator(length)]}


def line_up_to(length: int) -> dict[str, Any]:
    """The same for a single line in a text column; a `CharField` minds its length itself."""
    return {"max_length": length, "validators": [one_line, MaxLengthValidator(length)]}


def _is_hidden(sign: str, before: str, after: str) -> bool:
    if sign in JOINERS:
        joins_emoji = sign == "\u200d" and _is_emoji(before) and _is_emoji(after)
        return not (joins_emoji or (_takes_joiners(before) and _takes_joiners(after)))
    if sign in (TEXT_FORM, EMOJI_FORM):
        return not (_is_emoji(before) or after == KEYCAP)
    if _selects_a_variant(sign):
        return not unicodedata.name(before or " ", "").startswith("CJK")
    is_hidden = unicodedata.category(sign) in HIDDEN and sign not in SEEN_FORMATS
    return is_hidden or sign in UNSEEN


def _selects_a_variant(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0d" or "\U000e0100" <= sign <= "\U000e01ef"


def _takes_joiners(sign: str) -> bool:
    return bool(sign) and unicodedata.name(sign, "").split(" ")[0] in JOINED


def _is_emoji(sign: str) -> bool:
    # Also the tone of a skin (Sk), an arrow (Sm), and the form that was chosen of the sign before.
    return bool(sign) and (unicodedata.category(sign) in ("So", "Sk", "Sm") or sign in "\ufe0f‼⁉〰")
