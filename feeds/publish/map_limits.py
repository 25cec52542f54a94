"""Say which redirects a service has no room for. Pure."""

from collections.abc import Iterator

from feeds.config import Settings
from feeds.core.redirects import MAP_NAMES
from feeds.publish.plan import Plan

NETLIFY_RULES = 10_000
"""The number of rules from which on Netlify advises against more: a deploy may fail."""


def over_limits(settings: Settings, plan: Plan) -> Iterator[str]:
    """Yield a sentence for each map of a whole build that is longer than its service reads, with what to do."""
    if plan.is_partial or not {"cloudflare", "netlify"}.intersection(settings.maps):
        return
    from feeds.formats import redirect_maps

    redirects = plan.redirects(settings)
    if "cloudflare" in settings.maps:
        lost, total = redirect_maps.beyond_limits(redirects)
        if lost:
            yield (
                f"{settings.output / MAP_NAMES['cloudflare']}: Cloudflare Pages has no room for {lost:,} of {total:,}"
                " redirects, and sends what lies in the old places instead, which readers can go on to read;"
                " to redirect all, see docs/moving.md on Bulk Redirects"
            )
    elif (total := redirect_maps.count(redirects)) >= NETLIFY_RULES:
        yield (
            f"{settings.output / MAP_NAMES['netlify']}: {total:,} redirects may be too many for a deploy on Netlify;"
            " without redirects in feeds.toml the old places go on to be served, see docs/moving.md"
        )
