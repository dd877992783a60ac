"""What cannot be seen is refused in every text that editors write; what scripts need is not."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from gate.models import PublicIdField, UidField
from gate.slugs import FormerSlugsField
from gate.sorting import KeyField
from gate.texts import one_line, prose

APPS = ("films", "people", "interviews", "spoilers")
#: Made by the site itself.
OURS = (PublicIdField, UidField, FormerSlugsField, KeyField)

TAKEN = {
    "Latin": "Amélie – “Le Fabuleux Destin”",
    "decomposed": "Ame\u0301lie",
    "Greek": "Θίασος",
    "Cyrillic": "Сталкер",
    "Hebrew": "ואלס עם באשיר",
    "Arabic": "وجدة",
    "Persian, with a non-joiner": "می\u200cخواهم",
    "Hindi, with a joiner": "क\u094d\u200dष",
    "Chinese": "臥虎藏龍",
    "a variant of a character": "葛\U000e0100",
    "Thai": "สุดเสน่ห์",
    "Korean": "기생충",
    "an emoji": "🎬",
    "a family of emoji": "👩\u200d👧",
    "an emoji with its form": "❤\ufe0f",
    "a keycap": "1\ufe0f\u20e3",
    "a shade and a joiner": "👩🏽\u200d🚀",
    "spaces of print": "Quoi\u202f? 10\u00a0km\u3000",
    "one letter": "M",
    "no letter": "…?",
    "an Arabic sign of numbers": "\u060012",
}
REFUSED = {
    "NUL": "a\x00b",
    "bell": "a\x07b",
    "tab": "a\tb",
    "carriage return": "a\rb",
    "delete": "a\x7fb",
    "next line": "a\x85b",
    "zero width space": "a\u200bb",
    "a joiner among Latin letters": "a\u200db",
    "a non-joiner at the end": "می\u200c",
    "a joiner alone": "\u200d",
    "left-to-right mark": "a\u200e",
    "right-to-left override": "a\u202eb",
    "isolate": "\u2066a\u2069",
    "word joiner": "a\u2060b",
    "byte order mark": "\ufeffa",
    "soft hyphen": "a\u00adb",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "Hangul filler": "\u3164",
    "blank Braille": "\u2800",
    "grapheme joiner": "a\u034fb",
    "a form of no emoji": "a\ufe0f",
    "tag": "a\U000e0041",
    "private": "a\ue000",
    "unassigned": "a\U0003fffd",
    "replacement": "a\ufffd",
    "a variant of a Latin letter": "a\U000e0100",
    "a mark without a letter": "\u0301a",
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_names_of_every_script_are_taken(text):
    assert (one_line(text), prose(f"{text}\n\n{text}")) == (None, None)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_seen_is_refused(text):
    for validator in (one_line, prose):
        with pytest.raises(ValidationError):
            validator(text)


def test_it_says_which_character_it_is():
    with pytest.raises(ValidationError) as raised:
        one_line("Wick\u200b")

    assert raised.value.messages == ["This character cannot be seen: U+200B, ZERO WIDTH SPACE."]


def test_a_name_has_one_line():
    with pytest.raises(ValidationError) as raised:
        one_line("John\nWick")

    assert raised.value.messages == ["This is a single line."]


def written() -> list[models.Field]:
    """Every column of free text that editors fill."""
    return [
        field
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, (*OURS, models.SlugField))
        and not field.choices
        and field.editable
    ]


@pytest.mark.parametrize("field", written(), ids=str)
def test_every_text_of_an_editor_is_bounded_and_refuses_what_cannot_be_seen(field):
    long = "x" * (field.max_length + 1)

    limits = [one.limit_value for one in field.validators if isinstance(one, MaxLengthValidator)]
    assert limits == [field.max_length]
    for text in ("a\x00", "a\u202eb", "https://example.org/a\u202eb", long):
        with pytest.raises(ValidationError):
            field.clean(text, field.model())
