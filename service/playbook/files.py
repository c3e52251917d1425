"""Read YAML files of the playbook; every error says file, line and reason."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from service.errors import PlaybookError

Content = TypeVar("Content", bound=BaseModel)

_MAX_BYTES = 1_000_000


def read_content(path: Path, kind: type[Content]) -> Content:
    """Read `path` as a `kind`. Raises PlaybookError that says file, line and reason."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise PlaybookError(f"{path}: larger than {_MAX_BYTES} bytes")
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise PlaybookError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PlaybookError(f"{path}: is not UTF-8 at byte {error.start}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlaybookError(f"{path}:{mark.line + 1 if mark else 1}: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise PlaybookError(f"{path}:1: {error}") from None
    if root is None:
        raise PlaybookError(f"{path}:1: the file is empty")
    try:
        return kind.model_validate(_plain(path, root))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PlaybookError(f"{path}:{_line(root, first['loc'])}: {place or 'the file'}: {first['msg']}") from None


def _plain(path: Path, node: yaml.Node) -> Any:
    """The node's value. Refuses what YAML allows and nobody means: a key twice, anchors."""
    seen: set[int] = set()

    def value(node: yaml.Node) -> Any:
        if id(node) in seen:
            raise PlaybookError(f"{path}:{node.start_mark.line + 1}: anchors and aliases are not read here")
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [value(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key, item in node.value:
                if key.value in found:
                    raise PlaybookError(f"{path}:{key.start_mark.line + 1}: {key.value} is there twice")
                found[str(key.value)] = value(item)
            return found
        if node.tag == "tag:yaml.org,2002:int" and str(node.value).isdecimal():
            return int(node.value)
        return None if node.tag == "tag:yaml.org,2002:null" else node.value

    return value(node)


def _line(node: yaml.Node, place: tuple[int | str, ...]) -> int:
    """The line, from 1, of the deepest part of `place` that the file holds."""
    line = node.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            for key, item in node.value:
                if key.value == part:
                    node, line = item, key.start_mark.line + 1
                    break
            else:
                break
        else:
            break
    return line
