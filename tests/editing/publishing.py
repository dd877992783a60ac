"""How tests look at what the buttons that let readers meet an item are, and at what comes of them."""

from typing import Any

from django.contrib.messages import get_messages

from gate.publishing import Publishable


def buttons(answer: Any) -> list[str]:
    return [words for _name, words in answer.context.get("ways", ())]


def stands(item: Publishable) -> tuple[str, bool, str]:
    """Its state, whether readers may meet it, and who decided so."""
    item = type(item).objects.get(pk=item.pk)
    return item.state, item.is_live, item.state_set_by


def told(answer: Any) -> list[str]:
    return [message.message for message in get_messages(answer.wsgi_request)]
