"""Whether the keys are there that the sources and searches of the configuration need."""

from collections.abc import Mapping

from mentions import urls
from mentions.config import Config
from mentions.items import Unknown
from mentions.platforms import reddit
from mentions.services.doctor.findings import Finding, ok, warn
from mentions.services.health import advice


def judge(known: Config, environ: Mapping[str, str]) -> list[Finding]:
    """Of each service with keys that is named there."""
    found = []
    if "reddit" in known.search.engines or any(reddit.is_of(urls.host_of(one.url)) for one in known.sources):
        found.append(_of("Reddit", known.reddit.variables, environ, advice(Unknown.NEEDS_KEYS)))
    if "brave" in known.search.engines:
        mend = "put your key there, https://api-dashboard.search.brave.com/ gives one"
        found.append(_of("Brave Search", (known.search.brave_key_variable,), environ, mend))
    return found


def _of(service: str, variables: tuple[str, ...], environ: Mapping[str, str], mend: str) -> Finding:
    if empty := [name for name in variables if not environ.get(name, "").strip()]:
        return warn(f"keys for {service}", f"nothing in {' and '.join(empty)}: it is not asked", mend)
    return ok(f"keys for {service}", f"in {' and '.join(variables)}")
