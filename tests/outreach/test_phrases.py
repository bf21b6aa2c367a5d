import re
import tomllib
from pathlib import Path

import pytest

from mentions.outreach import phrases
from mentions.outreach.phrases import Purpose, find

LANGUAGES = ("en", "de", "fr", "es", "ja")
TABLE: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(phrases.__file__).with_name("phrases.toml").read_text("utf-8")
)


def test_each_purpose_is_covered_in_each_language() -> None:
    assert {purpose: tuple(said) for purpose, said in TABLE.items()} == dict.fromkeys(Purpose, LANGUAGES)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pattern_matches_nothing_at_all(purpose: Purpose, language: str) -> None:
    assert not [pattern for pattern in TABLE[purpose][language] if re.fullmatch(pattern, "")]


@pytest.mark.parametrize(
    ("purpose", "text"),
    [
        (Purpose.PAYMENT, "We would pay you for it."),
        (Purpose.PAYMENT, "I am happy to pay a small fee."),
        (Purpose.PAYMENT, "There is a gift card in it."),
        (Purpose.PAYMENT, "It is worth $50 to us."),
        (Purpose.PAYMENT, "You would get 20 EUR."),
        (Purpose.PAYMENT, "We offer a free sample."),
        (Purpose.PAYMENT, "Dafür gibt es einen Gutschein."),
        (Purpose.PAYMENT, "Nous pouvons prévoir une rémunération."),
        (Purpose.PAYMENT, "Le haríamos un descuento."),
        (Purpose.PAYMENT, "謝礼をお支払いします。"),
        (Purpose.SWAP, "We would link back to you."),
        (Purpose.SWAP, "In exchange for the link we can help."),
        (Purpose.SWAP, "Could I write a guest post?"),
        (Purpose.SWAP, "We will share it on our channels."),
        (Purpose.SWAP, "Im Gegenzug verlinken wir Sie."),
        (Purpose.SWAP, "Un échange de liens vous irait ?"),
        (Purpose.SWAP, "Proponemos un intercambio de enlaces."),
        (Purpose.SWAP, "相互リンクをお願いします。"),
        (Purpose.RANKING, "Please make it dofollow."),
        (Purpose.RANKING, "Please make it a do follow link."),
        (Purpose.RANKING, "Please remove the nofollow."),
        (Purpose.RANKING, "It helps our SEO."),
        (Purpose.RANKING, "It improves our search rankings."),
        (Purpose.RANKING, "with the anchor text “best lenses”"),
        (Purpose.RANKING, "Es hilft beim Linkaufbau."),
        (Purpose.RANKING, "C'est utile pour le référencement."),
        (Purpose.RANKING, "con la palabra clave en el enlace"),
        (Purpose.RANKING, "検索順位のために"),
        (Purpose.PRESSURE, "You must add the link."),
        (Purpose.PRESSURE, "Please answer within 3 days."),
        (Purpose.PRESSURE, "This is your last chance."),
        (Purpose.PRESSURE, "Our lawyers will write."),
        (Purpose.PRESSURE, "Bitte antworten Sie umgehend."),
        (Purpose.PRESSURE, "Vous devez ajouter le lien."),
        (Purpose.PRESSURE, "Es urgente."),
        (Purpose.PRESSURE, "至急ご対応ください。"),
        (Purpose.FOLLOW_UP, "I am following up on this."),
        (Purpose.FOLLOW_UP, "In my last email I wrote about it."),
        (Purpose.FOLLOW_UP, "Wie besprochen der Link."),
        (Purpose.FOLLOW_UP, "Je reviens vers vous."),
        (Purpose.FOLLOW_UP, "En mi correo anterior lo decía."),
        (Purpose.FOLLOW_UP, "再度ご連絡いたします。"),
        (Purpose.FLATTERY, "I recently came across your site."),
        (Purpose.FLATTERY, "What a great article!"),
        (Purpose.FLATTERY, "I hope this finds you well."),
        (Purpose.FLATTERY, "My name is Zoe Park and I work here."),
        (Purpose.FLATTERY, "Ein toller Artikel!"),
        (Purpose.FLATTERY, "Je suis tombé sur votre page."),
        (Purpose.FLATTERY, "Un excelente artículo."),
        (Purpose.FLATTERY, "素晴らしい記事ですね。"),
        (Purpose.ASK, "Would you add it?"),
        (Purpose.ASK, "Please add the link."),
        (Purpose.ASK, "Könnten Sie das ergänzen?"),
        (Purpose.ASK, "Pourriez-vous l'ajouter ?"),
        (Purpose.ASK, "¿Podría añadirlo?"),
        (Purpose.ASK, "ご検討ください。"),
        (Purpose.OPT_OUT, "Say no and I will not write again."),
        (Purpose.OPT_OUT, "There will be no further mails."),
        (Purpose.OPT_OUT, "Dann schreibe ich Ihnen nicht wieder davon."),
        (Purpose.OPT_OUT, "Je ne vous écrirai plus."),
        (Purpose.OPT_OUT, "No le escribiré más."),
        (Purpose.OPT_OUT, "ご不要の場合はお知らせください。"),
    ],
)
def test_phrases_that_are_found(purpose: Purpose, text: str) -> None:
    assert find(purpose, text)


FORBIDDEN = (Purpose.PAYMENT, Purpose.SWAP, Purpose.RANKING, Purpose.PRESSURE, Purpose.FOLLOW_UP)


@pytest.mark.parametrize(
    "text",
    [
        "Feel free to ignore this; no reply is needed.",
        "I ask for nothing in return.",
        "Our study is free to read and pays attention to detail.",
        "The European Commission cites the museum, a gifted team and its seoul office.",
        "No follow-up will come, and I will not be following up.",
        "You must not feel obliged. There is no deadline.",
        "A musty room, an urgency board, the feed, coffee and the payload.",
        "The page is in the archive and links to nothing.",
        "Sie müssen nicht antworten, und die Studie steht kostenlos im Netz.",
        "Bitte fügen Sie nichts hinzu, wenn es nicht passt.",
        "Vous pouvez ignorer ce message ; l'étude est en accès libre.",
        "No tiene que responder; el estudio está abierto a todos.",
        "ご返信は不要です。ご覧いただきありがとうございました。",
    ],
)
def test_harmless_text_in_any_language_breaks_no_rule(text: str) -> None:
    assert not [found for purpose in FORBIDDEN for found in find(purpose, text)]
