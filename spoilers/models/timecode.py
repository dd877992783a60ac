"""Where in a film: “1:52:10”, in a series also “Part 3, 0:21:10”."""

import re
from typing import Any

from django.core.validators import RegexValidator

from films.models import Film
from gate.texts import line_up_to

FORM = re.compile(r"\A(?:Part ([1-9][0-9]{0,3}), )?([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])\Z")
LINE = line_up_to(30)
#: The arguments of a column that holds one.
TIMECODE: dict[str, Any] = LINE | {
    "validators": [
        *LINE["validators"],
        RegexValidator(FORM, "Write a timecode as 1:52:10, or in a series as Part 3, 0:21:10."),
    ]
}


def is_beyond(timecode: str, film: Film) -> str:
    """What is wrong with a timecode of this film, in words; empty where nothing is."""
    found = FORM.match(timecode)
    if not found:
        return ""  # the column itself refuses it
    part, hours, minutes, seconds = (int(group or 0) for group in found.groups())
    if part and film.kind != Film.Kind.SERIES:
        return "Only a series has parts."
    if part > (film.parts or part):
        return f"The series has {film.parts} parts."
    if film.minutes and hours * 3600 + minutes * 60 + seconds >= (film.minutes + 1) * 60:
        return f"The running time is {film.minutes} minutes."
    return ""
