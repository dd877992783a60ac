"""A person who is named in passing: how their name is sorted, and who else is called so."""

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from gate.sorting import BETWEEN, folded

from .models import Person


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


def namesakes(person: Person) -> QuerySet[Person]:
    """Those who are there already and have this name, as it is sorted or as it is read."""
    sorted_name, name = folded(person.sort_name), folded(person.name)
    if not name:
        return Person.objects.filter(name=person.name)
    return Person.objects.filter(
        Q(sort_key__startswith=f"{sorted_name}{BETWEEN}")
        | Q(sort_key__contains=f"{BETWEEN}{name}{BETWEEN}")
    )
