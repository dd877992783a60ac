"""The presets of the picker where scripts run: they tick boxes, and nothing is sent."""

import pytest

from films.models import Film

from .conftest import Tab

BEFORE = "ballerina"
PRESETS = {
    # But for The Continental, of which parts are to come here.
    "all:john-wick": [
        *("john-wick", "john-wick-chapter-2", "john-wick-chapter-3", "john-wick-chapter-4"),
        BEFORE,
    ],
    "none:john-wick": [],
    # It unticks nothing.
    "upto:john-wick-chapter-2": ["john-wick", "john-wick-chapter-2", BEFORE],
}


def ticked(tab: Tab) -> list[str]:
    """The slugs of the films whose boxes are ticked, in the order of the page."""
    boxes = tab.page.locator("[name=films]:checked").evaluate_all(
        "all => all.map(one => one.value)"
    )
    slugs = dict(Film.objects.values_list("key", "slug"))
    return [slugs[key] for key in boxes]


def preset(tab: Tab, value: str) -> None:
    """Presses it in a form in which one box was ticked before."""
    key = Film.objects.get(slug=BEFORE).key
    tab.go("/seen/").locator(f"[name=films][value='{key}']").check()
    tab.page.locator(f"[name=preset][value='{value}']").click()


@pytest.mark.parametrize(("value", "expected"), PRESETS.items())
def test_a_preset_ticks_boxes_of_its_universe_and_sends_nothing(tab, value, expected):
    Film.objects.filter(slug="the-continental").update(last_released=None)
    asked = []
    tab.page.on("request", lambda request: asked.append(request.url.partition("?")[2]))

    preset(tab, value)

    assert ticked(tab) == expected
    assert any("preset" in query for query in asked) is False
    assert tab.page.locator("#unsaved").is_visible() == bool(expected)


def test_the_ticks_of_a_preset_are_saved_with_those_from_before(tab):
    preset(tab, "upto:john-wick-chapter-2")

    tab.page.get_by_role("button", name="Save what I have seen").click()
    tab.page.get_by_text("Saved: 3 films marked as seen.").wait_for()

    tab.go("/seen/")
    assert ticked(tab) == PRESETS["upto:john-wick-chapter-2"]
