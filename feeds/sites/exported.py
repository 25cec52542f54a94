"""Find the object that a program exports, and read the plain values of that alone. Nothing is run."""

from collections.abc import Iterator, Mapping, Sequence

from feeds.sites.javascript import Plain, Token, plain_text, plain_value, tokens


def exported_values(text: str) -> dict[str, Plain] | None:
    """Return the plain values of the object that a program exports, by its own keys.

    None if it cannot be told which object that is, or which keys it has: it is put together of others, several are
    returned, or it is changed later.
    """
    program = list(tokens(text))
    ends = ends_of(program)
    start = _exported(program, ends) if ends is not None else None
    if ends is None or start is None or _said(program, ends[start] + 1) in _GOES_ON:
        return None

    names = dict(constants(program))
    found: dict[str, Plain] = {}
    at = start + 1
    while at < ends[start]:
        kind, said = program[at]
        if kind == "comma":
            at += 1
            continue
        following = _said(program, at + 1)
        if kind not in ("text", "word") or following not in (":", "("):  # `...others`, `[computed]`, `shorthand`
            return None
        end = _end_of_member(program, ends, at + 1)
        key = plain_text(said) if kind == "text" else said
        value = plain_value(*program[at + 2], names) if following == ":" and end == at + 3 else None
        found.pop(key, None)
        if value is not None:
            found[key] = value
        at = end
    return found


_GOES_ON = frozenset(".|&?[(")
"""What follows an object that is only part of what is exported."""


_OPENING = {")": "(", "]": "[", "}": "{"}


def _said(program: Sequence[Token], at: int) -> str:
    return program[at][1] if at < len(program) else ""


def ends_of(program: Sequence[Token]) -> dict[int, int] | None:
    """Return where the brackets close that open at each place; None if they do not fit."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for at, (kind, _) in enumerate(program):
        if kind == "open":
            waiting.append(at)
        elif kind == "close":
            if not waiting:
                return None
            ends[waiting.pop()] = at
    return None if waiting else ends


def ends_by_kind(program: Sequence[Token]) -> dict[int, int]:
    """Return where the brackets close that open at each place, as far as they fit.

    What is taken for brackets by mistake is passed over, so that those around it fit all the same.
    """
    ends: dict[int, int] = {}
    waiting: list[int] = []
    counts = dict.fromkeys("([{", 0)
    for at, (kind, said) in enumerate(program):
        if kind == "open":
            waiting.append(at)
            counts[said] += 1
        elif kind == "close" and counts[_OPENING[said]]:
            while True:
                start = waiting.pop()
                counts[program[start][1]] -= 1
                if program[start][1] == _OPENING[said]:
                    break
            ends[start] = at
    return ends


def _exported(program: Sequence[Token], ends: Mapping[int, int]) -> int | None:
    """Return where the object begins that the program exports; None if that is not known."""
    exports = [at for at, token in enumerate(program) if token in (("word", "exports"), ("word", "export"))]
    if len(exports) != 1:
        return None
    at = exports[0] + 2
    if (_said(program, at - 2), _said(program, at - 1)) not in (("exports", "="), ("export", "default")):
        return None
    at += _said(program, at) == "async"
    kind = program[at][0] if at < len(program) else ""
    if kind == "word" and _said(program, at) != "function" and _said(program, at + 1) not in ("=", *_GOES_ON):
        return _declared(program, program[at])
    if _said(program, at) == "{":
        return at
    return _returned(program, ends, at)


def _declared(program: Sequence[Token], name: Token) -> int | None:
    """Return where the object begins that a name stands for; None if it is used for more than the export."""
    places = [at for at, token in enumerate(program) if token == name]
    start = places[0] + 2
    is_object = (_said(program, start - 1), _said(program, start)) == ("=", "{")
    return start if is_object and len(places) == 2 else None


def _returned(program: Sequence[Token], ends: Mapping[int, int], at: int) -> int | None:
    """Return where the object begins that a function returns, the only one that it does; None for anything else."""
    is_arrow = _said(program, at) != "function"
    while at < len(program) and program[at][0] != "open":  # its name
        at += 1
    if _said(program, at) != "(" or at not in ends:
        return None
    at = ends[at] + 1
    if is_arrow:
        if (_said(program, at), _said(program, at + 1)) != ("=", ">"):
            return None
        at += 2
        if (_said(program, at), _said(program, at + 1)) == ("(", "{"):
            return at + 1 if ends[at + 1] + 1 == ends[at] else None
    if _said(program, at) != "{":
        return None

    returns = [place for place in range(at, ends[at]) if program[place] == ("word", "return")]
    if len(returns) != 1 or _said(program, returns[0] + 1) != "{":
        return None
    above = [place for place in range(at, returns[0]) if program[place][0] == "open" and ends[place] > returns[0]]
    return returns[0] + 1 if above == [at] else None


def constants(program: Sequence[Token]) -> Iterator[tuple[str, Plain]]:
    """Yield the names that stand for one value in the whole program, with that."""
    assigned: dict[str, list[int]] = {}
    for at in range(1, len(program)):
        if program[at] == ("sign", "=") and program[at - 1][0] == "word":
            assigned.setdefault(program[at - 1][1], []).append(at)
    for name, places in assigned.items():
        if len(places) == 1 and places[0] + 1 < len(program):
            value = plain_value(*program[places[0] + 1], {})
            if value is not None and (_is_end(program, places[0] + 2)):
                yield name, value


def _is_end(program: Sequence[Token], at: int) -> bool:
    """Say whether a statement ends at a place: with a sign, or the first word of the next."""
    return at >= len(program) or program[at][0] in ("comma", "word", "close")


def _end_of_member(program: Sequence[Token], ends: Mapping[int, int], at: int) -> int:
    """Return where the next comma of an object is, or its end."""
    while program[at][0] not in ("comma", "close"):
        at = ends.get(at, at) + 1
    return at
