"""What a page says, as plain text that a person can read: `read(response).heard()`.

    # The House
    ## Moments
    - [The ending](/notes/…/)
    <Reveal “The ending” – spoils The House → /notes/…/reveal/>

A heading begins with #, an item of a list with -, what was quoted with >, an alert with !. A
link is [text](address), a button <text → address>, and a label that is only read aloud (label).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

INLINE = {"a", "b", "button", "code", "em", "input", "label", "span", "strong"}
EMPTY = {"br", "input", "link", "meta", "path", "rect"}
UNREAD = {"head", "script", "style"}
PREFIXES = {"li": "- ", "option": "- ", "blockquote": "> "} | {
    f"h{level}": f"{'#' * level} " for level in (1, 2, 3, 4)
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """All its words, whoever they are for."""
        words = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join("".join(words).split())

    def __iter__(self) -> Iterator[Element]:
        """This element and all within it, in order."""
        yield self
        for child in self.elements:
            yield from child

    def all(self, tag: str) -> list[Element]:
        return [one for one in self if one.tag == tag]

    def by_id(self, name: str) -> Element:
        (found,) = (one for one in self if one.id == name)
        return found

    def part(self, heading: str) -> Element:
        """The section under this heading of the second rank."""
        (found,) = (
            one
            for one in self
            if "part" in one.classes and [two.text for two in one.all("h2")] == [heading]
        )
        return found

    @property
    def parts(self) -> list[str]:
        """The headings of the second rank."""
        return [one.text for one in self.all("h2")]

    def heard(self) -> str:
        """As a screen reader says it."""
        return _Writing(lambda one: one.attributes.get("aria-hidden") != "true").of(self)

    def seen(self) -> str:
        """As it stands before the eye."""
        return _Writing(lambda one: "visually-hidden" not in one.classes).of(self)


class Page(Element):
    """A whole document, or a fragment of one."""

    @property
    def title(self) -> str:
        return self.all("title")[0].text

    @property
    def description(self) -> str:
        (found,) = (one for one in self.all("meta") if one.attributes.get("name") == "description")
        return found.attributes["content"]

    @property
    def main(self) -> Element:
        return self.by_id("main")

    @property
    def bar(self) -> Element:
        return self.by_id("reader-bar")

    @property
    def notice(self) -> Element:
        return self.by_id("notice")


def read(response: HttpResponse) -> Page:
    parser = _Parser()
    parser.feed(response.content.decode())
    parser.close()
    return parser.page


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page("page")
        self._open: list[Element] = [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in EMPTY:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


class _Writing:
    """Writes elements as lines, leaving out those that `reaches` says no to."""

    def __init__(self, reaches: Callable[[Element], bool]) -> None:
        self._reaches = reaches
        self._lines: list[str] = []
        self._line, self._prefix, self._form = "", "", ""

    def of(self, element: Element) -> str:
        self._write(element)
        self._end_line()
        return "\n".join(self._lines)

    def _write(self, element: Element) -> None:
        if element.tag in UNREAD or "hidden" in element.attributes or not self._reaches(element):
            return
        if element.tag == "form":
            self._form = element.attributes["action"]
        if element.tag in INLINE:
            self._write_inline(element)
        elif element.tag == "br":
            self._line += " / "
        elif element.tag in ("td", "th"):
            self._write_within(element)
            self._line += " | "
        else:
            self._write_block(element)

    def _write_block(self, element: Element) -> None:
        self._end_line()
        self._prefix += PREFIXES.get(element.tag, "")
        if element.attributes.get("role") == "alert":
            self._prefix += "! "
        label = element.attributes.get("label" if element.tag == "optgroup" else "aria-label")
        if label:
            self._line = f"({label})"
            self._end_line()
        self._write_within(element)
        self._line += ":" if element.tag == "dt" else ""
        self._end_line()
        if element.tag in PREFIXES:
            self._prefix = ""

    def _write_inline(self, element: Element) -> None:
        attributes = element.attributes
        if element.tag == "input":
            if attributes["type"] != "hidden":
                self._line += "[x]" if "checked" in attributes else "[ ]"
            return
        before, self._line = self._line, ""
        self._write_within(element)
        words = self._line
        if element.tag == "a":
            words = f"[{words.strip()}]({attributes['href']})"
        if element.tag == "button":
            choice = f" {attributes['name']}={attributes['value']}" if "name" in attributes else ""
            words = f"<{' '.join(words.split())} → {self._form}{choice}>"
        self._line = before + words

    def _write_within(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._line += child
            else:
                self._write(child)

    def _end_line(self) -> None:
        line = re.sub(r"\s+", " ", self._line).strip().removesuffix(" |")
        if line:
            self._lines.append(self._prefix + line)
            self._prefix = ""
        self._line = ""
