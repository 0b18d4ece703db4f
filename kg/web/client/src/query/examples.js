/* Queries to begin with. Their titles are in words.js under the same keys; prefixes are put before them. */

export const EXAMPLES = [
  { key: "rivals", text: `# Who rivals Alibaba. Direct triples stand for what is asserted; symmetric relations stand both ways.
SELECT ?rival ?name WHERE {
  ent:alibaba kg:rivals ?rival .
  ?rival skos:prefLabel ?name .
  FILTER (lang(?name) = "en")
}
ORDER BY ?name` },
  { key: "sentences", text: `# The sentences that say so, with their source, also what is planned, speculated or denied.
SELECT ?rival ?modality ?sentence ?publisher ?published WHERE {
  ent:alibaba p:rivals ?statement .
  ?statement kg:subject|kg:object ?rival ; prov:wasDerivedFrom ?evidence .
  FILTER (?rival != ent:alibaba)
  ?evidence kg:modality ?modality ; kg:sentence/kg:text ?sentence ; kg:document ?document .
  OPTIONAL { ?document schema:publisher ?publisher }
  OPTIONAL { ?document schema:datePublished ?published }
}
ORDER BY DESC(?published)
LIMIT 100` },
  { key: "graph_example", text: `# Who owns, funds and founded whom, as a graph: see the tab “Graph”.
CONSTRUCT { ?subject ?relation ?object } WHERE {
  VALUES ?relation { kg:subsidiaryOf kg:investsIn kg:acquires kg:founded }
  ?subject ?relation ?object .
}
LIMIT 300` },
  { key: "count", text: `# Statements by relation: see the tab “Chart”.
SELECT ?relation (COUNT(?statement) AS ?statements) WHERE {
  ?statement kg:predicate ?relation .
}
GROUP BY ?relation
ORDER BY DESC(?statements)` },
  { key: "figures", text: `# Figures with the words they were read from.
SELECT ?who ?metric ?value ?unit ?when ?words WHERE {
  ?statement kg:subject ?who ; kg:predicate ?metric ; kg:value ?value ; prov:wasDerivedFrom ?evidence .
  OPTIONAL { ?statement kg:unit ?unit }
  OPTIONAL { ?evidence kg:when ?when }
  OPTIONAL { ?evidence oa:hasSelector/oa:exact ?words }
}
ORDER BY ?metric DESC(?value)
LIMIT 200` },
  { key: "models", text: `# Models and who developed them; versions count as developed by whoever owns the line.
SELECT ?model ?name (GROUP_CONCAT(DISTINCT STR(?maker); separator=", ") AS ?makers) WHERE {
  ?model a kg:AIModel ; skos:prefLabel ?name .
  FILTER (lang(?name) = "en")
  OPTIONAL { ?maker kg:developed ?model }
}
GROUP BY ?model ?name
ORDER BY ?name` },
  { key: "busiest", text: `# Entities by the number of documents that mention them.
SELECT ?entity (COUNT(DISTINCT ?document) AS ?documents) WHERE {
  ?document schema:mentions ?entity .
}
GROUP BY ?entity
ORDER BY DESC(?documents)
LIMIT 25` },
  { key: "unsure", text: `# What is planned, speculated or denied.
SELECT ?subject ?relation ?object ?modality ?sentence WHERE {
  ?statement kg:subject ?subject ; kg:predicate ?relation ; kg:object ?object ; prov:wasDerivedFrom ?evidence .
  ?evidence kg:modality ?modality ; kg:sentence/kg:text ?sentence .
  FILTER (?modality != kg:asserted)
}
LIMIT 100` },
];
