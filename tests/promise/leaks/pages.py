"""Parts of a page: what stands in the head, in attributes, in comments, in pictures."""

from hashlib import sha256

from films.models import Film
from films.title_card import TitleCard
from people.models import Character, CharacterFact
from spoilers.models import Echo, Note

from .leak import leak
from .site import Site, text_of, texts_of


def echoes_of(note: Note) -> int:
    return Echo.objects.touching([note]).count()


@leak(
    "Title tag",
    "A note's page carries the note's first words as its title.",
    at="spoilers:note",
    of="later",
    caught_by="canary",
)
def title_tag(site: Site) -> None:
    site.give(Note, text_of)
    site.after("spoilers/note.html", "{% block title %}", "{{ note.leak }} · ")


@leak(
    "Meta description",
    "A film's description, which search engines print, is its first note.",
    at="films:detail",
    of="second",
    caught_by="canary",
)
def meta_description(site: Site) -> None:
    site.give(Film, lambda film: texts_of(Note, "sealed_text", film=film)[:1])
    site.after("films/detail.html", "{% block description %}", "{{ film.leak.0 }} ")


@leak(
    "og:description",
    "The card that chats show for a link holds the note's text.",
    at="spoilers:note",
    of="later",
    caught_by="canary",
)
def link_card(site: Site) -> None:
    site.give(Note, text_of)
    site.after(
        "spoilers/note.html",
        "{% block scripts %}",
        '<meta property="og:description" content="{{ note.leak }}">',
    )


@leak(
    "ARIA label",
    "A locked card is announced to screen readers with the number of its echoes.",
    at="films:detail",
    of="second",
    twins="many",
)
def aria_label(site: Site) -> None:
    site.give(Note, echoes_of)
    site.on_locked_note('<i role="img" aria-label="{{ note.leak }} echoes"></i>')


@leak(
    "Alternative text",
    "A picture's alternative text tells the scene.",
    at="films:detail",
    of="second",
    caught_by="canary",
)
def alternative_text(site: Site) -> None:
    site.give(Note, text_of)
    site.on_locked_note('<img src="/x" alt="{{ note.leak }}">')


@leak(
    "Data attribute",
    "A locked card carries the kinds of its echoes, for a script.",
    at="films:detail",
    of="second",
    twins="none",
)
def data_attribute(site: Site) -> None:
    site.give(Note, lambda note: [e.public_id[:1] for e in Echo.objects.touching([note])])
    site.on_locked_note('<i data-echoes="{{ note.leak|join:"" }}"></i>')


@leak(
    "HTML comment",
    "Somebody left a comment in for finding a fault.",
    at="films:detail",
    of="second",
    caught_by="canary",
)
def html_comment(site: Site) -> None:
    site.give(Note, lambda note: text_of(note, "sealed_timecode"))
    site.on_locked_note("<!-- {{ note.leak }} -->")


@leak(
    "Length",
    "A locked text is drawn as a bar as long as the text.",
    at="films:detail",
    of="second",
)
def length(site: Site) -> None:
    site.give(Note, lambda note: len(text_of(note)))
    site.on_locked_note('<meter max="5000" value="{{ note.leak }}"></meter>')


@leak(
    "Class name",
    "A card whose text is long gets another class.",
    at="films:detail",
)
def class_name(site: Site) -> None:
    site.give(Note, lambda note: "long" if len(text_of(note)) > 60 else "short")
    site.on_locked_note('<i class="{{ note.leak }}"></i>')


@leak(
    "Class of the page",
    "The body of a character's page says how many facts there are to learn of them.",
    at="people:character",
    of="hero",
    twins="none",
)
def body_class(site: Site) -> None:
    site.give(Character, lambda who: CharacterFact.objects.filter(character=who).count())
    site.after(
        "people/character.html",
        "{% load static %}",
        '{% block body_class %} class="facts-{{ character.leak }}"{% endblock %}',
    )


@leak(
    "Fragments of a word",
    "A teaser prints ten letters out of the middle of a text.",
    at="films:detail",
    of="second",
    caught_by="canary",
)
def fragment(site: Site) -> None:
    def middle(note: Note) -> str:
        text = text_of(note)
        start = text.find("kanari") + 6
        return f"…{text[start : start + 10].upper()}…"

    site.give(Note, middle)
    site.on_locked_note("{{ note.leak }}")


@leak(
    "A hash",
    "A script is given the text's SHA-256, to notice when it changes.",
    at="films:detail",
    of="second",
)
def hashed(site: Site) -> None:
    site.give(Note, lambda note: sha256(text_of(note).encode()).hexdigest())
    site.on_locked_note('<i data-version="{{ note.leak }}"></i>')


@leak(
    "Link to prefetch",
    "The browser is told to fetch the next page early: the echo of a locked note.",
    at="spoilers:note",
    of="later",
    twins="none",
)
def prefetch(site: Site) -> None:
    site.give(Note, lambda note: [e.get_absolute_url() for e in Echo.objects.touching([note])])
    site.after(
        "spoilers/note.html",
        "{% block scripts %}",
        '{% for url in note.leak %}<link rel="prefetch" href="{{ url }}">{% endfor %}',
    )


@leak(
    "A drawing",
    "The bars of a film's title card count all its notes.",
    at="films:list",
    twins="many",
)
def drawing(site: Site) -> None:
    def counted(of):
        def drawn(title, short_title, minutes, parts):
            notes = Note.objects.filter(film__title=title).count()
            return of(title, short_title, notes, parts)

        return drawn

    site.replace(TitleCard, "of", counted)


@leak(
    "Kind of a locked echo",
    "The hint at an echo uses the echo's kind as its verb.",
    at="spoilers:echo",
    of="echo",
    readers="some films",
)
def kind_of_echo(site: Site) -> None:
    site.give(Echo, lambda echo: text_of(echo, "sealed_kind"))
    site.after("spoilers/_echo_locked.html", "{% load film_text %}", "{{ echo.leak }}")
