"""Opens one SQLCipher file and lets others read and write it. Owner of sqlcipher3.

Invariants:
- The key is raw bytes and comes first; without SQLCipher nothing is opened (plain SQLite would
  silently ignore the key and write readable files).
- `journal_mode=DELETE`: WAL misbehaves on network drives, and a copy of one file is complete.
- A write is one transaction: all of it is on the disk, or none of it.
- The library's own messages never reach a log.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from glob import escape
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import (
    CursorResult,
    Dialect,
    Engine,
    Executable,
    MetaData,
    Table,
    create_engine,
    insert,
    make_url,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from eportfolio.errors import EportfolioError, StorageFault, WrongUsage, newer

# Larger pages make attachments a third faster than SQLCipher's 4096; docs/formats/vault.md names
# this number, because another reader must be told it.
PAGE_SIZE = 8192
SCHEMA_VERSION = 1

_WRITTEN_AND_READ = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)

Row = Mapping[str, Any]
Rows = list[tuple[Any, ...]]


class Store:
    """One open database file. Everything that is asked of it goes through `execute`."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        dialect, compiled = _shared()
        engine = Engine(
            StaticPool(self._connect), dialect, make_url("sqlite://"), hide_parameters=True
        )
        with _translated():
            self._connection = engine.connect().execution_options(
                isolation_level="AUTOCOMMIT", compiled_cache=compiled
            )

    @classmethod
    def create(
        cls,
        path: Path,
        key: bytes,
        tables: MetaData,
        guards: Sequence[str],
        rows: Sequence[tuple[Table, Row]] = (),
    ) -> Store:
        """A new file with these tables, `guards` (its triggers and other bare SQL) and first
        rows, all in its first commit.

        Raises:
            StorageFault: it exists already, or the disk says no.
        """
        try:
            os.close(os.open(path, _NEW_FILE, 0o600))
        except OSError as error:
            raise disk_fault(error) from error
        try:
            store = cls(path, key)
            with store.transaction(), _translated():
                tables.create_all(store._connection, checkfirst=False)
                for statement in guards:
                    store._connection.exec_driver_sql(statement)
                for table, row in rows:
                    store._connection.execute(insert(table), row)
                store._connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return store

    @classmethod
    def open(cls, path: Path, key: bytes) -> Store:
        """An existing file.

        Raises:
            StorageFault: not there, damaged, or another key.
            Unsupported: written by a newer version of the program.
        """
        store = cls(path, key)
        try:
            version = int(store.pragma("user_version"))
        except StorageFault:
            store.close()
            raise
        if version == 0:  # killed before its first commit: nothing was ever in it
            store.close()
            raise StorageFault("storage-fault", "unfinished")
        if version > SCHEMA_VERSION:
            store.close()
            raise newer(version, SCHEMA_VERSION)
        return store

    def _connect(self) -> dbapi2.Connection:
        connection = _connected(self.path, self._key)
        run = connection.execute
        run("PRAGMA secure_delete=ON")
        run("PRAGMA foreign_keys=ON")
        run("PRAGMA synchronous=FULL")
        run("PRAGMA journal_mode=DELETE")
        return connection

    def execute(
        self, statement: Executable, rows: Sequence[Row] | Row | None = None
    ) -> CursorResult[Any]:
        """Run one statement, for one or many rows.

        Raises:
            StorageFault: disk full, locked, damaged, no permission.
        """
        with _translated():
            if rows is None:
                return self._connection.execute(statement)
            return self._connection.execute(statement, rows)

    def insert(self, table: Table, row: Row) -> int:
        """Add one row to a table with an integer key; gives the key.

        Raises:
            StorageFault: as `execute`.
        """
        key = self.execute(insert(table), row).inserted_primary_key
        if key is None:
            raise TypeError(table.name)
        return int(key[0])

    def pragma(self, name: str) -> Any:
        """The value of a pragma."""
        with _translated():
            return self._connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    def damaged_pages(self) -> int:
        """How many pages fail their HMAC or SQLite's own check."""
        with _translated():
            seals = self._connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
            shape = self._connection.exec_driver_sql("PRAGMA quick_check").fetchall()
        return len(seals) + sum(1 for row in shape if row[0] != "ok")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside are kept together, or not at all. Inner ones join the outer."""
        driver = self._driver()
        if driver.in_transaction:
            yield
            return
        with _translated():
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield
            with _translated():
                self._connection.exec_driver_sql("COMMIT")
        except BaseException:
            if driver.in_transaction:
                self._connection.exec_driver_sql("ROLLBACK")
            raise

    @property
    def is_changing(self) -> bool:
        """Whether a transaction is under way."""
        return bool(self._driver().in_transaction)

    @contextmanager
    def still(self) -> Iterator[None]:
        """While inside, the file on disk is complete and does not change (for a copy)."""
        with self.transaction():
            yield

    def read_all(self, sql: str, *values: str | int) -> list[Sequence[Any]]:
        """Every row of a query where a person waits, without the query builder's cost.

        Raises:
            StorageFault: as `execute`.
        """
        with _translated():
            rows: list[Sequence[Any]] = self._driver().execute(sql, values).fetchall()
            return rows

    def read(self, sql: str, *values: str | int) -> Sequence[Any] | None:
        """The first row of such a query, if there is one."""
        return next(iter(self.read_all(sql, *values)), None)

    def write(self, sql: str, *rows: tuple[str | int | bytes | None, ...]) -> None:
        """The same for a change, for one or more rows.

        Raises:
            StorageFault: as `execute`.
        """
        with _translated():
            self._driver().executemany(sql, rows)

    def _driver(self) -> dbapi2.Connection:
        return self._connection.connection.driver_connection

    def close(self) -> None:
        """Close the file; the key is forgotten."""
        self._connection.close()
        self._connection.engine.dispose()
        self._key = b""


def look(
    path: Path, key: bytes, queries: Sequence[tuple[str, tuple[str | int, ...]]]
) -> list[Rows]:
    """Read a few things from an existing file and close it: much quicker than opening it to work
    in it, and nothing is checked. The answers are rows in the order of the columns asked for.

    Raises:
        StorageFault: not there, damaged, or another key.
    """
    with _translated(), closing(_connected(path, key)) as connection:
        return [connection.execute(text, values).fetchall() for text, values in queries]


def _connected(path: Path, key: bytes) -> dbapi2.Connection:
    uri = path.absolute().as_uri() + "?mode=rw"
    connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    run = connection.execute
    run("PRAGMA cipher_log_level=NONE")
    if not run("PRAGMA cipher_version").fetchone():
        raise StorageFault("storage-fault", "no-encryption")
    run(f"PRAGMA key=\"x'{key.hex()}'\"")
    run(f"PRAGMA cipher_page_size={PAGE_SIZE}")
    run("PRAGMA temp_store=MEMORY")
    return connection


@cache
def _shared() -> tuple[Dialect, dict[Any, Any]]:
    """One dialect and its compiled statements for all files: a dossier opens in milliseconds
    because nothing has to be compiled again. Both depend on the schema only."""
    engine = create_engine("sqlite://", module=dbapi2)
    engine.connect().close()  # the dialect asks the library once what it can do
    engine.dispose()
    return engine.dialect, {}


@contextmanager
def new_file(path: Path, *, replace: bool = True) -> Iterator[BinaryIO]:
    """A file that appears whole or not at all: written aside, synced, then renamed.

    Raises:
        StorageFault: the disk says no; what stood at `path` is untouched.
    """
    if path.is_dir():
        raise StorageFault("storage-fault", "is-a-folder")
    if not replace and path.exists():
        raise StorageFault("storage-fault", "exists")
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    remove_parts(path.parent, path.name)
    try:
        with os.fdopen(os.open(aside, _WRITTEN_AND_READ, 0o600), "w+b") as file:
            yield file
            flush(file)
        os.replace(aside, path)
        sync_folder(path.parent)
    except OSError as error:
        raise disk_fault(error) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder that appears whole or not at all; inside stands the one it is built in. An empty one
    of that name is replaced, and what a kill left of another try is removed.

    Raises:
        StorageFault: no room, no permission, or something stands there.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StorageFault("storage-fault", "exists")
        remove_unfinished(path)
        aside.mkdir(mode=0o700)
        yield aside
        if path.exists():
            path.rmdir()
        aside.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise disk_fault(error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def flush(file: BinaryIO) -> None:
    """Bring what was written so far to the disk.

    Raises:
        StorageFault: there is no room for it.
    """
    try:
        file.flush()
        os.fsync(file.fileno())
    except OSError as error:
        raise disk_fault(error) from error


def remove_parts(folder: Path, name: str = "*") -> None:
    """Remove what a killed `new_file` for this name left half written."""
    with suppress(OSError):
        for part in folder.glob(f".{name}.????????.part"):
            part.unlink(missing_ok=True)


def remove_unfinished(path: Path) -> bool:
    """Remove what a kill left of a file or folder that was to appear here. False: the folder around
    it is not there now, or something in it cannot be removed."""
    if not path.parent.is_dir():
        return False
    left = list(path.parent.glob(f".{escape(path.name)}.????????.part"))
    for part in left:
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        else:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return not any(part.exists() for part in left)


def remove_database(path: Path) -> None:
    """Remove a database with what a kill may have left beside it.

    Raises:
        StorageFault: the disk says no.
    """
    try:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    except OSError as error:
        raise disk_fault(error) from error


def sync_folder(path: Path) -> None:
    """Make a rename or removal in this folder durable (Windows does so by itself)."""
    if os.name != "nt":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_small(path: Path, limit: int, too_large: EportfolioError) -> bytes:
    """The bytes of a file that is small if it is what it should be; at most `limit` of them.

    Raises:
        WrongUsage: there is no such file.
        StorageFault: it cannot be read.
        EportfolioError: `too_large`, when there are more.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise WrongUsage("not-found", "no-such-file") from error
    except OSError as error:
        raise disk_fault(error) from error
    if len(data) > limit:
        raise too_large
    return data


def disk_fault(error: OSError) -> StorageFault:
    """What an operating-system error means to a person."""
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "no-such-file",
        FileExistsError: "exists",
        PermissionError: "no-permission",
        IsADirectoryError: "is-a-folder",
        NotADirectoryError: "not-a-folder",
    }
    if error.errno in (errno.EFBIG, errno.ENOSPC, errno.EDQUOT):
        return StorageFault("storage-fault", "disk-full")
    if error.errno == errno.EROFS:
        return StorageFault("storage-fault", "no-permission")
    return StorageFault("storage-fault", reasons.get(type(error)))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, dbapi2.IntegrityError):
        raise  # a guard of ours fired: a bug, never a fault of the disk
    except (OperationalError, DBAPIError) as error:
        raise StorageFault("storage-fault", _reason(str(error.orig))) from error
    except (dbapi2.OperationalError, dbapi2.DatabaseError) as error:
        raise StorageFault("storage-fault", _reason(str(error))) from error


def _reason(text: str) -> str | None:
    known = {
        "full": "disk-full",
        "not a database": "file-damaged",
        "malformed": "file-damaged",
        "orrupt": "file-damaged",
        "vtable": "file-damaged",
        "logic error": "file-damaged",
        "no such table": "file-damaged",
        "disk I/O error": "disk-fault",
        "readonly": "no-permission",
        "unable to open": "no-such-file",
        "locked": "file-locked",
        "out of memory": "file-damaged",
    }
    return next((reason for words, reason in known.items() if words in text), None)
