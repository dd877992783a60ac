"""The interviews before and after another one."""

from datetime import date

from gate.keyset import beyond
from gate.prepared import prepared
from gate.reader import Reader

from .models import Interview, InterviewQuerySet


def next_to(interview: Interview, reader: Reader) -> tuple[Interview | None, Interview | None]:
    """Those before and after this one, by date and then label, that this reader may know of."""
    at = interview.date, interview.sort_key, reader
    return next(iter(_before(*at)), None), next(iter(_after(*at)), None)


@prepared
def _before(date: date, key: str, reader: Reader) -> InterviewQuerySet:
    found = Interview.objects.for_reader(reader).filter(beyond(("-date", date), ("-sort_key", key)))
    return found.only("slug", "label").order_by("-date", "-sort_key")[:1]


@prepared
def _after(date: date, key: str, reader: Reader) -> InterviewQuerySet:
    found = Interview.objects.for_reader(reader).filter(beyond(("date", date), ("sort_key", key)))
    return found.only("slug", "label").order_by("date", "sort_key")[:1]
