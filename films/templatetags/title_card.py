from django import template

from films.models import Film
from films.title_card import TitleCard, TitleParts

register = template.Library()


@register.inclusion_tag("films/_title_card.html")
def title_card(film: Film) -> dict:
    return {
        "film": film,
        "card": TitleCard.of(film.title, film.short_title, film.minutes, film.parts),
        "style": film.kind if film.released else "announced",
    }


@register.simple_tag
def title_parts(film: Film) -> TitleParts:
    return TitleParts.of(film.title, film.short_title)
