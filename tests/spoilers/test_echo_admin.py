"""The editors' pages of echoes."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from gate.reader import Reader
from spoilers.models import NEEDS_EVIDENCE, Echo, Evidence
from tests.canaries import canaries_in
from tests.factories import (
    BeatFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    NoteFactory,
    QuoteFactory,
)
from tests.gate.editing import say_yes

pytestmark = pytest.mark.slow

TRUST_ME = {"position": 0, "hand": "first", "sealed_point": "Trust me."}


def test_publishing_lets_readers_meet_the_echoes_and_is_logged(editor_client):
    echo = EchoFactory(is_published=False)

    asked = act(editor_client, "publish", echo)
    before = published()
    response = say_yes(editor_client, asked)

    assert (before, published()) == ([], [echo])
    assert messages(response) == [f"“{echo}”: Published."]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Published."]


def test_an_intended_echo_without_evidence_is_not_published_and_the_others_are(editor_client):
    bare = EchoFactory(is_published=False, sealed_claim=Echo.Claim.INTENDED)
    noticed = EchoFactory(is_published=False)

    response = say_yes(editor_client, act(editor_client, "publish", bare, noticed))

    assert published() == [noticed]
    assert messages(response) == [f"“{bare}”: {NEEDS_EVIDENCE}", f"“{noticed}”: Published."]


@pytest.mark.parametrize(
    ("later", "earlier", "sentence"),
    [
        (
            {"film__title": "The Garden"},
            {"film__title": "The House"},
            "Whoever has seen The House and The Garden will be able to read it. "
            "Whoever has seen The Garden or The House will know that it is there.",
        ),
        (
            {"film__title": "The Garden", "stamp": "existence"},
            {"film__title": "The House"},
            "Whoever has seen The House and The Garden will be able to read it. "
            "Whoever has seen The Garden will know that it is there.",
        ),
        (
            {"film__title": "The Garden", "stamp": "existence"},
            {"film__title": "The House", "stamp": "existence"},
            "Whoever has seen The House and The Garden will be able to read it.",
        ),
    ],
    ids=["text", "existence of one", "existence of both"],
)
def test_publishing_asks_first_and_says_who_will_read_it(editor_client, later, earlier, sentence):
    echo = EchoFactory(
        is_published=False, earlier=NoteFactory(**earlier), later=NoteFactory(**later)
    )

    asked = act(editor_client, "publish", echo)

    assert told(asked) == {echo: sentence}
    assert sentence in asked.text
    assert canaries_in(asked.content) == set()
    assert published() == []


def test_publishing_says_from_when_on_where_its_notes_or_quotes_are_set_for_later(editor_client):
    film = FilmFactory(title="The House")
    first, last, with_it = (
        {"live_from": datetime(2999, 3, day, 9, 30, tzinfo=UTC)} for day in (4, 5, 6)
    )
    ends = {
        "earlier": NoteFactory(film=film, label="The door", **last),
        "later": NoteFactory(film=film, label="The key", **first),
    }
    echo = EchoFactory(is_published=False, **ends)
    quote = EvidenceFactory(echo=echo, quote=QuoteFactory(**with_it)).quote
    EvidenceFactory(echo=echo, quote=QuoteFactory())

    asked = act(editor_client, "publish", echo)

    assert told(asked) == {
        echo: "Whoever has seen The House will be able to read it. "
        "No reader will meet it before 5 March 2999, 09:30, when “The House: The door” comes. "
        f"“{quote}” will stand with it from 6 March 2999, 09:30 on."
    }


def test_an_echo_within_one_film_is_known_to_whoever_can_read_it(editor_client):
    film = FilmFactory(title="The House")
    ends = {"earlier": NoteFactory(film=film), "later": NoteFactory(film=film)}
    echo = EchoFactory(is_published=False, **ends)

    asked = act(editor_client, "publish", echo)

    assert told(asked) == {echo: "Whoever has seen The House will be able to read it."}


def test_ends_that_need_several_films_are_kept_apart_in_the_sentence(editor_client):
    films = [FilmFactory(title=title) for title in ("The House", "The Garden", "The Gate")]
    earlier, later = NoteFactory(film=films[0]), NoteFactory(film=films[1], spoils=films[2:])
    echo = EchoFactory(is_published=False, earlier=earlier, later=later)

    asked = act(editor_client, "publish", echo)

    assert told(asked)[echo].endswith(
        "Whoever has seen The Garden and The Gate, or The House will know that it is there."
    )


def test_an_end_that_needs_no_more_than_the_other_is_enough_to_know_of_the_echo(editor_client):
    house, garden = FilmFactory(title="The House"), FilmFactory(title="The Garden")
    earlier, later = NoteFactory(film=house), NoteFactory(film=garden, spoils=[house])
    echo = EchoFactory(is_published=False, earlier=earlier, later=later)

    asked = act(editor_client, "publish", echo)

    assert told(asked)[echo].endswith("Whoever has seen The House will know that it is there.")


@pytest.mark.parametrize("part", ["echo", "beat", "end"])
def test_what_was_changed_since_somebody_was_asked_is_not_published(editor_client, part):
    beat = BeatFactory(echo__is_published=False)
    asked = act(editor_client, "publish", beat.echo)
    row = {"echo": beat.echo, "beat": beat, "end": beat.echo.earlier}[part]
    type(row).objects.filter(pk=row.pk).update(uid="otherwise")

    refused = say_yes(editor_client, asked)
    before = published()
    say_yes(editor_client, refused)

    assert "Changed since you opened this page" in refused.text
    assert (before, published()) == ([], [beat.echo])


def test_what_is_published_already_is_not_asked_for(editor_client):
    response = act(editor_client, "publish", EchoFactory(is_published=True))

    assert messages(response) == ["Published already."]


def test_withdrawing_takes_an_echo_back_and_keeps_its_content(editor_client):
    echo = EvidenceFactory(echo__is_published=False).echo
    echo.publish()

    response = say_yes(editor_client, act(editor_client, "withdraw", echo))

    assert (published(), Evidence.objects.count()) == ([], 1)
    assert messages(response) == [f"“{echo}”: Withdrawn."]


def test_what_is_not_published_is_not_said_to_be_withdrawn(editor_client):
    echo = EchoFactory(is_published=False)

    response = act(editor_client, "withdraw", echo)

    assert messages(response) == ["None of these is published."]
    assert not LogEntry.objects.exists()


def test_the_form_offers_kind_and_claim_as_choices_and_shows_the_current_ones(editor_client):
    echo = EchoFactory(sealed_kind=Echo.Kind.INVERTS, sealed_claim=Echo.Claim.LIKENESS)

    response = editor_client.get(form_of(echo))

    assert '<option value="inverts" selected>inverts</option>' in response.text
    assert '<option value="likeness" selected>A likeness only</option>' in response.text


def test_beats_and_evidence_are_written_in_the_form_of_the_echo(editor_client):
    echo, quote = EchoFactory(), QuoteFactory()

    save(
        editor_client,
        echo,
        beats=[{"position": 1, "sealed_theme": "Rain", "sealed_later": "A", "sealed_earlier": "B"}],
        evidence=[{"position": 0, "quote": quote.pk, "hand": "first", "sealed_point": "Says so."}],
    )

    fan = Reader(seen=frozenset({echo.later.film_id, echo.earlier.film_id}))
    beat, evidence = echo.beats.for_reader(fan).get(), echo.evidence.for_reader(fan).get()
    assert (beat.theme, beat.later, beat.earlier) == ("Rain", "A", "B")
    assert (evidence.quote, evidence.point) == (quote, "Says so.")
    assert [canaries_in(entry.get_change_message()) for entry in LogEntry.objects.all()] == [set()]


def test_evidence_without_a_quote_or_a_source_is_refused_in_words(editor_client):
    echo = EchoFactory()

    response = save(editor_client, echo, evidence=[TRUST_ME])

    assert errors(response) == ["Evidence is either a quote or a source."]
    assert Evidence.objects.count() == 0


def test_a_published_echo_is_not_called_intended_without_evidence(editor_client):
    echo = EchoFactory(is_published=True)

    response = save(editor_client, echo, sealed_claim="intended")

    assert errors(response) == [NEEDS_EVIDENCE]


def test_a_second_echo_between_the_same_notes_is_refused_in_words(editor_client):
    first, second = EchoFactory(), EchoFactory()

    response = save(editor_client, second, later=first.earlier_id, earlier=first.later_id)

    assert errors(response) == ["These two notes have an echo already."]


def test_the_proof_of_a_published_echo_cannot_be_deleted_from_it(editor_client):
    proof = EvidenceFactory(echo__sealed_claim=Echo.Claim.INTENDED, echo__is_published=False)
    proof.echo.publish()

    response = editor_client.post(
        form_of(proof.echo),
        fields(editor_client, proof.echo)
        | formset("beats")
        | formset(
            "evidence",
            [
                {
                    **{"id": proof.pk, "echo": proof.echo_id, "quote": proof.quote_id},
                    **{"hand": "first", "position": 0, "sealed_point": "Says so.", "DELETE": "on"},
                }
            ],
            saved=1,
        ),
    )

    assert errors(response) == [
        "This echo was published with the evidence that you are deleting. Withdraw it first, then "
        "publish it again."
    ]
    assert list(Evidence.objects.all()) == [proof]


def test_deleting_an_echo_takes_its_evidence_along(editor_client):
    evidence = EvidenceFactory(echo__is_published=False)

    asked = editor_client.get(reverse("admin:spoilers_echo_delete", args=[evidence.echo_id]))
    say_yes(editor_client, asked)

    assert canaries_in(asked.content) == set()
    assert (Echo.objects.count(), Evidence.objects.count()) == (0, 0)


def told(asked) -> dict[Echo, str]:
    """What the page that asks says of each echo."""
    return {one.item: one.whom for one in asked.context["meeting"]}


def published() -> list[Echo]:
    return list(Echo.objects.filter(state="published"))


def act(client, action: str, *echoes: Echo, **more: str):
    chosen = {"action": action, "_selected_action": [echo.pk for echo in echoes]}
    return client.post(reverse("admin:spoilers_echo_changelist"), chosen | more)


def save(client, echo: Echo, beats=(), evidence=(), **changes):
    rows = formset("beats", beats) | formset("evidence", evidence)
    return client.post(form_of(echo), fields(client, echo) | rows | changes)


def form_of(echo: Echo) -> str:
    return reverse("admin:spoilers_echo_change", args=[echo.pk])


def fields(client, echo: Echo) -> dict[str, object]:
    form = client.get(form_of(echo)).context["adminform"].form
    return {
        "opened_with": form["opened_with"].value(),
        **{"later": echo.later_id, "earlier": echo.earlier_id},
        **{"sealed_kind": "mirrors", "sealed_claim": "noticed", "sealed_text": "It answers."},
    }


def formset(prefix: str, rows=(), saved: int = 0) -> dict[str, object]:
    counts = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": saved}
    return counts | {
        f"{prefix}-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
    }


def errors(response) -> list[str]:
    return [one for reason in response.context["refused"].reasons for one in reason.sentences]


def messages(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]
