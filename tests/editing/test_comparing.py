"""How two texts are laid beside each other."""

import pytest

from editing.comparing import MOST, Piece, compared

LONG = "\n".join(f"Line {number} of many." for number in range(MOST))


def in_short(pieces: list[Piece]) -> str:
    return "".join(
        f"[-{one.text}-]" if one.is_gone else f"[+{one.text}+]" if one.is_new else one.text
        for one in pieces
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("He lives here.", "He lived here.", "He [-lives-][+lived+] here."),
        ("He is here.", "He is not here.", "He is [+not +]here."),
        ("He is not here.", "He is here.", "He is [-not -]here."),
        ("One.\n\nTwo.", "One.\n\nThree.", "One.\n\n[-Two.-][+Three.+]"),
        ("A door.", "Something else altogether.", "[-A door.-][+Something else altogether.+]"),
        ("", "New.", "[+New.+]"),
        ("Gone.", "", "[-Gone.-]"),
        ("", "", ""),
    ],
)
def test_words_that_went_stand_before_those_that_came(before, after, told):
    assert in_short(compared(before, after)) == told


def test_a_long_text_is_compared_line_by_line():
    after = LONG.replace("Line 7 of many.", "Another line.")

    assert [one.text for one in compared(LONG, after) if one.is_gone or one.is_new] == [
        "Line 7 of many.",
        "Another line.",
    ]


def test_what_is_longer_still_is_shown_as_it_was_and_as_it_is():
    one, other = "a\n" * (MOST + 1), "b\n" * (MOST + 1)

    assert compared(one, other) == [Piece(one, is_gone=True), Piece(other, is_new=True)]


@pytest.mark.parametrize("after", ["He lives. " * 9, "Not  a word\nalike", LONG, "He\u00a0lives"])
def test_nothing_of_either_text_is_lost(after):
    before = "He lives. " * 7 + LONG[:99]

    pieces = compared(before, after)

    assert "".join(one.text for one in pieces if not one.is_new) == before
    assert "".join(one.text for one in pieces if not one.is_gone) == after
