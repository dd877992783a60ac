"""Whatever name a form takes, every page that shows it renders, and shows it as it is."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from html import escape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from films.title_card import HEIGHT, TitleCard, TitleParts
from gate.queryset import sealed_fields
from gate.texts import HIDDEN, one_line
from tests.conftest import ReaderClient
from tests.factories import (
    BeatFactory,
    CharacterFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
    UniverseFactory,
)
from tests.gate.editing import submit

pytestmark = pytest.mark.slow

#: Any text at all, as a form strips it; what a form takes of these is to be found out.
names = st.one_of(
    st.text(st.characters(exclude_categories=HIDDEN), min_size=1, max_size=60),
    st.text(":–—-/;, ", min_size=1, max_size=12),
    st.text("AI'’.,! \u0301\u05d0\u0645🎬\u200d\ufe0f<>&\"'{}%", min_size=1, max_size=30),
    st.lists(st.sampled_from(["The", " ", "W" * 30, "ß", "-", "X", "臥虎"]), max_size=12).map(
        "".join
    ),
).map(str.strip)


def is_taken(name: str) -> bool:
    try:
        one_line(name)
    except ValidationError:
        return False
    return bool(name)


taken = names.filter(is_taken)
CODE = "{{ film.title }}<script>"
#: What every column has room for.
short = names.map(lambda name: name[:60].strip()).filter(is_taken)


@given(title=taken, short_title=st.one_of(st.just(""), taken), of_it=st.booleans())
@example(title="–", short_title="", of_it=False)
@example(title="A – B", short_title="–", of_it=False)
@example(title="🎬", short_title=":", of_it=True)
@example(title="W" * 160, short_title="", of_it=False)
@settings(max_examples=300, deadline=None)
def test_a_title_card_can_be_drawn_of_every_title(title, short_title, of_it):
    """`of_it`: the short title stands in the title."""
    whole = f"{title} {short_title}" if of_it else title

    card = TitleCard.of(whole, short_title, 101, None)
    parts = TitleParts.of(whole, short_title)

    assert card.lines
    assert all(line.size > 0 and line.length > 0 and 0 < line.y < HEIGHT for line in card.lines)
    assert card.bars_width > 0
    assert "".join(parts).replace(" ", "") == whole.replace(" ", "")


class Named:
    """One of everything that has a name, all of one name; a second film has it as well."""

    def __init__(self, name: str, short_title: str) -> None:
        film = {"title": name, "short_title": short_title, "released": date(2025, 6, 6)}
        line = name[:80].strip()
        self.universe = UniverseFactory(name=name, studio=name)
        self.film = FilmFactory(universe=self.universe, **film)
        self.other = FilmFactory(universe=self.universe, **film)
        self.person = PersonFactory(name=name, sort_name=name)
        self.character = CharacterFactory(name=name)
        CreditFactory(film=self.film, person=self.person, character=self.character)
        self.interview = InterviewFactory(label=name, outlet=line, films=[self.film])
        self.source = SourceFactory(outlet=line, sealed_title=name, spoils=[self.film])
        quote = QuoteFactory(interview=self.interview, speaker=self.person, spoils=[self.film])
        CitationFactory(quote=quote, source=self.source, sealed_locator=name)
        self.note = NoteFactory(film=self.film, label=line)
        self.echo = EchoFactory(later=self.note, earlier=NoteFactory(film=self.other, label=line))
        BeatFactory(echo=self.echo, sealed_theme=name)
        EvidenceFactory(echo=self.echo, quote=None, source=self.source, credits=self.person)
        PlacementFactory(placed=self.film, anchor=self.other, spoils=[self.film, self.other])

    @property
    def items(self) -> list[Any]:
        return [
            *(self.universe, self.film, self.other, self.person, self.character),
            *(self.interview, self.source, self.note, self.echo),
        ]


@contextmanager
def named(name: str, short_title: str = "") -> Iterator[Named]:
    """Of a name that the forms take; gone afterwards."""
    with transaction.atomic():
        found = Named(name, short_title)
        for item in found.items:
            sealed = {column.name for column in sealed_fields(type(item))}
            item.full_clean(exclude=sealed)
        yield found
        transaction.set_rollback(True)


def without(name: str, client: Client, pages: Iterable[str]) -> set[str]:
    """The pages that do not show it, or not as what it is: words."""
    texts = {page: client.get(page).text for page in pages}
    return {page for page, text in texts.items() if escape(name) not in text or CODE in text}


@pytest.mark.django_db
@given(name=short, short_title=st.one_of(st.just(""), short))
@example(name="–", short_title="-")
@example(name=CODE, short_title="🎬")
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_page_shows_every_name_that_a_form_takes(name, short_title):
    """Over half a second: sixteen pages of each of many names."""
    with named(name, short_title) as all_of_it:
        fan = ReaderClient()
        fan.has_seen(all_of_it.film, all_of_it.other)
        open_to_all = (
            *("/", "/films/", "/people/", "/interviews/", "/timeline/", "/seen/"),
            *(item.get_absolute_url() for item in all_of_it.items if has_page(item)),
        )
        asked = f"{all_of_it.note.get_absolute_url()}reveal/"

        assert (
            without(name, Client(), {*open_to_all} - {all_of_it.echo.get_absolute_url()}) == set()
        )
        assert without(short_title or name, Client(), [asked]) == set()
        assert without(name, fan, (*open_to_all, "/echoes/")) == set()


def has_page(item: Any) -> bool:
    return hasattr(item, "get_absolute_url")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["–", CODE])
def test_every_page_of_the_editors_shows_every_name_that_a_form_takes(editor_client, name):
    """Over half a second: a list and a form for each kind of item."""
    with named(name) as all_of_it:
        pages = [
            reverse(f"admin:{item._meta.label_lower.replace('.', '_')}_{page}", args=args)
            for item in all_of_it.items
            for page, args in (("changelist", []), ("change", [item.pk]))
        ]

        assert without(name, editor_client, pages) == set()


@pytest.mark.django_db
def test_the_page_that_asks_before_opening_shows_a_title_as_it_is(editor_client):
    with named(CODE) as all_of_it:
        film = all_of_it.film
        quote = QuoteFactory(spoils=[film, all_of_it.other])

        asking = submit(editor_client, quote, spoils=[film.pk])

        film.refresh_from_db()
        assert f"Whoever has seen {escape(str(film))} will" in asking.text
        assert CODE not in asking.text
