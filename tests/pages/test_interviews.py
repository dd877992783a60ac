"""The list of interviews, and the page of an interview."""

from inspect import cleandoc

import pytest

from tests.factories import InterviewFactory

from .reading import read

TIMES = """
(Breadcrumb)
- [Interviews](/interviews/)
- Times, May 2021
Times · May 2021
# Jo Lind in the Times, May 2021
About [The House](/films/the-house/), [The House: The Garden](/films/the-garden/).
## What was said
What spoils a film opens when you have seen it. A button opens a single one.
[Jo Lind](/people/jo-lind/)
Locked until you have seen The Garden and 2 other films.
<I have seen The Garden → /films/the-garden/seen/>
<Reveal what Jo Lind said to Times – spoils The Garden and 2 other films → /quotes/qtmsthr22/reveal/>
(Before and after)
[After Ida Holm in the Gazette, June 2021 →](/interviews/ida-holm-2021/)
"""

GAZETTE = """
(Breadcrumb)
- [Interviews](/interviews/)
- Gazette, 8 June 2021
Gazette · 8 June 2021
# Ida Holm in the Gazette, June 2021
About [The House: The Garden](/films/the-garden/).
## What was said
What spoils a film opens when you have seen it. A button opens a single one.
[Ida Holm](/people/ida-holm/)
> “It rained. / For weeks.”
Verbatim: word for word, as printed.
[Ida Holm](/people/ida-holm/)
Locked until you have seen The Garden and another film.
<I have seen The Garden → /films/the-garden/seen/>
<Reveal what Ida Holm said to Gazette – spoils The Garden and another film → /quotes/qgzdr2222/reveal/>
(Before and after)
[Before ← Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/)
[After Una Berg on the radio, 2022 →](/interviews/una-berg-2022/)
"""

RADIO = """
(Breadcrumb)
- [Interviews](/interviews/)
- Harbour Radio, 2022
Harbour Radio · 2022
# Una Berg on the radio, 2022
## What was said
What spoils a film opens when you have seen it. A button opens a single one.
[Una Berg](/people/una-berg/)
> Nobody rang at all.
Paraphrase: what was said, in our words.
(Before and after)
[Before ← Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
"""

GAZETTE_SAID = """
## What was said
What spoils a film opens when you have seen it. A button opens a single one.
[Ida Holm](/people/ida-holm/)
> “It rained. / For weeks.”
Verbatim: word for word, as printed.
[Ida Holm](/people/ida-holm/)
> “Jo [Lind] wanted the same door.”
With editorial brackets: word for word; what stands in [brackets] was put in by an editor.
- [Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021. Page 5.
[Ida Holm](/people/ida-holm/)
> “Max came by night.”
Translated: put into English from another language.
"""


def said(client, slug: str) -> str:
    return read(client.get(f"/interviews/{slug}/")).main.part("What was said").heard()


def test_the_list_begins_with_the_latest_and_says_what_each_is_about(cinema, stranger, devotee):
    for client in (stranger, devotee):
        assert read(client.get("/interviews/")).main.heard() == cleandoc("""
            # Interviews
            Who spoke to whom, about which film, and when. Each statement says how faithful it is, and where it can be checked.
            ## Latest first
            - 2022 [Una Berg on the radio, 2022](/interviews/una-berg-2022/)
            - 2021 [Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/) About The Garden
            - 2021 [Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/) About The House and The Garden
            """)


def test_an_interview_about_three_films_names_them_in_order_of_release(stranger, cinema):
    InterviewFactory(slug="long-talk", films=[cinema.garden, cinema.bell, cinema.house])

    row = read(stranger.get("/interviews/")).main.all("li")[0]

    assert row.text.endswith("About The House, The Bell and The Garden")


@pytest.mark.parametrize(
    ("slug", "page"),
    [("jo-lind-2021", TIMES), ("ida-holm-2021", GAZETTE), ("una-berg-2022", RADIO)],
)
def test_a_stranger_reads_who_spoke_when_and_what_is_harmless(cinema, stranger, slug, page):
    assert read(stranger.get(f"/interviews/{slug}/")).main.heard() == page.strip()


def test_who_has_seen_every_film_reads_all_that_was_said(cinema, devotee):
    assert said(devotee, "ida-holm-2021") == GAZETTE_SAID.strip()
    assert said(devotee, "jo-lind-2021") == cleandoc("""
        ## What was said
        What spoils a film opens when you have seen it. A button opens a single one.
        [Jo Lind](/people/jo-lind/)
        > We rang it thrice.
        Paraphrase: what was said, in our words.
        """)


def test_a_fan_of_one_film_reads_what_it_alone_spoils(cinema, fan_of):
    assert said(fan_of(cinema.garden), "ida-holm-2021") == cleandoc("""
        ## What was said
        What spoils a film opens when you have seen it. A button opens a single one.
        [Ida Holm](/people/ida-holm/)
        > “It rained. / For weeks.”
        Verbatim: word for word, as printed.
        [Ida Holm](/people/ida-holm/)
        Locked until you have seen The House and The Garden.
        <I have seen The House → /films/the-house/seen/>
        <Reveal what Ida Holm said to Gazette – spoils The House and The Garden → /quotes/qgzdr2222/reveal/>
        [Ida Holm](/people/ida-holm/)
        > “Max came by night.”
        Translated: put into English from another language.
        """)


def test_a_statement_that_was_revealed_can_be_hidden_and_names_its_source(cinema, stranger):
    stranger.has_revealed(cinema.locked.public_id)

    assert said(stranger, "ida-holm-2021") == cleandoc("""
        ## What was said
        What spoils a film opens when you have seen it. A button opens a single one.
        [Ida Holm](/people/ida-holm/)
        > “It rained. / For weeks.”
        Verbatim: word for word, as printed.
        [Ida Holm](/people/ida-holm/)
        > “Jo [Lind] wanted the same door.”
        With editorial brackets: word for word; what stands in [brackets] was put in by an editor.
        - Gazette, 8 June 2021. Its headline and address would give something away. Page 5.
        <Hide what Ida Holm said to Gazette again → /quotes/qgzdr2222/hide/>
        """)


def test_only_a_paraphrase_stands_without_quotation_marks_and_is_set_apart(cinema, devotee):
    classes = [
        quote.classes
        for slug in ("ida-holm-2021", "una-berg-2022")
        for quote in read(devotee.get(f"/interviews/{slug}/")).all("blockquote")
    ]

    assert classes == [["verbatim"], ["verbatim"], ["verbatim"], []]


def test_interviews_of_one_day_are_neighbours_by_label(cinema, stranger):
    for name in ("Zed", "Abe", "Ben", "Yan"):
        InterviewFactory(slug=name.lower(), label=f"{name} speaks", date=cinema.gazette.date)

    turning = read(stranger.get("/interviews/ida-holm-2021/")).main.all("nav")[-1].heard()

    assert turning == cleandoc("""
        (Before and after)
        [Before ← Ben speaks](/interviews/ben/)
        [After Yan speaks →](/interviews/yan/)
        """)


def test_a_site_without_interviews_lists_none(stranger, db):
    assert read(stranger.get("/interviews/")).main.heard() == cleandoc("""
        # Interviews
        Who spoke to whom, about which film, and when. Each statement says how faithful it is, and where it can be checked.
        ## Latest first
        """)
