"""What a page says, as it is read: its words, without what marks them up."""

from __future__ import annotations

from html.parser import HTMLParser


class Words(HTMLParser):
    """What is read on a page, tags aside."""

    def __init__(self, page):
        super().__init__()
        self.said = []
        self.feed(page[page.index("<body") :])

    def handle_data(self, data):
        self.said.append(data)


def words(page):
    return " ".join("".join(Words(page).said).split())
