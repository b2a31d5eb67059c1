"""The images of text cells: pasted, written out as ``data:``, or in a file beside the notebook.

They are part of an answer, and hostile like all of it. Each becomes an attachment of its cell,
cleaned (:mod:`gabarito.notebook.images`) and under a name that every tool reads alike: nbconvert,
which draws Formgrader's pages and ours, gives up on a notebook that refers to an attachment
by a name which it does not find, and it finds none with a space or an accent.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from nbformat import NotebookNode

from gabarito.errors import SubmissionError
from gabarito.notebook import handed_in, images, messages

MAX_IMAGES, MAX_READ, MAX_ALL_PIXELS = 200, 64 << 20, 4 * images.MAX_PIXELS
"""Of one notebook: images that are kept, bytes that are looked at, pixels of what is kept."""

MAX_PLACES = 1_000
"""Pictures in all text cells, shown or not."""

MAX_CELL, MAX_TEXT = 100_000, 1_000_000
"""Characters of one text cell and of all, images apart; nbconvert can take minutes for more."""

_MAX_NOTES = 20

_URL = r"(?:<(?P<angled>[^<>\n]*+)>|(?P<bare>(?:[^\s()<>]|\([^\s()<>]*+\))++))"
_ATTACHED = r"(?P<attached>attachment:[^()<>\n\"]++)"
_TITLE = r"(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?"
_IMAGE = re.compile(
    rf"!\[(?P<alt>[^\]\n]{{0,300}}+)\]"
    rf"(?:\(\s*+(?:{_URL}{_TITLE}|{_ATTACHED})\s*+\)|\[(?P<reference>[^\]\n]{{0,300}}+)\]|)"
    r"|(?P<tag><img\b[^<>]*+>)",
    re.IGNORECASE,
)
"""A picture in Markdown or HTML; possessive, so that no text takes long to read."""

_DEFINITION = re.compile(
    r"^ {0,3}\[([^\]\n]{1,300}+)\]:[ \t]*+\n?[ \t]*+<?([^\s<>]++)>?", re.MULTILINE
)
_DISGUISED = re.compile(r"attachment:|data:image|;base64,", re.IGNORECASE)
_IMG = re.compile(r"<(?=img\b)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_REMOTE = re.compile(r"(https?:)?//", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}")


def embed(cells: Iterable[NotebookNode], folder: Path | None) -> list[str]:
    """Make every image of the text cells a clean attachment, or a word that it is not shown.

    Done twice, the second time changes nothing. Images from the web stay as they are, and so do
    files that are not there: they may be the lab's.

    Args:
        cells: changed in place; ``attachments`` are still the file's own words.
        folder: where images beside the notebook lie; None where nothing lies beside it.
    Returns:
        What a person should know of it, in sentences.
    """
    album = _Album(folder)
    for number, cell in enumerate(cells, start=1):
        if cell.cell_type == "code":
            cell.pop("attachments", None)
        elif cell.metadata.get("nbgrader", {}).get("locked"):
            _rewrite_locked(cell)
        else:
            _Text(cell, number, album).rewrite()
    hidden = len(album.notes) - _MAX_NOTES
    more = [messages.MORE_IMAGES.format(count=hidden)] if hidden > 0 else []
    return album.notes[:_MAX_NOTES] + more


def _rewrite_locked(cell: NotebookNode) -> None:
    """The instructor's own cell: names that every tool reads, and nothing is left out."""
    source, claimed, album = cell.source, cell.get("attachments"), _Album(None)
    _Text(cell, 0, album).rewrite()
    if album.notes:
        cell.source = source
        if claimed:
            cell.attachments = claimed


def attached(cell: NotebookNode, *owners: NotebookNode) -> NotebookNode:
    """`cell`, with the attachments that its `owners` have; of one name, the last one's."""
    whole: dict[str, Any] = {}
    for owner in owners:
        claimed = owner.get("attachments")
        whole |= claimed if isinstance(claimed, dict) else {}
    if whole and cell.cell_type != "code":
        cell.attachments = NotebookNode(whole)
    return cell


class _Album:
    """What one notebook's images may still take.

    Args:
        folder: of the files beside the notebook.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self.images, self.unread, self.pixels = MAX_IMAGES, MAX_READ, MAX_ALL_PIXELS
        self.text, self.places = MAX_TEXT, MAX_PLACES
        self._known: dict[bytes, images.Image | None] = {}

    def look(self, content: bytes) -> images.Image | None:
        """The image in `content`, if it is one."""
        if content not in self._known:
            self.unread -= len(content)
            self._known[content] = images.clean(content) if self.unread >= 0 else None
        return self._known[content]

    def take(self, content: bytes) -> images.Image | None:
        """The image in `content`, if it is one and there is room for it."""
        found = self.look(content)
        if found is None or self.images < 1 or self.pixels < found.pixels:
            return None
        self.images, self.pixels = self.images - 1, self.pixels - found.pixels
        return found

    def bundles(self, claimed: Any) -> dict[str, bytes]:
        """The bytes of each attachment by its name: an image where it has several."""
        found: dict[str, bytes] = {}
        if not isinstance(claimed, dict):
            return found
        for name, bundle in list(claimed.items())[:MAX_IMAGES]:
            contents = list(bundle.values())[:8] if isinstance(bundle, dict) else ()
            decoded = [data for data in map(images.decoded, contents) if data]
            if isinstance(name, str) and decoded:
                found[_folded(name)] = next(filter(self.look, decoded), decoded[0])
        return found


class _Text:
    """One text cell.

    Args:
        number: of the cell, for what is said of it.
    """

    def __init__(self, cell: NotebookNode, number: int, album: _Album) -> None:
        self.cell, self.number, self.album = cell, number, album
        self.handed_in = album.bundles(cell.pop("attachments", None))
        self.kept: dict[str, images.Image] = {}
        self.defined: dict[str, str] = {}

    def rewrite(self) -> None:
        """Put the source and the attachments as they may be shown."""
        source = self.cell.source
        self.defined = {m[1].casefold(): m[2] for m in _DEFINITION.finditer(source)}
        theirs, ours, end = [], [], 0
        for match in _IMAGE.finditer(source):
            written = self._written(match) if self.album.places > 0 else None
            if written is not None:
                self.album.places -= 1
                theirs.append(source[end : match.start()])
                ours.append(written)
                end = match.end()
        self.cell.source = _joined(self._bounded([*theirs, source[end:]]), ours)
        if self.kept:
            plain = {name: {i.mime: i.text} for name, i in self.kept.items()}
            self.cell.attachments = NotebookNode(plain)

    def _written(self, match: re.Match[str]) -> str | None:
        """What stands for a picture; None where it stays as it is."""
        if match["tag"]:
            tag = _Tag(match["tag"])
            url, alt = tag.attributes.get("src", ""), tag.attributes.get("alt", "")
            if not url:
                return ""
        else:
            tag, alt = None, match["alt"]
            url = match["angled"] or match["bare"] or match["attached"]
            url = url or self.defined.get((match["reference"] or alt).casefold(), "")
        url = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", url)).strip()
        if not url or _REMOTE.match(url):
            return None
        return self._shown(url, alt, tag)

    def _shown(self, url: str, alt: str, tag: _Tag | None) -> str | None:
        name, content = self._fetched(url)
        if content is None and not _SCHEME.match(url):
            return None
        image = self.album.take(content) if content else None
        if image is None:
            why = messages.NO_PICTURE if content else messages.NOT_HANDED_IN
            self._note(messages.IMAGE_LEFT_OUT, name, why)
            return messages.NOT_SHOWN.format(name=_plain(name))
        if not _SCHEME.match(url):
            self._note(messages.IMAGE_TAKEN_IN, name)
        if tag:
            return tag.written(image)
        return f"![{_plain(alt)}](attachment:{self._keep(name, image)})"

    def _fetched(self, url: str) -> tuple[str, bytes | None]:
        """The name and the bytes that a reference stands for; None where there are none."""
        if url.startswith("attachment:"):
            name = unquote(url.removeprefix("attachment:")).strip()
            return name, self.handed_in.get(_folded(name))
        if url[:5].lower() == "data:":
            header, _, data = url.partition(",")
            in_base64 = header.lower().endswith(";base64")
            return "data", images.decoded(unquote(data)) if in_base64 else None
        if _SCHEME.match(url):
            return url[:80], None
        path = unquote(re.split(r"[?#]", url)[0])
        return PurePosixPath(path).name, _beside(self.album.folder, path)

    def _keep(self, name: str, image: images.Image) -> str:
        """The name that the image gets in its cell."""
        if not _PLAIN_NAME.fullmatch(name) or self.kept.get(name, image) != image:
            name = f"imagem-{len(self.kept) + 1}.{image.kind}"
        self.kept[name] = image
        return name

    def _bounded(self, pieces: list[str]) -> list[str]:
        """The student's words between the images, as many as anybody reads."""
        left = most = min(MAX_CELL, self.album.text)
        kept = []
        for piece in pieces:
            kept.append(piece[: max(left, 0)])
            left -= len(piece)
        self.album.text -= most - max(left, 0)
        if left < 0:
            self.album.notes.append(messages.TOO_MUCH_TEXT.format(number=self.number))
        return kept

    def _note(self, sentence: str, name: str, why: str = "") -> None:
        self.album.notes.append(sentence.format(number=self.number, name=_plain(name), why=why))


class _Tag(HTMLParser):
    """An ``<img>`` as somebody wrote it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of an attribute that is there twice, browsers take the first."""
        self.attributes = {name: value or "" for name, value in reversed(attrs)}

    def written(self, image: images.Image) -> str:
        """The same with a picture in it: raw HTML is not where attachments are looked for."""
        given = {"src": f"data:{image.mime};base64,{image.text}", "alt": ""}
        given |= {
            name: value
            for name, value in self.attributes.items()
            if name == "alt" or (name in ("width", "height") and re.fullmatch(r"\d{1,4}%?", value))
        }
        written = [f'{name}="{html.escape(value)}"' for name, value in given.items()]
        return f"<img {' '.join(written)}>"


def _joined(theirs: list[str], ours: list[str]) -> str:
    """The text; a picture in disguise, which would stop nbconvert, is no picture any more."""
    if _DISGUISED.search(html.unescape("".join(theirs).replace("\\", ""))):
        theirs = [_IMG.sub("&lt;", piece.replace("![", r"!\[")) for piece in theirs]
    return theirs[0] + "".join(mine + piece for mine, piece in zip(ours, theirs[1:], strict=True))


def _folded(name: str) -> str:
    """A name under which two spellings of an accent, and of a space, are one."""
    return unicodedata.normalize("NFC", unquote(name)).strip()


def _beside(folder: Path | None, name: str) -> bytes | None:
    """A file of the submission's folder, reached through no link; None where there is none."""
    parts = PurePosixPath(name).parts
    if folder is None or not parts or {"/", ".."} & set(parts) or "\0" in name or len(name) > 500:
        return None
    place = folder
    for part in parts[:-1]:
        place = place / part
        if place.is_symlink():
            return None
    try:
        path = place / parts[-1]
        too_large = path.lstat().st_size > images.MAX_BYTES
        return b"-" if too_large else handed_in.read_bytes(path)
    except (SubmissionError, OSError):
        return None


def _plain(words: str) -> str:
    """Words in which no Markdown, HTML or escape is left."""
    return "".join(c if c.isalnum() or c in " .,:-_" else " " for c in words[:80]).strip()
