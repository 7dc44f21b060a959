"""The inbox: from the scan folder to the dossier where a scan belongs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from builders_papers import pdf
from builders_ui import Bench
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from test_disk_full import fill, small_disk

from eportfolio.workspace import Workspace
from ui.inbox_list import WORDS
from ui.inbox_originals import KEEP
from ui.inbox_page import NO_FOLDER, NOTHING, WAITING, InboxPage
from ui.paper_work import BROKEN, FOREIGN

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
WHO = "Haddad"


def folder_of(bench: Bench) -> Path:
    folder = bench.folder / "scans"
    folder.mkdir(exist_ok=True)
    return folder


def scan(bench: Bench, name: str = "brief.pdf", data: bytes | None = None) -> Path:
    path = folder_of(bench) / name
    path.write_bytes(pdf(2, words=name) if data is None else data)
    at = 1_770_000_000 + len(list(path.parent.iterdir()))
    os.utime(path, (at, at))
    return path


def inbox(bench: Bench) -> InboxPage:
    """At the inbox of a window that watches the folder, when every file was seen twice."""
    bench.start()
    bench.unlock()
    bench.press(Qt.Key.Key_4, ALT)
    page = bench.desk.sharing_page
    assert isinstance(page, InboxPage)
    bench.settle()
    bench.prompts.place = folder_of(bench)
    page.choose_folder()
    bench.settle()
    look(bench, page)
    look(bench, page)
    return page


def look(bench: Bench, page: InboxPage) -> None:
    bench.bot.waitUntil(lambda: not page._is_looking)
    page.look()
    bench.settle()
    bench.settle()


def names(page: InboxPage) -> list[tuple[str, str]]:
    return [(one.text, str(one.source.state)) for one in page.list.lines.all()]


def choose(bench: Bench, page: InboxPage, who: str = WHO) -> None:
    page.form.client.setFocus()
    bench.bot.keyClicks(page.form.client, who.casefold())
    bench.press(Qt.Key.Key_Return, on=page.form.client)
    bench.settle()


def documents(bench: Bench, who: str = WHO) -> list[dict[str, Any]]:
    return kept(bench, "document", who)


def kept(bench: Bench, kind: str, who: str = WHO) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    pid = bench.pid(who)

    def read(workspace: Workspace) -> list[dict[str, Any]]:
        return [one.whole for one in workspace.dossiers.read(pid) if one.kind == kind]

    bench.tasks.run(bench.window, read, found.extend)
    bench.settle()
    return found


def test_empty_inbox_asks_for_the_folder_and_then_says_all_is_done(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.desk.rail.inbox.click()
    page = bench.desk.sharing_page
    assert isinstance(page, InboxPage)
    bench.settle()
    assert page.stack.currentIndex() == NO_FOLDER
    bench.prompts.place = folder_of(bench)
    page.choose_folder()
    bench.settle()
    bench.settle()
    assert page.stack.currentIndex() == NOTHING
    assert str(folder_of(bench)) in page.place.text()


def test_folder_is_known_after_the_lock(bench: Bench) -> None:
    scan(bench)
    inbox(bench)
    bench.press(Qt.Key.Key_L, CTRL)
    bench.settle()
    bench.unlock()
    bench.desk.show_inbox()
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, InboxPage)
    assert [name for name, _ in names(page)] == ["brief.pdf"]


def test_scan_is_shown_and_goes_to_a_dossier_with_three_keys(bench: Bench) -> None:
    path = scan(bench)
    page = inbox(bench)
    assert page.view.sheet is not None
    assert page.form.title.editor.value() == "brief"
    choose(bench, page)
    assert page.form.person is not None
    assert documents(bench) == []
    bench.prompts.yes = False
    bench.press(Qt.Key.Key_Return, on=page.form.client)
    bench.settle()
    assert [(one["titel"], one["naam"]) for one in documents(bench)] == [("brief", "brief.pdf")]
    assert documents(bench, "Çelik") == []
    assert path.exists()
    assert names(page) == [("brief.pdf", "done")]
    assert not page.add_button.isEnabled()
    assert page.why_not.text() == WORDS["done"]


def test_next_scan_follows_and_nothing_of_the_client_stays(bench: Bench) -> None:
    scan(bench, "een.pdf")
    scan(bench, "twee.pdf")
    page = inbox(bench)
    bench.prompts.yes = False
    assert [name for name, _ in names(page)] == ["twee.pdf", "een.pdf"]
    choose(bench, page)
    page.submit()
    bench.settle()
    bench.settle()
    assert page.list.current is not None
    assert page.list.current.name == "een.pdf"
    assert page.form.person is None
    assert page.form.client.text() == ""
    assert page.form.client.hasFocus()
    assert page.form.title.editor.value() == "een"
    assert page.view.paper is not None
    assert page.view.paper.name == "een.pdf"
    assert not page.is_changed


def test_scan_comes_with_a_certificate_in_one_revision(bench: Bench) -> None:
    scan(bench)
    page = inbox(bench)
    choose(bench, page)
    page.form.what.setCurrentIndex(1)
    page.form.what.activated.emit(1)
    page.submit()
    assert page.form.boxes["type"].message.text()
    kind: Any = page.form.boxes["type"].editor
    kind.combo.setCurrentText("TAALTOETS")
    kind.combo.activated.emit(1)
    bench.prompts.yes = False
    page.submit()
    bench.settle()
    (found,) = kept(bench, "certificaat")
    assert (found["type"], found["titel"]) == ("TAALTOETS", "brief")
    assert found["bestand"]
    assert len(documents(bench)) == 1


def test_scan_is_added_to_a_record_of_this_client_only(bench: Bench) -> None:
    scan(bench)
    page = inbox(bench)
    choose(bench, page, WHO)
    assert page.form.what.count() == 3
    page.form.client.clear()
    choose(bench, page, "Aldarwesh")
    offered = [page.form.what.itemText(n) for n in range(page.form.what.count())]
    at = next(n for n, words in enumerate(offered) if words.startswith("Bij Wens"))
    page.form.what.setCurrentIndex(at)
    page.form.what.activated.emit(at)
    bench.prompts.yes = False
    page.submit()
    bench.settle()
    assert len(kept(bench, "wens", "Aldarwesh")[0]["documenten"]) == 1
    assert page.form.what.count() == 3


def test_nobody_is_chosen_by_accident(bench: Bench) -> None:
    scan(bench)
    page = inbox(bench)
    bench.bot.keyClicks(page.form.client, "rania")
    bench.press(Qt.Key.Key_Return, on=page.form.client)
    bench.settle()
    assert page.form.person is None
    assert page.form.client_message.text() == "Kies een cliënt uit de lijst."
    assert documents(bench) == []
    page.form.client.clear()
    bench.bot.keyClicks(page.form.client, "rania")
    second = page.form.found.all()[1].text
    bench.press(Qt.Key.Key_Down, on=page.form.client)
    bench.press(Qt.Key.Key_Down, on=page.form.matches)
    bench.press(Qt.Key.Key_Return, on=page.form.matches)
    bench.settle()
    assert page.form.client.text() == second
    assert documents(bench) == []
    bench.bot.keyClicks(page.form.client, "x")
    assert page.form.person is None


def test_original_goes_when_asked_and_the_choice_is_remembered(bench: Bench) -> None:
    paths = [scan(bench, "een.pdf"), scan(bench, "twee.pdf")]
    page = inbox(bench)
    bench.prompts.remembers = True
    asked = len(bench.prompts.asked)
    for _ in paths:
        choose(bench, page)
        page.submit()
        bench.settle()
        bench.settle()
        look(bench, page)
    assert bench.prompts.asked[asked:] == ["Origineel weggooien?"]
    assert not any(path.exists() for path in paths)
    assert page.bad.words == ""
    assert page.originals.choice.currentData() == "remove"
    assert page.stack.currentIndex() == NOTHING
    assert len(documents(bench)) == 2


def test_file_that_is_being_written_waits(bench: Bench) -> None:
    path = scan(bench)
    page = inbox(bench)
    path.write_bytes(pdf(5))
    look(bench, page)
    assert page.view.said == WORDS["arriving"]
    assert not page.add_button.isEnabled()
    look(bench, page)
    assert page.view.paper is not None
    assert page.view.paper.pages == 5
    assert page.add_button.isEnabled()


def test_file_that_changes_at_the_last_moment_is_refused(bench: Bench) -> None:
    path = scan(bench)
    page = inbox(bench)
    choose(bench, page)
    path.write_bytes(pdf(5))
    page.submit()
    bench.settle()
    assert "verandert nog" in page.bad.words
    assert page.form.person is not None
    assert documents(bench) == []


def test_file_that_disappears_is_said(bench: Bench) -> None:
    path = scan(bench)
    page = inbox(bench)
    choose(bench, page)
    path.unlink()
    page.submit()
    bench.settle()
    bench.settle()
    assert "is er niet meer" in page.bad.words
    assert page.stack.currentIndex() == NOTHING
    assert documents(bench) == []


def test_folder_that_disappears_is_said_and_comes_back(bench: Bench) -> None:
    page = inbox(bench)
    folder_of(bench).rmdir()
    look(bench, page)
    assert "niet bereikbaar" in page.warn.words
    scan(bench)
    look(bench, page)
    assert page.warn.words == ""
    assert page.stack.currentIndex() == WAITING


def test_broken_and_foreign_files_say_so_and_can_be_added(bench: Bench) -> None:
    scan(bench, "kapot.pdf", pdf()[:60])
    scan(bench, "brief.docx", b"PK\x03\x04 letter")
    scan(bench, "leeg.pdf", b"")
    page = inbox(bench)
    said = {}
    for n in range(3):
        page.list.choose(n)
        bench.settle()
        said[page.list.lines.all()[n].text] = page.view.said
    assert said["kapot.pdf"] == BROKEN
    assert said["brief.docx"].startswith(FOREIGN)
    assert said["leeg.pdf"] == WORDS["empty"]
    page.list.choose(next(n for n in range(3) if names(page)[n][0] == "brief.docx"))
    choose(bench, page)
    bench.prompts.yes = False
    page.submit()
    bench.settle()
    assert [one["naam"] for one in documents(bench)] == ["brief.docx"]


def test_name_that_no_dossier_takes_is_refused(bench: Bench) -> None:
    scan(bench, "brief\x07.pdf")
    page = inbox(bench)
    choose(bench, page)
    editor: Any = page.form.title.editor
    editor.line.setText("Brief")
    editor.line.textEdited.emit("Brief")
    page.submit()
    bench.settle()
    assert "Er is niets opgeslagen" in page.bad.words
    assert documents(bench) == []


def test_dropped_file_waits_with_the_rest_and_stays_where_it_was(bench: Bench) -> None:
    page = inbox(bench)
    brought = bench.folder / "gesleept.pdf"
    brought.write_bytes(pdf())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in (brought, bench.folder)])
    where, none = QPointF(50, 50), Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(where, copy, data, left, none))
    bench.settle()
    look(bench, page)
    look(bench, page)
    assert names(page) == [("gesleept.pdf", "ready")]
    assert "Niet in de lijst" in page.bad.words
    choose(bench, page)
    page.submit()
    bench.settle()
    assert brought.exists()
    assert "Origineel weggooien?" not in bench.prompts.asked
    assert len(documents(bench)) == 1


def test_looking_goes_on_by_itself_while_the_page_is_shown(bench: Bench) -> None:
    page = inbox(bench)
    assert page._timer.isActive()
    scan(bench)
    bench.bot.waitUntil(lambda: names(page) == [("brief.pdf", "ready")], timeout=10_000)
    timer = page._timer
    page.hide()
    assert not timer.isActive()


def test_leaving_asks_when_somebody_was_chosen(bench: Bench) -> None:
    scan(bench)
    page = inbox(bench)
    choose(bench, page)
    bench.prompts.yes = False
    bench.desk.show_today()
    assert bench.desk.sharing_page is page
    bench.prompts.yes = True
    bench.desk.show_today()
    assert bench.desk.sharing_page is None


def test_full_disk_keeps_what_was_filled_in(bench: Bench) -> None:
    with small_disk(bench.folder, 16 * 1024 * 1024) as disk:
        scan(bench, "groot.pdf", os.urandom(3_000_000))
        page = inbox(bench)
        choose(bench, page)
        fill(disk, 1_000_000)
        page.submit()
        bench.settle()
        assert page.bad.words.startswith("De schijf is vol.")
        assert page.form.person is not None
        (disk / "filler").unlink()
        bench.prompts.yes = False
        page.submit()
        bench.settle()
        assert [one["naam"] for one in documents(bench)] == ["groot.pdf"]
        bench.end()


def test_choice_for_originals_can_be_changed_on_the_page(bench: Bench) -> None:
    scan(bench)
    page = inbox(bench)
    page.originals.choice.setCurrentIndex(page.originals.choice.findData(KEEP))
    page.originals.choice.activated.emit(1)
    choose(bench, page)
    page.submit()
    bench.settle()
    assert "Origineel weggooien?" not in bench.prompts.asked
    assert (folder_of(bench) / "brief.pdf").exists()


def test_the_navigation_says_how_many_wait(bench: Bench) -> None:
    scan(bench, "een.pdf")
    scan(bench, "twee.pdf")
    inbox(bench)
    entry = bench.desk.rail.inbox
    bench.desk.count_inbox()
    bench.settle()
    assert entry.count.text() == "2"
    assert entry.accessibleName() == "Inbox, 2 bestanden wachten"
    for path in folder_of(bench).iterdir():
        path.unlink()
    bench.desk._inbox_watch.timeout.emit()
    bench.settle()
    assert (entry.count.text(), entry.accessibleName()) == ("", "Inbox")
