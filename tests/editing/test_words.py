"""The forms speak the words of editors."""

import re

import pytest

from tests.gate.editing import page

from .rows import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Words of whoever wrote the site, and of Django: no editor says them.
TECHNICAL = re.compile(
    r"\b(anchor|boolean|column|database|designates|foreign|id|key|locator|null"
    r"|primary|slugs?|sort|string|table|uid|url)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_no_field_speaks_of_how_the_site_is_made(editor_client, model):
    shown = editor_client.get(page("change", ROWS[model]()))

    parts = [inline.formset.empty_form for inline in shown.context["inline_admin_formsets"]]
    fields = [
        field
        for form in (shown.context["adminform"].form, *parts)
        for field in form.visible_fields()
    ]
    said = [f"{field.label}: {field.help_text}" for field in fields]
    assert [words for words in said if TECHNICAL.search(words)] == []
    assert len(said) > 1
