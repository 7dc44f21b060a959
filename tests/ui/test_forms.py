from __future__ import annotations

from typing import Any

import pytest
from builders_records import DOC, EXAMPLES, OTHER
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from eportfolio import records
from ui.fields import ChoiceEditor, Editor, LineEditor, SetEditor, TextEditor, YesNoEditor
from ui.form_spec import HIDDEN, Spec, Type, shown, specs
from ui.forms import Form, PartEditor, PartsEditor
from ui.theme import Theme

NAMES = {"document": {DOC: "Diploma", OTHER: "Foto"}, "client": {OTHER: "Rania"}}


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> Any:
    def make(kind: str, body: dict[str, Any] | None = None) -> Form:
        made = Form(theme, kind, body or {}, NAMES)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def line(form: Form, name: str) -> Any:
    editor = form.field(name).editor
    assert isinstance(editor, LineEditor)
    return editor.line


@pytest.mark.parametrize("kind", records.KINDS)
def test_form_has_every_field_of_the_model_with_its_title(kind: str) -> None:
    properties = records.json_schema(kind)["properties"]
    assert isinstance(properties, dict)
    made = {spec.name: spec.title for spec in specs(kind)}
    titles = {name: str(found["title"]) for name, found in properties.items()}  # type: ignore[index,call-overload]
    assert made == {n: t for n, t in titles.items() if n not in HIDDEN.get(kind, ())}


@pytest.mark.parametrize("kind", records.KINDS)
def test_body_that_nobody_touched_comes_back_as_it_was(form: Any, kind: str) -> None:
    body = {**EXAMPLES[kind], "veld_van_later": {"x": [1, 2]}}
    made = form(kind, body)
    assert made.fields.body() == body
    assert not made.is_changed


@pytest.mark.parametrize("kind", records.KINDS)
def test_body_that_was_touched_everywhere_means_the_same(form: Any, kind: str) -> None:
    made = form(kind, EXAMPLES[kind])
    for box in made.fields.all_boxes():
        if box.editor.value() is not None and not isinstance(box.editor, PartEditor):
            box.editor._touch()
    assert made.checked() is not None
    spoken = {True: "Ja", False: "Nee"}

    def same(value: Any) -> Any:
        if isinstance(value, bool):
            return spoken[value]
        if isinstance(value, dict):
            return {name: same(one) for name, one in value.items()}
        if isinstance(value, list):
            return [same(one) for one in value]
        return value

    assert same(made.fields.body()) == same(EXAMPLES[kind])


@pytest.mark.parametrize("kind", records.KINDS)
def test_every_value_of_a_record_is_shown_in_words(kind: str) -> None:
    body = EXAMPLES[kind]
    for spec in specs(kind):
        if spec.name in body and body[spec.name] not in (None, [], ""):
            assert shown(spec, body[spec.name], {DOC: "Diploma", OTHER: "Foto"})


def test_fields_are_edited_by_what_they_are() -> None:
    found = {spec.name: spec.type for spec in specs("client")}
    assert found["achternaam"] is Type.TEXT
    assert found["geboortedatum"] is Type.PARTIAL_DATE
    assert found["vergunning_ingang"] is Type.DATE
    assert found["geslacht"] is Type.CHOICE
    assert found["tolk_nodig"] is Type.YES_NO
    assert found["andere_talen"] is Type.LINES
    assert found["documenten"] is Type.REFERENCES
    assert {spec.name: spec.type for spec in specs("intake")}["blokken"] is Type.PART
    assert {spec.name: spec.type for spec in specs("intake")}["oproepdatums"] is Type.DATES
    assert {spec.name: spec.type for spec in specs("pip")}["afgeschaalde_vaardigheden"] is Type.SET
    assert {spec.name: spec.type for spec in specs("verhaal")}["onderdelen"] is Type.PARTS


def test_what_never_leaves_says_so() -> None:
    never = {spec.name for spec in specs("verblijf") if spec.never_leaves}
    assert never == {"adres", "werknotitie"}


def test_form_gives_what_was_typed(form: Any, qtbot: QtBot) -> None:
    made = form("client")
    qtbot.keyClicks(line(made, "achternaam"), "Haddad")
    qtbot.keyClicks(line(made, "geboortedatum"), "1979")
    yes = made.field("tolk_nodig").editor
    assert isinstance(yes, YesNoEditor)
    yes.buttons["Ja"].click()
    languages = made.field("andere_talen").editor
    assert isinstance(languages, TextEditor)
    languages.area.setPlainText("Arabisch\n\nEngels ")
    assert made.checked() == {
        "achternaam": "Haddad",
        "geboortedatum": "1979-00-00",
        "tolk_nodig": "Ja",
        "andere_talen": ["Arabisch", "Engels"],
    }


def test_answer_can_be_taken_away_again(form: Any) -> None:
    made = form("client", {"achternaam": "Haddad", "tolk_nodig": True, "geslacht": "V"})
    yes = made.field("tolk_nodig").editor
    yes.buttons["Ja"].click()
    choice = made.field("geslacht").editor
    assert isinstance(choice, ChoiceEditor)
    choice.combo.setCurrentIndex(0)
    choice.combo.activated.emit(0)
    assert made.checked() == {"achternaam": "Haddad"}


def test_sentence_of_the_model_stands_at_its_field(form: Any, qtbot: QtBot) -> None:
    made = form("client", {"bsn": "123456789"})
    assert made.checked() is None
    assert "elfproef" in made.field("bsn").message.text()
    assert made.field("achternaam").message.text() == "Dit veld is verplicht."
    assert made.field("bsn").editor.focus_widget.accessibleDescription()
    qtbot.keyClicks(line(made, "achternaam"), "Haddad")
    line(made, "bsn").clear()
    line(made, "bsn").textEdited.emit("")
    assert made.checked() == {"achternaam": "Haddad"}
    assert made.field("bsn").message.text() == ""


@pytest.mark.parametrize(
    ("kind", "name", "typed"),
    [
        ("client", "vergunning_ingang", "morgen"),
        ("client", "geboortedatum", "lang geleden"),
        ("urenregel", "uren", "veel"),
    ],
)
def test_what_cannot_be_read_is_said_in_the_words_of_the_form(
    form: Any, qtbot: QtBot, kind: str, name: str, typed: str
) -> None:
    made = form(kind)
    qtbot.keyClicks(line(made, name), typed)
    assert made.checked() is None
    assert "ijvoorbeeld" in made.field(name).message.text()
    assert line(made, name).text() == typed


def test_sentence_reaches_a_field_inside_a_part_and_inside_a_list(form: Any) -> None:
    made = form("verhaal", {"onderdelen": [{"tekst": "goed"}, {"titel": "zonder tekst"}]})
    assert made.checked() is None
    found = made.fields.box_at(["onderdelen", "1", "tekst"])
    assert found is not None
    assert found.message.text() == "Dit veld is verplicht."
    intake = form("intake", {"status": "Afgerond", "lbt": {"score": 41}})
    assert intake.checked() is None
    score = intake.fields.box_at(["lbt", "score"])
    assert score is not None
    assert score.message.text() == "Dit getal is ten hoogste 40."


def test_parts_are_added_and_taken_away(form: Any, qtbot: QtBot) -> None:
    made = form("verhaal", {"onderdelen": [{"tekst": "eerste", "van_later": 1}]})
    parts = made.field("onderdelen").editor
    assert isinstance(parts, PartsEditor)
    parts.add_button.click()
    new = made.fields.box_at(["onderdelen", "1", "tekst"])
    assert new is not None
    assert isinstance(new.editor, TextEditor)
    new.editor.area.setPlainText("tweede")
    first = {"tekst": "eerste", "van_later": 1}
    assert made.checked() == {"onderdelen": [first, {"tekst": "tweede"}]}
    remove = parts._parts[0][0].findChildren(QWidget, None)
    (button,) = [one for one in remove if getattr(one, "accessibleName", str)() == "Weghalen"]
    button.click()  # type: ignore[attr-defined]
    assert made.checked() == {"onderdelen": [{"tekst": "tweede"}]}


def test_reference_shows_names_and_keeps_what_is_not_here(form: Any) -> None:
    elsewhere = "11111111-2222-4333-8444-555555555555"
    made = form("pip", {"document": elsewhere, "documenten": [DOC, elsewhere]})
    choice, boxes = made.field("document").editor, made.field("documenten").editor
    assert isinstance(choice, ChoiceEditor)
    assert isinstance(boxes, SetEditor)
    assert choice.combo.currentText() == "niet in dit dossier"
    assert [box.text() for box in boxes.boxes.values()] == [
        "Diploma",
        "Foto",
        "niet in dit dossier",
    ]
    boxes.boxes[OTHER].click()
    assert made.fields.body()["documenten"] == [DOC, OTHER, elsewhere]


def test_value_of_a_newer_version_stays_in_its_list(form: Any) -> None:
    made = form("client", {"achternaam": "Haddad", "geslacht": "Later"})
    choice = made.field("geslacht").editor
    assert choice.combo.currentText() == "Later"
    assert made.fields.body()["geslacht"] == "Later"


def test_every_editor_has_a_name_for_who_listens(form: Any) -> None:
    for kind in records.KINDS:
        made = form(kind)
        for box in made.fields.all_boxes():
            if not isinstance(box.editor, PartEditor | PartsEditor | SetEditor):
                assert box.editor.focus_widget.accessibleName().startswith(box.editor.spec.title)


def test_editor_needs_both_ways(theme: Theme, qtbot: QtBot) -> None:
    bare = Editor(Spec("x", "X", Type.TEXT))
    qtbot.addWidget(bare)
    with pytest.raises(NotImplementedError):
        bare.load(None)
    with pytest.raises(NotImplementedError):
        bare._read()
