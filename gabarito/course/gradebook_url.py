"""Where a gradebook is, as SQLAlchemy has it: a file, whatever its name, or a server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

_SQLITE = "sqlite:///"
USUAL = f"{_SQLITE}gradebook.db"
"""nbgrader's own default, in the folder that its commands run in."""


def of_course(url: str, root: Path) -> str:
    """The configured `url`, as nbgrader run in the course's folder `root` would find it."""
    if not url.startswith(_SQLITE) or url.endswith(":memory:"):
        return url
    name, _, query = url.removeprefix(_SQLITE).partition("?")
    return url if name.startswith("file:") else of_file(root / name, query)


def of_file(path: Path, query: str = "") -> str:
    """SQLAlchemy URL of an SQLite file, whatever characters its path holds."""
    more = f"?{query}" if query else ""
    if not {"?", "%"} & set(str(path)):
        return f"{_SQLITE}{path}{more}"
    from sqlalchemy.engine import URL, make_url  # here: it takes long to import

    url = URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)
    if make_url(url).database == str(path):
        return url + more
    return f"{_SQLITE}file:{quote(str(path))}?uri=true{more.replace('?', '&')}"  # SQLAlchemy 2.0
