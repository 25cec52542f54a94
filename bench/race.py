"""Runs `feeds` and Hugo in turn on one tree, scenario by scenario, round by round."""

import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from bench import generate, measure, outputs
from bench.dirt import TREES
from bench.measure import Cost
from bench.outputs import Published
from bench.targets import FROM_NOTHING, LAST, SCENARIOS
from bench.tools import Feeds, FeedsWithPages, Git, Hugo, Tool, differences

EDITS = {"1 changed": 1, LAST: 10}
SETTLE_SECONDS = 1.2
"""Between an edit and the build: with cron the two seldom fall into the same second."""


class Rounds(NamedTuple):
    """How often everything is done: to take the time, and apart from that to measure memory."""

    timed: int
    memory: int
    seconds: float  # at most, a command


class Result:
    """What was measured on the tree of one size, and so dirty."""

    def __init__(self, size: str, tree: str, rounds: Rounds) -> None:
        self.size = size
        self.tree = tree
        self.rounds = rounds
        self.costs: defaultdict[tuple[str, str], list[Cost]] = defaultdict(list)  # by scenario and tool
        self.peaks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.written: defaultdict[tuple[str, str], list[int]] = defaultdict(list)  # files
        self.floors: defaultdict[str, list[Cost]] = defaultdict(list)
        self.published: dict[str, Published] = {}  # by tool
        self.differences: list[str] = []


class Race:
    """One size: the tree, the tools, and what they cost."""

    def __init__(self, size: str, tree: str, rounds: Rounds, work: Path, feeds: Path, hugo: Path) -> None:
        self._count = generate.SIZES[size]
        self._dirt = TREES[tree]
        self._work = work
        self._articles = work / "articles"
        self._tools: tuple[Tool, ...] = (Feeds(work, feeds), Hugo(work, hugo), FeedsWithPages(work, feeds))
        self._edits = 0
        self._result = Result(size, tree, rounds)

    def run(self) -> Result:
        """Make the tree, run all rounds, and compare what lies in the two outputs at the end."""
        rounds = self._result.rounds
        generate.write_tree(self._articles, self._count, dirt=self._dirt)
        git = Git(self._work)
        git.commit_all()
        time.sleep(SETTLE_SECONDS)
        for tool in self._tools:  # once unmeasured, to have everything compiled and in the page cache
            if isinstance(tool, Feeds):
                self._build(tool)
        for _ in range(rounds.timed):
            self._measure_floors(git)
        for number in range(rounds.timed + rounds.memory):
            self._round(number, memory=number >= rounds.timed)
        feeds, *others = (tool.output for tool in self._tools)
        self._result.differences = sorted({name for other in others for name in differences(feeds, other)})
        self._result.published = {tool.name: outputs.published(tool.output) for tool in self._tools}
        return self._result

    def _round(self, number: int, *, memory: bool) -> None:
        for position, scenario in enumerate(SCENARIOS):
            if scenario == FROM_NOTHING:
                for tool in self._tools:
                    if not (memory and tool.is_one_process):
                        tool.forget()
            if scenario in EDITS:
                generate.touch_some(self._articles, self._count, EDITS[scenario], self._edits, dirt=self._dirt)
                self._edits += 1
                time.sleep(SETTLE_SECONDS)
            for tool in self._tools if (number + position) % 2 == 0 else reversed(self._tools):
                if scenario in tool.scenarios and not (memory and tool.is_one_process):
                    self._scenario(tool, scenario, memory=memory)

    def _scenario(self, tool: Tool, scenario: str, *, memory: bool) -> None:
        before = outputs.snapshot(tool.output)
        cost = self._build(tool, memory=memory)
        key = (scenario, tool.name)
        self._result.written[key].append(outputs.written(before, tool.output))
        if memory:
            self._result.peaks[key].append(cost.peak)
        else:
            self._result.costs[key].append(cost)
            if tool.is_one_process:
                self._result.peaks[key].append(cost.largest)

    def _build(self, tool: Tool, *, memory: bool = False) -> Cost:
        os.sync()  # nobody pays for writing what another wrote
        log = self._work / f"{tool.name}.log"
        return measure.run(tool.command, tool.folder, log, seconds=self._result.rounds.seconds, memory=memory)

    def _measure_floors(self, git: Git) -> None:
        floors, seconds, log = self._result.floors, self._result.rounds.seconds, self._work / "floor.log"
        floors["git status"].append(measure.run(git.command, self._work, log, seconds=seconds))
        floors["scandir + stat"].append(measure.timed(lambda: outputs.scan(str(self._articles))))
        python = [sys.executable, "-c", "pass"]
        floors["python -c pass"].append(measure.run(python, self._work, log, seconds=seconds))
