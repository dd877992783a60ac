"""The site's own settings for a server of its own, without the need to collect static files."""

from config.settings import *  # noqa: F403 - these are the settings under test
from config.settings import STORAGES

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
