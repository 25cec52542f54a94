"""Compile the catalogues of words into the wheel, so that no machine that runs it has to."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Put a compiled catalogue (`.mo`) into the wheel for each catalogue (`.po`) of the source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; where the source itself is installed, they are compiled when it runs."""
        self._folder = TemporaryDirectory()
        if version == "editable":
            return
        for source in sorted(Path(self.root).glob("feeds/locale/*/LC_MESSAGES/*.po")):
            name = source.relative_to(self.root).with_suffix(".mo")
            target = Path(self._folder.name, name)
            target.parent.mkdir(parents=True)
            with source.open("rb") as written, target.open("wb") as compiled:
                write_mo(compiled, read_po(written, abort_invalid=True))
            build_data["force_include"][str(target)] = name.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled catalogues, which are in the wheel by now."""
        self._folder.cleanup()
