"""The access log: who turned to which dossier and what left it; of the vault, or of one client."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from eportfolio.errors import EportfolioError, NotAuthentic
from ui import access_work
from ui.access_model import WHAT, WHERE, WHO, AccessModel
from ui.access_work import Log
from ui.delegates import ROW, CellDelegate
from ui.prompts import Prompts
from ui.sheets import Headed
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Banner, Flow, announce, button, card, column, text
from ui.words import _, _many, explain

MEASURED = 30  # rows that decide how wide a column is
LEAST = 160  # of the column that takes the rest: what is cut off there stands in its tooltip
SPARE = (WHERE, WHO)  # columns that go first where there is no room


class AccessPage(QWidget):
    """Read it, look for something in it, check its chain, hand it out."""

    saved = Signal(str)

    def __init__(
        self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str | None = None
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self.portfolio = portfolio
        self.model = AccessModel(has_about=portfolio is None)
        self.title = text(_("Inzagelogboek"), "title", wrap=True)
        words = (
            _("Wie wat deed met een dossier, en wanneer. Een regel gaat nooit weg.")
            if portfolio is None
            else _("Wie dit dossier opende, en wat eruit ging. Een regel gaat nooit weg.")
        )
        self.head = Headed(theme, self.title)
        self.bad, self.good = Banner(theme, "neg", "alert-circle"), Banner(theme, "pos", "shield")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Zoek op naam of op wat er gebeurde"))
        self.search.setAccessibleName(_("Zoek op naam of op wat er gebeurde"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.verify_button = button(theme, _("&Keten nalopen"), self._on_verify, "shield")
        self.export_button = button(theme, _("Als bes&tand…"), self._on_export, "download")
        self.verify_button.setToolTip(_("Nagaan of er niets is veranderd of weggehaald"))
        ways = Flow(12)
        for one in (self.verify_button, self.export_button):
            ways.addWidget(one)
        tools = QWidget()
        tools.setLayout(ways)
        self.counted = text("", "help", wrap=True)
        layout = column(
            column(self.head, text(words, "muted", wrap=True), space=4),
            self.bad,
            self.good,
            tools,
            self.search,
            self._sheet(),
            self.counted,
            space=12,
        )
        layout.setStretch(5, 1)
        layout.setContentsMargins(24, 20, 24, 16)
        self.setLayout(layout)
        theme.changed.connect(self._fit)
        tasks.run(self, access_work.read(portfolio), self._load, self._on_failed)

    @property
    def is_changed(self) -> bool:
        """Nothing is typed here that would be missed."""
        return False

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.search.setFocus()

    def _sheet(self) -> QWidget:
        table = self.table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(_("Inzagelogboek, de nieuwste regel eerst"))
        table.setItemDelegate(CellDelegate(self._theme, table))
        table.setShowGrid(False)
        table.setMouseTracking(True)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._theme.size(table, minimumHeight=3 * ROW)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.viewport().installEventFilter(self)
        sheet = card()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(table)
        return sheet

    def _load(self, log: Log) -> None:
        self.model.load(log)
        if log.name:
            self.title.setText(_("Wie bekeek het dossier van {name}?").format(name=log.name))
        self._filter()
        self._fit()

    def _filter(self) -> None:
        self.model.filter(self.search.text())
        shown, total = self.model.rowCount(), self.model.total
        self.counted.setText(
            _many("{number} regel", "{number} regels", total)
            if shown == total
            else _("{shown} van {total} regels").format(shown=shown, total=total)
        )

    def _on_verify(self) -> None:
        self._say("", "")
        self._tasks.run(self, access_work.verify, self._on_verified, self._on_failed)

    def _on_verified(self, count: int | None) -> None:
        if count is None:
            self._say(explain(NotAuthentic("not-authentic", "access-log")), "")
        else:
            words = _many(
                "De keten klopt: in {number} regel is niets veranderd of weggehaald.",
                "De keten klopt: in {number} regels is niets veranderd of weggehaald.",
                count,
            )
            self._say("", words)

    def _on_export(self) -> None:
        self._prompts.confirm(
            self,
            _("Dit bestand is niet versleuteld"),
            _(
                "In het bestand staan geen namen, wel nummers, tijden en wat er gebeurde. Wie bij "
                "het bestand kan, kan dat lezen. Uw kluis blijft veilig. Zet het waar alleen u bij "
                "kunt, of geef het aan wie er recht op heeft."
            ),
            _("Toch maken"),
            self._on_answered,
        )

    def _on_answered(self, yes: bool) -> None:
        if yes:
            self._prompts.save_file(
                self,
                _("Inzagelogboek opslaan"),
                "inzagelogboek.jsonl",
                _("Inzagelogboek (*.jsonl)"),
                self._export,
            )

    def _export(self, place: Path) -> None:
        self._say("", "")
        work = access_work.export(self.portfolio, place)
        self._tasks.run(self, work, self._on_exported, self._on_failed)

    def _on_exported(self, count: int) -> None:
        made = _many("{number} regel", "{number} regels", count)
        self.saved.emit(
            _("Inzagelogboek met {made} opgeslagen. Het is niet versleuteld.").format(made=made)
        )

    def _say(self, bad: str, good: str) -> None:
        self.bad.say(bad)
        self.good.say(good)

    def _on_failed(self, error: EportfolioError) -> None:
        self._say(explain(error), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """An arrow goes from the filter to the table; columns follow the room."""
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                self.table.selectRow(max(self.table.currentIndex().row(), 0))
                announce(self.table, self.counted.text())
                return True
        elif event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Columns as wide as what is looked at; what happened takes the rest."""
        table, head = self.table, self.table.horizontalHeader()
        table.verticalHeader().setMinimumSectionSize(self._theme.px(ROW))
        table.verticalHeader().setDefaultSectionSize(self._theme.px(ROW))
        head.setResizeContentsPrecision(MEASURED)
        columns = self.model.columns
        for one in SPARE:
            table.setColumnHidden(columns.index(one), False)
        widths = [
            max(table.sizeHintForColumn(n), head.sectionSizeHint(n)) for n in range(len(columns))
        ]
        room = table.viewport().width()
        for one in SPARE:
            at = columns.index(one)
            if sum(widths) > room:
                table.setColumnHidden(at, True)
                widths[at] = 0
        at = columns.index(WHAT)
        widths[at] = max(self._theme.px(LEAST), room - sum(widths) + widths[at])
        for n, width in enumerate(widths):
            if width:
                head.resizeSection(n, width)
