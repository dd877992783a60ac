"""The rules: what may give something away, each with its reason in a sentence for editors.

They look at plain texts alone. What they find may be harmless: an editor decides.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from interviews.addresses import same_pages

from .overlap import COPY, OUTCOMES, WORDS, shared
from .texts import Key, Named, Sort, Stage, Text, Warning, distinct, phrase
from .words import IS_ORDINARY, NAMES_A_SCENE, NOTHING, Word, stem, timecodes_in

SHARES = {
    COPY: "says in nearly the same words what is sealed",
    OUTCOMES: "tells a turn of the story that is sealed",
    WORDS: "has rare words in common with what is sealed",
}
SPELT_OUT = "spells out what is sealed"
TIMECODE = "says where in the film it is, and that is sealed"
SAME_ADDRESS = "leads to the page whose address is sealed elsewhere"
APPEARS = "names somebody who is not known to be in this film"
LACKS_FILM = "names a film that need not be seen to read it: {}"
STRANGER = "names somebody who is in none of the films that must be seen to read it"
#: With one of these words beside it, a name that is also a title is that of the film.
FILM_BEFORE = frozenset(
    map(stem, ("a", "another", "first", "second", "third", "fourth", "fifth", "the"))
)
FILM_AFTER = frozenset(map(stem, ("film", "movie", "series", "chapter", "universe", "2", "3", "4")))
#: Words of the last part of an address from which on it is no chance that two are alike.
LONG_ADDRESS = 4


def warnings(texts: Iterable[Text], stage: Stage, about: Key | None = None) -> list[Warning]:
    """All that these texts may give away of each other, or say without their films.

    Where a row is named, what its texts give away, and what others give away of them.
    """
    texts = list(texts)
    sealed = SealedTexts(text for text in texts if text.is_sealed and text.needs)
    own = [text for text in texts if about is None or text.item == about]
    found = [
        warning
        for public in texts
        for warning in _strongest(
            warning
            for other in sealed.near(public)
            if about is None or about in (public.item, other.item)
            for warning in _beside(public, other, stage)
        )
    ]
    found += [warning for text in own for warning in _appears(text, stage)]
    locked = (text for text in own if text.is_sealed and text.needs)
    found += [warning for text in locked for warning in _lacks(text, stage)]
    return found


class SealedTexts:
    """Sealed texts, and which of them a text could give away at all."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._texts = list(texts)
        self._by: dict[object, list[int]] = {}
        for number, text in enumerate(self._texts):
            for one in (*text.needs, *text.hangs_on):
                self._by.setdefault(one, []).append(number)

    def near(self, text: Text) -> list[Text]:
        """Those that need a film that it is about, or hang on the same row; in their order."""
        found = {
            number for one in (*text.about, *text.hangs_on) for number in self._by.get(one, ())
        }
        return [self._texts[number] for number in sorted(found)]


def _strongest(found: Iterable[Warning]) -> Iterator[Warning]:
    """One for each rule and its words: a word may stand in several sealed texts."""
    yield from {(one.rule, one.words): one for one in reversed([*found])}.values()


def _beside(public: Text, sealed: Text, stage: Stage) -> Iterator[Warning]:
    if not sealed.keeps_from(public):
        return
    is_close = bool(public.hangs_on & sealed.hangs_on)
    if same := _same_address(public, sealed):
        yield Warning("same-address", public, SAME_ADDRESS, (same,), sealed)
    elif too_much := shared(public, sealed, stage):
        is_address = public.sort is Sort.ADDRESS
        rule = "address" if is_address else too_much.rule
        why = SPELT_OUT if is_address else SHARES[too_much.rule]
        yield Warning(rule, public, why, too_much.words, sealed)
    if is_close and public.sort is not Sort.PROSE:
        there = timecodes_in(sealed.words)
        for time, written in timecodes_in(public.words).items():
            if any(time.start < other.stop and other.start < time.stop for other in there):
                yield Warning("timecode", public, TIMECODE, (written,), sealed)


def _same_address(public: Text, sealed: Text) -> str:
    """The address, where both lead to one page; empty otherwise."""
    if not (public.is_url and sealed.is_url):
        return ""
    pages = same_pages(public.words), same_pages(sealed.words)
    if pages[0] & pages[1]:
        return public.words
    ends = [{end for page in found if (end := _end(page))} for found in pages]
    return public.words if ends[0] & ends[1] else ""


def _end(page: str) -> str:
    """The last part of an address that is a row of words: the same in copies elsewhere."""
    parts = [part.partition(".")[0] for part in urlsplit(f"//{page}").path.split("/")]
    long = [part for part in parts if part.count("-") >= LONG_ADDRESS - 1]
    return long[-1].lower() if long else ""


def _appears(text: Text, stage: Stage) -> Iterator[Warning]:
    """Names whose bearer has taken part in the film, which only those may know who saw it."""
    films = text.about - text.needs
    if not films:
        return
    for one in stage.named:
        secret = (one.hidden & films) - one.shown
        if not secret or one.shown & text.about and text.sort is not Sort.LABEL:
            continue
        if said := _mention(one, text, stage):
            yield Warning("appears", text, APPEARS, (said,))


def _lacks(text: Text, stage: Stage) -> Iterator[Warning]:
    if text.sort is Sort.ADDRESS:
        return
    taken: set[int] = set()
    for name in sorted(stage.phrases, key=len, reverse=True):
        for place in text.places(name):
            if taken & {*place} or not _is_title(name, place, text.as_words, stage):
                continue
            taken |= {*place}
            if not stage.phrases[name] & text.about:
                film = next(one for one in stage.titles if one.film in stage.phrases[name])
                said = _written(text.as_words, place)
                yield Warning("lacks-film", text, LACKS_FILM.format(film.names[0]), (said,))
    if not text.about & stage.has_cast:
        return  # nobody has said yet who is in it
    for one in stage.named:
        known = one.shown | one.hidden
        is_apart = known and not known & text.about and one.item not in text.hangs_on
        if one.is_character and is_apart and (said := _mention(one, text, stage, taken)):
            yield Warning("stranger", text, STRANGER, (said,))


def _is_title(name: tuple[str, ...], place: range, words: list[Word], stage: Stage) -> bool:
    """It is said of the film: not a character's name, and not the words in their plain sense."""
    if len(stage.phrases[name]) > 1 or any(phrase(one.name) == name for one in stage.named):
        return False
    said = [words[number] for number in place]
    if not _is_capital(said[0]) or not all(_is_capital(one) for one in said if _has_weight(one)):
        return False
    if len(name) > 1:
        return any(word.is_name for word in said) or place.start == 0
    if name in stage.with_article:
        # “The Continental” is the film, “the Continental” the hotel.
        return place.start > 0 and words[place.start - 1].written == "The"
    return said[0].is_name or _stands_alone(name[0])


def _has_weight(word: Word) -> bool:
    return len(word.written) > 3 and word.written.isalpha()


def _mention(one: Named, text: Text, stage: Stage, taken: Iterable[int] = ()) -> str:
    """How a text names somebody; empty where it does not. Not as a part of what is `taken`."""
    words, name, taken = text.as_words, phrase(one.name), {*taken}
    is_address = text.sort is Sort.ADDRESS
    for place in text.places(name):
        if _means_film(place, text, stage):
            taken |= {*place}
        elif not taken & {*place}:
            is_name = is_address or any(words[number].is_name for number in place)
            if is_name or (place.start == 0 and (len(name) > 1 or _stands_alone(name[0]))):
                return _written(words, place)
    for number, word in enumerate(words):
        if word.stem not in distinct(one.name) or number in taken:
            continue
        is_name = is_address or _is_capital(word)
        if (
            is_name
            and len(stage.bearers[word.stem]) == 1
            and not _in_longer(number, one, text, stage)
        ):
            return word.written
    return ""


def _means_film(place: range, text: Text, stage: Stage) -> bool:
    """“A fifth John Wick”, “the John Wick movies”, or a title of more words: it is said of a film."""
    words = text.as_words
    name = tuple(words[number].stem for number in place)
    longer = (title for title in stage.phrases if len(title) > len(name))
    if any({*place} <= {*found} for title in longer for found in text.places(title)):
        return True
    before = {words[place.start - 1].stem} if place.start else set()
    after = {word.stem for word in words[place.stop : place.stop + 1]}
    return name in stage.phrases and bool(FILM_AFTER & after or FILM_BEFORE & before)


def _in_longer(number: int, one: Named, text: Text, stage: Stage) -> bool:
    """The word stands in a longer name: of somebody else, or of a film."""
    names = {*stage.phrases, *(phrase(other.name) for other in stage.named)} - {phrase(one.name)}
    longer = (name for name in names if len(name) > 1)
    return any(number in place for name in longer for place in text.places(name))


def _is_capital(word: Word) -> bool:
    return word.written[:1].isupper() or word.written.isdigit()


def _stands_alone(stem: str) -> bool:
    return stem not in NOTHING | NAMES_A_SCENE | IS_ORDINARY


def _written(words: list[Word], place: range) -> str:
    return " ".join(words[number].written for number in place)
