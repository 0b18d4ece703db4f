"""The OpenAPI description of the API, derived from its table of questions and the types of their answers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from kg.query import browsing, views
from kg.web.api import QUESTIONS, Question

_SCHEMAS = "#/components/schemas/"
_ERRORS = {
    "400": "A parameter is wrong.",
    "404": "Nothing has that name or id.",
    "429": "Too many requests.",
    "503": "The store cannot be read now, or too many questions wait.",
}


def description() -> dict[str, Any]:
    """The API in OpenAPI 3.1."""
    schemas: dict[str, Any] = {}
    paths = {f"/api{question.path}": {"get": _operation(question, schemas)} for question in QUESTIONS}
    paths["/api/map"] = {"get": _map()}
    _complete(schemas)
    schemas["Error"] = {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["kind", "message"],
                "properties": {
                    "kind": {"type": "string"},
                    "message": {"type": "string"},
                    "suggestions": {"type": "array", "items": {"type": "string"}},
                },
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Knowledge graph of China's AI ecosystem",
            "version": version("china-ai-kg"),
            "description": "Questions to the graph. Answers carry an ETag; If-None-Match gives 304.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _operation(question: Question, schemas: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "description": "Id or name."}
        for name in ("id",)
        if "{id}" in question.path
    ]
    asked = question.parameters.model_json_schema()
    for name, schema in asked["properties"].items():
        about = {key: value for key, value in schema.items() if key not in ("title", "description")}
        parameter = {"name": name, "in": "query", "required": name in asked.get("required", ()), "schema": about}
        if "description" in schema:
            parameter["description"] = schema["description"]
        parameters.append(parameter)
    return _get(question.summary, parameters, _schema(question.answer, schemas))


def _get(summary: str, parameters: list[dict[str, Any]], answer: dict[str, Any]) -> dict[str, Any]:
    words = summary.replace(",", "").replace(":", "").split()[:6]
    failed = {"content": {"application/json": {"schema": {"$ref": _SCHEMAS + "Error"}}}}
    return {
        "summary": summary,
        "operationId": "".join(word.capitalize() for word in words),
        "parameters": parameters,
        "responses": {
            "200": {"description": summary, "content": {"application/json": {"schema": answer}}},
            "304": {"description": "Nothing has changed since the ETag."},
            **{status: {"description": text, **failed} for status, text in _ERRORS.items()},
        },
    }


def _schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    found = TypeAdapter(kind).json_schema(mode="serialization", ref_template=_SCHEMAS + "{model}")
    schemas.update(found.pop("$defs", {}))
    if is_dataclass(kind) and isinstance(kind, type) and "$ref" not in found:
        schemas[kind.__name__] = found
        return {"$ref": _SCHEMAS + kind.__name__}
    return found


def _complete(schemas: dict[str, Any]) -> None:
    """Brings the views' schemas to what `to_dict` writes: without hidden fields, with labels beside names."""
    for name, schema in schemas.items():
        view = getattr(views, name, None) or getattr(browsing, name, None)
        if not is_dataclass(view):
            continue
        properties: dict[str, Any] = schema["properties"]
        for item in fields(view):
            if not item.repr:
                properties.pop(item.name, None)
            elif item.name in views.NAMED:
                kinds = ["string", "null"] if "anyOf" in properties[item.name] else "string"
                properties[f"{item.name}_label"] = {"type": kinds}
        if view is views.EntityView:
            properties["label"] = {"type": "string"}
        elif view is views.QuantityView:
            properties["number"] = {"type": "number"}
        schema["required"] = list(properties)


def _map() -> dict[str, Any]:
    scope = {"name": "scope", "in": "query", "schema": {"type": "string", "enum": ["top", "all"], "default": "top"}}
    column = {"type": "object", "additionalProperties": {"type": "array"}}
    answer = {
        "type": "object",
        "required": ["copy", "scope", "total", "publishers", "nodes", "edges", "told"],
        "properties": {
            "copy": {"type": "string"},
            "scope": {"type": "string"},
            "total": {"type": "object", "additionalProperties": {"type": "integer"}},
            "publishers": {"type": "array", "items": {"type": "string"}},
            **dict.fromkeys(("nodes", "edges", "told"), column),
        },
    }
    return _get("The map: entities with their places, and the edges among them, as columns", [scope], answer)
