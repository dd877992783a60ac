"""Every road by which something is written: a name, and what a hand does on it."""

import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import models
from django.urls import reverse

from content.format import ALL, FILES
from editing.merge_pages import Merges
from editing.models import Version
from editing.pointing import pointing_at
from films.models import Film
from gate.models import Gated, Stamp
from gate.publishing import Publishable
from gate.queryset import sealed_fields
from gate.rule import stamps_of
from interviews.models import Citation, Interview, Quote
from spoilers.models import Echo, Evidence, Note
from tests.conftest import ReaderClient
from tests.content.desk import agree, upload, zip_of
from tests.factories import (
    PASSWORD,
    Factory,
    FilmFactory,
    SeenFactory,
    UniverseFactory,
    UserFactory,
)
from tests.gate.editing import say_yes
from tests.signing_in import sign_in_to_edit

from .forms import anew, filled
from .hands import BEFORE, Hand
from .left import Telling

#: What needs its parts before readers may meet it.
NOT_YET = {Echo: {"is_published": False}}
HARBOUR = settings.BASE_DIR / "tests" / "content" / "harbour"


class Road(NamedTuple):
    name: str
    walk: Callable[[Hand, Telling], None]
    #: Whether sealed texts are written on it.
    seals: bool = True


def roads() -> list[Road]:
    article = Road("new from an article", _from_article)
    back = Road("take a change back", _take_back)
    by_form = [*_by_form(), article, back, *_by_merging()]
    return [*by_form, *_by_model(), *_by_file(), *_by_reader()]


def factories() -> dict[type[models.Model], type[Factory]]:
    found: dict[type[models.Model], type[Factory]] = {}
    waiting = [Factory]
    while waiting:
        waiting += waiting.pop().__subclasses__()
        found |= {one._meta.model: one for one in waiting if not one._meta.abstract}
    return found


def ours() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if Path(config.path).parent == settings.BASE_DIR
        for model in config.get_models()
    ]


def made(model: type[models.Model], hand: Hand, **facts: Any) -> models.Model:
    """A row, with the texts of this hand. What has no factory only points at other rows."""
    if factory := factories().get(model):
        return factory(**hand.texts(model) | NOT_YET.get(model, {}) | facts)
    needed = [
        field
        for field in model._meta.concrete_fields
        if field.related_model and not field.null and field.name not in facts
    ]
    return model.objects.create(
        **facts, **{field.name: made(field.related_model, hand) for field in needed}
    )


def editor() -> ReaderClient:
    client = ReaderClient()
    sign_in_to_edit(client, get_user_model().objects.create_superuser("editor"))
    return client


def page(model: type[models.Model], name: str, *keys: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=keys)


def _by_form() -> Iterator[Road]:
    for model, editing in admin.site._registry.items():  # noqa: SLF001 - the list of what it edits
        parts = [model, *(inline.model for inline in editing.inlines)]
        seals = any(sealed_fields(part) for part in parts)
        if not seals and not _hanging_on(model):
            continue
        for stamp in stamps_of(model) or (None,):
            facts = {"stamp": stamp} if stamp else {}
            said = f"{model.__name__}, {stamp.value}" if stamp else model.__name__
            if seals:
                yield Road(f"add {said}", partial(_add, model, facts))
            yield Road(f"change {said}", partial(_change, model, facts))
        for action in ("delete_selected", *editing.actions):
            yield Road(f"{action} of {model.__name__}", partial(_act, model, action))


def _hanging_on(model: type[models.Model]) -> list[models.ForeignKey]:
    return [
        relation.field
        for relation in model._meta.related_objects
        if sealed_fields(relation.related_model) and not relation.field.null
    ]


def _whole(
    model: type[models.Model], hand: Hand, around: Hand | None = None, **facts: Any
) -> models.Model:
    """A row with one of each part that its form has; where it has none, with what hangs on it."""
    row = made(model, hand, **facts)
    editing = admin.site._registry.get(model)  # noqa: SLF001 - as above
    # One text under two locks would be asked about: whoever opens the one reads the other.
    alike = FilmFactory.create_batch(1)
    for inline in editing.inlines if editing else ():
        link = next(f for f in inline.model._meta.fields if f.related_model is model)
        made(inline.model, hand, **{link.name: row} | _spoiling(inline.model, alike))
    if not sealed_fields(model):
        for link in _hanging_on(model):
            part = link.model
            made(part, around or hand, **{link.name: row} | _spoiling(part, alike))
    return row


def _spoiling(model: type[models.Model], films: list[models.Model]) -> dict[str, Any]:
    return {"spoils": films} if issubclass(model, Gated) else {}


def _add(model: type[models.Model], facts: dict, hand: Hand, telling: Telling) -> None:
    browser, row = editor(), _whole(model, BEFORE, **facts)
    shown = browser.get(page(model, "change", row.pk))
    data = anew(shown, hand)
    for formset in shown.context["inline_admin_formsets"]:
        formset.formset.queryset.delete()
    row.delete()
    send(browser, page(model, "add"), data, telling)


def _change(model: type[models.Model], facts: dict, hand: Hand, telling: Telling) -> None:
    browser, row = editor(), _whole(model, BEFORE, around=hand, **facts)
    if model in NOT_YET:
        row.publish()
    path = page(model, "change", row.pk)
    send(browser, path, filled(browser.get(path), hand), telling)
    _look_around(browser, row, telling)


def send(browser: ReaderClient, path: str, data: dict, telling: Telling) -> None:
    response = telling.tell(browser.post(path, data))
    assert response.status_code == 302, response.context["refused"]
    telling.tell(browser.get(response["Location"]))


def _look_around(browser: ReaderClient, row: models.Model, telling: Telling) -> None:
    """All that editors are shown of the row but its form."""
    for name in ("history", "delete"):
        telling.tell(browser.get(page(type(row), name, row.pk)))
    telling.tell(browser.get(reverse("admin:index")))


def _from_article(hand: Hand, telling: Telling) -> None:
    browser, film = editor(), FilmFactory()
    path = page(Interview, "from-article")
    locator = hand.text(Citation._meta.get_field("sealed_locator"))
    typed = {
        "label": "A talk",
        "source-0-outlet": "Empire",
        "source-0-published": "2025-06-02",
        "coverage-TOTAL_FORMS": 1,
        "coverage-0-film": film.pk,
        "quotes-0-new_speaker": "Somebody New",
        "quotes-0-fidelity": "bracketed",
        "quotes-0-sealed_locator": locator,
    }
    # It leads to the form of the interview, which shows the texts of its quotes.
    answer = telling.tell(browser.post(path, filled(browser.get(path), hand) | typed))
    assert answer.status_code == 302, answer.context["refused"]
    _look_around(browser, Interview.objects.get(), telling)


def _take_back(hand: Hand, telling: Telling) -> None:
    """The page that asks shows the texts to its editor, who may read them."""
    browser, note = editor(), made(Note, BEFORE)
    path = page(Note, "change", note.pk)
    send(browser, path, filled(browser.get(path), hand), telling)
    version = Version.objects.filter(key=note.pk, act=Version.Act.CHANGED).get()
    asked = browser.get(reverse("admin:take-back", args=[version.pk]))
    telling.tell(say_yes(browser, asked))
    _look_around(browser, note, telling)
    telling.tell(browser.get(reverse("admin:changes")))


def _by_merging() -> Iterator[Road]:
    for model, editing in admin.site._registry.items():  # noqa: SLF001 - as above
        if isinstance(editing, Merges):
            yield Road(f"merge two of {model.__name__}", partial(_merge, model))
    yield Road("merge a film into one that seals something", partial(_merge, Film, seals=True))


def _merge(model: type[models.Model], hand: Hand, telling: Telling, seals: bool = False) -> None:
    """Both with all that has to point at such a row; but no film that seals something goes."""
    alike = {"universe": UniverseFactory()} if model is Film else {}
    browser, (goes, stays) = editor(), [made(model, hand, **alike) for _one in range(2)]
    for row in (goes, stays):
        for key in pointing_at(model):
            if not key.null and key.model is not Note:
                # A source is known by what is read; a film that goes seals nothing.
                is_sealing = model is Film and Stamp.NOTHING in stamps_of(key.model)
                facts = {"stamp": Stamp.NOTHING} if is_sealing else {}
                if key.model is Citation:
                    facts = {"quote": made(Quote, hand, stamp=Stamp.NOTHING)}
                made(key.model, hand, **{key.name: row} | facts)
    if model is Film:
        SeenFactory(film=goes)
    if seals:
        made(Note, hand, film=stays)
    asked = telling.tell(browser.get(f"{page(model, 'merge', goes.pk)}?into={stays.pk}"))
    assert asked.context["protected"] == []
    telling.tell(say_yes(browser, asked))
    assert not model.objects.filter(pk=goes.pk).exists()
    _look_around(browser, stays, telling)


def _act(model: type[models.Model], action: str, hand: Hand, telling: Telling) -> None:
    # What readers meet is neither submitted nor deleted.
    facts = {"is_published": False} if issubclass(model, Publishable) else {}
    browser, rows = editor(), [_whole(model, hand, **facts), _whole(model, hand, **facts)]
    if action == "withdraw":
        for row in rows:
            row.publish()
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    answer = telling.tell(browser.post(page(model, "changelist"), chosen))
    if answer.status_code == 200:
        telling.tell(say_yes(browser, answer))
    telling.tell(browser.get(page(model, "changelist")))


def _by_model() -> Iterator[Road]:
    for model in ours():
        if sealed_fields(model):
            yield Road(f"methods of {model.__name__}", partial(_methods, model))


def _methods(model: type[models.Model], hand: Hand, telling: Telling) -> None:
    for stamp in stamps_of(model) or (None,):
        row = _whole(model, hand, **({"stamp": stamp} if stamp else {}))
        row.full_clean()
        if isinstance(row, Gated) and row.stamp != Stamp.NOTHING:
            row.spoil(FilmFactory(), FilmFactory())
        row.save()
        # Read anew, its texts are not at hand.
        row = model.objects.get(pk=row.pk)
        for name in ("publish", "withdraw", "submit", "publish", "save"):
            if hasattr(row, name):
                getattr(row, name)()


def _by_file() -> Iterator[Road]:
    yield Road("load content", partial(_load, mistake=""))
    yield Road("load content twice", partial(_load, mistake="", times=2))
    yield Road("load newer content", partial(_load, mistake="", first=HARBOUR))
    yield Road("load content with mistakes", partial(_load, mistake="\nnonsense_{} = 1"), False)
    yield Road("import content", _import)
    yield Road("import newer content", partial(_import, first=HARBOUR))


def _load(
    hand: Hand, telling: Telling, mistake: str, times: int = 1, first: Path | None = None
) -> None:
    if first:
        call_command("load_content", first)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, HARBOUR.name)
        copy.mkdir()
        rewrite(HARBOUR, copy, hand.text, mistake)
        for _time in range(times):
            try:
                call_command("load_content", copy)
            except CommandError as error:
                telling.told.append((str(error),))


def _import(hand: Hand, telling: Telling, first: Path | None = None) -> None:
    """The page that shows an import shows its texts to the editor who has sent them."""
    browser = editor()
    if first:
        agree(browser, upload(browser, zip_of(first)))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, HARBOUR.name)
        copy.mkdir()
        rewrite(HARBOUR, copy, hand.text)
        shown = upload(browser, zip_of(copy))
    answer = telling.tell(agree(browser, shown, opening="on"))
    # Not the desk: it says which sources have an address and no archive, and a hand leaves these out.
    telling.tell(browser.get(answer["Location"]))


def rewrite(source: Path, target: Path, text: Callable[[Any], str], mistake: str = "") -> None:
    """The content files of a universe once more, with other texts in the sealed fields."""
    for name in FILES:
        # An entry begins with its header, and what is sealed depends on the kind of entry: what is
        # the text of a beat is in an echo the name of a note.
        entries = re.split(r"(?m)^(?= *\[)", (source / name).read_text())
        (target / name).write_text("".join(_rewritten(one, text, mistake) for one in entries))


def _rewritten(entry: str, text: Callable[[Any], str], mistake: str) -> str:
    header = re.match(r" *\[+(?:\w+\.)*(\w+)\]", entry)
    tables = {kind.table: kind for kind in ALL}
    sealed = sealed_fields(tables[header[1]].model) if header else []
    columns = {field.opens_as: field for field in sealed}

    def other(found: re.Match) -> str:
        written = text(columns[found[2]])
        line = f"{found[1]}'''{written}'''" if written else ""
        return f"{line}{mistake.format(found[2])}"

    names = "|".join(columns)
    field = rf'(?m)^( *({names}) = )("""[\s\S]*?"""|"[^"\n]*")'
    return re.sub(field, other, entry) if columns else entry


def _by_reader() -> Iterator[Road]:
    yield Road("a fan with an account", _be_a_fan)


def _be_a_fan(hand: Hand, telling: Telling) -> None:
    """What is opened may be read, so only what is kept is compared."""
    later, earlier, quote = (made(model, hand) for model in (Note, Note, Quote))
    made(Citation, hand, quote=quote)
    echo = made(Echo, hand, later=later, earlier=earlier)
    made(Evidence, hand, echo=echo, quote=quote)
    echo.publish()
    user, fan = UserFactory(), ReaderClient()
    fan.has_seen(later.film)
    sign_in = {"login": user.username, "password": PASSWORD}
    fan.post("/accounts/login/", sign_in)
    items = (("notes", earlier), ("quotes", quote), ("echoes", echo))
    for folder, item in items:
        page = later.film.get_absolute_url()
        fan.act(f"/{folder}/{item.public_id}/reveal/", {"agreed": "yes"}, page=page)
    kept = str(sorted(fan.cookies["revealed"].value.rsplit(":", 2)[0]))
    telling.told.append((kept, user.seen_films.count()))
    for folder, item in items:
        fan.act(f"/{folder}/{item.public_id}/hide/")
    for verb in ("unseen", "seen"):
        fan.act(f"/films/{earlier.film.slug}/{verb}/")
    fan.act("/seen/", {"shown": "", "films": [earlier.film.key, later.film.key]})
    fan.post("/accounts/logout/")
