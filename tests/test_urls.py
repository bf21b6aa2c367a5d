"""Normal form, sites, own domains by label, resolving as browsers do, private hosts by spelling."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentions import urls

NO_HOSTS = "https:// http://[ https://acme.example:0/ https://acme.example:99999/ https://acme.example:port/".split()
ADDRESS_SOUP = st.text(alphabet=st.sampled_from("https:/?#[]@&=%.-_~+ aZ09é東\t\n\\|"), max_size=40)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("https://acme.example", "https://acme.example/"),
        ("  https://acme.example/a \n", "https://acme.example/a"),
        ("HTTPS://ACME.Example/A", "https://acme.example/A"),
        ("https://acme.example./a", "https://acme.example/a"),
        ("https://acme.example:443/a", "https://acme.example/a"),
        ("http://acme.example:80/a", "http://acme.example/a"),
        ("http://acme.example:443/a", "http://acme.example:443/a"),
        ("https://acme.example:8443/a", "https://acme.example:8443/a"),
        ("https://acme.example/a#part", "https://acme.example/a"),
        ("https://acme.example/a?b=2&a=1", "https://acme.example/a?a=1&b=2"),
        ("https://acme.example/a?id=7&utm_source=x&fbclid=y", "https://acme.example/a?id=7"),
        ("https://acme.example/a?utm_source=x", "https://acme.example/a"),
        ("https://acme.example/a?PHPSESSID=x1&b=1", "https://acme.example/a?b=1"),
        ("https://acme.example/a?b=1&sid=0123456789abcdef0123456789abcdef", "https://acme.example/a?b=1"),
        ("https://acme.example/?s=0123456789abcdef0123456789abcdef&t=5#p7", "https://acme.example/?t=5"),
        ("https://acme.example/a;jsessionid=AB12.node1?x=1", "https://acme.example/a?x=1"),
        ("https://acme.example/?s=telescope&sid=42", "https://acme.example/?s=telescope&sid=42"),
        ("https://acme.example/?s=internationalisation", "https://acme.example/?s=internationalisation"),
        ("https://acme.example/?sessions=3", "https://acme.example/?sessions=3"),
        ("https://acme.example/a?tag=1&tag=2", "https://acme.example/a?tag=1&tag=2"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://jane:secret@acme.example/a", "https://acme.example/a"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ],
)
def test_one_form_for_every_way_to_write_an_address(url: str, normal: str) -> None:
    assert urls.normalise(url) == normal


@pytest.mark.parametrize(
    "url",
    [
        "",
        *"acme.example //acme.example/a /a ftp://acme.example/ mailto:a@acme.example javascript:alert(1)".split(),
        *NO_HOSTS,
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert not urls.is_web(url)
    with pytest.raises(ValueError, match="not a web address"):
        urls.normalise(url)


@given(st.one_of(st.text(max_size=60), ADDRESS_SOUP, ADDRESS_SOUP.map("https://acme.example/".__add__)))
@example("https://acme.example/%")
@example("https://acme.example/?a&&b==c")
def test_the_normal_form_is_its_own_normal_form(url: str) -> None:
    try:
        normal = urls.normalise(url)
    except ValueError:
        return
    assert urls.normalise(normal) == normal
    assert urls.is_web(normal)


@given(st.one_of(st.text(max_size=60), ADDRESS_SOUP), st.one_of(st.text(max_size=60), ADDRESS_SOUP))
def test_no_text_makes_the_questions_about_addresses_fail(one: str, other: str) -> None:
    urls.is_web(one)
    urls.is_shortener(one)
    urls.is_private_host(one)
    urls.site_of(one)
    assert urls.belongs(urls.host_of(one), ("acme.example",)) in (True, False)
    resolved = urls.resolve(one, other)
    assert resolved is None or resolved


@pytest.mark.parametrize(
    ("host", "belongs"),
    [
        ("acme.example", True),
        ("shop.acme.example", True),
        ("a.b.c.acme.example", True),
        ("optics.example", True),
        ("notacme.example", False),
        ("not-acme.example", False),
        ("acme.example.evil.example", False),
        ("acme.exampl", False),
        ("example", False),
        ("", False),
    ],
)
def test_hosts_are_compared_label_by_label(host: str, *, belongs: bool) -> None:
    assert urls.belongs(host, ("acme.example", "optics.example")) is belongs
    assert urls.belongs(host, frozenset(("acme.example", "optics.example"))) is belongs


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://ACME.example:8080/a", "acme.example"),
        ("https://acme.example./", "acme.example"),
        ("https://evil.example\\@acme.example/", "acme.example"),
        ("https://acme.example@evil.example/", "evil.example"),
        ("https://%61cme.example/", "acme.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        (f"https://{'ü' * 80}.example/", f"{'ü' * 80}.example"),  # too long for IDNA: left as it is
        ("mailto:jane@acme.example", ""),
        ("http://[half", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert urls.host_of(url) == host


@pytest.mark.parametrize(
    ("url", "is_shortener"),
    [
        ("https://t.co/x1", True),
        ("https://www.bit.ly/x", True),
        ("https://not.co/x", False),
        ("https://acme.example/bit.ly", False),
    ],
)
def test_shorteners_are_known_by_host(url: str, *, is_shortener: bool) -> None:
    assert urls.is_shortener(url) is is_shortener


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("acme.example", "acme.example"),
        ("a.b.acme.example", "acme.example"),  # a suffix that the list lacks is one label
        ("shop.acme.co.uk", "acme.co.uk"),
        ("jane.github.io", "jane.github.io"),  # the public suffix list's private part
        ("jane.blogspot.com", "jane.blogspot.com"),
        ("jane.substack.com", "jane.substack.com"),  # not on that list, yet each customer has a host
        ("www.substack.com", "substack.com"),
        ("substack.com", "substack.com"),
        ("deep.jane.medium.com", "jane.medium.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_site_of_a_host(host: str, site: str) -> None:
    assert urls.site_of_host(host) == site
    assert urls.site_of(f"https://{host}/a") == site


def test_customers_of_a_platform_that_is_itself_a_subdomain_are_sites() -> None:
    assert urls.site_of_host("jane.blog.fc2.com") != urls.site_of_host("kim.blog.fc2.com")


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("b", "https://news.example/dir/b"),
        ("/b", "https://news.example/b"),
        ("../b", "https://news.example/b"),
        ("?q=1", "https://news.example/dir/page?q=1"),
        ("//acme.example/b", "https://acme.example/b"),
        ("https://acme.example/b#part", "https://acme.example/b#part"),
        ("HTTPS://Acme.example/", "https://Acme.example/"),
        (" \n https://acme.example/ \t", "https://acme.example/"),
        ("https://acme\n.example/le\tns", "https://acme.example/lens"),
        ("whatsapp://send?text=acme.example", "whatsapp://send?text=acme.example"),
        ("intent://share#Intent;end", "intent://share#Intent;end"),
        ("http:/acme.example/b", "http://acme.example/b"),
        ("https:/b", "https://news.example/b"),
    ],
)
def test_a_link_is_resolved_as_browsers_do(href: str, target: str) -> None:
    assert urls.resolve("https://news.example/dir/page", href) == target


PLAIN = st.text(alphabet=st.sampled_from("/.?#&=:;a0-_~%A@é[ "), max_size=12)


@given(
    st.sampled_from(["", "/", "https://acme.example", "http://a.acme.example/", "https://news.example/a/.."]),
    PLAIN,
    st.sampled_from(["https://news.example/dir/page?q#x", "http://news.example", "http://news.example:80/", "about:"]),
)
@example("/a/../", "b", "https://news.example/dir/")
@example("https://acme.example/", "a/../b?#", "https://news.example/")
def test_links_written_plainly_lead_where_the_long_way_leads(start: str, rest: str, base: str) -> None:
    resolved = urls.resolve(base, start + rest)
    assert resolved == urls._resolve(base, start + rest)
    leads = (resolved, urls.host_of(resolved)) if resolved and urls.is_web(resolved) else None
    assert urls.web_link(base, start + rest) == leads
    if resolved:
        # With credentials that say nothing, the same address is no longer written plainly.
        longer = resolved.replace("://", "://@", 1)
        assert urls.is_web(resolved) == urls.is_web(longer)
        assert urls.host_of(resolved) == urls.host_of(longer)


@pytest.mark.parametrize("href", ["https:\\\\acme.example\\b", "/\\acme.example/b", "https:///acme.example/b"])
def test_slashes_are_read_as_browsers_do(href: str) -> None:
    assert urls.host_of(urls.resolve("https://news.example/dir/page", href) or "") == "acme.example"


@pytest.mark.parametrize(
    "href",
    [
        *("", " ", "#", "#top", " #top"),
        *(
            "javascript:void(0)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "blob:x",
            "about:blank",
        ),
        *("mailto:jane@acme.example", "tel:+4930123", "sms:123"),
        *("http://", "http://[half/", "https://acme.example:port/", "https://acme.example:0/"),
    ],
)
def test_a_link_that_leads_nowhere(href: str) -> None:
    assert urls.resolve("https://news.example/dir/page", href) is None


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("acme.example", "acme.example"),
        (" ACME.example. ", "acme.example"),
        ("https://www.acme.example/lenses?a=1", "acme.example"),
        ("www.acme.example", "acme.example"),
        ("acme.example/lenses", "acme.example"),
        ("acme.example:8080", "acme.example"),
        ("shop.acme.example", "shop.acme.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_the_domain_a_user_meant(text: str, domain: str) -> None:
    assert urls.domain_of(text) == domain


@pytest.mark.parametrize(
    "text", ["", "acme", "localhost", "acme..example", "Acme Optics", "a_b!.example", "https://", f"{'a' * 64}.example"]
)
def test_what_is_no_domain_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a domain"):
        urls.domain_of(text)


@given(st.text(max_size=40))
def test_a_domain_is_a_domain_of_itself(text: str) -> None:
    try:
        domain = urls.domain_of(text)
    except ValueError:
        return
    assert urls.host_of(f"https://{domain}/") == domain


@pytest.mark.parametrize(
    "host",
    [
        *"localhost localhost. LOCALHOST x.localhost printer nas.local NAS.Local db.internal wiki.lan".split(),
        *"router.home.arpa 127.0.0.1 127.1 0 2130706433 0x7f000001 0x7f.1 0177.0.0.1 10.1.2.3".split(),
        *"172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255".split(),
        *"::1 [::1] [fe80::1] fc00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1".split(),
        "",
    ],
)
def test_private_hosts_are_known_by_their_spelling(host: str) -> None:
    assert urls.is_private_host(host)


@pytest.mark.parametrize("host", ["acme.example", "8.8.8.8", "[2606:4700::1111]", "10.acme.example", "local.example"])
def test_public_hosts_are_not_private(host: str) -> None:
    assert not urls.is_private_host(host)


@pytest.mark.parametrize("host", ["224.0.0.1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::a00:1"])
def test_addresses_that_only_reach_this_network_are_private(host: str) -> None:
    assert urls.is_private_host(host)
