"""Database servers for tests: a private PostgreSQL in a temporary folder, reached over a socket in it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

_DEBIAN: Final = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
_USERS: Final = ("postgres", "nobody")
_QUIET: Final = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' -c jit=off"


def _program(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), *_DEBIAN)))


def _other_user() -> str | None:
    """Whom a server runs as where tests run as root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in _USERS if name in known), None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The connection text of a PostgreSQL server that lives as long as the tests do."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("no PostgreSQL server is installed (initdb, pg_ctl)")
    user = _other_user()
    if user is None and os.geteuid() == 0:
        pytest.skip("tests run as root and there is no other user for a PostgreSQL server")
    with tempfile.TemporaryDirectory(prefix="antq-pg-") as folder:
        if user is not None:
            shutil.chown(folder, user)
        data = str(Path(folder) / "data")
        _run([initdb, "-D", data, "-U", "antq", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], user, folder)
        options = f"{_QUIET} -k {folder}"
        _run([pg_ctl, "-D", data, "-o", options, "-l", str(Path(folder) / "log"), "-w", "start"], user, folder)
        try:
            yield f"host={folder} user=antq dbname=postgres"
        finally:
            _run([pg_ctl, "-D", data, "-m", "immediate", "-w", "stop"], user, folder)


def _run(command: list[str], user: str | None, folder: str) -> None:
    done = subprocess.run(
        command, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        pytest.fail(f"{command[0]}: {done.stderr.decode(errors='replace')}")
