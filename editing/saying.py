"""How far an item has come on its way to readers, and when: in words for editors."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from gate.publishing import Publishable, State
from gate.rule import rule_of


def said_of(item: Publishable, *, short: bool = False) -> str:
    """Whether readers meet it and since when, and who decided so: a sentence for editors."""
    told, begins, decided = str(State(item.state).label), item.live_from, item.state_set_at
    was_set = begins is not None and decided is not None and begins > decided
    if item.is_published and (not item.is_live or (was_set and not short)):
        told = f"Published from {in_words(begins)} on"
    if short:
        return told
    by = f" by {item.state_set_by}" if item.state_set_by else ""
    since = f"{'; decided' if was_set else ','} {in_words(decided)}{by}" if decided else ""
    ever = "any more" if item.state == State.WITHDRAWN else "yet"
    meets = "" if item.is_live else f" Readers do not meet it {ever}."
    return f"{told}{since}.{meets}"


def ends_of(item: Publishable) -> list[Publishable]:
    """Those on which it stands, and without which readers do not meet it at all."""
    rule = rule_of(type(item))
    ways_in = (*rule.open_with, *rule.known_with)
    return [one for one in item.stands_on() if one in [getattr(item, name) for name in ways_in]]


def held_back(item: Publishable) -> list[str]:
    """From when on readers meet it, and all of it, where it stands on what is set for later.

    Sentences for editors; none where nothing is.
    """
    to_come = [one for one in item.all_beneath() if one.is_published and not one.is_live]
    ends = ends_of(item) if to_come else []
    told = []
    if late := [one for one in to_come if one in ends]:
        last = max(late, key=lambda one: one.live_from)
        told = [f"No reader will meet it before {in_words(last.live_from)}, when “{last}” comes."]
    for other in to_come:
        if other not in ends:
            told.append(f"“{other}” will stand with it from {in_words(other.live_from)} on.")
    return told


def in_words(moment: datetime | None) -> str:
    """As the forms write it: “5 January 2027, 18:00”."""
    return date_format(timezone.localtime(moment), "j F Y, H:i") if moment else ""
