"""The checks behind the lint rules: each yields one line for each thing that is wrong.

What a page says may say anything, so its title, quote and names, and what the user configured, are taken out before the
words of a draft are judged: `_own_words` is what the writer answers for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from email_validator import EmailNotValidError, validate_email

from mentions import urls
from mentions.items import Brand, Sender
from mentions.outreach import phrases
from mentions.outreach.cleaning import ELLIPSIS, holds, plain, plain_url, width, words_in
from mentions.outreach.drafting import one_line, title_forms
from mentions.outreach.phrases import Purpose
from mentions.outreach.templates import TemplateClass

_URL = re.compile(r"https?://[^\s<>\"”»)]+", re.IGNORECASE)
_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\*\||\|\*|\{[^{}\n]*\}")
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z _-]{2,}\]|(?<!\w)(?:None(?! of)|nan|NaN|undefined)(?!\w)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_REPLY = re.compile(r"\s*(?:re|fwd?|aw|wg|tr|rv|sv|antw|返信|転送)\s*[:：]", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hello|hi|hey|dear|good (?:morning|afternoon|day)|hallo|guten tag|liebe[rs]?|sehr geehrte[rs]?|bonjour|"
    r"ch[eè]re?|hola|estimad[oa]s?)(?: +(?P<whom>.+?))? *[,:!]?",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"(?<!\w)(?:mr|mrs|ms|miss|sir|madam|herr|frau|monsieur|mme|madame|señora?|sra?)(?!\w)", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?<!\w)(?:admin|administrator|webmaster|editors?|editor(?:ial)? team|user|owner)(?!\w)", re.IGNORECASE
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-z]{2,8}|#\d+);|!\[[^\]]*\]\(")
_SENTENCE_END = re.compile(r"[.?!。？！\n]")
_UNCHANGED = frozenset({None, 200, 304})

WORDS_WARN, WORDS_BLOCK = 150, 220
SUBJECT_WIDTH = range(25, 61)
_ANCHOR_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LintInput:
    """A draft with what it is checked against.

    `page_text` is the page's visible text at the last look, `page_status` its HTTP status then (None: not looked at
    again), `links_now` whether it links to the brand by now. `anchor` is the text asked to become a link, if any is.
    """

    subject: str
    body: str
    recipient: str
    sender: Sender
    brand: Brand
    page_title: str
    page_text: str
    quote: str
    suggested_url: str
    contact_source_url: str
    contact_name: str = ""
    site_name: str = ""
    page_author: str = ""
    template_class: TemplateClass = TemplateClass.PROMOTION
    page_status: int | None = None
    links_now: bool = False
    anchor: str = ""


def leftover_tags(draft: LintInput) -> Iterator[str]:
    """L01: what a template or a sending tool would have filled in."""
    for found in _TAG.findall(f"{draft.subject}\n{draft.body}"):
        yield f"holds the tag {found}"
    for found in _PLACEHOLDER.findall(_own_words(draft)):
        yield f"holds the placeholder {found}"


def empty_or_broken(draft: LintInput) -> Iterator[str]:
    """L02: a part is missing or cannot be a mail."""
    for part in ("subject", "body", "recipient"):
        if not getattr(draft, part).strip():
            yield f"the {part} is empty"
    if _CONTROL.search(draft.subject):
        yield "the subject holds a line break or control character"
    if _CONTROL.search(draft.body.replace("\n", "")):
        yield "the body holds a control character"
    try:
        validate_email(draft.recipient, check_deliverability=False)
    except EmailNotValidError:
        if draft.recipient.strip():
            yield "the recipient is not one valid address"


def untrue_of_page(draft: LintInput) -> Iterator[str]:
    """L03: the page does not say it, is not there, or has the link already."""
    if not _quoted(draft):
        yield "nothing is quoted"
    elif not holds(draft.page_text, draft.quote):
        yield "the page does not hold the quoted sentence"
    if draft.page_status not in _UNCHANGED:
        yield f"the page answered with status {draft.page_status}"
    if draft.links_now:
        yield "the page links to the brand now"


def quote_left_out(draft: LintInput) -> Iterator[str]:
    """L03: the letter no longer holds the sentence word for word."""
    if _quoted(draft) and _quoted(draft) not in plain(draft.body):
        yield "the body does not hold the quoted sentence word for word"


def payment(draft: LintInput) -> Iterator[str]:
    """L04: something is offered for the link."""
    return _phrases(draft, Purpose.PAYMENT, "offers something for a link")


def swap(draft: LintInput) -> Iterator[str]:
    """L05: a favour is offered in return."""
    return _phrases(draft, Purpose.SWAP, "offers a swap")


def ranking(draft: LintInput) -> Iterator[str]:
    """L06: the link is asked for in the way of search engine optimisation."""
    return _phrases(draft, Purpose.RANKING, "speaks of rankings or demands a kind of link")


def pressure(draft: LintInput) -> Iterator[str]:
    """L07: threats, deadlines, urgency."""
    return _phrases(draft, Purpose.PRESSURE, "puts pressure on the reader")


def unsigned(draft: LintInput) -> Iterator[str]:
    """L08: it does not say who writes, for whom, from where."""
    body, sender = plain(draft.body), draft.sender
    said = {"name": sender.name, "organisation": sender.organisation}
    if draft.template_class is TemplateClass.PROMOTION:
        said["postal address"] = one_line(sender.postal_address)
    for what, value in said.items():
        if not re.search(r"\w", value):
            yield f"the sender has no {what}: add it to [[sender]]"
        elif plain(value) not in body:
            yield f"the body does not give the sender's {what}"
    if plain(draft.brand.name) not in _without(body, _crawled(draft), times=1):
        yield "the body does not say what the sender has to do with the brand"


def no_way_out(draft: LintInput) -> Iterator[str]:
    """L09: where the address comes from, and how to hear no more."""
    if draft.template_class is not TemplateClass.PROMOTION:
        return
    if plain_url(draft.contact_source_url) not in draft.body or not draft.contact_source_url:
        yield "the body does not say where the address was found"
    if not phrases.find(Purpose.OPT_OUT, _own_words(draft)):
        yield "the body does not say how to get no more mail"


def fake_thread(draft: LintInput) -> Iterator[str]:
    """L11: a first mail that poses as part of a conversation."""
    if _REPLY.match(draft.subject):
        yield "the subject poses as a reply"
    yield from _phrases(draft, Purpose.FOLLOW_UP, "poses as part of a conversation")


def far_too_long(draft: LintInput) -> Iterator[str]:
    """L12: longer than anyone reads."""
    if (words := length(draft)) > WORDS_BLOCK:
        yield f"{words} words; {WORDS_BLOCK} are the most"


def out_of_measure(draft: LintInput) -> Iterator[str]:
    """L12: longer than advisable, or with more questions and addresses than one ask needs."""
    if WORDS_WARN < (words := length(draft)) <= WORDS_BLOCK:
        yield f"{words} words; {WORDS_WARN} are plenty"
    if width(draft.subject) not in SUBJECT_WIDTH:
        yield f"the subject has {width(draft.subject)} characters; 25 to 60 are read best"
    if len(re.findall("[?？]", _own_words(draft))) > 1:
        yield "more than one question"
    if len(set(_URL.findall(_message(draft)))) > 2:
        yield "more than two web addresses"


def many_asks(draft: LintInput) -> Iterator[str]:
    """L13: one ask, and no words put into the page's mouth."""
    sentences = _SENTENCE_END.split(_own_words(draft))
    if sum(bool(phrases.find(Purpose.ASK, sentence)) for sentence in sentences) > 1:
        yield "asks for more than one thing"
    if draft.anchor and plain(draft.anchor) not in _quoted(draft):
        yield "the words to link do not stand in the quoted sentence"
    if words_in(draft.anchor) > _ANCHOR_WORDS:
        yield f"the words to link are more than {_ANCHOR_WORDS}"


def flattery(draft: LintInput) -> Iterator[str]:
    """L14: what every mass mail says."""
    return _phrases(draft, Purpose.FLATTERY, "reads like a mass mail")


def odd_greeting(draft: LintInput) -> Iterator[str]:
    """L16: a greeting that guesses, or that a form filled in."""
    first_line = draft.body.lstrip().partition("\n")[0]
    greeting = _GREETING.fullmatch(first_line.strip())
    whom = greeting and greeting["whom"]
    if not whom:
        return
    if _GENDER.search(whom):
        yield "the greeting guesses a gender"
    if _OFFICE.search(whom):
        yield "the greeting takes an office for a name"
    if whom == whom.lower() != whom.upper():
        yield "the greeting has a name in lower case"
    if len(whom) > 2 and whom == whom.upper() != whom.lower():
        yield "the greeting has a name in capitals"


def odd_addresses(draft: LintInput) -> Iterator[str]:
    """L17: addresses that hide where they lead, follow the reader, or are not the brand's."""
    for url in filter(urls.is_web, dict.fromkeys((draft.suggested_url, *_URL.findall(draft.body)))):
        if urls.is_shortener(url):
            yield f"{url} goes through a link shortener"
        if any(key in urls.TRACKING for key, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)):
            yield f"{url} carries tracking parameters"
    if not urls.is_web(draft.suggested_url):
        yield "the suggested address is no web address"
    if not draft.suggested_url.startswith("https://"):
        yield "the suggested address is not https"
    if urls.site_of(draft.suggested_url) not in map(urls.site_of_host, draft.brand.domains):
        yield "the suggested address is not on the brand's own site"
    if plain_url(draft.suggested_url) not in draft.body:
        yield "the body does not give the suggested address"


def loud(draft: LintInput) -> Iterator[str]:
    """L19: shouting, pictures, markup."""
    own = _own_words(draft)
    if len(re.findall("[!！]", own)) > 1:
        yield "more than one exclamation mark"
    if _EMOJI.search(own):
        yield "holds an emoji"
    if shouted := [word for word in re.findall(r"[^\W\d_]{4,}", own) if word.isupper()]:
        yield f"shouts {shouted[0]}"
    if _HTML.search(own):
        yield "holds HTML or an image; drafts are plain text"


def _phrases(draft: LintInput, purpose: Purpose, what: str) -> Iterator[str]:
    return (f"{what}: “{found}”" for found in dict.fromkeys(phrases.find(purpose, _own_words(draft))))


@lru_cache(maxsize=1)  # most rules ask for them, one after the other
def _own_words(draft: LintInput) -> str:
    """Subject and body without addresses, without what the page says, without what the user configured."""
    sender, brand = draft.sender, draft.brand
    configured = (
        *(
            draft.recipient,
            sender.email,
            sender.name,
            sender.role,
            sender.organisation,
            one_line(sender.postal_address),
        ),
        *(brand.description.rstrip("."), brand.name, *brand.aliases, *brand.products),
    )
    texts = (_URL.sub(" ", draft.subject), _URL.sub(" ", draft.body))
    return "\n".join(_without(_without(text, _crawled(draft), times=1), configured) for text in texts)


def _crawled(draft: LintInput) -> tuple[str, ...]:
    return (draft.quote, *title_forms(draft.page_title), draft.page_author, draft.contact_name, draft.site_name)


def _without(text: str, values: tuple[str, ...], *, times: int = 0) -> str:
    """`text` without these values, the longest first.

    A value from the web goes once: it must not hide words of the writer's that happen to be the same.
    """
    for value in sorted(filter(None, set(map(plain, values))), key=lambda value: (-len(value), value)):
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " □ ", text, count=times)
    return text


def _quoted(draft: LintInput) -> str:
    return plain(draft.quote).strip(f"{ELLIPSIS} ")


def _message(draft: LintInput) -> str:
    """The body above the signature, which begins where the sender's name stands on a line of its own."""
    lines = draft.body.split("\n")
    ends = [number for number, line in enumerate(lines) if line.strip() == plain(draft.sender.name)]
    return "\n".join(lines[: ends[-1]] if ends else lines)


def length(draft: LintInput) -> int:
    """How many words the letter has above its signature, web addresses not counted."""
    return words_in(_URL.sub(" ", _message(draft)))
