"""What `feeds` is to reach, as ratios to Hugo in the same run on two cores."""

FROM_NOTHING, NO_CHANGE, LAST = "from nothing", "no change", "10 changed"
SCENARIOS = (FROM_NOTHING, NO_CHANGE, "1 changed", LAST)

WALL = {
    ("1k", "from nothing"): 0.5,
    ("1k", "no change"): 0.12,
    ("1k", "1 changed"): 0.20,
    ("10k", "from nothing"): 0.25,
    ("10k", "no change"): 0.025,
    ("10k", "1 changed"): 0.04,
    ("100k", "from nothing"): 0.15,
    ("100k", "no change"): 0.008,
    ("100k", "1 changed"): 0.012,
}
PEAK = {
    ("10k", "from nothing"): 0.15,
    ("100k", "from nothing"): 0.03,
}
LENIENCE = {"real": 1.0, "dirty": 1.5}
"""How many times the target of time and memory a tree may take."""

GIT_STATUS = {"10k": 5.0, "100k": 5.0}
"""A build without a change is to stay under so many times `git status` on the same tree. At 1k the start of Python
alone is three times that, so there is no target."""

GROWTH = dict.fromkeys(("from nothing", "no change", "1 changed"), 12.0)
"""How many times as long a million articles may take as a tenth of them."""

MAX_MEGABYTES = 1_000.0
"""What a build of a million articles may use, in millions of bytes."""
