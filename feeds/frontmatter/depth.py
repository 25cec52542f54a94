"""The depth to which lists and groups of front matter are nested one inside another."""

from feeds.core.limits import MAX_DEPTH


def is_too_deep(text: str, data: object) -> bool:
    """Say whether data without aliases, read from `text`, is nested deeper than MAX_DEPTH; does not recurse."""
    if text.count("[") + text.count("{") + text.count(".") < MAX_DEPTH:
        return False
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
