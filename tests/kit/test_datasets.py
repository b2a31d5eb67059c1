"""The registry of the real data files: fetched by URL, known by sha256."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gabarito import datasets
from gabarito.errors import DataError

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data"
NAMES = ["train_catvnoncat.h5", "test_catvnoncat.h5"]


# --- fetch and verify, over real HTTP ---------------------------------------------------


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder, counts its requests, and cuts what is asked under /cortado/."""

    requested: list[str]

    def do_GET(self) -> None:
        self.requested.append(self.path)
        if not self.path.startswith("/cortado/"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"so o come")

    def log_message(self, *args: object) -> None:
        """Nothing on stderr."""


class Site:
    """A local web server and a course whose registry points to it."""

    def __init__(self, base: Path) -> None:
        self.folder, self.course = base / "site", base / "curso"
        self.folder.mkdir()
        (self.course / "datasets").mkdir(parents=True)
        handler = type("Handler", (QuietHandler,), {"requested": []})
        self.requested: list[str] = handler.requested
        self.server = ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(handler, directory=str(self.folder))
        )
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def real(self) -> Path:
        return self.course / "datasets" / "real"

    def register(self, name: str, data: bytes, *urls: str) -> None:
        """Register `data` as `name`; served at the site's own address unless `urls` are given."""
        entry = (
            f'[[file]]\nname = "{name}"\nbytes = {len(data)}\n'
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
            f"urls = {list(urls or [f'{self.url}/{name}'])}\nused_by = 'Lab 3'\n"
        )
        with (self.course / "datasets" / "registry.toml").open("a", encoding="utf-8") as file:
            file.write(entry)

    def serve(self, name: str, data: bytes) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(data)

    def leftovers(self) -> list[str]:
        return sorted(path.name for path in self.real.rglob("*") if path.is_file())


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    site = Site(tmp_path)
    thread = threading.Thread(target=site.server.serve_forever, args=(0.01,))
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


def dead_url() -> str:
    """An address nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/a.txt"


def test_fetch_brings_the_registered_bytes(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    site.register("a.txt", b"gato")
    site.register("mnist/b.gz", b"digito")
    site.serve("a.txt", b"gato")
    site.serve("mnist/b.gz", b"digito")
    assert datasets.fetch(site.course) == [site.real / "a.txt", site.real / "mnist" / "b.gz"]
    assert (site.real / "a.txt").read_bytes() == b"gato"
    assert (site.real / "mnist" / "b.gz").read_bytes() == b"digito"
    assert site.leftovers() == ["a.txt", "b.gz"]
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")  # not a terminal: no bar, and pooch is silent


def test_fetch_only_what_is_named(site: Site) -> None:
    for name in ("a.txt", "b.txt"):
        site.register(name, name.encode())
        site.serve(name, name.encode())
    assert datasets.fetch(site.course, ["b.txt"]) == [site.real / "b.txt"]
    assert site.leftovers() == ["b.txt"]


def test_what_is_already_right_is_not_downloaded_again(site: Site) -> None:
    site.register("a.txt", b"gato")
    site.serve("a.txt", b"gato")
    datasets.fetch(site.course)
    datasets.fetch(site.course)
    assert site.requested == ["/a.txt"]


def test_second_mirror_when_the_first_is_dead(site: Site) -> None:
    site.register("a.txt", b"gato", dead_url(), f"{site.url}/a.txt")
    site.serve("a.txt", b"gato")
    datasets.fetch(site.course)
    assert (site.real / "a.txt").read_bytes() == b"gato"


def test_second_mirror_when_the_first_serves_other_bytes(site: Site) -> None:
    site.register("a.txt", b"gato", f"{site.url}/outro.txt", f"{site.url}/a.txt")
    site.serve("outro.txt", b"cachorro")
    site.serve("a.txt", b"gato")
    datasets.fetch(site.course)
    assert (site.real / "a.txt").read_bytes() == b"gato"


def failure(site: Site) -> str:
    """What a fetch that must fail says."""
    with pytest.raises(DataError) as caught:
        datasets.fetch(site.course)
    return str(caught.value)


def test_404_says_which_url_and_where_to_put_the_file(site: Site) -> None:
    site.register("a.txt", b"gato")
    said = failure(site)
    assert f"{site.url}/a.txt (o servidor respondeu 404)" in said
    assert f"ponha o arquivo, de sha256 {hashlib.sha256(b'gato').hexdigest()}" in said
    assert str(site.real / "a.txt") in said


def test_no_connection(site: Site) -> None:
    url = dead_url()
    site.register("a.txt", b"gato", url, "isto não é um endereço")
    said = failure(site)
    assert f"{url} (sem conexão com o servidor)" in said
    assert "isto não é um endereço (endereço inválido)" in said


def test_wrong_hash_says_expected_and_got_and_replaces_nothing(site: Site) -> None:
    site.register("a.txt", b"gato")
    site.serve("a.txt", b"cachorro")
    site.real.mkdir()
    (site.real / "a.txt").write_bytes(b"o de antes")
    said = failure(site)
    assert hashlib.sha256(b"gato").hexdigest() in said
    assert f"recebido {hashlib.sha256(b'cachorro').hexdigest()}" in said
    assert (site.real / "a.txt").read_bytes() == b"o de antes"
    assert site.leftovers() == ["a.txt"]


def test_broken_download_leaves_nothing_behind(site: Site) -> None:
    site.register("a.txt", b"so o comeco e o resto", f"{site.url}/cortado/a.txt")
    assert "cortado" in failure(site)
    assert site.leftovers() == []


def test_a_different_file_is_replaced_by_the_right_one(site: Site) -> None:
    site.register("a.txt", b"gato")
    site.serve("a.txt", b"gato")
    site.real.mkdir()
    (site.real / "a.txt").write_bytes(b"velho")
    datasets.fetch(site.course)
    assert (site.real / "a.txt").read_bytes() == b"gato"


def test_unknown_name_lists_the_known_ones(site: Site) -> None:
    site.register("a.txt", b"gato")
    with pytest.raises(DataError, match=r"z\.txt não está no registro.*a\.txt"):
        datasets.fetch(site.course, ["z.txt"])
    assert site.requested == []


def test_folder_that_cannot_be_made(site: Site) -> None:
    site.register("a.txt", b"gato")
    site.real.write_text("um arquivo no lugar da pasta")
    assert "não aceita gravação" in failure(site)


def test_verify_tells_the_three_states(site: Site) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        site.register(name, name.encode())
    site.real.mkdir()
    (site.real / "a.txt").write_bytes(b"a.txt")
    (site.real / "b.txt").write_bytes(b"outro")
    sha = {text: hashlib.sha256(text.encode()).hexdigest() for text in ("a.txt", "outro")}
    assert datasets.verify(site.course) == [
        datasets.FileStatus("a.txt", site.real / "a.txt", "ok", sha["a.txt"]),
        datasets.FileStatus("b.txt", site.real / "b.txt", "diferente", sha["outro"]),
        datasets.FileStatus("c.txt", site.real / "c.txt", "ausente", None),
    ]
    assert site.requested == []


# --- the registry -----------------------------------------------------------------------


def test_missing_registry(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="não pôde ser lido"):
        datasets.verify(tmp_path)


@pytest.mark.parametrize("text", ["[[file", "", "[[file]]\nname = 'a'\n", "file = 3\n"])
def test_malformed_registry(text: str, tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "registry.toml").write_text(text)
    with pytest.raises(DataError, match="malformado"):
        datasets.verify(tmp_path)


def test_the_course_registry_is_complete() -> None:
    files = datasets.registry(ROOT)
    assert set(NAMES) <= set(files)
    for file in files.values():
        assert file.bytes > 0
        assert len(file.sha256) == 64
        assert file.urls
        assert all(url.startswith("https://") for url in file.urls)
        assert file.used_by


@pytest.mark.skipif(not REAL.is_dir(), reason="dados reais ausentes (../shared/data)")
@pytest.mark.parametrize("name", NAMES)
def test_the_registry_knows_the_real_files(name: str) -> None:
    file, data = datasets.registry(ROOT)[name], (REAL / name).read_bytes()
    assert (file.bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
