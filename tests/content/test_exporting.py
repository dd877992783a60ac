"""Content files on the editors' site: who may have them, and what is in them."""

import pytest
from django.urls import reverse

from content.dumping import dump
from content.format import ALL
from content.forms import NEVER_COMPARED, NO_UNIVERSE
from content.loader import load
from content.models import LoadedEntry
from films.models import Universe
from interviews.models import InterviewFilm
from readers.models import AuditLine
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.editing.desks import staff
from tests.factories import PersonFactory

from .changing import HARBOUR
from .desk import DO, EXPORT, PAGE, SHOW, refused, texts, upload, zip_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Whoever changes and publishes all of it is shown all of it in forms.
READS = {
    f"{verb}_{kind.model._meta.model_name}"
    for kind in ALL
    for verb in (("change", "publish") if kind.is_publishable else ("change",))
}
WRITES = (
    READS
    | {f"add_{kind.model._meta.model_name}" for kind in ALL}
    | {f"{verb}_{InterviewFilm._meta.model_name}" for verb in ("add", "change", "delete")}
)
PRIVATE = "private, no-store"


def statuses(client: ReaderClient) -> list[int]:
    """Of the page, the export, and both steps of an import."""
    asked = [client.get(PAGE), client.post(EXPORT), upload(client, zip_of(HARBOUR))]
    return [answer.status_code for answer in (*asked, client.post(DO, {"shown": ""}))]


def test_an_export_is_what_a_dump_writes_and_is_kept_nowhere(editor_client, tmp_path):
    load(HARBOUR)
    dump(tmp_path)

    answer = editor_client.post(EXPORT, {"universe": ""})

    assert texts(answer.content) == {
        file.relative_to(tmp_path).as_posix(): file.read_text() for file in tmp_path.rglob("*.toml")
    }
    names = ("Cache-Control", "Content-Disposition", "Content-Type", "ETag", "Last-Modified")
    assert [answer.get(name) for name in names] == [
        PRIVATE,
        'attachment; filename="callback-content.zip"',
        "application/zip",
        None,
        None,
    ]


def test_one_universe_alone_has_the_files_that_it_has_among_all(editor_client, world):
    load(HARBOUR)
    whole = texts(editor_client.post(EXPORT, {"universe": ""}).content)

    answer = editor_client.post(EXPORT, {"universe": "harbour"})

    assert texts(answer.content) == {
        place: text for place, text in whole.items() if place.startswith("harbour/")
    }
    assert answer["Content-Disposition"] == 'attachment; filename="callback-harbour.zip"'


def test_each_export_has_a_line_among_those_on_who_signs_in(editor_client, world):
    load(HARBOUR)
    AuditLine.objects.all().delete()

    editor_client.get(PAGE)
    for universe in ("", "harbour", "nowhere"):
        editor_client.post(EXPORT, {"universe": universe})

    slugs = Universe.objects.order_by("position", "slug").values_list("slug", flat=True)
    assert list(AuditLine.objects.order_by("pk").values_list("whom", "act", "about", "by")) == [
        ("editor", "exported", ", ".join(slugs), "editor"),
        ("editor", "exported", "harbour", "editor"),
    ]


def test_a_universe_that_is_not_there_is_refused(editor_client):
    answer = editor_client.post(EXPORT, {"universe": "nowhere"})

    assert refused(answer) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


def test_what_cannot_be_exported_is_told(editor_client):
    PersonFactory()
    without_universe = refused(editor_client.post(EXPORT))
    load(HARBOUR)
    LoadedEntry.objects.update(sealed_prints="")

    assert without_universe == [NO_UNIVERSE]
    assert refused(editor_client.post(EXPORT)) == [NEVER_COMPARED]


def test_an_export_is_asked_for_by_a_button(editor_client):
    assert editor_client.get(EXPORT).status_code == 405


@pytest.mark.parametrize("right", sorted(READS))
def test_without_one_of_the_rights_to_read_it_all_in_forms_nobody_gets_any_of_it(world, right):
    client = staff(*(WRITES - {right}))

    assert statuses(client) == [403] * 4


def test_who_may_read_all_of_it_exports_and_does_not_import(world):
    client = staff(*READS)

    page = client.get(PAGE)

    assert statuses(client) == [200, 200, 403, 403]
    assert (page.context["upload"], "Import</h2>" in page.text) == (None, False)


@pytest.mark.parametrize("right", sorted(WRITES - READS))
def test_without_one_of_the_rights_to_write_all_of_it_nobody_imports(db, right):
    assert statuses(staff(*(WRITES - {right})))[2:] == [403, 403]


def test_who_may_write_all_of_it_imports(db):
    assert statuses(staff(*WRITES)) == [200, 200, 200, 302]


def test_the_way_there_is_shown_to_those_alone_who_may_go_there(db):
    shown = [linked(staff(*rights)) for rights in (READS, ())]

    assert shown == [[(PAGE, "Import and export")], []]


def linked(client: ReaderClient) -> list[tuple[str, str]]:
    links = client.get(reverse("admin:index")).context["links"]
    client.user.delete()
    return [(link.address, link.words) for link in links]


def test_the_pages_themselves_show_no_sealed_text(editor_client, world):
    page = editor_client.get(PAGE)

    assert canaries_in(page.text) == set()


def test_strangers_and_readers_are_sent_to_sign_in(world, stranger, fan_of_first):
    answers = [
        client.post(address)
        for client in (stranger, fan_of_first)
        for address in (EXPORT, SHOW, DO)
    ]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {reverse("admin:login")}
