"""The interviews before and after another one."""

from datetime import date

from gate.keyset import beyond
from gate.prepared import prepared

from .models import Interview, InterviewQuerySet


def next_to(interview: Interview) -> tuple[Interview | None, Interview | None]:
    """The interviews before and after this one, by date and then label."""
    at = interview.date, interview.sort_key
    return next(iter(_before(*at)), None), next(iter(_after(*at)), None)


@prepared
def _before(date: date, key: str) -> InterviewQuerySet:
    found = Interview.objects.filter(beyond(("-date", date), ("-sort_key", key)))
    return found.only("slug", "label").order_by("-date", "-sort_key")[:1]


@prepared
def _after(date: date, key: str) -> InterviewQuerySet:
    found = Interview.objects.filter(beyond(("date", date), ("sort_key", key)))
    return found.only("slug", "label").order_by("date", "sort_key")[:1]
