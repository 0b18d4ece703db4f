"""Names of English documents: known, unknown, short forms, types by context, and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.extract.english.names.mentions import find_mentions
from kg.model import Document, Entity, Mention
from kg.ontology.registry import load


def read(text: str, title: str | None = None, publisher: str | None = None) -> tuple[list[Mention], dict[str, Entity]]:
    return find_mentions(Document("d", text, title, publisher), load())


def named(text: str, title: str | None = None) -> set[tuple[str, str]]:
    return {(m.text, m.type) for m in read(text, title)[0]}


def one(text: str, *names: str) -> bool:
    """True when all the names are mentions of one entity."""
    mentions, _ = read(text)
    ids = {m.entity for m in mentions if m.text in names}
    return len(ids) == 1 and {m.text for m in mentions} >= set(names)


@pytest.mark.parametrize(
    ("text", "name", "type_name"),
    [
        ("Start-up Qimeng raised $40 million on Monday.", "Qimeng", "Company"),
        ("The index rose 4%, outpacing even the Nasdaq's gains.", "Nasdaq", "StockIndex"),
        ("WeRide listed on the Nasdaq in October.", "Nasdaq", "Exchange"),
        ("A $100 billion green AI fund was announced on Friday.", "$100 billion green AI fund", "Fund"),
        ("Alibaba takes on DeepSeek with a new model.", "DeepSeek", "Company"),
        ("Washington, which put the firm on a list, said nothing.", "Washington", "GovernmentBody"),
        ("Veltrix, a Hangzhou-based maker of sensors, said it would list.", "Veltrix", "Company"),
        ("The firm uses chips from Kunyao Semiconductor.", "Kunyao Semiconductor", "Company"),
        ("Shares of Dawnfield Robotics fell 3%.", "Dawnfield Robotics", "Company"),
        ("The round was led by Saltbridge Ventures.", "Saltbridge Ventures", "Fund"),
        (
            "It opened a centre with Donghai University of Technology.",
            "Donghai University of Technology",
            "ResearchInstitute",
        ),
        ("The Ministry of Public Works approved the plan.", "Ministry of Public Works", "GovernmentBody"),
        ("The deal was first reported by the Harbour Gazette.", "Harbour Gazette", "MediaOutlet"),
        ("The firm trained a model called Xunfeng on public data.", "Xunfeng", "AIModel"),
        ("On Thursday it released Lumora-34B under a free licence.", "Lumora-34B", "AIModel"),
        ("The company will unveil the Tidepool app in May.", "Tidepool", "Product"),
        ("It makes an inference chip called Heyun.", "Heyun", "Chip"),
        ("CEO Ke Lan said sales had doubled.", "Ke Lan", "Person"),
        ("Anselm Varga, founder of the firm, declined to comment.", "Anselm Varga", "Person"),
        ("“It works,” said Marta Quill of the consultancy.", "Marta Quill", "Person"),
        ("It beat its rivals on VoiceBench-Plus by four points.", "VoiceBench-Plus", "Benchmark"),
        ("The unit is based in the city of Zunyi.", "Zunyi", "Place"),
    ],
)
def test_unknown_names_by_cue_and_shape(text: str, name: str, type_name: str) -> None:
    assert (name, type_name) in named(text)


def test_short_forms_are_the_same_entity() -> None:
    assert one("Moonshot AI raised money. Moonshot did not comment.", "Moonshot AI", "Moonshot")
    assert one("Wang Xingxing founded it in 2016. Later Wang sold a stake.", "Wang Xingxing", "Wang")
    assert one("Larkfield Advisory is neutral. Larkfield expects a rise.", "Larkfield Advisory", "Larkfield")
    assert one("Chipmaker Northwind Electronics Holding (NEH) rose. NEH is listed in Hong Kong.", "NEH")
    assert one(
        "Semiconductor Manufacturing International Corp (SMIC) rose 3%.",
        "Semiconductor Manufacturing International Corp",
        "SMIC",
    )
    assert one('Baiyun Truck Co., Ltd. ("Baiyun") signed. Baiyun will pay.', "Baiyun Truck Co., Ltd.", "Baiyun")


def test_known_entities_keep_the_id_of_the_registry() -> None:
    _, entities = read("Alibaba Cloud and Tencent use Qwen2.5-72B.")
    assert {"alibaba-cloud", "tencent"} <= set(entities)
    assert entities["tencent"].known
    _, entities = read("Start-up Qimeng raised $40 million.")
    assert not entities["company.qimeng"].known


def test_names_inside_names_are_no_mentions() -> None:
    assert not {n for n, _ in named("The MSCI China Index fell 2%. Alibaba Cloud grew.")} & {"China", "Alibaba", "MSCI"}
    assert "Hubei" not in {n for n, _ in named("It is backed by Hubei Hi-Tech Ventures.")}


def test_versions_are_read_with_their_family() -> None:
    mentions, entities = read("DeepSeek's R1 model is cheap, and R1 is open.")
    (r1,) = {m.entity for m in mentions if m.text == "R1"}
    assert r1 == "deepseek-r1"
    assert entities[r1].type == "AIModel"
    mentions, _ = read(
        "The model HKGAI-V3 was shown on Monday. The lab says V3 is fast, and that the V1 model was not."
    )
    assert {m.text for m in mentions if m.type == "AIModel"} == {"HKGAI-V3", "V3", "V1"}
    assert len({m.entity for m in mentions if m.text in {"HKGAI-V3", "V3"}}) == 1


def test_shape_alone_is_no_proof() -> None:
    assert not {n for n, _ in named("In Q3 2025 the A4 round closed, and FY26 will be better. The RMB20 price stays.")}


def test_one_name_for_a_firm_a_model_and_a_place_of_publication() -> None:
    assert ("DeepSeek", "Company") in named("DeepSeek, the Hangzhou start-up, hired ten engineers.")
    assert ("DeepSeek", "AIModel") in named("The search engine runs on DeepSeek.")
    assert ("Hugging Face", "Product") in named("The weights went up on Hugging Face on Monday.")
    assert ("Washington", "GovernmentBody") in named("Washington barred sales of the chip.")
    assert ("Washington", "Place") in named("The talks were held in Washington.")


def test_common_words_ask_for_a_cue() -> None:
    assert not named("Step by step, the spark became a benchmark for others. Spark plugs are cheap.")
    assert ("Spark", "AIModel") in named("iFlytek released its Spark model in 2023.")


def test_words_of_origin() -> None:
    assert ("Chinese", "Place") in named("The Chinese start-up raised money.")
    assert not named("She wrote two hundred Chinese characters.")
    assert not named("It cost US$5 million.")


def test_boilerplate_and_the_publication_itself_yield_nothing() -> None:
    assert not named("Read also: Alibaba opens a lab")
    mentions, _ = read("BEIJING, May 3 (Eastgate Wire) - Baidu rose.", publisher="Eastgate Wire")
    assert "Eastgate Wire" not in {m.text for m in mentions}


def test_a_headline_in_capitals_takes_names_from_the_body() -> None:
    found = named(
        "Qinglu Intelligence, a Wuhan firm, has a new model.", "Qinglu Intelligence Unveils a New Model for Cars"
    )
    assert found == {("Qinglu Intelligence", "Company"), ("Wuhan", "Place")}


WORDS = (
    "Alibaba|Qwen2.5|DeepSeek|R1|Moonshot AI|Moonshot|start-up|Kilnmind|said|Wang Xingxing|Wang|Mrs Qin|the|model|of|"
    "and|,|.|\n|(|)|’s|'s|Hangzhou|Chinese|US$5|3%|Dr.|CEO|Tsinghua University|Institute for|Co., Ltd.|V3|Pinghe 2|"
    "-based|“|”|·|月之暗面|Read also:|BEIJING|—|Ke Lan|Straits Compute|SMIC|A&B|10.|iFlytek|M&A|X|É|ß|\u00a0|\u200b"
)
PIECES = st.sampled_from(WORDS.split("|"))
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map(" ".join)


@given(TEXTS, st.none() | TEXTS)
@example("DeepSeek \xa0 V3", None)
@settings(max_examples=150, deadline=None)
def test_what_holds_for_any_text(body: str, title: str | None) -> None:
    document = Document("d", body, title or None)
    mentions, entities = find_mentions(document, load())
    assert [m.span for m in mentions] == sorted(m.span for m in mentions)
    for a, b in pairwise(mentions):
        assert a.span.end <= b.span.start
    for mention in mentions:
        assert document.quote(mention.span) == mention.text
        assert mention.text == mention.text.strip()
        assert entities[mention.entity].type == mention.type
    assert {m.entity for m in mentions} == set(entities)
    assert find_mentions(document, load()) == (mentions, entities)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_it(body: str) -> None:
    mentions, _ = find_mentions(Document("d", body), load())
    assert all(m.text for m in mentions)
