"""Use cases of a handover: `giving`, `receiving`, and `closing` with the receipt."""

from __future__ import annotations

from pathlib import Path

from eportfolio.bundle.receive import Answers, Choices
from eportfolio.progress import Progress, silent
from eportfolio.register import Action
from eportfolio.workspace import closing, giving, receiving, returns
from eportfolio.workspace.results import Closed, Inspection, Preview, Proof, Received, Sent
from eportfolio.workspace.session import Session


class Handovers:
    """Giving and receiving."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def preview(self, pid: str, consent: str, to: str) -> Preview:
        """What would go and what would stay, by the same gate that makes the bundle.

        Raises:
            NotPermitted: nothing may go under this consent.
        """
        return giving.preview(self._session, pid, consent, to)

    def create(
        self, pid: str, consent: str, to: str, out: Path, progress: Progress = silent
    ) -> Sent:
        """Make a bundle for one recipient. `out` may be a folder: then the name is random.

        Raises:
            NotPermitted: no consent that covers it, or it was used; or the recipient's card is
                not pinned.
            StorageFault: no room, or the file exists.
        """
        with self._session.logged(Action.BUNDLE, pid):
            return giving.create(self._session, pid, consent, to, out, progress)

    def preview_return(self, pid: str) -> Preview:
        """What would go back to the one who gave a cover, and what of the additions would stay.

        Raises:
            NotPermitted: nothing may, under the consent of the cover.
        """
        return returns.preview(self._session, pid)

    def create_return(self, pid: str, out: Path, progress: Progress = silent) -> Sent:
        """Make the bundle that brings back what was added during a cover. `out` may be a folder:
        then the name is random.

        Raises:
            NotPermitted: it was no cover, the consent is not in force or lets nothing come back,
                nothing was added, or the card of who gave it is not pinned.
            StorageFault: no room, or the file exists.
        """
        with self._session.logged(Action.BUNDLE, pid):
            return returns.create(self._session, pid, out, progress)

    def inspect(self, path: Path, progress: Progress = silent) -> Inspection:
        """Verify a bundle and compare it with what is here; nothing is written.

        Raises:
            NotAuthentic, NotPermitted, Unsupported: why it is refused.
        """
        with self._session.logged(Action.INSPECT):
            found = receiving.shown(self._session, path, progress)
            self._session.is_about(found.bundle.claims.pid)
            return found

    def receive(
        self,
        path: Path,
        *,
        answers: Answers,
        choices: Choices | None = None,
        receipt: Path | None = None,
        progress: Progress = silent,
    ) -> Received:
        """Verify a bundle, take it in with an answer to every open agreement, sign a receipt.

        Raises:
            NotAuthentic, NotPermitted, Unsupported, Conflict: why it is refused; nothing changed.
        """
        with self._session.logged(Action.IMPORT):
            return receiving.receive(
                self._session,
                path,
                answers=answers,
                choices=choices,
                receipt=receipt,
                progress=progress,
            )

    def close(self, path: Path, answers: Answers) -> Closed:
        """Read a receipt; close the dossier when it proves that everything arrived.

        Raises:
            NotAuthentic: no receipt for us, of a bundle we made, by its recipient.
            NotPermitted: open agreements that did not travel, or changes made after the bundle.
        """
        with self._session.logged(Action.RECEIPT):
            return closing.close(self._session, path, answers)

    def look_at_receipt(self, path: Path) -> Proof:
        """What a receipt proves, record by record; nothing is written.

        Raises:
            NotAuthentic: no receipt for us, of a bundle we made, by its recipient.
        """
        return closing.look_at_receipt(self._session, path)
