from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest

from kg.cli.main import cli
from kg.ontology import schema

Kg = Any
HEAVY = ("spacy", "rdflib", "networkx", "pyvis", "trafilatura", "pyshacl", "pydantic", "rich", "httpx")


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


COMMANDS = {" ".join(path): command for path, command in commands()}


def test_every_command_is_there() -> None:
    asked = "ingest extract delete rivals who what show evidence timeline path stats query explore export validate"
    assert {*asked.split(), "evaluate", "ontology check", "registry check", "completion"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_has_an_example_that_can_be_run(bare: Kg, name: str) -> None:
    done = bare(*name.split(), "--help")
    assert done.status == 0
    example = (COMMANDS[name].epilog or "").removeprefix("Example: ")
    assert "Example: " in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())
    if example.startswith("eval"):
        example = example.split("$(")[1].split(")")[0]
    words = shlex.split(example)
    assert words[: 1 + len(name.split())] == ["kg", *name.split()]
    context = cli.make_context("kg", words[1:])
    command: click.Command = cli
    rest = words[1:]
    while isinstance(command, click.Group):
        _, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command, context = found, found.make_context(found.name, rest, parent=context)


def test_the_help_lists_the_relations_of_the_ontology(bare: Kg) -> None:
    shown = bare("who", "--help").out
    assert all(f"  {relation.command} " in shown for relation in schema.load().relations.values())


def test_every_table_command_writes_json_and_csv(bare: Kg) -> None:
    listings = (
        "rivals",
        "who",
        "what",
        "show",
        "evidence",
        "timeline",
        "path",
        "stats",
        "query",
        "validate",
        "evaluate",
    )
    for name in (*listings, "ontology check", "registry check"):
        (form,) = (param for param in COMMANDS[name].params if param.name == "form")
        assert isinstance(form.type, click.Choice)
        assert {"table", "json", "csv"} <= set(form.type.choices)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "No such command 'nothing'"),
        (["rivals", "--nothing"], "No such option"),
        (["rivals", "--store", "x"], "before the command"),
        (["rivals", "--format", "xml"], "'xml' is not one of"),
        (["rivals", "--since", "soon"], "'soon' is no date"),
        (["rivals", "--since", "2025-02-30"], "is no date"),
        (["rivals", "--since", "2025", "--until", "2024"], "is after"),
        (["rivals", "--modality", "sure"], "'sure' is no modality"),
        (["rivals", "--min-sources", "0"], "0 is not in the range"),
        (["rivals", ""], "the name is empty"),
        (["rivals", "a", "b"], "unexpected extra argument"),
        (["who"], "Missing argument"),
        (["query", "SELECT * {}", "--timeout", "0"], "not above 0"),
        (["query", "SELECT * {}", "--timeout", "nan"], "not above 0"),
        (["ingest", "x", "--published", "03/06/2025"], "is no date"),
        (["ingest", "x", "--workers", "0"], "not in the range"),
        (["completion", "tcsh"], "'tcsh' is not one of"),
        (["--store", "", "stats"], "the name of the folder is empty"),
    ],
)
def test_wrong_use_is_told_and_exits_with_2(bare: Kg, arguments: list[str], message: str) -> None:
    done = bare(*arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_missing_store_is_told(bare: Kg, tmp_path: Path) -> None:
    done = bare("--store", tmp_path / "none", "rivals")
    assert done.status == 1
    assert "no store" in done.err


def test_a_bad_setting_is_told(bare: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_QUERY_TIMEOUT", "often")
    done = bare("stats")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "KG_QUERY_TIMEOUT" in done.err


def test_the_version_is_that_of_the_package(bare: Kg) -> None:
    from importlib.metadata import version

    assert bare("--version").out == f"kg {version('china-ai-kg')}\n"


def kg(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli.main", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", timeout=120, check=False, **more
    )


def test_a_look_up_loads_no_heavy_library(store: Path) -> None:
    code = (
        "import sys; from kg.cli.main import run; status = run(sys.argv[1:]);"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, "--store", str(store), "rivals", "Alibaba"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    command = [sys.executable, "-m", "kg.cli.main", "--store", str(store), "rivals"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_told(store: Path) -> None:
    for form in ("table", "json", "csv"):
        with Path("/dev/full").open("w") as full:
            command = [sys.executable, "-m", "kg.cli.main", "--store", str(store), "rivals", "--format", form]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (1, "Error: No space left on device\n")


def test_output_in_an_encoding_that_lacks_characters(store: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = kg("--store", store, "show", "Alibaba", env=environment)
    assert done.returncode == 0
    assert "\\u963f" in done.stdout
    assert done.stderr == ""
    told = kg("--store", store, "show", "Alibaba", "--format", "json", env=environment)
    assert json.loads(told.stdout)["entity"]["labels"]["zh"] == "阿里巴巴"


def test_a_name_that_is_no_text(store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", "--store", str(store), "rivals", b"\xff\xfe"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert b"no valid UTF-8" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(bare: Kg, shell: str) -> None:
    done = bare("completion", shell)
    assert done.status == 0
    assert "_KG_COMPLETE" in done.out


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("kg who inv", 2, {"invests-in"}),
        ("kg what Alibaba re", 3, {"released", "regulates"}),
        ("kg riv", 1, {"rivals"}),
        ("kg rivals --modality den", 3, {"denied"}),
        ("kg rivals --lang z", 3, {"zh"}),
        ("kg rivals ali", 2, {"Alibaba"}),
        ("kg rivals 阿里", 2, {"阿里巴巴"}),
        ("kg rivals 深", 2, {"深度求索"}),
        ("kg show 吳泳", 2, {"吴泳铭"}),
        ("kg path Moon", 2, {"Moonshot-AI"}),
        ("kg show Evil", 2, set()),
        ("kg who 投", 2, {"投资于"}),
        ("kg who 競", 2, {"竞争"}),
    ],
)
def test_completes(line: str, word: int, expected: set[str], store: Path) -> None:
    assert completed(line, word, store) == expected


def completed(line: str, word: int, store: Path) -> set[str]:
    """What a shell offers for a word."""
    asked = {"_KG_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(word), "KG_STORE": str(store)}
    code = "import sys; sys.argv = ['kg']; from kg.cli.main import main; main()"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return {found.split(",", 1)[1] for found in done.stdout.splitlines() if found}


def test_names_are_not_guessed_without_a_store_or_a_letter(store: Path, tmp_path: Path) -> None:
    assert completed("kg rivals Ali", 2, tmp_path / "none") == set()
    assert completed("kg rivals", 2, store) == set()
    assert completed(f"kg --store {store} rivals Ali", 4, tmp_path / "none") == {"Alibaba"}


def test_ctrl_c_ends_with_130(store: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m }"
    command = [sys.executable, "-m", "kg.cli.main", "--store", str(store), "query", slow]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert out == ""
