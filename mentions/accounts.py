"""Networks on which people and brands have accounts, and whose account an address belongs to."""

from urllib.parse import unquote, urlsplit

from mentions import urls

NETWORKS = frozenset(
    (
        "twitter.com x.com facebook.com instagram.com threads.net threads.com tiktok.com youtube.com linkedin.com "
        "github.com gitlab.com pinterest.com bsky.app t.me medium.com vk.com weibo.com xing.com reddit.com twitch.tv "
        "mastodon.social flickr.com vimeo.com soundcloud.com snapchat.com tumblr.com"
    ).split()
)
_BEFORE_THE_ACCOUNT = frozenset(
    (
        "c channel company g groups in o org orgs organizations p pages people pg profile r s school showcase u user"
    ).split()
)
_NO_ACCOUNT = frozenset(
    (
        "share sharer sharer.php share.php sharearticle intent dialog home login signup explore search hashtag help "
        "about privacy terms policies policy legal watch embed plugins tr submit pin wikipedia settings feed"
    ).split()
)


def is_network(address: str) -> bool:
    """Whether an address is on one of the networks."""
    return urls.belongs(urls.host_of(address).removeprefix("www."), NETWORKS)


def account_of(address: str) -> str:
    """The name of the account that an address of a network belongs to, in lower case; "" where it is none's."""
    segments = [unquote(segment).lower() for segment in urlsplit(address).path.split("/") if segment]
    account = next((segment for segment in segments if segment not in _BEFORE_THE_ACCOUNT), "")
    return "" if account in _NO_ACCOUNT else account.lstrip("@").removesuffix(".bsky.social")
