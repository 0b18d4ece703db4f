"""The JSON API: its answers are what its description tells, and what the questions of the graph answer."""

from __future__ import annotations

import time
from typing import Any

import httpx
import jsonschema
import pytest
import serving
from openapi_spec_validator import validate

from kg.query.graph import Graph
from kg.query.views import to_dict

ASKED = (
    "/api/search?q=aliba",
    "/api/search?q=千问&lang=zh",
    "/api/search?q=",
    "/api/search?q=<script>",
    "/api/sentences?q=competes",
    "/api/entities/alibaba",
    "/api/entities/alibaba?modality=all&lang=zh",
    "/api/entities/company.hostile",
    "/api/entities/alibaba/neighbours",
    "/api/entities/alibaba/neighbours?relation=rivals&page=1&size=1&modality=all",
    "/api/entities/alibaba/neighbours?since=2025-01&until=2025-Q4&source=wire&min_sources=1",
    "/api/entities/alibaba/timeline?size=3&page=2",
    "/api/path?from=person.jack-ma&to=deepseek",
    "/api/path?from=qwen&to=place.hangzhou",
    "/api/compare?a=alibaba&b=deepseek",
    "/api/evidence?a=alibaba&b=deepseek&modality=all",
    "/api/conflicts",
    "/api/conflicts?entity=alibaba&modality=all",
    "/api/documents?size=2",
    "/api/documents/a1",
    "/api/documents/a3%20%3Cx%3E",
    "/api/stats",
    "/api/ontology",
    '/api/links?of=["alibaba","nobody"]',
    "/api/entities/alibaba?modality=none",
)


@pytest.fixture(scope="module")
def description(site: serving.Site) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(site.address + "/api/openapi.json").json()
    return found


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    validate(description)
    assert len({path["get"]["operationId"] for path in description["paths"].values()}) == len(description["paths"])


@pytest.mark.parametrize("address", ASKED)
def test_an_answer_is_as_described(site: serving.Site, description: dict[str, Any], address: str) -> None:
    answer = httpx.get(site.address + address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    path = next(
        known
        for known in sorted(description["paths"], key=len, reverse=True)
        if fits(known, httpx.URL(site.address + address).path)
    )
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    closed = {
        name: {**item, "additionalProperties": False} for name, item in description["components"]["schemas"].items()
    }
    jsonschema.validate(answer.json(), {**schema, "components": {"schemas": closed}})


def fits(known: str, path: str) -> bool:
    parts, wanted = known.split("/"), path.split("/")
    return len(parts) == len(wanted) and all(p == w or p == "{id}" for p, w in zip(parts, wanted, strict=True))


def test_the_answers_are_those_of_the_graph(site: serving.Site, sample_graph: Graph) -> None:
    wording = sample_graph.wording
    paths = httpx.get(site.address + "/api/path?from=person.jack-ma&to=deepseek").json()["paths"]
    assert paths[0] == to_dict(sample_graph.path("Jack Ma", "DeepSeek"), wording)
    assert httpx.get(site.address + "/api/stats").json() == to_dict(sample_graph.stats(), wording)
    found = httpx.get(site.address + "/api/search?q=moonshot").json()["entities"]
    assert found == to_dict(sample_graph.search("moonshot"), wording)


def test_neighbours_have_true_totals_and_pages(site: serving.Site) -> None:
    profile = httpx.get(site.address + "/api/entities/alibaba?modality=all").json()
    totals = {(item["predicate"], item["direction"]): item["total"] for item in profile["relations"]}
    for (predicate, direction), total in totals.items():
        asked = {"relation": predicate, "direction": direction, "modality": "all", "size": 1}
        seen = []
        for page in range(1, total + 2):
            found = httpx.get(site.address + "/api/entities/alibaba/neighbours", params={**asked, "page": page}).json()
            assert (found["total"], found["pages"]) == (total, total)
            seen += [edge["id"] for edge in found["edges"]]
        assert len(seen) == len(set(seen)) == total


def test_labels_come_in_the_language_asked(site: serving.Site) -> None:
    found = httpx.get(site.address + "/api/entities/alibaba?lang=zh").json()
    assert found["entity"]["label"] == "阿里巴巴"
    assert found["entity"]["type_label"] == "公司"


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/api/entities/nobody-of-that-name", 404, "UnknownNameError"),
        ("/api/statements/none", 404, "UnknownIdError"),
        ("/api/documents/none", 404, "UnknownIdError"),
        ("/api/search", 400, "UsageError"),
        ("/api/search?q=a&q=b", 400, "UsageError"),
        ("/api/search?q=a&limit=0", 400, "UsageError"),
        ("/api/search?q=a&lang=fr", 400, "UsageError"),
        ("/api/search?q=a&colour=red", 400, "UsageError"),
        ("/api/entities/alibaba?modality=guessed", 400, "UsageError"),
        ("/api/entities/alibaba?since=soon", 400, "UsageError"),
        ("/api/entities/alibaba?since=2026&until=2025", 400, "UsageError"),
        ("/api/entities/alibaba/neighbours?page=0", 400, "UsageError"),
        ("/api/entities/alibaba/neighbours?relation=eats", 400, "UsageError"),
        ("/api/path?from=alibaba", 400, "UsageError"),
        ("/api/nothing", 404, "HttpError"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(site: serving.Site, address: str, status: int, kind: str) -> None:
    answer = httpx.get(site.address + address)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (status, kind)
    assert answer.json()["error"]["message"].endswith((".", "?"))


def test_what_has_not_changed_is_not_sent_again(site: serving.Site) -> None:
    first = httpx.get(site.address + "/api/stats")
    again = httpx.get(site.address + "/api/stats", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = httpx.get(site.address + "/api/stats?lang=zh", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_the_map_has_the_columns_that_are_described(site: serving.Site, description: dict[str, Any]) -> None:
    for _ in range(300):
        answer = httpx.get(site.address + "/api/map")
        if answer.status_code == 200:
            break
        assert (answer.status_code, answer.json()["error"]["kind"]) == (503, "MapNotReady")
        assert answer.headers["retry-after"] == "1"
        time.sleep(0.1)
    found = answer.json()
    schema = description["paths"]["/api/map"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(found, schema)
    assert "alibaba" in found["nodes"]["id"]
    assert {len(column) for column in found["nodes"].values()} == {len(found["nodes"]["id"])}
    plain = httpx.get(site.address + "/api/map", headers={"accept-encoding": "identity"})
    assert plain.json() == found
    again = httpx.get(site.address + "/api/map", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_view_is_given_as_files(site: serving.Site) -> None:
    asked = {"nodes": ["alibaba", "deepseek"], "modality": ["asserted", "denied"], "places": {"alibaba": [1.4, 2]}}
    for form, kind in (("csv", "zip"), ("json", "json"), ("gexf", "gexf"), ("html", "octet-stream")):
        answer = httpx.post(f"{site.address}/export/{form}", json=asked)
        assert answer.status_code == 200, answer.text
        assert kind in answer.headers["content-type"]
        assert answer.headers["content-disposition"].startswith("attachment")
    edges = httpx.post(f"{site.address}/export/json", json=asked).json()["edges"]
    assert {edge["predicate"] for edge in edges} == {"rivals"}
    assert {told["modality"] for edge in edges for told in edge["evidence"]} == {"asserted", "denied"}
    for wrong in ({}, {"nodes": "alibaba"}, {"nodes": [], "modality": ["guessed"]}, {"nodes": [], "more": 1}):
        assert httpx.post(f"{site.address}/export/json", json=wrong).status_code == 400
    assert httpx.post(f"{site.address}/export/json", content=b"{").status_code == 400
    assert httpx.post(f"{site.address}/export/pdf", json=asked).status_code == 400
