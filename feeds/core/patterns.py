"""Regular expressions that are compiled when they are first used.

Python compiles the patterns of a module in every process that loads it. Most builds change little, and use few.
"""

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _Lazy:
    """Has the methods and attributes of a pattern, which it compiles when it is asked for one."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        return re.compile(self._source, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        self.__dict__[name] = found  # from now on it is here, and this function is not asked
        return found


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when a method of it is first called, and raises re.error then.

    It is no `re.Pattern`, so that the functions of `re` do not take it, and it is not the `re` of its matches.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(source, flags))
