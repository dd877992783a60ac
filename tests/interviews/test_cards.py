"""Interviews, quotes and sources as pages show them."""

from dataclasses import replace
from datetime import date

import pytest

from films.cards import names
from gate.models import Stamp
from gate.reader import NOBODY, Reader
from interviews.cards import InterviewCard, interview_cards, quote_cards
from interviews.models import Interview, Quote
from interviews.source_cards import SourceCard
from tests.factories import (
    CitationFactory,
    FilmFactory,
    InterviewFactory,
    PersonFactory,
    QuoteFactory,
    SourceFactory,
)

PAGE, ARCHIVE = "https://gazette.example/rang", "https://archive.example/rang"
OPEN = SourceCard(
    public_id="222222222",
    outlet="Gazette",
    published=date(2025, 6, 8),
    precision="day",
    is_open=True,
    title="Who rang?",
    url=PAGE,
    archive_url=ARCHIVE,
    accessed=date(2026, 1, 2),
    locator="page 5",
)
LOCKED = replace(
    OPEN, is_open=False, title=None, url=None, archive_url=None, accessed=None, locator=None
)
GIVES_AWAY = "Its headline and address would give something away."


def written(card: SourceCard) -> str:
    """The line with its links as [text](address)."""
    return "".join(f"[{part.text}]({part.url})" if part.url else part.text for part in card.line)


@pytest.mark.parametrize(
    ("card", "line"),
    [
        (
            OPEN,
            f"[Who rang?]({PAGE}), Gazette, 8 June 2025 ([archived copy]({ARCHIVE})); "
            "read on 2 January 2026. Page 5.",
        ),
        (
            replace(OPEN, locator=""),
            f"[Who rang?]({PAGE}), Gazette, 8 June 2025 ([archived copy]({ARCHIVE})); "
            "read on 2 January 2026.",
        ),
        (
            replace(OPEN, locator=None, accessed=None),
            f"[Who rang?]({PAGE}), Gazette, 8 June 2025 ([archived copy]({ARCHIVE})).",
        ),
        (
            replace(OPEN, locator=None, archive_url=""),
            f"[Who rang?]({PAGE}), Gazette, 8 June 2025; read on 2 January 2026.",
        ),
        (
            replace(OPEN, locator=None, archive_url="", accessed=None),
            f"[Who rang?]({PAGE}), Gazette, 8 June 2025.",
        ),
        (
            replace(OPEN, title="", archive_url="", accessed=None, locator=""),
            f"[Gazette’s page]({PAGE}), 8 June 2025.",
        ),
        (
            replace(OPEN, outlet="Times", title="", archive_url="", accessed=None, locator=""),
            f"[Times’ page]({PAGE}), 8 June 2025.",
        ),
        (
            replace(OPEN, url="", archive_url="", accessed=None, locator=""),
            "Who rang?, Gazette, 8 June 2025.",
        ),
        (
            replace(OPEN, url="", accessed=None, locator=""),
            f"Who rang?, Gazette, 8 June 2025 ([archived copy]({ARCHIVE})).",
        ),
        (
            replace(OPEN, title="", url="", archive_url="", accessed=None, locator=""),
            "Gazette, 8 June 2025.",
        ),
        (
            replace(OPEN, title="", url="", archive_url="", locator="at 1:20."),
            "Gazette, 8 June 2025; read on 2 January 2026. At 1:20.",
        ),
        (
            replace(OPEN, precision="month", archive_url="", accessed=None, locator=""),
            f"[Who rang?]({PAGE}), Gazette, June 2025.",
        ),
        (
            replace(OPEN, precision="year", archive_url="", accessed=None, locator=""),
            f"[Who rang?]({PAGE}), Gazette, 2025.",
        ),
        (
            replace(OPEN, published=None, archive_url="", accessed=None, locator=""),
            f"[Who rang?]({PAGE}), Gazette.",
        ),
        (LOCKED, f"Gazette, 8 June 2025. {GIVES_AWAY}"),
        (replace(LOCKED, precision="month"), f"Gazette, June 2025. {GIVES_AWAY}"),
        (replace(LOCKED, published=None), f"Gazette. {GIVES_AWAY}"),
        (replace(LOCKED, outlet="Times"), f"Times, 8 June 2025. {GIVES_AWAY}"),
        (
            replace(LOCKED, locator="paragraph 5"),
            f"Gazette, 8 June 2025. {GIVES_AWAY} Paragraph 5.",
        ),
        # Even if a locked card came to hold them, they would not show.
        (replace(OPEN, is_open=False, locator=None), f"Gazette, 8 June 2025. {GIVES_AWAY}"),
    ],
)
def test_a_source_is_one_line_as_far_as_it_is_known_and_open(card, line):
    assert written(card) == line


@pytest.mark.parametrize(
    ("fidelity", "words", "is_paraphrase"),
    [
        ("verbatim", "Verbatim: word for word, as printed.", False),
        ("translated", "Translated: put into English from another language.", False),
        (
            "bracketed",
            "With editorial brackets: word for word; what stands in [brackets] was put in by an editor.",
            False,
        ),
        ("paraphrase", "Paraphrase: what was said, in our words.", True),
    ],
)
def test_a_quote_says_how_faithful_it_is(db, fidelity, words, is_paraphrase):
    QuoteFactory(fidelity=fidelity, sealed_text="A [bell].", stamp=Stamp.NOTHING)

    (card,) = quote_cards(Quote.objects.all(), NOBODY)

    assert (card.fidelity_in_words, card.is_paraphrase) == (words, is_paraphrase)


def test_a_locked_quote_says_neither_how_faithful_it_is_nor_where_it_stands(db):
    quote = QuoteFactory(fidelity="verbatim")
    CitationFactory(quote=quote)

    (card,) = quote_cards(Quote.objects.all(), NOBODY)

    assert (card.is_open, card.text, card.fidelity, card.sources) == (False, None, "", ())


@pytest.mark.parametrize(
    ("precision", "short"),
    [
        ("day", "Gazette, 8 June 2025"),
        ("month", "Gazette, June 2025"),
        ("year", "Gazette, 2025"),
    ],
)
def test_an_interview_is_named_by_outlet_and_date(precision, short):
    card = InterviewCard(
        slug="talk",
        url="/interviews/talk/",
        label="A talk",
        outlet="Gazette",
        date=date(2025, 6, 8),
        precision=precision,
        films=(),
        rest="",
    )

    assert (card.short, card.day, card.about) == (short, short.removeprefix("Gazette, "), "")


def test_an_interview_is_about_its_films_in_order_of_release(db):
    later = FilmFactory(title="The Garden", released=date(2021, 1, 1))
    earlier = FilmFactory(title="The House", released=date(2019, 1, 1))
    InterviewFactory(films=[later, earlier])

    (card,) = interview_cards(Interview.objects.for_cards(NOBODY))

    assert card.about == "About The House and The Garden"


def test_a_page_need_not_say_again_whom_or_what_it_is_about(db):
    interview = InterviewFactory(slug="talk")
    speaker = PersonFactory(slug="ida", name="Ida Holm")
    QuoteFactory(interview=interview, speaker=speaker, stamp=Stamp.NOTHING)

    (card,) = quote_cards(Quote.objects.all(), NOBODY)

    places = {page: card.place_on(page) for page in ("/people/ida/", "/interviews/talk/", "/")}
    assert places == {"/people/ida/": "speaker", "/interviews/talk/": "interview", "/": ""}
    assert card.what == "what Ida Holm said to An Outlet"


@pytest.mark.parametrize(
    ("about", "spoils", "words"),
    [
        # Its own film is the latest of those that its interview is about.
        (["One"], ["One", "Two", "Three"], "One and 2 other films"),
        (["One", "Two"], ["One", "Two", "Three"], "Two and 2 other films"),
        (["Two", "Three"], ["One", "Two"], "Two and another film"),
        (["Three"], ["One", "Two"], "2 films"),
        ([], ["One", "Two"], "2 films"),
        ([], ["Two"], "Two"),
    ],
)
def test_a_locked_quote_names_its_own_film_and_counts_the_others(db, about, spoils, words):
    films = {
        title: FilmFactory(title=title, released=date(2020 + number, 1, 1))
        for number, title in enumerate(["One", "Two", "Three"])
    }
    interview = InterviewFactory(films=[films[title] for title in about])
    QuoteFactory(interview=interview, spoils=[films[title] for title in spoils])

    def told(*seen: str) -> str:
        reader = Reader(seen=frozenset(films[title].pk for title in seen))
        (card,) = quote_cards(Quote.objects.all(), reader)
        return card.spoils.in_words

    assert told() == words
    assert told(spoils[0]) == names(films[title] for title in spoils)


def test_own_films_are_asked_for_once_and_only_for_locked_quotes_of_several_films(
    db, django_assert_num_queries
):
    films = [FilmFactory(), FilmFactory()]
    interviews = [InterviewFactory(films=films[:1]), InterviewFactory(films=films[1:])]
    for interview in interviews:
        QuoteFactory(interview=interview, spoils=films[:1])
    with django_assert_num_queries(2):
        quote_cards(Quote.objects.all(), NOBODY)
    for interview in interviews:
        QuoteFactory(interview=interview, spoils=films)

    with django_assert_num_queries(3):
        cards = quote_cards(Quote.objects.order_by("pk"), NOBODY)

    assert [card.spoils.in_words for card in cards[2:]] == [
        f"{film.title} and another film" for film in films
    ]


def test_sources_of_a_quote_come_in_the_order_of_printing(db):
    film = FilmFactory()
    quote = QuoteFactory(spoils=[film])
    for position, outlet in ((2, "Second"), (1, "First"), (3, "Third")):
        source = SourceFactory(outlet=outlet, spoils=[film] if outlet == "Third" else None)
        CitationFactory(quote=quote, source=source, position=position, sealed_locator=outlet)

    (card,) = quote_cards(Quote.objects.all(), Reader(seen=frozenset({film.pk})))

    found = [(source.outlet, source.is_open, source.locator) for source in card.sources]
    assert found == [
        ("First", False, "First"),
        ("Second", False, "Second"),
        ("Third", True, "Third"),
    ]


def test_the_day_on_which_a_source_was_read_is_kept_while_it_is_locked(db):
    quote = QuoteFactory(stamp=Stamp.NOTHING)
    CitationFactory(quote=quote, source=SourceFactory(accessed=date(2026, 1, 2)))

    (card,) = quote_cards(Quote.objects.all(), NOBODY)

    (source,) = card.sources
    assert (source.accessed, source.title, source.url, source.archive_url) == (None,) * 4
