"""Addresses that are put together without Django's resolver are those that it would give."""

import pytest
from django.db import models
from django.urls import reverse, set_script_prefix

from tests.world import World


def items(world: World) -> dict[str, models.Model]:
    return {
        "film": world.second,
        "person": world.actor,
        "character": world.hero,
        "interview": world.interview,
        "note": world.later,
        "echo": world.echo,
    }


def expected(name: str, item: models.Model) -> str:
    return reverse(name, args=[getattr(item, "slug", None) or item.public_id])


def test_each_item_stands_where_the_resolver_says(world):
    found = {name: item.get_absolute_url() for name, item in items(world).items()}

    assert found == {name: expected(name, item) for name, item in items(world).items()}


@pytest.fixture
def _below() -> None:
    set_script_prefix("/below/")
    yield
    set_script_prefix("/")


@pytest.mark.usefixtures("_below")
def test_a_site_below_another_address_names_it(world):
    found = {name: item.get_absolute_url() for name, item in items(world).items()}

    assert found == {name: expected(name, item) for name, item in items(world).items()}
    assert found["film"] == f"/below/films/{world.second.slug}/"
