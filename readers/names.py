"""Names of accounts, as they may be chosen by whoever joins."""

from django.contrib.auth.validators import UnicodeUsernameValidator

from gate.texts import one_line


class NameValidator(UnicodeUsernameValidator):
    """Django's own, without “@”: that a name is taken is said, and must tell of no address."""

    regex = r"\A[\w.+-]+\Z"
    message = "A name is made of letters, digits and the signs . + - _."


#: For allauth: ACCOUNT_USERNAME_VALIDATORS.
for_joining = [one_line, NameValidator()]
