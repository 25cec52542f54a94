"""Shows the results as Markdown, on the terminal and in `bench/README.md`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from bench import targets
from bench.race import Result

README = Path(__file__).parent / "README.md"
_BEGIN, _END = "<!-- results: written by the runner -->", "<!-- end of results -->"
_TOOLS = ("feeds", "hugo", "feeds-with-pages")


def table(result: Result) -> str:
    """Return all that was measured on one size."""
    return "\n".join(
        [
            f"### {result.size} articles, {result.tree}",
            "",
            f"Medians of {result.rounds.timed} rounds (least–most); memory: of {result.rounds.memory} rounds.",
            "",
            "| | | feeds | Hugo | feeds/Hugo | target | | with pages | with/without |",
            "|---|---|---:|---:|---:|---:|---|---:|---:|",
            *(row for scenario in targets.SCENARIOS for row in _scenario(result, scenario)),
            "",
            *_floors(result),
            "",
            *_work(result),
            "",
        ]
    )


def summary(results: Sequence[Result]) -> str:
    """Return one table of medians for all sizes and trees, and what the documents and the file system say."""
    return "\n".join(
        [
            "| articles | | feeds | Hugo | ratio | target | CPU ratio | peak memory | with pages |",
            "|---|---|---:|---:|---:|---|---:|---|---:|",
            *(_line(result, scenario) for result in results for scenario in targets.SCENARIOS),
            "",
            *(f"- {result.size}, {result.tree}: {_below(result)}" for result in results),
        ]
    )


def update_readme(text: str) -> None:
    """Put the results in their place in the README."""
    page = README.read_text(encoding="utf-8")
    before, _, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"{README} has no place for the results")
    README.write_text(f"{before}{_BEGIN}\n\n{text.strip()}\n\n{_END}{after}", encoding="utf-8")


def _line(result: Result, scenario: str) -> str:
    keys = _keys(result, scenario)
    ours, theirs, paged = (median(cost.wall for cost in result.costs[key]) for key in keys)
    used, theirs_used, _ = (median(cost.cpu for cost in result.costs[key]) for key in keys)
    columns = [f"{result.size}, {result.tree}", scenario, _seconds(ours), _seconds(theirs), f"{ours / theirs:.3f}"]
    columns += [goal_of(ours / theirs, _target(targets.WALL, result, scenario)), f"{used / theirs_used:.3f}"]
    columns += [_peak(result, scenario), f"× {paged / ours:.2f}"]
    return f"| {' | '.join(columns)} |"


def _peak(result: Result, scenario: str) -> str:
    ours, theirs, _ = (result.peaks[key] for key in _keys(result, scenario))
    if not (ours and theirs):
        return ""
    ratio = median(ours) / median(theirs)
    goal = goal_of(ratio, _target(targets.PEAK, result, scenario))
    return f"{_megabytes(median(ours))} / {_megabytes(median(theirs))} = {ratio:.3f} {goal}".rstrip()


def goal_of(ratio: float, target: float | None) -> str:
    """Return a target, and whether a ratio meets it; empty without one."""
    return f"≤ {target:g} {_verdict(ratio, target)}" if target is not None else ""


def _below(result: Result) -> str:
    status = median(cost.wall for cost in result.floors["git status"])
    looks = median(cost.wall for cost in result.floors["scandir + stat"])
    times = median(cost.wall for cost in result.costs["no change", "feeds"]) / status
    found = result.published["feeds"]
    same = f"{len(result.differences)} documents differ from Hugo's" if result.differences else "the same ids as Hugo's"
    limit = targets.GIT_STATUS.get(result.size)
    goal = f" ({goal_of(times, limit)})" if limit is not None else ""
    return (
        f"{found.documents} documents with {found.items} items, {same};"
        f" scandir and stat of all files {_seconds(looks)}, `git status` {_seconds(status)},"
        f" a build without a change {times:.1f} times that{goal}"
    )


def _keys(result: Result, scenario: str) -> list[tuple[str, str]]:
    """Return for each tool the scenario that stands for this one."""
    return [(scenario if (scenario, tool) in result.costs else targets.LAST, tool) for tool in _TOOLS]


def _scenario(result: Result, scenario: str) -> Iterator[str]:
    keys = _keys(result, scenario)
    walls = [[cost.wall for cost in result.costs[key]] for key in keys]
    cpus = [[cost.cpu for cost in result.costs[key]] for key in keys]
    yield _row(scenario, "wall", walls, _seconds, _target(targets.WALL, result, scenario))
    yield _row("", "CPU", cpus, _seconds, None)
    peaks = [result.peaks[key] for key in keys]
    if all(peaks):
        yield _row("", "peak memory", peaks, _megabytes, _target(targets.PEAK, result, scenario))
    files = [_range([float(count) for count in result.written[key]], "{:.0f}".format) for key in keys]
    yield f"| | files written | {files[0]} | {files[1]} | | | | {files[2]} | |"


def _target(targeted: Mapping[tuple[str, str], float], result: Result, scenario: str) -> float | None:
    target = targeted.get((result.size, scenario))
    return target * targets.LENIENCE[result.tree] if target is not None else None


def _row(
    scenario: str,
    what: str,
    values: Sequence[Sequence[float]],
    show: Callable[[float], str],
    target: float | None,
) -> str:
    ours, theirs, paged = values
    ratio = median(ours) / median(theirs)
    goal, verdict = (f"≤ {target:g}", _verdict(ratio, target)) if target is not None else ("", "")
    columns = [scenario, what, _range(ours, show), _range(theirs, show), f"{ratio:.3f}", goal, verdict]
    columns += [_range(paged, show), f"{median(paged) / median(ours):.2f}"]
    return f"| {' | '.join(columns)} |"


def _floors(result: Result) -> Iterator[str]:
    for name, costs in result.floors.items():
        yield f"- `{name}`: {_range([cost.wall for cost in costs], _seconds)}"
    status = median(cost.wall for cost in result.floors["git status"])
    times = median(cost.wall for cost in result.costs["no change", "feeds"]) / status
    limit = targets.GIT_STATUS.get(result.size)
    goal = f" (≤ {limit:g}: {_verdict(times, limit)})" if limit is not None else ""
    yield f"- `feeds` without a change: {times:.1f} times `git status`{goal}"


def _work(result: Result) -> Iterator[str]:
    for tool, found in result.published.items():
        yield (
            f"- {tool} published {found.documents} documents with {found.items} items"
            f" ({found.newest} in all/rss.xml), {_megabytes(found.size)}"
        )
    different = len(result.differences)
    if different:
        yield f"- **{different} documents differ in ids or order**, the first being {result.differences[0]}"
    else:
        yield "- the same ids in the same order in every document"


def _verdict(value: float, target: float) -> str:
    return "met" if value <= target else "**missed**"


def _range(values: Sequence[float], show: Callable[[float], str]) -> str:
    """Return the median, and the extremes where they differ from it."""
    middle, least, most = (show(value) for value in (median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least}–{most})"


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms" if value >= 0.01 else f"{value * 1000:.1f} ms"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:.0f} MB"
