"""The editors' pages of echoes."""

from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from gate.reader import Reader
from spoilers.models import NEEDS_EVIDENCE, Echo, Evidence
from tests.canaries import canaries_in
from tests.factories import EchoFactory, EvidenceFactory, QuoteFactory

TRUST_ME = {"position": 0, "hand": "first", "sealed_point": "Trust me."}


def test_publishing_lets_readers_meet_the_echoes_and_is_logged(editor_client):
    echo = EchoFactory(is_published=False)

    response = act(editor_client, "publish", echo)

    assert published() == [echo]
    assert messages(response) == [f"{echo}: Published."]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Published."]


def test_an_intended_echo_without_evidence_is_not_published_and_the_others_are(editor_client):
    bare = EchoFactory(is_published=False, sealed_claim=Echo.Claim.INTENDED)
    noticed = EchoFactory(is_published=False)

    response = act(editor_client, "publish", bare, noticed)

    assert published() == [noticed]
    assert messages(response) == [f"{bare}: {NEEDS_EVIDENCE}", f"{noticed}: Published."]


def test_withdrawing_takes_an_echo_back_and_keeps_its_content(editor_client):
    echo = EvidenceFactory(echo__is_published=False).echo
    echo.publish()

    response = act(editor_client, "withdraw", echo)

    assert (published(), Evidence.objects.count()) == ([], 1)
    assert messages(response) == [f"{echo}: Withdrawn."]


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
        fields(proof.echo)
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


def test_deleting_a_published_echo_takes_its_proof_along(editor_client):
    proof = EvidenceFactory(echo__sealed_claim=Echo.Claim.INTENDED, echo__is_published=False)
    proof.echo.publish()

    asked = editor_client.get(reverse("admin:spoilers_echo_delete", args=[proof.echo_id]))
    act(editor_client, "delete_selected", proof.echo, post="yes")

    assert canaries_in(asked.content) == set()
    assert (Echo.objects.count(), Evidence.objects.count()) == (0, 0)


def published() -> list[Echo]:
    return list(Echo.objects.filter(is_published=True))


def act(client, action: str, *echoes: Echo, **more: str):
    chosen = {"action": action, "_selected_action": [echo.pk for echo in echoes]}
    return client.post(reverse("admin:spoilers_echo_changelist"), chosen | more)


def save(client, echo: Echo, beats=(), evidence=(), **changes):
    rows = formset("beats", beats) | formset("evidence", evidence)
    return client.post(form_of(echo), fields(echo) | rows | changes)


def form_of(echo: Echo) -> str:
    return reverse("admin:spoilers_echo_change", args=[echo.pk])


def fields(echo: Echo) -> dict[str, object]:
    return {
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
    found = list(response.context["errors"])
    return [
        message for error in found for message in ([error] if isinstance(error, str) else error)
    ]


def messages(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]
