"""What each model says of itself: by hand once more, and never with a name that is not there."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test.utils import isolate_apps

from films.models import Film
from gate.models import Gated, StampField
from gate.publishing import LiveFromField, Publishable
from gate.queryset import GatedQuerySet
from gate.reader import NOBODY
from gate.rule import Rule, gated_models, known, known_is_open, opens, rule_of, stamps_of
from gate.sealed import SealedTextField
from interviews.models import Quote, Source
from spoilers.models import Echo, Note

from .declared import DECLARED, HARMLESS, TEXT

SHOWN_AS_LOCKED = {Note, Quote, Source, Echo}


def test_every_models_rule_and_stamps_are_these():
    declared = {model: (rule_of(model), stamps_of(model)) for model in gated_models()}

    assert declared == {model: (one.rule, one.stamps) for model, one in DECLARED.items()}


def test_only_these_are_ever_shown_as_locked():
    assert {model for model in gated_models() if not known_is_open(model)} == SHOWN_AS_LOCKED


def test_a_rule_that_says_nothing_takes_nothing_for_granted():
    assert Rule() == Rule(
        open_with=(),
        known_by_any=False,
        known_with=(),
        makes_known=(),
        known_by_others=False,
        is_public=False,
        live="",
    )


#: A declaration, whether the model has a stamp, and what is said of it.
MISTAKES = {
    "open_with misspelt": (Rule(open_with=("flim",)), False, "'flim' is no foreign key."),
    "open_with a column": (Rule(open_with=("name",)), False, "'name' is no foreign key."),
    "open_with many": (Rule(open_with=("films",)), False, "'films' is no foreign key."),
    "open_with the other side": (Rule(open_with=("twins",)), False, "'twins' is no foreign key."),
    "open_with a path": (
        Rule(open_with=("film__universe",)),
        False,
        "'film__universe' is no foreign key.",
    ),
    "one of two misspelt": (Rule(open_with=("film", "flim")), False, "'flim' is no foreign key."),
    "known_with misspelt": (Rule(known_with=("flim",)), True, "'flim' is no foreign key."),
    "makes_known misspelt": (Rule(makes_known=("flim",)), True, "'flim' is no foreign key."),
    "live misspelt": (Rule(live="is_out"), True, "'is_out' is no moment to be live from."),
    "live a text": (Rule(live="name"), True, "'name' is no moment to be live from."),
    "live a relation": (Rule(live="film"), True, "'film' is no moment to be live from."),
    "known by any of none": (Rule(known_by_any=True), True, "known by any of no relations."),
    "public and stamped": (
        Rule(is_public=True),
        True,
        "what is public is neither locked nor sealed.",
    ),
    "public and hanging on others": (
        Rule(is_public=True, open_with=("film",)),
        False,
        "what is public is neither locked nor sealed.",
    ),
    "nothing opens it": (
        Rule(makes_known=("film",)),
        False,
        "a stamp, or open_with, or known_by_others says what opens it.",
    ),
    "two things open it": (
        Rule(open_with=("film",)),
        True,
        "a stamp, or open_with, or known_by_others says what opens it.",
    ),
}


def declare(rule: Rule | None, is_stamped: bool) -> type[models.Model]:
    """A class of this test alone, with a relation of each kind."""
    attributes = {
        "__module__": __name__,
        "Meta": type("Meta", (), {"app_label": "gate", "managed": False}),
        "name": models.TextField(),
        "film": models.ForeignKey(Film, models.CASCADE, related_name="+"),
        "twin": models.ForeignKey("self", models.CASCADE, related_name="twins"),
        "films": models.ManyToManyField(Film, related_name="+"),
        "objects": GatedQuerySet.as_manager(),
    }
    if is_stamped:
        attributes["stamp"] = StampField(HARMLESS, TEXT)
    if rule:
        attributes["gate"] = rule
        if rule.live == "live_from":
            attributes["live_from"] = LiveFromField()
    return type("Riddle", (Gated if is_stamped else models.Model,), attributes)


@pytest.mark.parametrize(("rule", "is_stamped", "message"), MISTAKES.values(), ids=MISTAKES)
@isolate_apps("films", "gate")
def test_a_mistaken_rule_fails_as_the_class_is_made(rule, is_stamped, message):
    with pytest.raises(ImproperlyConfigured) as error:
        declare(rule, is_stamped)

    assert str(error.value) == f"The rule of Riddle: {message}"


RIGHT = [
    (Rule(), True),
    (Rule(known_by_others=True), False),
    (Rule(known_by_others=True), True),
    (Rule(is_public=True, live="live_from"), False),
    (Rule(open_with=("film", "twin"), known_by_any=True, live="live_from"), False),
    (Rule(known_with=("film",), makes_known=("twin",), live="live_from"), True),
]


@pytest.mark.parametrize(("rule", "is_stamped"), RIGHT, ids=repr)
@isolate_apps("films", "gate")
def test_a_right_rule_is_the_models_own(rule, is_stamped):
    model = declare(rule, is_stamped)

    assert rule_of(model) is rule


@isolate_apps("films", "gate")
def test_a_rule_by_which_all_is_public_fails_where_something_is_sealed():
    with pytest.raises(ImproperlyConfigured) as error:
        type(
            "Riddle",
            (models.Model,),
            {
                "__module__": __name__,
                "Meta": type("Meta", (), {"app_label": "gate", "managed": False}),
                "sealed_text": SealedTextField(),
                "gate": Rule(is_public=True),
            },
        )

    assert str(error.value) == "The rule of Riddle: what is public is neither locked nor sealed."


@isolate_apps("films", "gate")
def test_a_moment_that_no_rule_names_fails_as_the_class_is_made():
    """Drafts of such a model would be there for readers."""
    with pytest.raises(ImproperlyConfigured) as error:
        type(
            "Riddle",
            (Publishable, Gated),
            {
                "__module__": __name__,
                "Meta": type("Meta", (), {"app_label": "gate", "managed": False}),
                "stamp": StampField(HARMLESS, TEXT),
                "gate": Rule(),
            },
        )

    assert str(error.value) == "The rule of Riddle: live='live_from' is not declared."


@isolate_apps("films", "gate")
def test_a_model_without_a_rule_gives_no_reader_anything():
    model = declare(None, is_stamped=True)
    why = "^Riddle declares no rule"

    with pytest.raises(ImproperlyConfigured, match=why):
        model.objects.for_reader(NOBODY)
    for condition in (opens, known):
        with pytest.raises(ImproperlyConfigured, match=why):
            condition(model, NOBODY)


@isolate_apps("films", "gate")
def test_a_rule_is_not_inherited():
    """What a child adds would be opened by a rule that does not know of it."""
    parent = declare(Rule(), is_stamped=True)
    attributes = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "gate"})}
    child = type("Child", (parent,), attributes)

    with pytest.raises(ImproperlyConfigured, match="^Child declares no rule"):
        rule_of(child)
