"""A draft and what it is made of, shared by the tests of this folder."""

from datetime import UTC, datetime
from pathlib import Path

from mentions.items import Brand, Contact, ContactKind, Sender
from mentions.outreach.drafting import DraftFacts, quote_of, render
from mentions.outreach.linting import LintInput

TEMPLATES = Path(__file__).parents[2] / "outreach_templates"
SENTENCE = "The sharpest of the ten was made by Acme Optics, and nobody had expected that."
TITLE = "Ten telescopes for a dark winter night in the mountains"


FACTS = DraftFacts(
    sender=Sender(
        key="acme",
        name="Zoe Park",
        role="press officer",
        organisation="Acme Optics Ltd",
        email="zoe@acme.example",
        postal_address="1 Lens Road\n12345 Springfield",
    ),
    brand=Brand(
        name="Acme Optics",
        domains=("acme.example",),
        url="https://acme.example/",
        description="Makes lenses for telescopes and cameras.",
    ),
    contact=Contact(
        email="jane@blog.example",
        kind=ContactKind.PERSON,
        source_url="https://blog.example/about",
        snippet="by Jane Doe",
        sign="author_mailto",
        name="Jane Doe",
    ),
    page_url="https://blog.example/2026/telescopes",
    page_title=TITLE,
    page_author="Jane Doe",
    page_published=datetime(2026, 11, 2, tzinfo=UTC),
    site_name="Night Notes",
    quote=quote_of(SENTENCE, "Acme Optics"),
    suggested_url="https://acme.example/",
    situation="blog_unlinked",
    language="en",
)


_TEXT = render(FACTS, [TEMPLATES])
# As the shipped template makes it, with a page that says what is quoted.
DRAFT = LintInput(
    subject=_TEXT.subject,
    body=_TEXT.body,
    recipient=FACTS.contact.email,
    sender=FACTS.sender,
    brand=FACTS.brand,
    page_title=FACTS.page_title,
    page_text=f"{TITLE}\nWinter is here.\n{SENTENCE}\nShare this",
    quote=FACTS.quote,
    suggested_url=FACTS.suggested_url,
    contact_source_url=FACTS.contact.source_url,
    contact_name=FACTS.contact.name,
    site_name=FACTS.site_name,
    page_author=FACTS.page_author,
    page_status=200,
)
