"""What each rule finds, word for word, and what it lets pass."""

import pytest

from leakcheck.rules import warnings
from leakcheck.texts import Key, Named, Sort, Stage, Text, Title

FIRST, SECOND, THIRD = 1, 2, 3
NOTE: Key = ("spoilers.Note", 1)
STAGE = Stage(
    named=[
        Named(("people.Character", 1), "Hanne Brill", frozenset([FIRST]), frozenset([SECOND])),
        Named(("people.Person", 1), "Runa Castellay", frozenset([FIRST]), frozenset([SECOND])),
        Named(("people.Character", 2), "Jory Pell", frozenset([SECOND]), frozenset()),
        Named(("people.Character", 3), "John Wick", frozenset([THIRD]), frozenset([FIRST])),
    ],
    titles=[
        Title(FIRST, ("The Ninth Lamp",)),
        Title(SECOND, ("The Eighth Night",)),
        Title(THIRD, ("John Wick",)),
    ],
)


def label(words: str, film: int = FIRST, sort: Sort = Sort.LABEL, item: Key = NOTE) -> Text:
    return Text(
        item, "label", "label", sort, words, frozenset(), frozenset([film]), frozenset([NOTE])
    )


def sealed(words: str, *films: int, item: Key = NOTE, sort: Sort = Sort.PROSE) -> Text:
    needs = frozenset(films or [FIRST])
    return Text(item, "sealed_text", "text", sort, words, needs, needs, frozenset([item]), True)


def raised(*texts: Text) -> list[tuple[str, tuple[str, ...]]]:
    return [(warning.rule, warning.words) for warning in warnings(texts, STAGE)]


@pytest.mark.parametrize(
    ("public", "secret", "rule", "words"),
    [
        ("The pit bull", "He takes a pit bull from its cage.", "words", ("pit", "bull")),
        ("Éowyn’s ring-bearer", "It is Eowyn.", "words", ("Éowyn",)),
        ("The deaths", "At dawn the old man dies.", "outcome", ("deaths",)),
        ("Puts it out", "She climbs up, and puts it out.", "copy", ("Puts it out",)),
        ("Hanne lights the lamp", "Hanne lit the lamp.", "copy", ("Hanne lights the lamp",)),
    ],
)
def test_words_of_a_sealed_text_in_a_label_are_found(public, secret, rule, words):
    assert raised(label(public), sealed(secret)) == [(rule, words)]


@pytest.mark.parametrize(
    ("public", "secret"),
    [
        ("The roof of the hotel", "On the roof of the hotel somebody waits."),
        ("Hanne Brill", "Hanne Brill climbs up, and puts it out."),
        ("At the ninth lamp", "She goes on to the ninth lamp."),
        ("The ending", "The end of the story: she dies."),
        ("Something else", "He takes a pit bull from its cage."),
    ],
)
def test_a_label_may_name_the_place_the_character_and_the_film(public, secret):
    assert raised(label(public), sealed(secret)) == []


def test_who_may_read_the_one_may_read_the_other():
    secret = sealed("He takes a pit bull from its cage.")
    same = Text(NOTE, "label", "label", Sort.LABEL, "The pit bull", secret.needs, secret.needs)

    assert raised(same, secret) == []


def test_what_lies_in_another_film_is_not_given_away():
    elsewhere = sealed("He takes a pit bull from its cage.", SECOND, item=("spoilers.Note", 2))

    assert raised(label("The pit bull"), elsewhere) == []


def test_a_poster_may_share_a_word_with_its_film_and_not_its_outcome():
    secret = sealed("Hanne finds the drowned inspector: her brother.", item=("spoilers.Note", 2))
    honest = label("Hanne and an inspector on the coast.", sort=Sort.POSTER, item=("films.Film", 1))
    leak = label(
        "Hanne finds that her brother has drowned.", sort=Sort.POSTER, item=("films.Film", 1)
    )

    assert raised(honest, secret) == []
    assert raised(leak, secret) == [("outcome", ("Hanne", "finds", "brother", "drowned"))]


def test_a_timecode_is_found_however_it_is_written():
    times = [
        label(f"The ending, {time}") for time in ("1:52:10", "112:10", "1:52", "1:52:11", "1:53")
    ]

    found = [raised(public, sealed("1:52:10")) for public in times]

    assert found == [
        [("timecode", ("1:52:10",))],
        [("timecode", ("112:10",))],
        [("timecode", ("1:52",))],
        [],
        [],
    ]


def test_an_address_that_spells_it_out_is_found():
    slug = label("hanne-puts-the-lantern-out", sort=Sort.ADDRESS)

    found = raised(slug, sealed("She puts out the lantern."))

    assert found == [("address", ("puts", "lantern"))]


@pytest.mark.parametrize(
    ("public", "is_same"),
    [
        ("http://example.org/why-she-puts-it-out/?utm_source=x", True),
        ("https://web.archive.org/web/2025/https://example.org/why-she-puts-it-out", True),
        ("https://example.com/copies/why-she-puts-it-out.html", True),
        ("https://example.org/", False),
        ("https://example.org/about-us", False),
    ],
)
def test_a_second_source_with_a_sealed_address_is_found(public, is_same):
    secret = sealed("https://www.example.org/why-she-puts-it-out", sort=Sort.ADDRESS)
    other = label(public, sort=Sort.ADDRESS, item=("interviews.Source", 2))

    assert raised(other, secret) == ([("same-address", (public,))] if is_same else [])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Hanne comes back", [("appears", ("Hanne",))]),
        ("Runa Castellay’s hour", [("appears", ("Runa Castellay",))]),
        ("Jory Pell", []),
        ("The visitor", []),
    ],
)
def test_who_is_hidden_in_a_film_is_not_named_in_its_labels(words, found):
    assert raised(label(words, SECOND)) == found


def test_a_name_that_is_also_a_title_may_be_that_of_the_film():
    assert raised(label("John Wick", FIRST)) == [("appears", ("John Wick",))]
    assert raised(label("The John Wick films", FIRST), label("A fifth John Wick", FIRST)) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It answers The Ninth Lamp.", [("lacks-film", ("Ninth Lamp",))]),
        ("She climbs to the ninth lamp.", []),
        ("It is the second scene of The Eighth Night.", []),
        ("Hanne was there before.", []),
        ("He meets John Wick.", [("stranger", ("John Wick",))]),
        ("Jory waits.", []),
    ],
)
def test_a_text_that_names_a_film_or_a_character_needs_their_film(words, found):
    assert raised(sealed(words, SECOND)) == found


def test_nobody_is_a_stranger_to_a_film_without_a_cast():
    cast = Stage(named=STAGE.named[:1])

    assert warnings([sealed("Hanne waits.", THIRD)], cast) == []
