import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from gate.models import Stamp
from gate.reader import Reader
from spoilers.models import NEEDS_EVIDENCE, Beat, Echo, Evidence, Note, Placement
from tests.factories import (
    BeatFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    NoteFactory,
    PlacementFactory,
)
from tests.refusals import Refusal, assert_refused, constraints_of, ids, spoiling

EMPTY = "This text cannot be empty."
UNKNOWN_STAMP = "Choose one of the stamps offered."
NO_FILM = "Say which films this spoils, or stamp it as harmless."


def note(world, **changes: object) -> Note:
    return spoiling(NoteFactory.build(**({"film": world.first} | changes)))


def echo(world, **changes: object) -> Echo:
    return EchoFactory.build(**({"later": world.crossing, "earlier": world.earlier} | changes))


def beat(world, **changes: object) -> Beat:
    # At a place of its own, however many the factory has made before.
    return BeatFactory.build(**({"echo": world.echo, "position": 99} | changes))


def evidence(world, **changes: object) -> Evidence:
    return EvidenceFactory.build(**({"echo": world.echo, "quote": world.open_quote} | changes))


def placement(world, **changes: object) -> Placement:
    fields = {"placed": world.first, "anchor": world.second} | changes
    return spoiling(PlacementFactory.build(**fields), world.first)


REFUSALS = [
    Refusal(
        "spoilers_note_stamp_known", lambda world: note(world, stamp=Stamp.NOTHING), UNKNOWN_STAMP
    ),
    Refusal(
        "spoilers_note_spoils_films", lambda world: NoteFactory.build(film=world.first), NO_FILM
    ),
    Refusal(
        "spoilers_note_sealed_text_not_blank", lambda world: note(world, sealed_text=""), EMPTY
    ),
    Refusal(
        "spoilers_note_published_from",
        lambda world: note(world, live_from=None),
        "What is published has a moment, and nothing else has.",
    ),
    Refusal(
        "note_label_once_per_film",
        lambda world: note(world, label=world.earlier.label),
        "Note with this Film and Label already exists.",
    ),
    Refusal(
        "spoilers_echo_sealed_kind_not_blank", lambda world: echo(world, sealed_kind=""), EMPTY
    ),
    Refusal(
        "spoilers_echo_sealed_claim_not_blank", lambda world: echo(world, sealed_claim=""), EMPTY
    ),
    Refusal(
        "spoilers_echo_sealed_text_not_blank", lambda world: echo(world, sealed_text=""), EMPTY
    ),
    Refusal(
        "spoilers_echo_published_from",
        lambda world: echo(world, state="draft"),
        "What is published has a moment, and nothing else has.",
    ),
    Refusal(
        "echo_between_two_notes",
        lambda world: echo(world, earlier=world.crossing),
        "An echo runs between two different notes.",
    ),
    Refusal(
        "echo_once_per_pair",
        lambda world: echo(world, later=world.later),
        "These two notes have an echo already.",
    ),
    Refusal(
        "echo_published_as_intended_has_proof",
        lambda world: echo(world, sealed_claim=Echo.Claim.INTENDED),
        NEEDS_EVIDENCE,
    ),
    Refusal("spoilers_beat_sealed_theme_not_blank", lambda w: beat(w, sealed_theme=""), EMPTY),
    Refusal("spoilers_beat_sealed_later_not_blank", lambda w: beat(w, sealed_later=""), EMPTY),
    Refusal("spoilers_beat_sealed_earlier_not_blank", lambda w: beat(w, sealed_earlier=""), EMPTY),
    Refusal(
        "beat_position_once_per_echo",
        lambda world: beat(world, position=1),
        "Beat with this Echo and Position already exists.",
    ),
    Refusal(
        "spoilers_evidence_sealed_point_not_blank",
        lambda world: evidence(world, sealed_point=""),
        EMPTY,
    ),
    Refusal(
        "evidence_is_quote_or_source",
        lambda world: evidence(world, source=world.source),
        "Evidence is either a quote or a source.",
    ),
    Refusal(
        "evidence_quote_once_per_hand",
        lambda world: evidence(world, quote=world.sealed_quote),
        "Evidence with this Echo, Quote and Hand already exists.",
    ),
    Refusal(
        "spoilers_placement_stamp_known",
        lambda world: placement(world, stamp=Stamp.TEXT),
        UNKNOWN_STAMP,
    ),
    Refusal(
        "spoilers_placement_spoils_films",
        lambda world: PlacementFactory.build(placed=world.first, anchor=world.second),
        NO_FILM,
    ),
    Refusal(
        "spoilers_placement_sealed_claim_not_blank",
        lambda world: placement(world, sealed_claim=""),
        EMPTY,
    ),
    Refusal(
        "spoilers_placement_published_from",
        lambda world: placement(world, state="withdrawn"),
        "What is published has a moment, and nothing else has.",
    ),
    Refusal(
        "placement_not_relative_to_itself",
        lambda world: placement(world, anchor=world.first),
        "A film is placed in relation to another one.",
    ),
    Refusal(
        "placement_between_has_two_anchors",
        lambda world: placement(world, relation="between"),
        "“Between” needs two films, every other relation one.",
    ),
    Refusal(
        "placement_once_per_source",
        lambda world: placement(
            world,
            placed=world.second,
            anchor=world.first,
            relation="during",
            source=world.hidden_placement.source,
        ),
        "Placement with this Film, Relation, Other film and Source already exists.",
    ),
    Refusal(
        "placement_once_unsourced",
        lambda world: placement(world, placed=world.second, anchor=world.first),
        "This claim is there already.",
    ),
]


def test_every_rule_has_a_row_that_breaks_it():
    assert set(ids(REFUSALS)) == constraints_of("spoilers").keys()


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "spoilers", refusal)


def test_evidence_is_not_nothing(world):
    nothing = Refusal(
        "evidence_is_quote_or_source",
        lambda world: evidence(world, quote=None),
        "Evidence is either a quote or a source.",
    )

    assert_refused(world, "spoilers", nothing)


def test_two_notes_have_one_echo_in_whichever_direction(world):
    back = Refusal(
        "echo_once_per_pair",
        lambda world: echo(world, later=world.earlier, earlier=world.later),
        "These two notes have an echo already.",
    )

    assert_refused(world, "spoilers", back)


def test_one_relation_has_one_anchor_only(world):
    two = Refusal(
        "placement_between_has_two_anchors",
        lambda world: placement(world, second_anchor=FilmFactory()),
        "“Between” needs two films, every other relation one.",
    )

    assert_refused(world, "spoilers", two)


def test_a_film_between_two_others_is_accepted(world):
    third = FilmFactory()

    placed = PlacementFactory(
        placed=third, relation="between", anchor=world.first, second_anchor=world.second
    )

    placed.full_clean(exclude=["source"])


def test_only_notes_with_a_public_label_are_counted(world):
    NoteFactory(film=world.second, stamp=Stamp.EXISTENCE)

    assert dict(Note.objects.labelled()) == {world.first.pk: 1, world.second.pk: 2}


def test_a_note_without_a_film_is_refused(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        note(world, film=None).save()


def test_an_intended_echo_is_not_published_without_evidence(world):
    intended = echo(world, sealed_claim=Echo.Claim.INTENDED, is_published=False)
    intended.save()

    with pytest.raises(ValidationError) as error:
        intended.publish()

    assert error.value.messages == [NEEDS_EVIDENCE]
    assert not Echo.objects.get(pk=intended.pk).is_published


def test_an_echo_that_was_noticed_is_published_without_evidence(world):
    noticed = EchoFactory(is_published=False)

    noticed.publish()

    assert Echo.objects.get(pk=noticed.pk).is_published


def test_publishing_makes_the_first_evidence_the_proof(world):
    stored = Echo.objects.get(pk=world.echo.pk)

    assert [stored.is_published, stored.proof] == [True, world.evidence]


def test_the_proof_cannot_be_deleted_before_its_echo(world):
    with pytest.raises(RestrictedError):
        world.evidence.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Echo.objects.filter(pk=world.echo.pk).update(proof=None)
    world.report.delete()

    assert list(world.echo.evidence.all()) == [world.evidence]


def test_an_echo_takes_beats_and_evidence_along_and_leaves_notes_and_quotes(world):
    world.echo.delete()

    assert [Echo.objects.count(), Beat.objects.count(), Evidence.objects.count()] == [0, 0, 0]
    for kept in (world.later, world.earlier, world.sealed_quote, world.source):
        kept.refresh_from_db()


def test_withdrawing_takes_an_echo_back_from_readers_and_keeps_its_content(world):
    everything = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    world.echo.withdraw()

    assert list(Echo.objects.for_reader(everything)) == []
    assert [world.echo.beats.count(), world.echo.evidence.count()] == [2, 2]
    world.evidence.delete()


def test_what_others_point_at_cannot_be_deleted(world):
    for row in (world.later, world.earlier, world.sealed_quote, world.source, world.actor):
        with pytest.raises(ProtectedError):
            row.delete()
