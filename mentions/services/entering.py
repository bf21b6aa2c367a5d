"""A contact that a person found."""

from email.utils import getaddresses

from mentions import urls
from mentions.items import Contact
from mentions.prospects.contacts import classify, usable


def contact(address: str, found_at: str) -> Contact:
    """The contact behind `jane@blog.example` or `Jane Doe <jane@blog.example>` and the page it was found on.

    Raises ValueError where the address cannot be written to, or the page is no web address.
    """
    read = getaddresses([address.strip()])
    if len(read) != 1 or not address.strip().isprintable():
        raise ValueError(f"{address}: not one address")
    name, email = read[0]
    found = Contact(
        email=email.lower(), kind=classify(email, name), source_url=found_at, snippet="", sign="manual", name=name
    )
    if against := usable(found):
        raise ValueError(f"{address}: {against}")
    if not urls.is_web(found_at):
        raise ValueError(f"{found_at} is no web address; write it whole, with https://")
    return found
