"""Namespaces of the graph. A module of its own, and without imports, so that a quick look-up pays nothing for it."""

BASE = "https://w3id.org/china-ai-kg/"
KG = BASE + "ontology#"
ENT = BASE + "id/"
PROP = BASE + "prop/"  # entity → statement
PROP_VALUE = BASE + "prop/statement/"  # statement → value
STATEMENT = BASE + "statement/"
EVIDENCE = BASE + "evidence/"
SENTENCE = BASE + "sentence/"
DOCUMENT = BASE + "document/"
NAMING = BASE + "naming/"  # what one document calls an entity

#: Prefixes known to every query and written at the head of every export.
PREFIXES: dict[str, str] = {
    "kg": KG,
    "ent": ENT,
    "p": PROP,
    "ps": PROP_VALUE,
    "st": STATEMENT,
    "ev": EVIDENCE,
    "sent": SENTENCE,
    "doc": DOCUMENT,
    "nm": NAMING,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "dct": "http://purl.org/dc/terms/",
    "sh": "http://www.w3.org/ns/shacl#",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wd": "http://www.wikidata.org/entity/",
}
