"""The registry of the real data files: fetched by URL, known by sha256."""

from __future__ import annotations

import hashlib
import io
import pickle
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from hostile_pickles import ATTACKS, KEYS, box, dumps, four_arrays, npy, savez, sha256

from gabarito.data import fetch, pickled_arrays
from gabarito.data.registry import DataFile
from gabarito.errors import DataError

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

    def register_conversion(self, name: str, source: str, keys: list[str], sha256: str) -> None:
        entry = (
            f'[[file]]\nname = "{name}"\nbytes = 1\nsha256 = "{sha256}"\n'
            f'converted_from = "{source}"\nkeys = {keys}\nused_by = "Regularização"\n'
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
    assert fetch.fetch(site.course) == [site.real / "a.txt", site.real / "mnist" / "b.gz"]
    assert (site.real / "a.txt").read_bytes() == b"gato"
    assert (site.real / "mnist" / "b.gz").read_bytes() == b"digito"
    assert site.leftovers() == ["a.txt", "b.gz"]
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")  # not a terminal: no bar, and pooch is silent


def test_fetch_only_what_is_named(site: Site) -> None:
    for name in ("a.txt", "b.txt"):
        site.register(name, name.encode())
        site.serve(name, name.encode())
    assert fetch.fetch(site.course, ["b.txt"]) == [site.real / "b.txt"]
    assert site.leftovers() == ["b.txt"]


def test_what_is_already_right_is_not_downloaded_again(site: Site) -> None:
    site.register("a.txt", b"gato")
    site.serve("a.txt", b"gato")
    fetch.fetch(site.course)
    fetch.fetch(site.course)
    assert site.requested == ["/a.txt"]


def test_second_mirror_when_the_first_is_dead(site: Site) -> None:
    site.register("a.txt", b"gato", dead_url(), f"{site.url}/a.txt")
    site.serve("a.txt", b"gato")
    fetch.fetch(site.course)
    assert (site.real / "a.txt").read_bytes() == b"gato"


def test_second_mirror_when_the_first_serves_other_bytes(site: Site) -> None:
    site.register("a.txt", b"gato", f"{site.url}/outro.txt", f"{site.url}/a.txt")
    site.serve("outro.txt", b"cachorro")
    site.serve("a.txt", b"gato")
    fetch.fetch(site.course)
    assert (site.real / "a.txt").read_bytes() == b"gato"


def failure(site: Site) -> str:
    """What a fetch that must fail says."""
    with pytest.raises(DataError) as caught:
        fetch.fetch(site.course)
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
    fetch.fetch(site.course)
    assert (site.real / "a.txt").read_bytes() == b"gato"


def test_unknown_name_lists_the_known_ones(site: Site) -> None:
    site.register("a.txt", b"gato")
    with pytest.raises(DataError, match=r"z\.txt não está no registro.*a\.txt"):
        fetch.fetch(site.course, ["z.txt"])
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
    assert fetch.verify(site.course) == [
        fetch.FileStatus("a.txt", site.real / "a.txt", "ok", sha["a.txt"]),
        fetch.FileStatus("b.txt", site.real / "b.txt", "different", sha["outro"]),
        fetch.FileStatus("c.txt", site.real / "c.txt", "absent", None),
    ]
    assert site.requested == []


# --- conversion of a pickle -------------------------------------------------------------


def offer(site: Site, content: bytes, converted: str = "0" * 64) -> None:
    """Serve and register a pickle under its own right hash, and its conversion."""
    site.register("fsf.npy", content)
    site.serve("fsf.npy", content)
    site.register_conversion("fsf.npz", "fsf.npy", KEYS, converted)


@pytest.mark.parametrize("names", [None, ["fsf.npy"], ["fsf.npz"], ["fsf.npz", "fsf.npy"]])
def test_a_pickle_of_arrays_is_converted_on_arrival(site: Site, names: list[str] | None) -> None:
    arrays = four_arrays()
    offer(site, npy(dumps(box(*arrays))), sha256(savez(arrays)))
    assert fetch.fetch(site.course, names) == [site.real / "fsf.npy", site.real / "fsf.npz"]
    with np.load(site.real / "fsf.npz", allow_pickle=False) as found:
        assert found.files == KEYS
        for key, array in zip(KEYS, arrays, strict=True):
            np.testing.assert_array_equal(found[key], array)
    assert [one.state for one in fetch.verify(site.course)] == ["ok", "ok"]
    assert site.leftovers() == ["fsf.npy", "fsf.npz"]


def test_what_is_already_converted_is_left_alone(site: Site) -> None:
    arrays = four_arrays()
    offer(site, npy(dumps(box(*arrays))), sha256(savez(arrays)))
    fetch.fetch(site.course)
    before = (site.real / "fsf.npz").stat().st_mtime_ns
    fetch.fetch(site.course)
    assert (site.real / "fsf.npz").stat().st_mtime_ns == before
    (site.real / "fsf.npz").unlink()
    fetch.fetch(site.course)
    assert (site.real / "fsf.npz").is_file()
    assert site.requested == ["/fsf.npy"]


def test_a_conversion_of_another_hash_is_not_written(site: Site) -> None:
    offer(site, npy(dumps(box(*four_arrays()))))
    assert "nada foi gravado" in failure(site)
    assert site.leftovers() == ["fsf.npy"]


def test_other_bytes_never_reach_the_unpickler(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(site, npy(dumps(box(*four_arrays()))))
    site.serve("fsf.npy", npy(dumps(box(1, 2, 3, 4))))
    asked: list[bytes] = []
    monkeypatch.setattr(pickled_arrays, "to_npz", lambda content, *_: asked.append(content))
    assert "sha256 esperado" in failure(site)
    assert asked == []
    assert site.leftovers() == []


def test_bytes_changed_after_the_check_are_not_read_either(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(site, npy(dumps(box(*four_arrays()))))
    site.real.mkdir()

    def swapped(file: DataFile, path: Path, progress: bool) -> Path:
        path.write_bytes(npy(dumps(box(*four_arrays()[::-1]))))
        return path

    monkeypatch.setattr(fetch, "_fetch_one", swapped)
    assert "mudou depois de baixado" in failure(site)
    assert site.leftovers() == ["fsf.npy"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_planted_pickle_is_refused_unexecuted(site: Site, attack: str) -> None:
    mark = site.course / "executado"
    offer(site, npy(ATTACKS[attack](mark)))
    tracemalloc.start()
    said = failure(site)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "recusado sem ser executado" in said
    assert not mark.exists()
    assert peak < 20_000_000
    assert site.leftovers() == ["fsf.npy"]


def test_the_attacks_would_work_on_an_open_unpickler(tmp_path: Path) -> None:
    """Otherwise the tests above could pass for the wrong reason."""
    for attack in ("os_system", "at_the_top", "builtin_eval", "builtin_open", "numpy_memmap"):
        mark = tmp_path / attack
        pickle.loads(ATTACKS[attack](mark))
        assert mark.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", npy(b"")[:60], dumps(box(*four_arrays())), savez(four_arrays())],
)
def test_what_is_no_pickled_npy_is_refused(content: bytes) -> None:
    with pytest.raises(DataError, match="recusado"):
        pickled_arrays.to_npz(content, KEYS, "fsf.npy")


def test_an_npy_of_numbers_is_not_a_list_of_arrays() -> None:
    written = io.BytesIO()
    np.save(written, np.ones((4, 2)))
    with pytest.raises(DataError, match="recusado"):
        pickled_arrays.to_npz(written.getvalue(), KEYS, "fsf.npy")


# --- the registry -----------------------------------------------------------------------


def test_missing_registry(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="não pôde ser lido"):
        fetch.verify(tmp_path)


FILE = "[[file]]\nname = '{}'\nbytes = 1\nsha256 = 'x'\nused_by = 'Lab'\n"
MIRRORED = FILE.format("a") + "urls = ['https://a']\n"


@pytest.mark.parametrize(
    "text",
    [
        "[[file",
        "",
        "[[file]]\nname = 'a'\n",
        "file = 3\n",
        FILE.format("a"),  # from nowhere
        FILE.format("b") + "converted_from = 'a'\nkeys = ['x']\n",  # from a file not there
        MIRRORED + FILE.format("b") + "converted_from = 'a'\n",  # without keys
    ],
)
def test_malformed_registry(text: str, tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "registry.toml").write_text(text)
    with pytest.raises(DataError, match="malformado"):
        fetch.verify(tmp_path)
