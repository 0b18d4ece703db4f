"""Parts of an article that say nothing of their own: subscribe lines, read-also links, credits, share counts."""

from __future__ import annotations

import re

from kg.extract.segment import Block, blocks
from kg.extract.sieve import Screened
from kg.model import Document

#: Beginnings of a short block that is boilerplate whatever follows.
_OPENINGS = (
    # other articles
    r"(?:also\s+)?read\s+(?:also|more|next|on|this|our)\b|(?:see|read)\s+also\b|also\s+read\b|related(?:\s+\w+)?\s*[:：]",
    r"related\s+(?:posts?|articles?|stories|coverage|reading|news)\b|you\s+(?:may|might)\s+also\s+like",
    r"more\s+(?:from|on|in|stories|news|about)\b.{0,60}$|most\s+(?:read|popular)\b|recommended\b|trending\b",
    r"editors?['’]?\s+picks?|continue\s+reading|(?:previous|next)(?:\s+(?:post|article|story))?\s*[:：]",
    # subscribing and following
    r"subscribe\b|sign\s+up\b|unsubscribe\b|newsletter\b.{0,50}$|stay\s+(?:connected|tuned|informed)\b|follow\s+us\b|follow\s+@",
    r"join\s+(?:our|us|the\s+(?:channel|discussion|conversation))\b|get\s+the\s+(?:app|newsletter|latest)\b|log\s+in\b",
    r"(?:like|liked|enjoyed)\s+this\b|was\s+this\s+forwarded|you\s+(?:get|received?|are\s+receiving)\s+this\b",
    r"forward\s+(?:this|it)\b|buy\s+me\s+a\s+coffee|support\s+(?:us|our)\b|become\s+a\s+member|register\b.{0,40}$",
    r"download\s+(?:our|the)\s+app|scan\s+the\s+qr|click\s+here|tap\s+here|back\s+to\s+top|skip\s+to\b",
    r"have\s+a\s+(?:tip|case\s+study|story)\b|got\s+a\s+(?:tip|deal)|tips?\s*[:：]\s*\S+@|write\s+to\s+(?:the\s+editor|us)\b",
    # sharing and counting
    r"share\s*(?:this|on|via|:|\||$|article|story)|tweet\b|\d[\d,.]*k?\s+(?:likes|shares|comments|views|claps)\b",
    r"comments?\s*(?:\(|:|closed|are\s+closed|off)|leave\s+a\s+(?:reply|comment)|view\s+comments|we\s+never\s+show",
    r"fields\s+with|your\s+email|print\s+this|save\s+(?:pdf|print|article)|\d+\s+min(?:ute)?s?\s+read|loading\b",
    r"advertisement\b|sponsored\b|tags?\s*[:：]|filed\s+under|topics?\s*[:：]|keywords?\s*[:：]|categor(?:y|ies)\s*[:：]",
    r"posted\s+in\b|published\s+on\b.{0,50}$",
    # credits
    r"by\s+[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,2}(?:\s*[|,·].{0,60})?\s*$|credits?\s*[:：]|source\s*[:：]",
    r"(?:additional|extra|further)?\s*reporting\s+(?:and\s+writing\s+)?by\b|\(?(?:reporting|editing)\s+by",
    r"(?:writing|editing|compiled|translation|translated|edited|article\s+edited|reported|written|graphics?|illustration|"
    r"photographs?|photography)\s+(?:and\s+\w+\s+)?by\b",
    r"(?:photo|image|picture|graphic|illustration|cover\s+image|video)(?:\s+credits?)?\s*[:：/]",
    r"(?:photo|image|picture)s?\s+(?:by|courtesy|credit)|\[\s*(?:image|photo|video|embed|ad)\b",
    # the law
    r"©|\(c\)|copyright\b|all\s+rights\s+reserved|terms\s+(?:of|and)\b|privacy\s+policy|cookie|disclaimer\b",
    r"disclosures?\s*[:：]|disclosure\b|not\s+investment\s+advice|our\s+standards\b|safe\s+harbou?r",
    r"this\s+(?:article|story|report|newsletter|column)\s+(?:was|is|has\s+been|first|originally)\b",
    r"(?:media|press|investor|ir)\s+contacts?\b|contacts?\s*[:：]|view\s+(?:original|source)\b",
    r"forward-looking\s+statements|this\s+(?:announcement|press\s+release|release)\s+contains",
)
_STARTS = re.compile(rf"\s*[\[(*_👉►▶→—–-]*\s*(?:{'|'.join(_OPENINGS)})", re.IGNORECASE)
_WITHIN = Screened(
    re.compile(
        r"unsubscribe\s+here|all\s+rights\s+reserved|sign\s+up\s+(?:here|for\s+(?:our|the))|subscribe\s+(?:to|now|here)"
        r"|does\s+not\s+(?:give|constitute)\s+investment\s+advice|not\s+investment\s+advice|follow\s+us\s+on"
        r"|seeks?\s+to\s+do\s+business\s+with\s+compan|\|\s*(?:tweet|print|share|facebook|linkedin|x)\b.*\||share\s*\|\s*tweet"
        r"|https?://\S+\s*$|forward-looking\s+statements|newsroom@|\d+\s+comments\b",
        re.IGNORECASE,
    )
)
#: After such a heading only links, list items and short lines follow.
_SECTION = re.compile(
    r"\s*(?:related(?:\s+(?:posts?|articles?|stories|coverage|reading|news))?|read\s+(?:also|more|next)|see\s+also"
    r"|more\s+(?:stories|news|from\b.*)|most\s+(?:read|popular)|you\s+(?:may|might)\s+also\s+like|also\s+on\s+our\s+site"
    r"|recommended(?:\s+\w+)?|trending(?:\s+\w+)?|leave\s+a\s+(?:reply|comment)|comments?(?:\s*\(\d+\))?|tags?"
    r"|share(?:\s+this)?(?:\s+\w+)?|safe\s+harbou?r(?:\s+statement)?|disclaimer|media\s+contacts?|in\s+other\s+news"
    r"|popular\s+(?:now|posts))\s*[:：]?\s*$",
    re.IGNORECASE,
)
_LONG = 400  # a longer block is prose, however it begins
_LINK = 90  # the longest line that may be a link to another article


def is_boilerplate(text: str) -> bool:
    """True for one block that yields nothing.

    >>> is_boilerplate("Read also: Alibaba opens a data centre in Dubai")
    True
    >>> is_boilerplate("Alibaba shares rose 3% after the report.")
    False
    """
    return bool((len(text) < _LONG and _STARTS.match(text)) or _WITHIN.search(text))


def content(document: Document, silent: list[Block] | None = None) -> list[Block]:
    """The blocks that speak, in order; what follows a heading such as "Related articles" goes with it.

    The others are added to `silent`.
    """
    kept: list[Block] = []
    silent = [] if silent is None else silent
    links = False
    for block in blocks(document.text, document.body_start):
        text = document.text[block.span.start : block.span.end]
        if block.kind != "title" and _SECTION.match(text):
            links = True
            silent.append(block)
            continue
        if links and (block.kind in {"item", "heading"} or len(text) < _LINK or is_boilerplate(text)):
            silent.append(block)
            continue
        links = False
        (kept if block.kind == "title" or not is_boilerplate(text) else silent).append(block)
    return kept
