"""The log of the server is read by whoever runs it: of what editors bring and take, it has no word."""

import pytest

from .changing import HARBOUR, edit
from .desk import EXPORT, agree, refused, upload, zip_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# An import and an export of a whole universe take a second.
def test_what_is_imported_refused_and_exported_leaves_nothing_in_the_log(
    editor_client, harbour, caplog
):
    edit(harbour / "notes.toml", '"1:31:02"', '"1:36:00"')
    caplog.set_level("INFO")
    caplog.clear()

    mistaken = upload(editor_client, zip_of(harbour))
    done = agree(editor_client, upload(editor_client, zip_of(HARBOUR)))
    exported = editor_client.post(EXPORT, {"universe": ""})

    assert (len(refused(mistaken)), done.status_code, exported.status_code) == (1, 302, 200)
    assert caplog.messages == []
