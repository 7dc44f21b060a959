"""One page made from the data: honest when something is lacking, never from layer X, one page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier
from pypdf import PdfReader
from test_story import JOURNEY, STORY, Entry

from eportfolio import statute
from eportfolio.outputs.synthesis_page import Page, synthesis_page
from eportfolio.statute import missed
from eportfolio.workspace.synthesis import Synthesis, synthesis

ON = date(2026, 3, 2)
CLIENT = {
    "achternaam": "Haddad",
    "voornamen": "Rania",
    "geboortedatum": "1996-05-00",
    "nationaliteit": "Syrische",
    "moedertaal": "Arabisch",
    "tolk_nodig": "Ja",
    "tolktaal": "Arabisch",
    "vertegenwoordiger": "Bewindvoerder",
}
PLAN = {"dagtekening": "2024-04-15", "leerroute": "B1-route", "status": "Vastgesteld"}


def printed(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def made(*entries: Entry, on: date = ON) -> Synthesis:
    return synthesis(entries, statute.examine(entries, on))


def test_what_is_lacking_is_said_to_be_lacking() -> None:
    found = made()
    assert found.client == ""
    assert found.story == (
        "Wie de cliënt is, is niet vastgelegd of niet gedeeld.",
        "Een PIP is niet vastgelegd of niet gedeeld.",
        "De moedertaal is niet vastgelegd of niet gedeeld; het niveau Nederlands is niet "
        "vastgelegd of niet gedeeld. Het aantal uren is niet vastgelegd of niet gedeeld.",
        "School is niet vastgelegd of niet gedeeld. Werk is niet vastgelegd of niet gedeeld.",
        "Een wens is niet vastgelegd of niet gedeeld.",
    )
    assert [points for _, points in found.parts] == [(), (), (), ()]


def test_story_in_five_sentences() -> None:
    found = made(
        Entry("c", "client", CLIENT),
        Entry("p", "gezinslid", {"relatie": "Partner"}),
        Entry("k", "gezinslid", {"relatie": "Kind"}),
        Entry("pip", "pip", PLAN),
        Entry("t1", "taalvaardigheid", {"vaardigheid": "Lezen", "niveau": "A1"}),
        Entry(
            "t2",
            "taalvaardigheid",
            {"vaardigheid": "Lezen", "niveau": "A2", "datum": "2025-01-01"},
        ),
        Entry("o", "onderwijs", {"opleiding": "Verpleeghulp", "land": "Syrië"}),
        Entry("w", "werk", {"functie": "Naaister", "van": "2020-00-00"}),
        Entry("w2", "werk", {"functie": "Verpleeghulp", "van": "2012-00-00"}),
        Entry(
            "wens", "wens", {"droomberoep": "Verpleegkundige.", "eigen_woorden": "Zorgen. " * 40}
        ),
    )
    who, route, language, past, wish = found.story
    assert language.endswith("Het aantal uren is niet vastgelegd of niet gedeeld.")
    assert who == "Rania Haddad, geboren mei 1996, Syrische, gezin: partner en 1 kind."
    assert route == (
        "Leerroute: B1-route, laatste PIP van 15 april 2024, inburgeren tot en met 15 april 2027."
    )
    assert language.startswith("Moedertaal Arabisch; Nederlands: lezen A2. ")
    assert past == "School: Verpleeghulp, Syrië. Werk: Naaister, en nog 1."
    assert wish.startswith("Wens: droomberoep Verpleegkundige, „Zorgen. ")
    assert len(wish) < 240


def test_hours_are_those_of_the_counters() -> None:
    line = {"datum": "2024-06-03", "categorie": "PVT", "uren": 3}
    found = made(Entry("pip", "pip", PLAN), Entry("u", "urenregel", line))
    assert "Participatieverklaringstraject 3 van 12 uur" in found.story[2]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "Rania Haddad, gezin: 2 kinderen."),
        ({"geboortedatum": "1979-00-00"}, "Rania Haddad, geboren 1979, gezin: 2 kinderen."),
        ({"geboortedatum": "1979-03-08"}, "Rania Haddad, geboren 8 maart 1979, gezin: 2 kinderen."),
    ],
)
def test_date_of_birth_as_far_as_it_is_known(known: dict[str, str], words: str) -> None:
    kin = [Entry(f"k{n}", "gezinslid", {"relatie": "Kind"}) for n in range(2)]
    body = {"achternaam": "Haddad", "voornamen": "Rania", **known}
    assert made(Entry("c", "client", body), *kin).story[0] == words


def test_wish_and_route_that_say_little() -> None:
    found = made(Entry("w", "wens", {"talenten": "koken"}), Entry("c", "client", CLIENT))
    assert found.story[4] == "Wens: zie het gegeven."
    other = made(Entry("c", "client", {**CLIENT, "wettelijk_regime": "Wi2013"}))
    assert other.story[1].startswith("Deze cliënt valt onder de Wet inburgering 2013.")
    plan = {"dagtekening": "2024-04-15", "status": "Concept"}
    assert "De leerroute is niet vastgelegd" in made(Entry("p", "pip", plan)).story[1]


def test_late_and_soon_press_each_with_its_article() -> None:
    late = made(Entry("pip", "pip", PLAN), Entry("c", "client", {**CLIENT, "doelgroep": GROUP}))
    offer = next(one for one in late.urgency if one.words == "Aanbod van een cursus: te laat")
    assert offer.on == date(2024, 7, 15)
    assert offer.source == "Regeling inburgering 4.1, eerste lid, onder g"
    follows = next(one for one in late.what_if if one.words.startswith("Aanbod"))
    assert follows.words == (
        "Aanbod van een cursus. Dat geeft grond g voor verlenging, tot de dag van het aanbod."
    )
    assert follows.source == offer.source


def test_when_nothing_presses_the_first_date_stands_there() -> None:
    # On this day only terms run that are months away.
    found = made(Entry("pip", "pip", PLAN), on=date(2024, 6, 3))
    (first,) = found.urgency
    assert first.words.endswith(": loopt")
    assert made(Entry("c", "client", CLIENT)).urgency == ()


GROUP = "Asielstatushouder"


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("C04", "DUO kan een boete geven; daarna begint een nieuwe termijn."),
        ("C14", "Na drie oproepen rondt het college de intake af."),
        ("C07", "Dat geeft zes maanden verlenging."),
        ("C08", "Dit eindigt dan vanzelf."),
        ("C10", "Daarna kan dit niet meer."),
        ("C11", "Daarna kan dit niet meer. Let op: DUO kan ook zonder aanvraag verlengen."),
    ],
)
def test_consequences_are_those_of_the_rules(clock: str, words: str) -> None:
    found = missed(clock, ON)
    assert found is not None
    assert found.words == words
    assert found.source


def test_where_the_rules_name_no_consequence_there_is_none() -> None:
    assert missed("C01", ON) is None
    with pytest.raises(KeyError):
        missed("C99", ON)


def test_actions_have_an_owner_and_a_date() -> None:
    def promise(n: int, **changes: Any) -> Entry:
        return Entry(f"a{n}", "afspraak", {"wat": f"doen {n}", "status": "Open", **changes})

    found = made(
        promise(1),
        promise(2, voor_datum="2026-05-01", wie="Klantmanager"),
        promise(3, voor_datum="2026-04-01", wie="Cliënt"),
        promise(4, status="Nagekomen"),
    )
    assert [(one.words, one.who, one.on, one.record) for one in found.actions] == [
        ("doen 3", "Cliënt", date(2026, 4, 1), "a3"),
        ("doen 2", "Klantmanager", date(2026, 5, 1), "a2"),
        ("doen 1", "", None, "a1"),
    ]


def test_sensitive_points_and_nothing_of_layer_x() -> None:
    hidden = {**JOURNEY, "onderwerp": "Wonen", "laag": "X"}
    alone = {**STORY, "opnieuw_vragen": "Alleen met iemand erbij", "alleen_met": "haar zus"}
    found = made(
        Entry("c", "client", {**CLIENT, "werknotitie": "GEHEIM"}),
        Entry("v", "verhaal", {**alone, "onderdelen": [JOURNEY, hidden]}),
        Entry("b", "verblijf", {"soort": "Blijf-van-mijn-Lijfhuis", "adres": "GEHEIM"}),
        Entry("p", "aandachtspunt", {"soort": "Financiën", "toelichting": "GEHEIM"}),
        Entry("q", "aandachtspunt", {"soort": "Taal", "status": "Opgelost"}),
        Entry("x", "wens", {"eigen_woorden": "GEHEIM", "laag": "X"}),
        Entry("gone", "werk", {"functie": "GEHEIM"}, status="vervallen"),
    )
    assert [one.words for one in found.sensitive] == [
        "Tolk nodig: Arabisch",
        "Een bewindvoerder beslist mee",
        "Reis en vlucht: niet opnieuw vragen",
        "Gezin: alleen vragen met haar zus erbij",
        "De verblijfplaats is geheim",
        "Aandacht voor: financiën",
    ]
    assert "GEHEIM" not in str(found)
    assert made(Entry("c", "client", {**CLIENT, "tolktaal": ""})).sensitive[0].words == "Tolk nodig"


def test_receiver_makes_it_before_anything_is_stored_and_again_after(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    before = two.taker.handovers.inspect(sent.file).synthesis
    assert two.taker.dossiers.caseload() == []
    two.receive(sent)
    after = two.taker.stories.synthesis(pid)
    assert before is not None
    assert (before.client, before.story) == (after.client, after.story)
    assert before.story == two.giver.stories.synthesis(pid).story


def test_what_was_not_shared_is_not_in_it(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid, groups=["identiteit"]))
    found = two.taker.handovers.inspect(sent.file).synthesis
    assert found is not None
    assert found.actions == ()
    assert found.story[4] == "Een wens is niet vastgelegd of niet gedeeld."


@pytest.mark.parametrize("many", [0, 4, 60])
def test_always_one_page_and_what_does_not_fit_is_counted(two: Two, many: int) -> None:
    promise = {"wat": "Bellen met de school over de kinderopvang. " * 9, "status": "Open"}
    entries = [{"kind": "afspraak", "body": promise} for _ in range(many)]
    pid = two.load([*dossier(), *entries])
    paper = two.giver.stories.page(pid)
    text = printed(paper.data)
    assert paper.pages == 1
    assert "Synthese" in text
    assert ("En nog " in text) is (many == 60)
    two.giver.documents.save(paper, two.folder / "page.pdf")


def test_page_without_a_name_says_so() -> None:
    page = Page(
        "", ON, (), (("Wat dringt", ()),), datetime(2026, 3, 2, tzinfo=UTC), "M. Yilmaz", "", 1
    )
    assert "Naam niet gedeeld" in printed(synthesis_page(page).data)
