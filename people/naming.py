"""A person who is named in passing: how their name is sorted, and who else is called so."""

from django.db.models import QuerySet
from django.utils.text import slugify

from gate.sorting import words_of

from .models import Character, Person


def person_called(name: str) -> Person:
    """Somebody of this name, who is not saved: “Keanu Reeves”, or “Reeves, Keanu”.

    Without a comma, the last word counts as the family name. The slug is empty where the name has
    no letters that addresses have.
    """
    name = " ".join(name.split())
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given:
        name = f"{given} {family}"
    else:
        given, _space, family = name.rpartition(" ")
    sort_name = f"{family}, {given}" if given else name
    return Person(name=name, sort_name=sort_name, slug=slugify(name)[:80])


def namesakes[Named: (Person, Character)](row: Named) -> QuerySet[Named]:
    """Those who are there already and have this name, in whatever order its words are written."""
    return type(row).objects.filter(words=words_of(row.name))
