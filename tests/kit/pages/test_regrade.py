"""The link for a second look: where the course says, filled in, and no other place."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from gabarito.course.layout import KEY_FILE, Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class
from gabarito.pages import regrade, student
from gabarito.pages.regrade import RegradeLinks

KEY = "0123456789abcdef" * 4


def template(tmp_path, url):
    (tmp_path / "nbgrader_config.py").write_text(f"c.Gabarito.regrade_url = {url!r}\n")
    return regrade.template_of(Course(tmp_path))


def test_an_address_alone_opens_a_letter_that_says_what_it_is_about(tmp_path):
    links = RegradeLinks(template(tmp_path, "mailto:monitoria@exemplo.br"), "lab3", KEY)
    found = urlsplit(links.link("linear_forward"))
    assert (found.scheme, found.path) == ("mailto", "monitoria@exemplo.br")
    said = parse_qs(found.query)
    assert said["subject"] == ["Revisão de lab3: linear_forward"]
    for fact in ("lab3", "linear_forward", "0123456789abcdef"):
        assert fact in said["body"][0]


def test_a_name_adds_no_header_to_the_letter(tmp_path):
    links = RegradeLinks(template(tmp_path, "mailto:m@exemplo.br"), "lab", KEY)
    said = parse_qs(urlsplit(links.link("q\r\nBcc: outro@exemplo.br&cc=x@y")).query)
    assert set(said) == {"subject", "body"}


def test_an_address_of_the_web_is_filled_in_and_escaped(tmp_path):
    url = template(tmp_path, "https://exemplo.br/revisao?lab={lab}&q={question}#{key}")
    found = urlsplit(RegradeLinks(url, "a&b", KEY).link('x"><script>'))
    assert parse_qs(found.query) == {"lab": ["a&b"], "q": ['x"><script>']}
    assert found.fragment == KEY[:16]
    assert not set('"<>') & set(found.query)


@pytest.mark.parametrize(
    "wrong",
    [
        "javascript:alert(1)", "monitoria@exemplo.br", "https://x.br/{aluno}", "https://x.br/{",
        "https://x.br/{lab.__class__}", "https://x.br/{lab!r}", "https://x.br/{}", "https://[", 7,
        "https://x.br/{lab:>99999999}",
    ],
)  # fmt: skip
def test_what_is_no_such_address_is_refused_in_a_sentence(tmp_path, wrong):
    with pytest.raises(CourseError, match=r"c\.Gabarito\.regrade_url") as refused:
        template(tmp_path, wrong)
    assert "{lab}" in str(refused.value)


def test_without_an_address_there_is_no_link(tmp_path):
    assert RegradeLinks(template(tmp_path, ""), "lab", KEY).link("q") == ""


class Links(HTMLParser):
    """Where a page's links lead."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs)["href"])


def test_each_question_of_a_page_ends_with_its_link_where_the_course_has_an_address(mini):
    path = mini.course.submitted / "zoe" / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True)
    shutil.copy(mini.released / "mini.ipynb", path)
    grade_class.grade(mini, workers=1)
    before = Links(student.feedback(mini, "zoe").read_text(encoding="utf-8")).found
    assert not any(link.startswith("mailto:") for link in before)
    config = mini.course.root / "nbgrader_config.py"
    with config.open("a") as more:
        more.write('\nc.Gabarito.regrade_url = "mailto:m@exemplo.br"\n')
    lab = Course.at(mini.course.root).lab("mini")
    found = Links(student.feedback(lab, "zoe").read_text(encoding="utf-8")).found
    asked = [parse_qs(urlsplit(one).query) for one in found if one.startswith("mailto:")]
    key = (lab.course.record_folder(lab, "zoe") / KEY_FILE).read_text(encoding="utf-8")
    names = ["dobro", "triplo", "q_aberta"]
    assert [one["subject"] for one in asked] == [[f"Revisão de mini: {name}"] for name in names]
    assert all(key[:16] in one["body"][0] for one in asked)
