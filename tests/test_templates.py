"""Templates show what they are handed: frozen cards, and nothing that merely lies around."""

import re
from pathlib import Path

from .test_architecture import COLUMN, ROOT

CLOCK_OR_DICE = re.compile(r"{%-?\s*now\b|\|\s*(?:random|timesince|timeuntil|natural\w+)\b")
TAG = re.compile(r"{[{%].*?[%}]}")
INCLUDE = re.compile(r"{%\s*include (?P<what>\S+)(?P<handed>.*?)(?P<only> only)?\s*%}")
#: What a page's context holds besides the page's own facts.
AMBIENT = re.compile(
    r"(?<![\w.\"'-])(request|user|reader|here|bar|messages|csrf_token)\b(?![\"'=-])"
)

#: What is included with the whole context of the page, and why.
WHOLE_CONTEXT = {
    "template": "the answer's own template, which a page renders with the same facts",
    '"allauth/elements/h1.html"': "reads the slots of the element that includes it",
    '"admin/color_theme_toggle.html"': "Django's own, for editors",
}

#: The parts that may read the page's context, and why.
READS_AMBIENT = {
    "parts/answer.html": "is no part of a page, but a whole answer",
}


def templates() -> dict[str, str]:
    """The text of each template, by its name."""
    folders = [ROOT / "templates", *ROOT.glob("*/templates")]
    return {name_of(file, folder): file.read_text() for folder in folders for file in files(folder)}


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def name_of(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def ambient_names(template: str) -> set[str]:
    """The names of the page's context that a template reads."""
    return {name for tag in TAG.findall(template) for name in AMBIENT.findall(tag)}


def test_no_template_names_a_sealed_column():
    assert len(templates()) > 40
    assert [name for name, text in templates().items() if COLUMN.search(text)] == []


def test_no_template_asks_the_clock_or_the_dice():
    found = {name: CLOCK_OR_DICE.findall(text) for name, text in templates().items()}

    assert {name: words for name, words in found.items() if words} == {}
    assert len(CLOCK_OR_DICE.findall('{% now "Y" %} {{ films|random }} {{ day|timesince }}')) == 3


def test_what_a_template_includes_gets_only_what_it_is_handed():
    included = [found for text in templates().values() for found in INCLUDE.finditer(text)]

    open_to_all = {found["what"] for found in included if not found["only"]}
    assert open_to_all == WHOLE_CONTEXT.keys()
    assert len(included) == sum(text.count("{% include") for text in templates().values())


def test_a_part_reads_nothing_of_the_page_around_it_but_what_it_is_handed():
    handed: dict[str, list[set[str]]] = {}
    for text in templates().values():
        for found in INCLUDE.finditer(text):
            names = set(re.findall(r"(\w+)=", found["handed"]))
            handed.setdefault(found["what"].strip('"'), []).append(names)
    parts = {name: text for name, text in templates().items() if name.startswith("parts/")}

    read = {
        name: ambient_names(text) - set.intersection(*handed.get(name, [set()]))
        for name, text in parts.items()
    }

    assert {name for name, names in read.items() if names} == READS_AMBIENT.keys()


def test_the_look_at_a_template_sees_every_way_of_reading_the_page():
    texts = {
        "{{ request.reader }}": {"request"},
        "{% if user.is_authenticated %}": {"user"},
        "{% if link.url != here %}": {"here"},
        "{{ name|default:here }}": {"here"},
        "{% with page=here %}": {"here"},
        "{{ quote.reader }} {{ here_and_there }} here": set(),
        '{% url "reader" %}': set(),
        '{% include "parts/notice.html" with here=here only %}': {"here"},
        '{% include "parts/notice.html" with here=page only %}': set(),
    }

    assert {text: ambient_names(text) for text in texts} == texts
