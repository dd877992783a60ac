from django.apps import AppConfig


class LeakcheckConfig(AppConfig):
    name = "leakcheck"

    def ready(self) -> None:
        from editing.desk import sections
        from editing.pointing import movers
        from editing.suspecting import checks

        from .desk import open_warnings
        from .merging import WARNINGS
        from .saving import suspicions

        # The editors' pages do not know this package.
        checks.append(suspicions)
        sections.append(open_warnings)
        movers.append(WARNINGS)
