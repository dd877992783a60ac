import pytest

from films.title_card import (
    ACCENT_HEIGHT,
    CAP_HEIGHT,
    HEIGHT,
    INNER,
    MARGIN,
    WIDTH,
    Line,
    TitleCard,
    TitleParts,
)

TITLES = [
    ("John Wick", ""),
    ("John Wick: Chapter 3 – Parabellum", "Chapter 3"),
    ("The Continental: From the World of John Wick", "The Continental"),
    ("Supercalifragilisticexpialidocious", ""),
    ("A Very Long Title of a Film that Never Comes to an End, Part Two", ""),
    ("2", ""),
    ("…", ""),
    ("Летят журавли", ""),
]


def texts(title: str, short_title: str = "") -> list[str]:
    return [line.text for line in TitleCard.of(title, short_title, 100, None).lines]


def test_the_short_title_stands_large_between_what_comes_before_and_after_it():
    card = TitleCard.of("John Wick: Chapter 2", "Chapter 2", 122, None)

    assert card == TitleCard(
        lines=(
            Line("JOHN WICK", size=30, y=41.8, lesser=True),
            Line("CHAPTER", size=62.7, y=104.7, lesser=False),
            Line("2", size=156.0, y=247.8, lesser=False),
        ),
        bars="M16 263.4h134.9",
        bars_width=13.2,
        bars_dash="2 3.78",
    )


def test_the_marks_that_join_the_parts_of_a_title_are_left_out():
    assert texts("John Wick: Chapter 3 – Parabellum", "Chapter 3") == [
        "JOHN WICK",
        "CHAPTER",
        "3",
        "PARABELLUM",
    ]


def test_a_short_title_that_is_no_part_of_the_title_stands_alone():
    assert texts("The Strange Case of Anna K.", "Case Nine") == ["CASE", "NINE"]


@pytest.mark.parametrize(
    ("title", "short_title", "parts"),
    [
        (
            "John Wick: Chapter 3 – Parabellum",
            "Chapter 3",
            ("John Wick:", "Chapter 3", "– Parabellum"),
        ),
        ("From the World of X: Ballerina", "Ballerina", ("From the World of X:", "Ballerina", "")),
        ("The Ninth Lamp", "", ("", "The Ninth Lamp", "")),
        ("Sunday", "Sun", ("", "Sunday", "")),
        ("The Strange Case of Anna K.", "Case Nine", ("", "The Strange Case of Anna K.", "")),
    ],
)
def test_a_title_is_cut_where_the_whole_words_of_its_short_title_stand(title, short_title, parts):
    assert TitleParts.of(title, short_title) == TitleParts(*parts)


def test_a_small_word_does_not_stand_taller_than_the_word_that_matters():
    lines = TitleCard.of("The Continental", "", None, 3).lines

    assert [line.text for line in lines] == ["THE", "CONTINENTAL"]
    assert lines[0].size < lines[1].size


@pytest.mark.parametrize("title", ["Émigré", "¿Qué?", "Żółć", "Größe", "Ång"])
def test_a_mark_above_the_first_capital_stays_on_the_card(title):
    first = TitleCard.of(title, "", 90, None).lines[0]

    assert first.y - first.size * (CAP_HEIGHT + ACCENT_HEIGHT) >= MARGIN - 1


@pytest.mark.parametrize(("title", "short_title"), TITLES)
def test_every_title_stays_inside_the_card(title, short_title):
    card = TitleCard.of(title, short_title, 131, None)

    assert [line for line in card.lines if line.x + line.length > WIDTH - MARGIN / 4] == []
    assert [line for line in card.lines if line.y > HEIGHT - MARGIN] == []
    assert card.bars_width > 0


def test_the_bars_grow_with_the_running_time_up_to_three_hours():
    lengths = [
        float(TitleCard.of("Film", "", minutes, None).bars.split("h")[1])
        for minutes in (1, 60, 120, 180, 400)
    ]

    assert lengths == [2.0, 65.6, 134.9, 204.2, 204.2]


def test_a_series_has_one_bar_for_each_of_its_parts_across_the_whole_width():
    card = TitleCard.of("Series", "", None, 4)

    assert (card.bars.split("h")[1], card.bars_dash) == (str(INNER), "45.25 9")


def test_a_film_without_a_running_time_has_no_bars():
    assert TitleCard.of("Film", "", None, None).bars == ""
