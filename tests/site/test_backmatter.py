"""The back matter as it is built: from the data that stands once, and strict about what it names."""

from __future__ import annotations

import html
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_string

from tests.site.books import ROOT, Book, build, lay_out_demo

TERMS = [
    {"english": "zero", "japanese": "零", "reading": "れい", "at": "book/gaussian/demo"},
    {"english": "Lemma", "japanese": "補題", "reading": "ほだい", "at": "demo-gradient"},
]
CITED = {
    "title": "Small steps",
    "authors": [{"name": "the group"}, {"given-names": "Ada", "family-names": "Byron"}],
    "version": "1.2",
    "date-released": "2031-05-06",
    "repository-code": "https://example.org/steps",
}
PAGE = """
{cite:t}`bishop2006`

```{terms}
```

```{signs}
```

```{notation}
```

```{citation}
```

```{bibliography}
```
"""


def written(folder: Path, meanings: list[dict[str, str]], more: str = "") -> tuple[Book, int, str]:
    """The demonstration with a back matter on its first page, built: exit status and messages."""
    book = lay_out_demo(folder)
    for name, lines in (("terms", TERMS), ("notation", meanings)):
        (book.source / f"book/{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf8")
    (book.source / "CITATION.cff").write_text(yaml.safe_dump(CITED), "utf8")
    index = book.source / "book/index.md"
    index.write_text(index.read_text("utf8") + PAGE + more, "utf8")
    return book, *build(book)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page with the back matter."""
    book, status, messages = written(tmp_path_factory.mktemp("backmatter"), [{"symbol": "A", "means": "an example"}])
    assert status == 0, messages
    return (book.html / "book/index.html").read_text("utf8")


def text_of(page: str) -> str:
    """A page without tags, its white space collapsed."""
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))


def test_terms_stand_in_order_with_their_places(page: str) -> None:
    assert re.search(r"Lemma 補題 ほだい [^零]*\(1\.\d\) zero 零 れい (1\. )?A chapter", text_of(page))
    assert '<span lang="ja">補題</span>' in page


def test_symbols_have_what_is_entered_for_them(page: str) -> None:
    assert "an example," in text_of(page.split('<table class="notation')[1])


def test_signs_are_printed_with_their_words(page: str) -> None:
    signs = page.split('<table class="signs')[1].split("</table>")[0]
    assert '<mi mathvariant="normal">tr</mi>' in signs and "<mi>A</mi><mo>⊗</mo><mi>B</mi>" in signs
    words = [html.unescape(word) for word in re.findall(r'<span class="pre">([^<]*)</span>', signs)]
    assert {"tr", "kron", "<=>", "propto_"} <= set(words) and not {"trace", "ln", "with", "for"} & set(words)


def test_the_citation_is_that_of_the_file(page: str) -> None:
    assert "The group and Ada Byron. Small steps . Version 1.2. 2031. https://example.org/steps." in text_of(page)
    (entry,) = re.findall(r"@misc\{.*?\n\}", html.unescape(re.sub(r"<[^>]*>", "", page)), re.DOTALL)
    (work,) = parse_string(entry, "bibtex").entries.values()
    assert [person.last_names for person in work.persons["author"]] == [["{the group}"], ["Byron"]]
    assert work.fields["year"] == "2031" and work.fields["title"] == "Small steps"


def test_works_stand_in_a_list_that_citations_lead_to(page: str) -> None:
    ((anchor, work),) = re.findall(r'<li id="([^"]*)"><p>(.*?)</p>', page.split('<ul class="works')[1])
    assert "Bishop" in work and f'href="#{anchor}"' in page


@pytest.mark.parametrize(
    ("meanings", "more", "message"),
    [
        ([{"symbol": "q", "in": "nowhere", "means": "nothing"}], "", "found the symbol 'q' in 'nowhere'"),
        ([], "{cite:t}`nobody2000`", 'could not find bibtex key "nobody2000"'),
    ],
)
def test_what_is_not_there_fails(tmp_path: Path, meanings: list[dict[str, str]], more: str, message: str) -> None:
    _, status, messages = written(tmp_path, meanings, more)
    assert status != 0 and message in messages


def test_the_book_is_cited_in_the_version_of_the_package() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert cited["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["version"]
