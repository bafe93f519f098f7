"""One module per AWS service: how each CloudFormation type is made, read back and removed."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Imports every module here, so that all handlers are registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
