"""Lists of topics as engines write them, whose rows carry the marks of posts: each row is one page, and no post."""

from mentions.items import Kind
from mentions.pages import read
from mentions.pages.indexes import leads_only, listing_of
from mentions.pages.listings import Offered

FORUM = "https://forum.example/index.php"


def smf(number: int, replies: int, pages: str = "") -> str:
    """A row of a board in SMF 2.1: SimpleMachines/SMF, Themes/default/MessageIndex.template.php."""
    jane, ole = (f'<a href="{FORUM}?action=profile;u={one}">{name}</a>' for one, name in ((3, "Jane"), (4, "Ole")))
    return (
        '<div class="windowbg"><div class="board_icon"><img src="x.png" alt=""></div><div class="info info_block"><div>'
        '<div class="icons floatright"></div><div class="message_index_title"><span class="preview" title="">'
        f'<span id="msg_{number}1"><a href="{FORUM}?topic={number}.0">Which lens {number}?</a></span></span></div>'
        f'<p class="floatleft">Started by {jane}</p>{pages}<br class="clear"></div></div>'
        f'<div class="board_stats centertext"><p>Replies: {replies}<br>Views: {replies * 17}</p></div>'
        f'<div class="lastpost"><p>Last post: <a href="{FORUM}?topic={number}.msg{number}9#new">May 0{replies}, 2023, '
        f"04:33:12 PM</a><br>by {ole}</p></div></div>"
    )


def test_a_topic_of_smf_is_one_row_whatever_place_in_it_is_linked() -> None:
    pages = f'<span class="topic_pages"><a href="{FORUM}?topic=55.0">1</a> <a href="{FORUM}?topic=55.20">2</a></span>'
    rows = smf(55, 5, pages) + smf(54, 4) + smf(53, 3) + smf(52, 2)
    html = (
        f'<body class="action_messageindex board_1"><div id="messageindex"><div id="topic_container">{rows}</div></div>'
    )
    document = read(html.encode(), f"{FORUM}?board=1.0", "text/html")
    assert document.posts == ()
    assert leads_only(document, Kind.FORUM)
    found = listing_of(document, Kind.FORUM)
    assert found is not None
    assert found.offered == tuple(
        Offered(f"{FORUM}?topic={number}.0", None, {"last post": f"{number}9", "replies": str(number - 50)})
        for number in (55, 54, 53, 52)
    )


def mybb(number: int, replies: int) -> str:
    """A row of a forum in MyBB 1.8, with search-engine friendly addresses."""
    cell = 'class="trow1 forumdisplay_regular"'
    return (
        f'<tr class="inline_row"><td {cell}><span class="thread_status newfolder">&nbsp;</span></td><td {cell}></td>'
        f'<td {cell}><div><span><span class=" subject_old" id="tid_{number}"><a href="thread-{number}.html">Which lens '
        f'{number}?</a></span></span><div class="author smalltext"><a href="user-3.html">Jane</a></div></div></td>'
        f'<td {cell}><a href="javascript:void(0)" onclick="MyBB.whoPosted({number});">{replies}</a></td>'
        f'<td {cell}>85</td><td {cell}><span class="lastpost smalltext">05-0{replies}-2020, 04:33 PM<br>'
        f'<a href="thread-{number}-lastpost.html">Last Post</a>: <a href="user-4.html">Ole</a></span></td></tr>'
    )


def test_a_topic_of_mybb_is_a_row_with_its_replies_and_no_post() -> None:
    heads = '<tr><td class="tcat" colspan="3"><a href="forum-2.html?sortby=subject">Thread</a></td>'
    heads += "".join(f'<td class="tcat">{one}</td>' for one in ("Replies", "Views", "Last Post")) + "</tr>"
    rows = mybb(55, 5) + mybb(54, 4) + mybb(53, 3) + mybb(52, 2)
    html = f'<body><table><tr><td class="thead" colspan="6">Lenses</td></tr>{heads}{rows}</table>'
    document = read(html.encode(), "https://forum.example/forum-2.html", "text/html")
    assert document.posts == ()
    assert leads_only(document, Kind.FORUM)
    found = listing_of(document, Kind.FORUM)
    assert found is not None
    assert found.offered == tuple(
        Offered(f"https://forum.example/thread-{number}.html", None, {"replies": str(number - 50)})
        for number in (55, 54, 53, 52)
    )
