"""Sheets with a title and rows of facts, as the screens of a handover are put together from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from ui.delegates import LineDelegate
from ui.models import LineModel
from ui.theme import Theme
from ui.widgets import button, card, column, hair, icon, row, text
from ui.words import _

LABEL = 168


class Beside(QWidget):
    """Columns beside each other where there is room, else under each other. The page says how
    wide it is: to go by its own width, it would change the width it goes by."""

    def __init__(self, *columns: tuple[QLayout, int], space: int = 16) -> None:
        super().__init__()
        self._both = QHBoxLayout(self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(space)
        for inner, stretch in columns:
            self._both.addLayout(inner, stretch)

    def arrange(self, *, is_narrow: bool) -> None:
        """Beside each other, or under each other."""
        way = QBoxLayout.Direction
        self._both.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)


def sheet(title: str, *content: QWidget | QLayout, side: QWidget | None = None) -> QFrame:
    """A card with a title, a line, and what belongs under it."""
    head = row(text(title, "section", wrap=True))
    head.setStretch(0, 1)
    if side is not None:
        head.addWidget(side)
    head.setContentsMargins(20, 14, 20, 12)
    frame = card()
    inside = column(head, hair(), *content, space=0)
    inside.setContentsMargins(1, 1, 1, 8)
    frame.setLayout(inside)
    return frame


def padded(*content: QWidget | QLayout | int | None, space: int = 12) -> QVBoxLayout:
    """Content with the margins of a sheet."""
    inside = column(*content, space=space)
    inside.setContentsMargins(20, 14, 20, 14)
    return inside


def fact(theme: Theme, name: str, ink: str, label: str, words: str) -> QWidget:
    """An icon, what it is about, and what is so."""
    about = text(label, "strong", wrap=True)
    theme.size(about, fixedWidth=LABEL)
    said = text(words, wrap=True)
    line = row(column(icon(theme, name, ink, 20), None), about, said)
    line.setStretch(2, 1)
    line.setAlignment(about, Qt.AlignmentFlag.AlignTop)
    line.setContentsMargins(20, 9, 20, 9)
    holder = QWidget()
    holder.setLayout(line)
    holder.setAccessibleName(f"{label}: {words}")
    return holder


def looking(
    theme: Theme, title: str, view: QWidget, back: Callable[[], object], where: str
) -> QWidget:
    """A document in place of what it belongs to, with the way back."""
    leave = button(theme, _("Terug"), back, "arrow-left", small=True)
    leave.setToolTip(_("Terug naar {where} (Esc)").format(where=where))
    head = row(text(title, "section", wrap=True), leave)
    head.setStretch(0, 1)
    head.setContentsMargins(24, 12, 16, 12)
    inside = column(view)
    inside.setContentsMargins(16, 12, 16, 16)
    page = QWidget()
    layout = column(head, hair(), inside, space=0)
    layout.setStretch(2, 1)
    page.setLayout(layout)
    return page


class Headed(QHBoxLayout):
    """The title of a page; at its end the way back to what the page belongs to, once there is
    one."""

    def __init__(self, theme: Theme, title: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.setContentsMargins(0, 0, 0, 0)
        self.addWidget(title, 1)

    def lead_back(self, back: Callable[[], object]) -> None:
        """Show the way back."""
        leave = button(self._theme, _("Terug naar het dossier"), back, "arrow-left", small=True)
        leave.setToolTip(_("Terug naar {where} (Esc)").format(where=_("het dossier")))
        self.addWidget(leave, 0, Qt.AlignmentFlag.AlignTop)


def note(theme: Theme, words: str, name: str = "info", ink: str = "accent") -> QWidget:
    """A sentence that explains, with its icon."""
    line = row(column(icon(theme, name, ink, 20), None), text(words, "small", wrap=True), space=10)
    line.setStretch(1, 1)
    holder = QWidget()
    holder.setLayout(line)
    return holder


def digits(words: str) -> QLabel:
    """A fingerprint in groups, to read aloud."""
    label = text(words.replace(" ", "   "), "digits")
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    label.setAccessibleName(_("Controlegetal: {words}").format(words=words))
    return label


def spoken(words: str) -> QLabel:
    """A fingerprint in words, to say by telephone."""
    label = text(" · ".join(words.split()), "strong", wrap=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    label.setAccessibleName(_("Controlewoorden: {words}").format(words=words))
    return label


def line_list(theme: Theme, model: LineModel, name: str) -> QListView:
    """A list of lines that are chosen from."""
    view = QListView()
    view.setModel(model)
    view.setMouseTracking(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setItemDelegate(LineDelegate(theme, view))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setAccessibleName(name)
    return view


def whole(theme: Theme, view: QListView, least: int = 1) -> QListView:
    """A list that shows all its lines, up to what fits a screen."""
    model = view.model()
    lines = max(model.rowCount(), least)
    high = sum(view.sizeHintForRow(n) for n in range(min(lines, 40)))
    theme.size(view, fixedHeight=max(60, min(100 * (high + 2) / theme.zoom, 460)))
    return view


def fill(holder: QVBoxLayout, *content: QWidget | QLayout | None) -> None:
    """Put new content in an empty layout; None takes what is left."""
    for one in content:
        if one is None:
            holder.addStretch(1)
        elif isinstance(one, QLayout):
            holder.addLayout(one)
        else:
            holder.addWidget(one)
