"""Rows of numbers that mean the same for every predicate."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.evidence_table import FLAGS, KNOWN, Asked, RowMaker
from kg.ontology import schema
from kg.ontology.registry import Known

MAKER = RowMaker(("acquires", "developed", "released", "rivals"), ("AIModel", "Company"))
KINDS = ("Company", "AIModel")


def rows(
    features: dict[str, int], scores: dict[str, float], kinds: tuple[str, str] = KINDS
) -> list[tuple[str, list[float]]]:
    at, table = MAKER.table([Asked(("a", "b"), kinds, (features, {}, {}), scores)])
    return [(name, list(map(float, line))) for (_, name), line in zip(at, table, strict=True)]


def row(predicate: str, *features: str, where: int = 1, **scores: float) -> dict[str, float]:
    told = dict(rows(dict.fromkeys(features, where), scores or {predicate: 0.5}))
    return dict(zip(MAKER.columns, told[predicate], strict=True))


def test_every_column_has_a_name_of_its_own() -> None:
    assert len(set(MAKER.columns)) == len(MAKER.columns)


def test_a_row_says_what_is_asked_about_which_types() -> None:
    told = row("released", released=0.25, rivals=0.75)
    ones = {
        c for c, v in told.items() if v == 1.0 and ":" in c and c.split(":")[0] in {"predicate", "subject", "object"}
    }
    assert ones == {"predicate:released", "subject:Company", "object:AIModel"}
    assert (told["text score"], told["rival score"]) == (0.25, 0.75)
    assert row("rivals", released=0.25, rivals=0.75)["rival score"] == 0.25
    assert row("rivals", rivals=0.75)["rival score"] == 0.0


def test_rows_come_in_the_order_of_names() -> None:
    told = rows({}, {"rivals": 0.1, "acquires": 0.2})
    assert [name for name, _ in told] == ["acquires", "rivals"]
    assert [r[MAKER.columns.index("text score")] for _, r in told] == [0.2, 0.1]


def test_a_type_or_predicate_that_was_not_trained_has_no_column() -> None:
    ((_, told),) = rows({}, {"new": 0.5}, ("Chip", "Place"))
    assert len(told) == len(MAKER.columns)
    assert not any(told[: 4 + 2 + 2])


def test_rivals_for_the_same_end_are_told() -> None:
    pairs = [
        Asked(("a", "x"), KINDS, ({},), {"developed": 0.5}),
        Asked(("b", "x"), KINDS, ({},), {"developed": 0.75, "released": 0.25}),
        Asked(("a", "y"), KINDS, ({},), {"developed": 0.125}),
        Asked(("x", "a"), KINDS, ({},), {"rivals": 0.0625}),
        Asked(("c", "z"), KINDS, ({},), {}),
    ]
    at, table = MAKER.table(pairs)
    assert at == [(0, "developed"), (1, "developed"), (1, "released"), (2, "developed"), (3, "rivals")]
    told = dict(zip(MAKER.columns, table[0], strict=True))
    assert (told["best other object"], told["sum of other objects"]) == (0.125, 0.125)
    assert (told["best other subject"], told["sum of other subjects"]) == (0.75, 0.75)
    assert (told["reverse score"], told["best reverse"], told["rivals ahead"]) == (0.0, 0.0625, 1.0)
    alone = dict(zip(MAKER.columns, table[2], strict=True))
    assert not any(alone[name] for name in ("best other object", "best other subject", "rivals ahead"))


def test_parts_add_up_to_one_row() -> None:
    parts: tuple[dict[str, int], ...] = ({"so:gap:2": 2, "together:1": 1}, {"s:count:3": 1}, {"o:known:True": 1})
    whole = {feature: where for part in parts for feature, where in part.items()}
    _, apart = MAKER.table([Asked(("a", "b"), KINDS, parts, {"rivals": 0.5})])
    _, together = MAKER.table([Asked(("a", "b"), KINDS, (whole,), {"rivals": 0.5})])
    assert apart.tolist() == together.tolist()


def test_frames_are_counted_by_predicate() -> None:
    features = ("frames:released", "frames:rivals", "reverse:released", "frame:released.one", "frame:released.two")
    told = row("released", *features, where=0b1001, released=0.5, rivals=0.5)
    assert (told["frames"], told["other frames"], told["reverse frames"], told["kinds of frame"]) == (2, 2, 2, 2)
    other = row("rivals", *features, where=0b1001, released=0.5, rivals=0.5)
    assert (other["frames"], other["other frames"], other["reverse frames"], other["kinds of frame"]) == (2, 2, 0, 0)


def test_words_of_the_class_count_where_they_stand() -> None:
    told = row(
        "released", "so:class:released", "top:class:released:nsubj:dobj", "os:top:class:released", "with:class:rivals"
    )
    assert (told["so"], told["top"], told["os:top"], told["with"]) == (1, 1, 1, 0)
    assert (told["classes between"], told["classes about"]) == (1, 1)
    assert row("rivals", "with:class:rivals", where=0b111)["with"] == 3
    assert row("released", "s:gov:class:nsubj:released", where=0b11)["s:gov"] == 2


def test_the_least_distance_counts_and_nine_means_none() -> None:
    told = row("rivals", "so:gap:3", "os:gap:1", "so:names-between:2", "path:length:4")
    assert (told["gap:"], told["names-between:"], told["path:length:"], told["order"]) == (1, 2, 4, 2)
    assert row("rivals", "so:gap:3")["order"] == 1
    assert row("rivals", "os:gap:3")["order"] == -1
    empty = row("rivals")
    assert (empty["gap:"], empty["path:length:"], empty["order"]) == (9, 9, 0)


def test_numbers_and_flags() -> None:
    told = row(
        "rivals",
        "together:3",
        "together:2:Company>AIModel",
        "s:rank:1",
        "s:title:True",
        "o:title:False",
        "nearest:Company",
    )
    assert (told["s:rank:"], told["s:title:True"], told["o:title:True"], told["nearest"]) == (1, 1, 0, 1)
    assert told["first topic"] == 0


def test_what_the_registry_knows_has_a_direction() -> None:
    assert row("developed", "known:~developed_by")["known"] == 2
    assert row("released", "known:~developed_by")["known"] == 2
    assert row("rivals", "known:~developed_by")["known"] == 1
    assert row("developed", "known:developed_by")["known"] == -2
    assert row("rivals", "known:subsidiary_of")["known"] == 1
    assert row("rivals", "known:~subsidiary_of")["known"] == -1
    assert row("rivals", "known:-")["known"] == 0


def test_what_the_registry_may_know_is_a_field_and_means_a_relation() -> None:
    relations = schema.load().relations
    for field, (relation, _) in KNOWN.items():
        assert hasattr(Known("x", "Company", {}), field)
        assert relation in relations


_FEATURES = st.dictionaries(
    st.one_of(
        st.sampled_from(
            [
                "frames:rivals", "reverse:rivals", "frame:rivals", "so:gap:2", "os:gap:5", "path:length:7", "path:none",
                "so:class:rivals", "top:class:rivals:a:b", "known:~version_of", "nearest:Company", *FLAGS,
            ]
        ),
        st.text(st.sampled_from("so:class gap0∶\ue000"), max_size=15).map("so:word:{}".format),
        st.text(max_size=6).map("with:{}".format),
    ),
    st.integers(1, 1 << 9),
    max_size=12,
)  # fmt: skip


@given(_FEATURES, st.permutations(range(12)))
@settings(deadline=None, max_examples=150)
def test_any_features_make_a_whole_row_whatever_their_order(features: dict[str, int], order: list[int]) -> None:
    scores = {"rivals": 0.3, "acquires": 0.6}
    told = rows(features, scores)
    assert [len(r) for _, r in told] == [len(MAKER.columns)] * 2
    items = list(features.items())
    shuffled = dict(items[i] for i in order if i < len(items))
    assert rows(shuffled, scores) == told
