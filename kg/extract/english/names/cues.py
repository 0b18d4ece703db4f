"""What the words in and around a name say about its type, as votes.

A vote is a type (or `Organisation`, for a firm, fund or institution that the words do not tell apart) and a weight.
Votes of all places where a name stands are added up, so that one clear place settles the others.
"""

from __future__ import annotations

import re
from collections import defaultdict

from kg.extract.english.names.cue_patterns import NEAR, Patterns, patterns
from kg.extract.english.names.lexicon import Lexicon, lexicon
from kg.extract.english.names.persons import likeness, titled
from kg.extract.names import MODEL_WORDS, SIZE

ORGANISATION = "Organisation"
#: The types that share the votes for an organisation.
Votes = defaultdict[str, float]
#: Types of things whose common noun may stand right after the name: "the Kimi chatbot".
_THINGS = ("AIModel", "Product", "Chip", "Benchmark", "StockIndex", "Exchange", "Event", "Policy")
_REACH = 90
_VERSIONED = re.compile(r".*[A-Za-z][- ]?\d+(?:\.\d+)*[A-Za-z]?(?:[- ]\w+)?")
#: A part number: RK3588, BM1684X.
_PART = re.compile(r"[A-Z]{2,4}\d{3,5}[A-Z]?")
_DOMAIN = re.compile(r".*\.(?:ai|AI|com|cn|io)")
_CAMEL = re.compile(r"\w*[a-z][A-Z]\w*")


_STOP_WORDS = (
    "of that which who whom whose in from with for by at on to where when and or but , . ; : ( ) is was has – —"
)
_STOPS = frozenset(_STOP_WORDS.split())
_TICKER = re.compile(r"\s*\(?(?:HKEX|SEHK|NYSE|NASDAQ|Nasdaq|SSE|SZSE|HK|STAR)\s?[:：]|\s*\(\d{4,6}[. ](?:HK|SH|SZ)")
_INDEX = re.compile(
    r"(?:\s+(?:itself|also|both|week:?|then))?\s+(?:(?:rose|fell|gained|lost|closed|ended|ends|dropped|climbed|slipped|jumped|advanced|added|finished|is|was|up|down|"
    r"higher|lower|opens|opened|rising|falling)\s+){0,3}(?:by\s+|about\s+)?[+−–-]?\d+(?:\.\d+)?\s?(?:%|per\s?cent|points)"
)
_WHO = re.compile(r",\s+(who|whose|which|where)\b")
_OWNS = re.compile(
    r"['’]s?\s+(?:own\s+|new\s+|latest\s+|open\s+|first\s+|chief\s+|Hong\s+Kong\s+)*(?:founders?|ceo|chief|chair\w*|headquarters|shares?|stock|platform|"
    r"models?|app|apps|chips?|chip|valuation|revenue|sales|profit|losses|loss|customers|investors|backers|board|engineers|staff|owners?|"
    r"prospectus|products?|executives?|researchers?|spokes\w+|clients|plant|factory|parent|partners?|listing|founding|website|system|cloud)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\s+(?:spokes\w+|founders?|co-founder|executives?|engineers?|researchers?|analysts?|staff|employees|president|chief|chairman|ceo|cfo|cto)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:reports?|reported|article|story|interview|column|published)\s+(?:in|by)\s+(?:the\s+)?$|according\s+to\s+a\s+report\s+(?:in|by)\s+$"
)
_OWNED = re.compile(r"[-‑](?:backed|owned|funded|invested|affiliated|led|linked|controlled|developed|designed|made)\b")
_HOSTS = re.compile(r"[-‑](?:based|headquartered|registered|born|listed)\b")
_SEATED = re.compile(r"\s\([A-Z]\w+(?:,\s[\w\s-]+)?\)\s?[-–—:]")
_OF_PLACE = re.compile(r",?\s+(?:of|in)\s+[A-Z]\w+,")


def inner(name: str) -> Votes:
    """Votes from the name's own words."""
    lex = lexicon()
    votes: Votes = defaultdict(float)
    name = titled(name)
    words = name.split()
    for size in (2, 1):
        types = lex.heads.get(" ".join(words[-size:])) if len(words) > size else None
        if types:
            votes[types[0]] += 2.5 if words[-1] in lex["weak_heads"] else 5.0
            break
    at = next((i for i, w in enumerate(words) if w in {"of", "for", "on"}), 0)
    if at and (types := lex.heads.get(words[at - 1])):
        votes.clear()
        votes[types[0]] += 6
    bare = re.sub(r"[,.]", "", name)
    if votes and bare.split()[-1] in lex["legal"]:
        votes["Company"] += 5
    if (person := likeness(words)) >= 2 and not votes:
        votes["Person"] += person
    if SIZE.fullmatch(name):
        votes["AIModel"] += 6
    elif _VERSIONED.fullmatch(name) and not votes:
        votes.update({"Product": 1.0, "AIModel": 0.9, "Chip": 1.3 if _PART.fullmatch(words[-1]) else 0.8})
    elif "-" in name and name.rsplit("-", 1)[-1] in MODEL_WORDS:
        votes["AIModel"] += 2
    if _DOMAIN.fullmatch(name):
        votes["Company"] += 3
    elif len(words) == 1 and _CAMEL.fullmatch(name):
        votes[ORGANISATION] += 1
    if re.search(r"(?i)bench(?![a-z])|arena(?![a-z])|(?:^|[- ])eval(?![a-z])|mmlu", name):
        votes["Benchmark"] += 4.5
    return votes


def around(text: str, start: int, end: int, floor: int, ceiling: int, words: int, *, weak: bool = False) -> Votes:
    """Votes from the text around a name at [start, end), read no further than `floor` and `ceiling`.

    `words` is the number of words in the name: two or three may be a person's. `weak` is true for an everyday word that
    opens a sentence: the verb or noun after it ("Nurses said", "Mobile games") then says nothing.
    """
    pattern, lex = patterns(), lexicon()
    before, after = text[max(floor, start - _REACH) : start], text[end : min(ceiling, end + _REACH)]
    votes: Votes = defaultdict(float)
    person = 1.0 if 2 <= words <= 3 else 0.4
    _before(before, after, pattern, lex, votes, person)
    _after(after, pattern, lex, votes, person, weak)
    return votes


_CLOSED = re.compile(r"[\"”’']?[,.;]")
_BY = re.compile(r"(?:\w+ed|made|built|sold|led|run|written|put|bought|held|drawn)\s+(?:[\w%]+\s+){0,4}by\s+$")


def _before(before: str, after: str, pattern: Patterns, lex: Lexicon, votes: Votes, person: float) -> None:
    may = pattern.may_end(before)
    if not may:
        return
    near = max(0, len(before) - NEAR)
    if "title" in may and pattern.title_before.search(before, near):
        votes["Person"] += 6
        return
    if "called" in may and (match := pattern.called_before.match(before)):
        votes[_type_of(match.group(1), lex)] += 4
    elif "noun" in may:
        if match := pattern.noun_before.search(before, near):
            told = _type_of(match.group(1) or match.group(2), lex)
            votes[told] += 4 if told != "Person" else 3 * person
        elif (match := pattern.noun_comma.search(before, near)) and _CLOSED.match(after):
            votes[_type_of(match.group(1), lex)] += 4
    if "role" in may and pattern.role_before.search(before, near):
        votes["Person"] += 4 * person
    if "speech" in may and pattern.speech_before.search(before, near):
        asked = before.rstrip().removesuffix(" the").endswith(("told", "tells"))
        source = asked and (person < 1 or before.endswith("the "))
        votes["MediaOutlet" if source else "Person"] += 2.0 if asked else 3 * person
    if "report" in may and _REPORT.search(before, near):
        votes["MediaOutlet"] += 6
    elif "organisation" in may and pattern.organisation_before.search(before, near):
        votes[ORGANISATION] += 2
    elif "by" in may and _BY.search(before, near):
        votes[ORGANISATION] += 1.5
    elif "place" in may and pattern.place_before.search(before, near):
        votes["Place"] += 1.5
    if "person of" in may and pattern.person_of_before.search(before, near):
        votes[ORGANISATION] += 2


def _after(after: str, pattern: Patterns, lex: Lexicon, votes: Votes, person: float, weak: bool) -> None:
    if _TICKER.match(after):
        votes["Company"] += 5
    match = pattern.apposition.match(after)
    if match and (not weak or match.group().startswith((",", " ("))):
        for told in _appositive(after[match.end() :], pattern, lex):
            votes[told] += 4 if told != "Person" else 5 * person
    if pattern.role_after.match(after):
        votes["Person"] += 4 * person
    if match := _WHO.match(after):
        votes["Person" if match.group(1) == "who" else ORGANISATION] += 3 if match.group(1) == "who" else 0.5
    if _INDEX.match(after):
        votes["StockIndex"] += 3
    if weak:
        return
    if match := pattern.noun_after.match(after):
        told = _type_of(match.group(1).casefold(), lex)
        if told in _THINGS:
            votes[told] += 4
    if _STAFF.match(after) or _OWNS.match(after):
        votes[ORGANISATION] += 3
    if pattern.shares_after.match(after):
        votes["Company"] += 3
    elif pattern.speech_after.match(after):
        votes["Person"] += 2 * person
        votes[ORGANISATION] += 1
    elif pattern.verb_after.match(after):
        votes[ORGANISATION] += 1.5
    if _OWNED.match(after):
        votes[ORGANISATION] += 3
    elif _HOSTS.match(after):
        votes["Place"] += 4
    if _OF_PLACE.match(after) or _SEATED.match(after):
        votes[ORGANISATION] += 1.5


def _type_of(noun: str, lex: Lexicon) -> str:
    noun = " ".join(noun.casefold().split())
    return lex.nouns.get(noun, (ORGANISATION,))[0]


def _appositive(text: str, pattern: Patterns, lex: Lexicon) -> tuple[str, ...]:
    """The types that a description tells by its head: the last known noun before the phrase is followed by another."""
    told: tuple[str, ...] = ()
    for count, match in enumerate(pattern.word.finditer(text)):
        word = match.group().casefold()
        if word in _STOPS or count > 9:
            break
        # "China's largest maker": the owner says nothing.
        if word.endswith(("'s", "’s")):
            told = ()
            continue
        tail = word.rsplit("-", 1)[-1]
        types = (
            lex.nouns.get(word)
            or (("Person",) if word in lex["roles"] else None)
            or (lex.nouns.get(tail) if "-" in word else None)
        )
        if types:
            told = (types[0], "Person") if word in lex["roles"] and types[0] != "Person" else types[:1]
    return told
