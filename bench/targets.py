"""What `feeds` is to reach, as ratios to Hugo in the same run on two cores."""

SCENARIOS = ("from nothing", "no change", "1 changed", "10 changed")

WALL = {
    ("1k", "from nothing"): 0.7,
    ("1k", "no change"): 0.20,
    ("1k", "1 changed"): 0.30,
    ("10k", "from nothing"): 0.20,
    ("10k", "no change"): 0.025,
    ("10k", "1 changed"): 0.04,
    ("100k", "from nothing"): 0.12,
    ("100k", "no change"): 0.010,
    ("100k", "1 changed"): 0.02,
}
PEAK = {
    ("10k", "from nothing"): 0.25,
    ("100k", "from nothing"): 0.08,
}
GIT_STATUS = {"10k": 5.0, "100k": 5.0}
"""A build without a change is to stay under so many times `git status` on the same tree. At 1k the start of Python
alone is three times that, so there is no target."""
