"""The playbook: the shipped content, and a company's own files in their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.errors import PlaybookError
from service.playbook.content import SECTIONS, Deadlines, Public, Section, SectionName
from service.playbook.files import read_content

SHIPPED: Final = Path(__file__).parent / "content"
DEADLINES_FILE: Final = "deadlines.yaml"
PUBLIC_FILE: Final = "public.yaml"


@dataclass(frozen=True, slots=True)
class Playbook:
    """All content, checked: a section an archetype and the standard, deadlines, and the rule for public channels."""

    sections: Mapping[SectionName, Section]
    deadlines: Deadlines
    public: Public


def load_playbook(own: Path | None = None) -> Playbook:
    """Read the shipped playbook; files in `own` replace the shipped ones of the same name.

    Raises PlaybookError when `own` is no folder, holds a YAML file of another name (a misspelt one
    would otherwise go unread), or a file is wrong.
    """
    names = {f"{section}.yaml" for section in SECTIONS} | {DEADLINES_FILE, PUBLIC_FILE}
    if own is not None:
        if not own.is_dir():
            raise PlaybookError(f"{own}: is not a folder")
        for path in sorted(own.iterdir()):
            if path.suffix in {".yaml", ".yml"} and path.name not in names:
                raise PlaybookError(f"{path}: no such part of the playbook; the parts are {', '.join(sorted(names))}")

    def path_of(name: str) -> Path:
        return own / name if own is not None and (own / name).exists() else SHIPPED / name

    return Playbook(
        sections={section: read_content(path_of(f"{section}.yaml"), Section) for section in SECTIONS},
        deadlines=read_content(path_of(DEADLINES_FILE), Deadlines),
        public=read_content(path_of(PUBLIC_FILE), Public),
    )
