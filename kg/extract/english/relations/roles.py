"""Who does what to whom: the arguments in the roles of a verb or noun, whatever the voice or construction.

Reads the dependency labels of spaCy's English models (ClearNLP scheme). Passives, relative and participial clauses,
control, coordination and apposition are undone, so that one frame serves all of them.
"""

from __future__ import annotations

from typing import Any

from kg.extract.english.parse import Argument, Sentence

Roles = dict[str, list[Argument]]

#: Nouns that add nothing to a name before them: "the QwQ-32B model" is QwQ-32B.
_CLASSES = """
    model chip processor accelerator gpu card system app application assistant chatbot bot platform series family range
    line lineup software framework service engine tool generator weight version group company firm startup start-up
    maker robot humanoid phone smartphone car sedan suv glasses handset server cluster part silicon semiconductor
    unit arm division subsidiary fund stake team lab laboratory technology tech llm api browser cloud superchip
    toolkit checkpoint laptop vehicle device machine rack
"""
CLASS_NOUNS = frozenset(_CLASSES.split())
#: Nouns that give way to what follows "of": "the weights of K2", "a pair of H20s".
_PARTS = """
    version edition generation preview weight copy instance number majority half most thousand hundred dozen million
    batch pair range family variant lot part handful share portion bulk couple
"""
_PART_NOUNS = frozenset(_PARTS.split())
_MEMBERS = frozenset({"include", "including", "like", "as", "among", "namely"})
_CONTROLLING = "allow let enable help ask urge order tell require force permit get make see have want"
_OBJECT_CONTROL = frozenset(_CONTROLLING.split())


def noun_arguments(sentence: Sentence, token: Any, *, up: bool = True, depth: int = 0) -> list[Argument]:
    """The arguments that the noun phrase headed by `token` stands for; `up` follows apposition and predicates up."""
    if depth > 4:
        return []
    found = [a for a in sentence.arguments if a.tokens[0] <= token.i < a.tokens[1]]
    if not found and token.lemma_.lower() in CLASS_NOUNS:
        found = [
            a
            for child in token.lefts
            if child.dep_ in {"compound", "nmod", "amod", "poss"}
            and child.i + (2 if child.dep_ != "poss" else 0) >= token.i - 1
            for a in sentence.arguments
            if a.tokens[0] <= child.i < a.tokens[1] and a.type not in {"Place", "Person"} and child.dep_ != "poss"
        ]
    if not found and token.lemma_.lower() in _PART_NOUNS:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for head in child.children:
                    if head.dep_ == "pobj":
                        found += noun_arguments(sentence, head, up=False, depth=depth + 1)
    if not found and token.tag_ in {"WDT", "WP", "WP$"}:
        return _antecedent(sentence, token, depth)
    if not found:
        for child in token.children:
            if child.dep_ == "appos" or (child.dep_ == "prep" and child.lower_ in _MEMBERS and token.lower_ != "such"):
                heads = [child] if child.dep_ == "appos" else [c for c in child.children if c.dep_ == "pobj"]
                for head in heads:
                    found += noun_arguments(sentence, head, up=False, depth=depth + 1)
    for child in token.children:
        if child.dep_ == "conj":
            found += [a for a in noun_arguments(sentence, child, up=False, depth=depth + 1) if a not in found]
    if not found and up:
        found = described_by(sentence, token, depth=depth + 1)
    return found


def _antecedent(sentence: Sentence, word: Any, depth: int) -> list[Argument]:
    """What "which", "whom" or "whose" stands for, where it is no subject or object: "with which", "whose model"."""
    for above in word.ancestors:
        if above.dep_ in {"relcl", "acl"}:
            return noun_arguments(sentence, above.head, depth=depth + 1)
    return []


def described_by(sentence: Sentence, token: Any, depth: int = 0) -> list[Argument]:
    """The arguments that a descriptive noun is said of: by apposition, as predicate, or before a name."""
    if depth > 4:
        return []
    dep, head = token.dep_, token.head
    if dep in {"appos"}:
        return noun_arguments(sentence, head, up=False, depth=depth + 1) or described_by(sentence, head, depth + 1)
    if dep == "attr":
        return roles(sentence, head, depth=depth + 1).get("subj", [])
    if dep == "conj":
        return described_by(sentence, head, depth + 1)
    if dep in {"compound", "nmod"}:
        return [a for a in sentence.arguments if a.tokens[0] <= head.i < a.tokens[1]]
    if dep == "pobj" and head.lower_ == "as" and head.head.pos_ in {"VERB", "AUX"}:
        clause = roles(sentence, head.head, depth=depth + 1)
        return clause.get("obj") or clause.get("subj", [])
    return [
        a for c in token.children if c.dep_ == "appos" for a in noun_arguments(sentence, c, up=False, depth=depth + 1)
    ]


def is_passive(verb: Any) -> bool:
    """True for a passive clause or a past participle after its noun."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return True
    if any(c.dep_ in {"nsubj", "dobj"} for c in verb.children):
        return False
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl", "amod"}:
        return not any(c.dep_ == "aux" and c.lower_ in {"has", "have", "had", "having"} for c in verb.children)
    return verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.pos_ == "VERB" and is_passive(verb.head)


def _surface_subject(sentence: Sentence, verb: Any, depth: int) -> list[Argument]:
    """The arguments in subject position, told or understood."""
    if depth > 5:
        return []
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "expl"}:
            if child.tag_ in {"WDT", "WP"} or child.lower_ == "that":
                return noun_arguments(sentence, verb.head, depth=depth + 1) if verb.dep_ in {"relcl", "acl"} else []
            return noun_arguments(sentence, child, up=False, depth=depth + 1)
    if verb.tag_ in {"VBZ", "VBP", "VBD"}:  # "Baidu competes": a name before a verb is taken for a part of a compound
        for child in verb.lefts:
            beside = child.dep_ in {"compound", "nmod", "npadvmod", "dep"} and child.i == verb.i - 1
            if beside and (found := noun_arguments(sentence, child, up=False, depth=depth + 1)):
                return found
    head, dep = verb.head, verb.dep_
    if dep == "conj" and head.pos_ in {"VERB", "AUX"}:
        return _surface_subject(sentence, head, depth + 1)
    if dep in {"xcomp", "advcl", "ccomp"} and head.pos_ in {"VERB", "AUX", "ADJ"}:
        if dep == "xcomp" and head.lemma_ in _OBJECT_CONTROL:
            objects = [c for c in head.children if c.dep_ in {"dobj", "nsubj"} and c.i < verb.i]
            if objects and objects[-1].i > head.i:
                return noun_arguments(sentence, objects[-1], depth=depth + 1)
        if dep == "ccomp" and not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
            return []
        return _surface_subject(sentence, head, depth + 1)
    if dep in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        told = noun_arguments(sentence, head, depth=depth + 1)
        if told or dep == "relcl" or verb.tag_ != "VB":
            return told
        # "a plan to buy", "its decision to release": the one whose plan it is
        owner = [c for c in head.children if c.dep_ == "poss"]
        if owner:
            return noun_arguments(sentence, owner[0], up=False, depth=depth + 1)
        return _surface_subject(sentence, head.head, depth + 1) if head.head.pos_ in {"VERB", "AUX"} else []
    if dep == "pcomp":
        governor = head.head
        if governor.pos_ in {"VERB", "AUX", "ADJ"}:
            return _surface_subject(sentence, governor, depth + 1)
        return noun_arguments(sentence, governor, depth=depth + 1)
    return []


def roles(sentence: Sentence, verb: Any, depth: int = 0) -> Roles:
    """Role → arguments of a verb: `subj` (the doer), `obj`, `iobj`, `attr` and `prep:WORD`."""
    out: Roles = {}
    if depth > 6:
        return out
    passive = is_passive(verb)
    relative = verb.dep_ in {"relcl", "acl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}
    own_subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)

    def put(role: str, arguments: list[Argument]) -> None:
        if arguments:
            out.setdefault(role, []).extend(a for a in arguments if a not in out.get(role, []))

    put("obj" if passive else "subj", _surface_subject(sentence, verb, depth))
    if passive and own_subject is not None:  # "a round for Galbot was led by"
        _put_prepositions(sentence, own_subject, put, depth)
    for child in verb.children:
        if child.dep_ == "dobj":
            if child.tag_ in {"WDT", "WP"} and relative:
                put("obj", noun_arguments(sentence, verb.head, depth=depth + 1))
            else:
                put("obj", noun_arguments(sentence, child, up=False, depth=depth + 1))
                _put_prepositions(sentence, child, put, depth)
        elif child.dep_ in {"attr", "oprd"}:
            put("attr", noun_arguments(sentence, child, up=False, depth=depth + 1))
            _put_prepositions(sentence, child, put, depth)
        elif child.dep_ == "dative":
            heads = [child] if child.pos_ != "ADP" else [c for c in child.children if c.dep_ == "pobj"]
            for head in heads:
                put("iobj", noun_arguments(sentence, head, up=False, depth=depth + 1))
        elif child.dep_ == "agent":
            for head in child.children:
                if head.dep_ == "pobj":
                    put("subj", noun_arguments(sentence, head, up=False, depth=depth + 1))
        elif child.dep_ in {"xcomp", "ccomp"} and child.pos_ in {"NOUN", "PROPN"}:
            put("obj", noun_arguments(sentence, child, up=False, depth=depth + 1))
    _put_prepositions(sentence, verb, put, depth)
    gap = relative and not passive and own_subject is not None and own_subject.tag_ not in {"WDT", "WP"}
    if gap and "obj" not in out and own_subject is not None and own_subject.lower_ != "that":
        put("obj", noun_arguments(sentence, verb.head, depth=depth + 1))
    for conjunct in verb.children:
        if conjunct.dep_ == "conj" and conjunct.pos_ == "VERB" and "obj" not in out and not passive and depth < 2:
            between = sentence.doc[verb.i + 1 : conjunct.i]
            if all(t.pos_ in {"CCONJ", "ADV", "PUNCT", "VERB", "ADP"} for t in between):
                put("obj", roles(sentence, conjunct, depth + 1).get("obj", []))
    return out


def _put_prepositions(sentence: Sentence, token: Any, put: Any, depth: int) -> None:
    for prep in token.children:
        if prep.dep_ not in {"prep", "agent"} and not (
            prep.dep_ == "prt" and any(c.dep_ == "pobj" for c in prep.children)
        ):
            continue
        stack = [prep]
        while stack:
            one = stack.pop()
            for child in one.children:
                if child.dep_ == "pobj":
                    put(f"prep:{one.lower_}", noun_arguments(sentence, child, up=False, depth=depth + 1))
                elif child.dep_ == "prep" or (child.dep_ == "conj" and child.pos_ == "ADP"):
                    stack.append(child)


def noun_roles(sentence: Sentence, noun: Any) -> Roles:
    """Role → arguments of a noun.

    `poss`, `compound`, `prep:WORD`, `self` (whom it describes), and with `v` before them the roles of its verb.
    """
    out: Roles = {}

    def put(role: str, arguments: list[Argument]) -> None:
        if arguments:
            out.setdefault(role, []).extend(a for a in arguments if a not in out.get(role, []))

    for child in noun.children:
        if child.dep_ == "poss":
            put("poss", noun_arguments(sentence, child, up=False))
        elif child.dep_ in {"compound", "nmod", "amod"}:
            put("compound", [a for a in sentence.arguments if a.tokens[0] <= child.i < a.tokens[1]])
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            put("by", roles(sentence, child).get("subj", []))
    if noun.dep_ == "conj" and not out:
        for child in noun.head.children:
            if child.dep_ == "poss":
                put("poss", noun_arguments(sentence, child, up=False))
    _put_prepositions(sentence, noun, put, 0)
    put("self", described_by(sentence, noun))
    if noun.dep_ in {"dobj", "attr", "pobj", "conj", "oprd", "nsubj", "nsubjpass"}:
        verb = noun
        while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
            verb = verb.head
        if verb.pos_ in {"VERB", "AUX"}:
            clause = roles(sentence, verb)
            for role, arguments in clause.items():
                put("v" + role, arguments)
                if role.startswith("prep:") and noun.dep_ == "dobj" and role not in out:
                    put(role, arguments)  # "opened an inquiry into": parsers hang "into" on either
    return out
