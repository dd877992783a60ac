"""What stands in the place of a sealed text can be passed around, and used for nothing."""

import copy
import json
import pickle

import pytest
from django.template import Context, Template
from django.template.defaultfilters import register
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from gate.sealed import Sealed, SealedError
from tests.canaries import canaries_in, secret

USES = {
    "str": str,
    "f-string": lambda sealed: f"{sealed}",
    "format": lambda sealed: "{:>5}".format(sealed),  # noqa: UP032 - the method is what is tried
    "percent": lambda sealed: "%s" % sealed,  # noqa: UP031 - the operator is what is tried
    "as template of percent": lambda sealed: sealed % (),
    "join": lambda sealed: "".join(sealed),
    "add": lambda sealed: sealed + "",
    "add to text": lambda sealed: "" + sealed,
    "index": lambda sealed: sealed[0],
    "slice": lambda sealed: sealed[:3],
    "bytes": bytes,
    "len": len,
    "bool": bool,
    "not": lambda sealed: not sealed,
    "or": lambda sealed: sealed or "nothing",
    "iter": iter,
    "list": list,
    "reversed": lambda sealed: list(reversed(sealed)),
    "in": lambda sealed: "a" in sealed,
    "is one of": lambda sealed: sealed in ["a"],
    "equal": lambda sealed: sealed == "a",
    "different": lambda sealed: sealed != "a",
    "less": lambda sealed: sealed < "a",
    "more": lambda sealed: "a" < sealed,
    "at most": lambda sealed: sealed <= "a",
    "at least": lambda sealed: sealed >= "a",
    "int": int,
    "float": float,
    "as an index": range,
    "remainder": lambda sealed: 5 % sealed,
    "sort": lambda sealed: sorted([sealed, Sealed("b")]),
    "hash": hash,
    "as key": lambda sealed: {sealed: 1},
    "pickle": pickle.dumps,
    "escape": escape,
    "format_html": lambda sealed: format_html("<p>{}</p>", sealed),
    "mark_safe": lambda sealed: str(mark_safe(sealed)),
    "__html__": lambda sealed: sealed.__html__(),
    "print": lambda sealed: print(sealed),  # noqa: T201 - printing is what is tried
}

REFUSED_BY_PYTHON = {
    "json": json.dumps,
    "call": lambda sealed: sealed(),
    "vars": vars,
}

TEMPLATES = [
    "{{ sealed }}",
    "{{ sealed|safe }}",
    "{{ sealed|upper }}",
    "{{ sealed|linebreaks }}",
    "{{ sealed|length }}",
    "{{ sealed|default:'nothing' }}",
    "{{ sealed|default_if_none:'nothing' }}",
    "{{ sealed|truncatechars:4 }}",
    "{% if sealed %}there{% endif %}",
    "{% for letter in sealed %}{{ letter }}{% endfor %}",
    "{% firstof sealed %}",
    "{% with copy=sealed %}{{ copy }}{% endwith %}",
    "{{ sealed|add:'' }}",
    "{{ sealed|floatformat:2 }}",
    "{% filter lower %}{{ sealed }}{% endfilter %}",
    "{{ sealed.text }}",
    "{{ sealed.0 }}",
]

# Django's {% if %} takes an error in a comparison for False, so these print nothing.
SILENT_TEMPLATES = [
    "{% if sealed == 'a' %}there{% endif %}",
    "{% if 'a' in sealed %}there{% endif %}",
    "{% if sealed > 'a' %}there{% endif %}",
    "{% if not sealed %}there{% endif %}",
    "{% if sealed and 1 %}there{% endif %}",
]


@pytest.fixture
def sealed() -> Sealed:
    """The harder case: the editors' road has put the text inside."""
    return Sealed(secret())


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_no_use_of_a_sealed_text_is_answered(sealed, use):
    with pytest.raises(SealedError):
        use(sealed)


@pytest.mark.parametrize("use", REFUSED_BY_PYTHON.values(), ids=REFUSED_BY_PYTHON)
def test_a_sealed_text_is_no_json_and_no_bag_of_attributes(sealed, use):
    with pytest.raises(TypeError) as error:
        use(sealed)

    assert canaries_in(error.value) == set()


def test_the_refusal_says_which_way_to_go(sealed):
    with pytest.raises(SealedError, match=r"^This text is sealed\. Read it through for_reader"):
        str(sealed)


def test_a_sealed_text_looks_alike_whether_it_is_loaded_or_not(sealed):
    assert [repr(sealed), repr(Sealed())] == ["<Sealed>", "<Sealed>"]
    assert f"{sealed!r}" == "<Sealed>"


def test_a_copy_of_a_sealed_text_is_the_same_thing(sealed):
    assert copy.copy(sealed) is sealed
    assert copy.deepcopy([sealed])[0] is sealed


@pytest.mark.parametrize("source", TEMPLATES)
def test_a_template_that_prints_or_tests_a_sealed_text_fails(sealed, source):
    with pytest.raises(SealedError):
        Template(source).render(Context({"sealed": sealed}))


@pytest.mark.parametrize("source", SILENT_TEMPLATES)
def test_where_django_swallows_the_error_nothing_is_printed(sealed, source):
    assert Template(source).render(Context({"sealed": sealed})) == ""


@pytest.mark.parametrize("name", sorted(register.filters))
@pytest.mark.parametrize("argument", ["", ":'1'"], ids=["bare", "with argument"])
def test_no_filter_of_django_prints_a_sealed_text(sealed, name, argument):
    try:
        printed = Template(f"{{{{ sealed|{name}{argument} }}}}").render(Context({"sealed": sealed}))
    except Exception as error:
        printed = f"{error} {error.args}"

    assert canaries_in(printed) == set()
