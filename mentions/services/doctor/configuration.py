"""What a configuration leaves out or allows, although it is right in form."""

from collections.abc import Iterator

from mentions.config import Config, Crawl
from mentions.detection.forms import Ambiguity, ambiguity_of
from mentions.exceptions import ConfigError
from mentions.items import Brand
from mentions.services.doctor.findings import Finding, fail, ok, warn

_SECOND = 1.0
_OTHER_SENSES = {
    Ambiguity.PHRASE: "is made of ordinary words",
    Ambiguity.WORD: "is also a word",
    Ambiguity.NAME: "is also the name of others",
    Ambiguity.ABBREVIATION: "is short enough to mean many things",
}


def judge(config: Config) -> Iterator[Finding]:
    """All that there is to say of it."""
    yield from _crawl(config.crawl)
    yield from _senders(config)
    if not config.brands:
        yield fail("brands", "there is none to look for", 'write [[brand]] with name = "…" and domains = ["…"]')
    for brand in config.brands:
        yield from _brand(brand)
    if not config.sources:
        yield warn("sources", "there are none: no crawl has anything to read", "write [[source]] with kind and url")


def _crawl(crawl: Crawl) -> Iterator[Finding]:
    if crawl.contact:
        yield ok("user agent", f"names {crawl.contact}")
    else:
        yield warn("user agent", "names nobody whom a site could ask", 'write contact = "https://…" in [crawl]')
    if crawl.delay_seconds < _SECOND:
        says = f"{crawl.delay_seconds:g} seconds between two requests to one host are rude"
        yield warn("delay", says, "write delay_seconds = 2.0 in [crawl]")
    if not crawl.verify_certificates:
        mend = "write verify_certificates = true in [crawl]"
        yield warn("certificates", "are not verified: anybody on the way can forge a page", mend)
    if crawl.allow_private:
        says = f"may be fetched: {', '.join(crawl.allow_private)}"
        yield warn("private addresses", says, "empty allow_private in [crawl] when that is not needed any more")


def _senders(config: Config) -> Iterator[Finding]:
    if not config.senders:
        mend = "write [[sender]] with key, name, organisation, email and postal_address"
        yield warn("senders", "there is none: no draft can be written", mend)
        return
    for sender in config.senders:
        if not sender.postal_address.strip():
            mend = "write postal_address: the law asks for one in mails that promote"
            yield warn(f"sender {sender.key}", "has no postal address: drafts that promote are blocked", mend)
    for brand in config.brands:
        try:
            config.sender_of(brand)
        except ConfigError:
            known = ", ".join(sender.key for sender in config.senders)
            yield warn(f"brand {brand.name}", "has nobody who signs for it", f"write sender = one of {known}")


def _brand(brand: Brand) -> Iterator[Finding]:
    about = f"brand {brand.name}"
    if not brand.description:
        mend = "write description: its words speak for the brand, and drafts quote it"
        yield warn(about, "has no description", mend)
    sense = _OTHER_SENSES.get(ambiguity_of(brand.name))
    if sense and not (brand.context or brand.products or brand.people):
        mend = "write context, products, people or not_context: they tell the brand from the rest"
        yield warn(about, sense, mend)
