"""Every screen for everybody: names for who listens, the Tab key, large text, right to left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from builders_papers import pdf
from builders_ui import Bench
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from test_access_log_page import log_of_a_client, whole_log
from test_consent_part import choose as pick
from test_consent_part import fill, form_of, part_of
from test_contacts_page import page_of, read_stranger
from test_cover_window import at_lent, lend, sending_back
from test_documents import looking
from test_erase_items import erasing, wish
from test_first_minutes import create_page, made
from test_handover_pages import closing, giving, kept_apart, receiving, take_in
from test_inbox_page import choose, inbox, look, scan
from test_notice_pages import (
    being_asked,
    corrected,
    locked,
    locked_records,
    notice_of,
    telling,
    told_today,
    withdrawn_decision,
)
from test_on_paper import agreed, paper_page
from test_on_paper import choose as choose_paper
from test_retention_page import at_stake, erase_with_a_broken_copy, keeping
from test_rights_pages import asking, deciding, grant, leaving_out, rights, shared
from test_samen import Sitting
from test_signature import draw
from test_signing import on_paper, signing
from test_told_window import replied, tell, understood

from eportfolio.workspace import sentences as say
from ui.lock_screen import LockScreen
from ui.on_paper_work import PROOF, RECEIPT, SHEET
from ui.openings import By
from ui.paper_view import RESIZE_MS
from ui.return_page import ReturnPage
from ui.review_form import ReviewForm
from ui.start_page import StartPage

NEED = {
    QAccessible.Role.Button,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.CheckBox,
    QAccessible.Role.Table,
    QAccessible.Role.List,
    QAccessible.Role.MenuItem,
}


def at_start(bench: Bench) -> None:
    bench.start(has_vault=False)


def at_second_step(bench: Bench) -> None:
    create_page(bench)


def at_recovery(bench: Bench) -> None:
    made(bench)


def at_lock(bench: Bench) -> None:
    bench.start()


def at_today(bench: Bench) -> None:
    bench.start()
    bench.unlock()


def at_caseload(bench: Bench) -> None:
    at_today(bench)
    bench.desk.show_caseload()


def at_views(bench: Bench) -> None:
    at_caseload(bench)
    bench.settle()
    bench.prompts.sentence = "Maandag"
    bench.desk.caseload_page.views.keep()
    bench.settle()
    bench.window.toast.hide()
    bench.desk.caseload_page.views.choices.aboutToShow.emit()


def at_palette(bench: Bench) -> None:
    at_caseload(bench)
    bench.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def at_terms(bench: Bench) -> None:
    at_today(bench)
    bench.desk.show_terms()


def at_hours(bench: Bench) -> None:
    bench.open(section=4)


def at_hours_table(bench: Bench) -> None:
    at_hours(bench)
    bench.page.part.hours.as_table.click()


def at_new(bench: Bench) -> None:
    at_caseload(bench)
    bench.desk.new_dossier()


def at_dossier(bench: Bench) -> None:
    bench.open()


def at_timeline_table(bench: Bench) -> None:
    bench.open()
    bench.page.part.timeline.as_table.click()


def at_form(bench: Bench) -> None:
    bench.open(section=3)
    bench.page.edit()


def at_big_form(bench: Bench) -> None:
    bench.open(section=1)
    bench.page.begin_record("intake")


def at_consents(bench: Bench) -> None:
    bench.open(section=7)


def at_history(bench: Bench) -> None:
    bench.open(section=8)


def at_settings(bench: Bench) -> None:
    at_caseload(bench)
    bench.desk.show_settings()


def at_retention(bench: Bench) -> None:
    keeping(bench)


def at_erasing_dossier(bench: Bench) -> None:
    at_stake(bench)


def at_erased_dossier(bench: Bench) -> None:
    erase_with_a_broken_copy(bench)


def at_erasing_item(bench: Bench) -> None:
    wish(bench, away=True)
    erasing(bench)


def at_item_of_the_law(bench: Bench) -> None:
    bench.open()
    erasing(bench)


def at_practising(bench: Bench) -> None:
    at_settings(bench)
    bench.settle()
    bench.desk.settings_page.practise()


def at_renewing(bench: Bench) -> None:
    at_settings(bench)
    bench.settle()
    bench.desk.settings_page.recovery.renew()


def at_lending(bench: Bench) -> None:
    at_settings(bench)
    bench.settle()
    bench.desk.settings_page.recovery.lend()


def at_dividing(bench: Bench) -> None:
    at_settings(bench)
    bench.settle()
    bench.desk.settings_page.recovery.divide()


def at_recovering(bench: Bench) -> None:
    at_lock(bench)
    screen = bench.window.screen_
    assert isinstance(screen, LockScreen)
    screen.mode_button.click()
    screen.choose(By.SHARES)


def at_rights(bench: Bench) -> None:
    rights(bench)


def at_asking(bench: Bench) -> None:
    asking(bench, "wissing")


def at_leaving_out(bench: Bench) -> None:
    leaving_out(bench, "wens", "afspraak")


def at_deciding(bench: Bench) -> None:
    page = deciding(bench, "wissing", "wens")
    page.decision.outcome.setCurrentIndex(1)


def at_rectifying(bench: Bench) -> None:
    page = deciding(bench, "rectificatie", "wens")
    page.decision.outcome.setCurrentIndex(page.decision.outcome.findData("toegewezen"))


def at_part(bench: Bench) -> None:
    page = deciding(bench, "beperking", "wens", "afspraak")
    page.decision.outcome.setCurrentIndex(page.decision.outcome.findData("deels"))


def at_lifting(bench: Bench) -> None:
    page = deciding(bench, "beperking", "wens")
    grant(bench, page)
    page.list.follow()
    bench.settle()
    page.lift_button.click()


def at_shared(bench: Bench) -> None:
    shared(bench)


def at_log(bench: Bench) -> None:
    whole_log(bench)


def at_log_of_a_client(bench: Bench) -> None:
    log_of_a_client(bench)


def at_document(bench: Bench) -> None:
    view = looking(bench, pdf(3))
    view.next()


def at_no_document(bench: Bench) -> None:
    looking(bench, b"PK\x03\x04 a letter", "brief.docx")


def at_empty_inbox(bench: Bench) -> None:
    at_caseload(bench)
    bench.desk.show_inbox()


def at_inbox(bench: Bench) -> None:
    scan(bench, "een.pdf")
    scan(bench, "twee.pdf")
    page = inbox(bench)
    choose(bench, page)
    page.form.what.setCurrentIndex(1)
    page.form.what.activated.emit(1)
    page.submit()


def at_names_in_the_inbox(bench: Bench) -> None:
    path = scan(bench)
    page = inbox(bench)
    path.write_bytes(b"")
    look(bench, page)
    bench.bot.keyClicks(page.form.client, "rania")


def at_contacts(bench: Bench) -> None:
    page_of(bench, bench.furnish())


def at_read_card(bench: Bench) -> None:
    read_stranger(bench, bench.furnish())


def at_decision(bench: Bench) -> None:
    office = bench.furnish()
    office.agree()
    part_of(bench, office)


def at_consent_form(bench: Bench) -> None:
    form = form_of(bench, bench.furnish())
    form.answers[True].click()
    form.groups.boxes["identiteit"].box.click()
    form.groups.boxes["identiteit"].more.click()
    form.save_button.click()


def at_signing(bench: Bench) -> None:
    form = signing(bench, bench.furnish())
    draw(form.signature.pad, ((0.5, 0.5),))
    form.save_button.click()


def at_earlier_sheet(bench: Bench) -> None:
    form = on_paper(bench, bench.furnish())
    pick(form, "expressed.how", "kruisje met getuige")
    fill(bench, form, "signed.day", "01-03-2026")
    fill(bench, form, "representative.name", "F. Bos")
    form.save_button.click()


def at_evidence(bench: Bench) -> None:
    form = signing(bench, bench.furnish())
    draw(form.signature.pad)
    form.save_button.click()
    bench.settle()
    bench.page.look()


def at_paper(bench: Bench) -> None:
    choose_paper(bench, agreed(bench, bench.furnish()), SHEET)


def at_paper_of_a_decision(bench: Bench) -> None:
    choose_paper(bench, agreed(bench, bench.furnish()), RECEIPT)


def at_no_paper(bench: Bench) -> None:
    choose_paper(bench, agreed(bench, bench.furnish()), PROOF)


def at_own_paper(bench: Bench) -> None:
    page_of(bench, bench.furnish()).paper_button.click()
    paper_page(bench)


def at_giving(bench: Bench) -> None:
    office = bench.furnish()
    office.agree()
    giving(bench, office)


def at_preview(bench: Bench) -> None:
    office = bench.furnish()
    office.agree(groups=["identiteit"])
    giving(bench, office).next_button.click()


def at_cover(bench: Bench) -> None:
    office = bench.furnish()
    lend(office)
    at_lent(bench, office)


def at_return(bench: Bench) -> None:
    office = bench.furnish()
    lend(office)
    sending_back(bench, office)


def at_return_refused(bench: Bench) -> None:
    office = bench.furnish()
    lend(office, answer_back=False)
    sending_back(bench, office)


def at_returned(bench: Bench) -> None:
    at_return(bench)
    page = bench.desk.sharing_page
    assert isinstance(page, ReturnPage)
    page.make(bench.folder / "terug.eportfolio")
    bench.settle()
    bench.window.toast.hide()


def at_receive(bench: Bench) -> None:
    at_caseload(bench)
    bench.desk.show_receive()


def at_refused(bench: Bench) -> None:
    office = bench.furnish()
    receiving(bench, office, office.file("scan.png"))


def at_received_file(bench: Bench) -> None:
    office = bench.furnish()
    page = receiving(bench, office, office.send())
    assert page.agreements is not None
    page.agreements.answers[0].buttons["wijzigen"].click()


def at_two_places(bench: Bench) -> None:
    kept_apart(bench, bench.furnish())


def at_receipt(bench: Bench) -> None:
    office = bench.furnish()
    closing(bench, office, take_in(bench, office, office.send(groups=["identiteit"])))


def together(bench: Bench, language: str = "Arabisch") -> Sitting:
    sitting = Sitting(bench, bench.furnish())
    sitting.begin(language)
    return sitting


def at_told(bench: Bench) -> None:
    bench.start()
    tell(bench)
    bench.open()


def at_told_form(bench: Bench) -> None:
    at_told(bench)
    bench.page.begin_record("intake")


def at_understood(bench: Bench) -> None:
    understood(bench)


def at_reply(bench: Bench) -> None:
    replied(bench)


def at_taken_back(bench: Bench) -> None:
    withdrawn_decision(bench, bench.furnish())


def at_notices(bench: Bench) -> None:
    telling(bench, bench.furnish())


def at_corrected(bench: Bench) -> None:
    corrected(bench, bench.furnish())


def at_made_notices(bench: Bench) -> None:
    notice_of(bench, bench.furnish())


def at_asked(bench: Bench) -> None:
    page = being_asked(bench, bench.furnish())
    assert page.answers is not None
    page.answers.all.buttons["bewaren"].click()


def at_locked(bench: Bench) -> None:
    locked(bench, bench.furnish())


def at_locked_records(bench: Bench) -> None:
    locked_records(bench, bench.furnish())


def at_told_today(bench: Bench) -> None:
    told_today(bench, bench.furnish())


def at_together(bench: Bench) -> None:
    together(bench)


def at_languages(bench: Bench) -> None:
    together(bench).choose(say.OTHER_LANGUAGE)


def at_review(bench: Bench) -> None:
    sitting = together(bench, "Tigrinya")
    sitting.choose(say.REVIEW)
    sitting.buttons()[0].click()


def at_preparing(bench: Bench) -> None:
    sitting = together(bench)
    sitting.choose(say.PERMIT)
    sitting.form().submit()


def at_notice(bench: Bench) -> None:
    together(bench, "Tigrinya").prepare("tolk 3")


def at_group(bench: Bench) -> None:
    sitting = together(bench)
    sitting.prepare("tolk 3")
    sitting.read_on()
    sitting.choose(say.YES)


def choices(bench: Bench) -> Sitting:
    sitting = together(bench)
    sitting.prepare("tolk 3")
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups("uren")
    sitting.choose(say.NO)
    sitting.tell_back()
    sitting.choose(say.NEXT)
    return sitting


def at_choices(bench: Bench) -> None:
    choices(bench)


def at_signing_together(bench: Bench) -> None:
    sitting = choices(bench)
    sitting.choose(say.NEXT)
    sitting.choose(say.CROSS)


def at_later(bench: Bench) -> None:
    sitting = together(bench)
    sitting.prepare("tolk 3")
    sitting.read_on()
    sitting.choose(say.YES)
    while sitting.page.startswith("group:"):
        sitting.choose(say.YES)


def at_closing_together(bench: Bench) -> None:
    together(bench)
    assert not bench.window.close()


def at_leaving(bench: Bench) -> None:
    sitting = together(bench, "Nederlands")
    sitting.screen.ask_leave()
    assert sitting.screen.leaving is not None
    sitting.screen.leaving.submit()


def at_sheet(bench: Bench) -> None:
    part = part_of(bench, bench.furnish())
    part.review_button.click()
    bench.settle()
    assert isinstance(part.form, ReviewForm)
    part.form.rows[0].buttons["klopt niet"].click()


SCREENS = {
    one.__name__.removeprefix("at_"): one
    for one in (
        at_start,
        at_second_step,
        at_recovery,
        at_lock,
        at_today,
        at_caseload,
        at_views,
        at_palette,
        at_terms,
        at_hours,
        at_hours_table,
        at_new,
        at_dossier,
        at_timeline_table,
        at_form,
        at_big_form,
        at_consents,
        at_history,
        at_settings,
        at_retention,
        at_erasing_dossier,
        at_erased_dossier,
        at_erasing_item,
        at_item_of_the_law,
        at_practising,
        at_renewing,
        at_lending,
        at_dividing,
        at_recovering,
        at_rights,
        at_asking,
        at_leaving_out,
        at_deciding,
        at_rectifying,
        at_part,
        at_lifting,
        at_shared,
        at_log,
        at_log_of_a_client,
        at_document,
        at_no_document,
        at_empty_inbox,
        at_inbox,
        at_names_in_the_inbox,
        at_contacts,
        at_read_card,
        at_decision,
        at_consent_form,
        at_signing,
        at_earlier_sheet,
        at_evidence,
        at_paper,
        at_paper_of_a_decision,
        at_no_paper,
        at_own_paper,
        at_giving,
        at_preview,
        at_cover,
        at_return,
        at_return_refused,
        at_returned,
        at_receive,
        at_refused,
        at_received_file,
        at_two_places,
        at_receipt,
        at_told,
        at_told_form,
        at_understood,
        at_reply,
        at_taken_back,
        at_notices,
        at_corrected,
        at_made_notices,
        at_asked,
        at_locked,
        at_locked_records,
        at_told_today,
        at_together,
        at_languages,
        at_review,
        at_preparing,
        at_notice,
        at_group,
        at_choices,
        at_later,
        at_signing_together,
        at_closing_together,
        at_leaving,
        at_sheet,
    )
}
Go = Callable[[Bench], None]
every_screen = pytest.mark.parametrize("go", SCREENS.values(), ids=SCREENS)


def walk(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for n in range(node.childCount()):
        child = node.child(n)
        if child is not None:
            yield from walk(child)


def visible(window: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    return [
        one
        for kind in kinds
        for one in window.findChildren(kind)
        if one.isVisible() and not one.visibleRegion().isEmpty()
    ]


def is_one_of_a_choice(one: QWidget) -> bool:
    """Not the chosen one of several: the arrow keys lead to it, Tab goes to the chosen one."""
    if not isinstance(one, QAbstractButton) or one.group() is None:
        return False
    return one.group().exclusive() and not one.isChecked()


BEFORE_WORK = (at_start, at_second_step, at_recovery, at_lock, at_recovering)


@every_screen
def test_all_of_a_screen_fits_has_a_name_is_reached_by_tab_and_is_gone_after_the_lock(
    bench: Bench, go: Go
) -> None:
    require_fits_at_twice_the_text_size(bench, go, is_live=True)
    require_names_and_letters(bench)
    require_reached_by_tab(bench)
    if go not in BEFORE_WORK:
        require_gone_after_the_lock(bench)


def require_names_and_letters(bench: Bench) -> None:
    """Everything has a name, and no two things answer to one letter."""
    unnamed = [
        (type(node.object()).__name__, node.role().name)
        for node in walk(QAccessible.queryAccessibleInterface(bench.window))
        if node.role() in NEED
        and not node.state().invisible  # type: ignore[attr-defined]
        and not node.text(QAccessible.Text.Name).strip()
    ]
    letters = [
        match[1].casefold()
        for one in visible(bench.window, QAbstractButton, QLabel)
        if isinstance(one, QAbstractButton) or one.buddy()  # type: ignore[attr-defined]
        if (match := re.search(r"&(\w)", one.text()))  # type: ignore[attr-defined]
    ]
    letters += [
        match[1].casefold()
        for action in bench.window.menuBar().actions()
        if (match := re.search(r"&(\w)", action.text()))
    ]
    assert unnamed == []
    assert sorted(letters) == sorted(set(letters))


def require_fits_at_twice_the_text_size(bench: Bench, go: Go, *, is_live: bool) -> None:
    """Nothing of a screen is cut off, opened so or when the text grows on it (`is_live`);
    afterwards it stands there in its usual size."""
    bench.theme.set_zoom(100 if is_live else 200)
    go(bench)
    bench.settle()
    bench.window.resize(1440, 900)
    QApplication.processEvents()
    if is_live:
        bench.theme.set_zoom(200)
        bench.settle()
        if cut_off(bench.window):
            bench.bot.wait(3 * RESIZE_MS)  # a page of paper follows a moment later
    found = cut_off(bench.window)
    bench.theme.set_zoom(100)
    bench.settle()
    assert found == []


def cut_off(window: QWidget) -> list[tuple[object, ...]]:
    """What does not fit where it stands: words, and what is wider than its room."""
    cut: list[tuple[object, ...]] = [
        (one.text(), one.size().toTuple(), one.minimumSizeHint().toTuple())  # type: ignore[attr-defined]
        for one in visible(window, QLabel, QAbstractButton)
        if not getattr(one, "wordWrap", bool)()
        and one.text()  # type: ignore[attr-defined]
        and (
            one.width() < one.minimumSizeHint().width() - 1
            or one.height() < one.minimumSizeHint().height() - 1
        )
    ]
    cut += [
        (area.widget().width(), area.viewport().width())
        for area in window.findChildren(QScrollArea)
        if area.isVisible() and area.widget().width() > area.viewport().width()
    ]
    cut += [
        (one.text(), one.height(), one.heightForWidth(one.width()))
        for one in window.findChildren(QLabel)
        if one.isVisible() and one.wordWrap() and one.height() < one.heightForWidth(one.width())
    ]
    return cut


def require_reached_by_tab(bench: Bench) -> None:
    """Tab reaches everything and comes back."""
    wanted = {
        one
        for one in bench.window.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not one.inherits("QTabBar")
        and not is_one_of_a_choice(one)
    }
    reached: set[QWidget] = set()
    for _ in range(3 * len(wanted) + 10):
        focused = QApplication.focusWidget()
        if focused is None or (focused in reached and reached >= wanted):
            break
        reached.add(focused)
        bench.bot.keyClick(focused, Qt.Key.Key_Tab)
    left = [(type(one).__name__, one.accessibleName()) for one in wanted - reached]
    assert left == []


def require_gone_after_the_lock(bench: Bench) -> None:
    """Neither a widget nor a word of a client lives on, once the vault is closed."""
    screen = bench.window.screen_
    widgets = [screen, *screen.findChildren(QWidget)]
    assert len(widgets) > 3
    bench.window._lock_now()
    bench.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert isinstance(bench.window.screen_, LockScreen | StartPage)
    assert [type(one).__name__ for one in widgets if shiboken6.isValid(one)] == []
