"""Say where entries by feeds differ from a generator's, and why feeds is right."""

from tests.generators.compare import Difference

EXPLAINED: dict[str, dict[Difference, str]] = {
    "jekyll": {},
    "hugo": {},
    "hexo": {},
    "eleventy": {},
    "docusaurus": {},
}
