"""The access log in the window: in words, checked, handed out, and fast when it is long."""

from __future__ import annotations

import json
import time

from builders import PASSPHRASE
from builders_ui import Bench
from PySide6.QtCore import Qt
from test_disk_full import fill, make_room, small_disk

from eportfolio.register import Action
from eportfolio.workspace import Workspace
from ui.access_model import ABOUT, ACTIONS, RESULT, WHAT, WHO, what, why
from ui.access_page import AccessPage
from ui.access_work import Access, Log
from ui.models import BADGE_ROLE
from ui.settings_page import SettingsPage

CONSENT = 7


def page_of(bench: Bench) -> AccessPage:
    page = bench.desk.sharing_page
    assert isinstance(page, AccessPage)
    return page


def whole_log(bench: Bench) -> AccessPage:
    """From the settings."""
    bench.start()
    bench.unlock()
    bench.desk.show_settings()
    bench.desk.settings_page.log_button.click()
    bench.settle()
    return page_of(bench)


def log_of_a_client(bench: Bench) -> AccessPage:
    """From the dossier."""
    bench.open(section=CONSENT)
    bench.page.consents.log_button.click()
    bench.settle()
    return page_of(bench)


def column(page: AccessPage, which: int) -> list[str]:
    model = page.model
    at = model.columns.index(which)
    return [model.index(n, at).data() for n in range(model.rowCount())]


def test_every_action_has_words() -> None:
    assert {str(one) for one in Action} <= set(ACTIONS)
    assert what("of-a-newer-version") == "of-a-newer-version"
    assert why("of-a-newer-version") == "of-a-newer-version"


def test_a_client_sees_who_looked_and_esc_leads_back(bench: Bench) -> None:
    page = log_of_a_client(bench)
    assert page.title.text() == "Wie bekeek het dossier van Rozhîn Aldarwesh?"
    assert ABOUT not in page.model.columns
    assert column(page, WHAT)[0] == "Dossier geopend"
    assert set(column(page, WHO)) == {"giver (u)"}
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert bench.page.section == CONSENT


def test_log_names_people_and_never_an_id_alone(bench: Bench) -> None:
    bench.start()
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        pid = next(one.portfolio for one in workspace.dossiers.caseload() if "Haddad" in one.name)
        workspace.dossiers.read(pid)
        session = workspace._session
        session.log(Action.OPEN, "0123456789abcdef")  # a dossier that was erased
        session.log(Action.CARD, "fedcba9876543210")
        session.log(Action.SHARES, "aaaabbbbcccc")
        session.log(Action.BUNDLE, pid, "not-permitted")
    bench.unlock()
    bench.desk.show_log()
    bench.settle()
    page = page_of(bench)
    about = column(page, ABOUT)
    assert "Rania Haddad" in about
    assert "Dossier dat er niet meer is (01234567)" in about
    assert "Kaart die er niet meer is (fedcba98)" in about
    assert "Nummer aaaabbbb" in about
    refused = column(page, WHAT).index("Bestand voor een ander gemaakt")
    at = page.model.index(refused, page.model.columns.index(RESULT))
    assert at.data(BADGE_ROLE).words == "Geweigerd"
    assert at.data(Qt.ItemDataRole.ToolTipRole) == why("not-permitted")
    bench.bot.keyClicks(page.search, "haddad ander")
    assert column(page, WHAT) == ["Bestand voor een ander gemaakt"]
    assert page.counted.text() == f"1 van {page.model.total} regels"
    bench.press(Qt.Key.Key_Down, on=page.search)
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 0
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert isinstance(bench.desk.pages.currentWidget(), SettingsPage)


def test_chain_is_checked_and_a_break_says_what_to_do(bench: Bench) -> None:
    page = whole_log(bench)
    page.verify_button.click()
    bench.settle()
    assert page.good.words.startswith("De keten klopt: in ")
    bench.tasks.run(
        page,
        lambda workspace: workspace._session.register.store.write(
            "UPDATE access_log SET actor = 'iemand' WHERE n = 1", ()
        ),
    )
    page.verify_button.click()
    bench.settle()
    assert page.good.words == ""
    assert page.bad.words.startswith("Er is iets aan het inzagelogboek veranderd.")
    assert "bewaar een kopie van de kluis" in page.bad.words
    bench.desk.show_log()
    bench.settle()
    assert any(one.startswith("Andere kaart (") for one in column(page_of(bench), WHO))


def test_log_is_handed_out_after_a_word_about_what_that_means(bench: Bench) -> None:
    with small_disk(bench.folder, 24 * 1024 * 1024) as disk:
        page = log_of_a_client(bench)
        bench.prompts.place = disk / "log.jsonl"
        bench.prompts.yes = False
        page.export_button.click()
        bench.settle()
        assert bench.prompts.asked[-1] == "Dit bestand is niet versleuteld"
        assert not bench.prompts.place.exists()
        bench.prompts.yes = True
        fill(disk, 0)
        page.export_button.click()
        bench.settle()
        assert "De schijf is vol." in page.bad.words
        assert not bench.prompts.place.exists()
        make_room(disk)
        page.export_button.click()
        bench.settle()
        assert page.bad.words == ""
        assert bench.window.toast.words.endswith("Het is niet versleuteld.")
        lines = [json.loads(one) for one in bench.prompts.place.read_text().splitlines()]
        assert {one["object"] for one in lines} == {page.portfolio}
        bench.end()


def test_lock_while_it_is_read(bench: Bench) -> None:
    page = whole_log(bench)
    page.verify_button.click()
    bench.window._lock_now()
    bench.settle()
    bench.unlock()
    assert bench.desk.today_page.isVisible()


def test_hundred_thousand_lines_are_shown_and_filtered_at_once(bench: Bench) -> None:
    page = whole_log(bench)
    people = {f"{n:08x}": f"Rania Haddad {n}" for n in range(2000)}
    at, does = "2026-03-02T09:00:00+00:00", "dossier-open"
    lines = [(n, Access(at, "k", "pc", does, f"{n % 2000:08x}", "done")) for n in range(100_000)]
    begun = time.perf_counter()
    page._load(Log(lines, people, "k"))
    for typed, number in (("haddad", 100_000), ("kluis ge", 0), ("", 100_000)):
        page.search.setText(typed)
        bench.window.repaint()
        assert page.model.rowCount() == number
    assert time.perf_counter() - begun < 3.0
