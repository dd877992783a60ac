import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from memory.application import Memory  # noqa: E402 - models need the set-up above

# Whoever develops changes templates under a running site.
application = django if settings.DEBUG else Memory(django)
