"""What people write in each format, and how it reads in the others."""

# ruff: noqa: E501 - a case stands on a line

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from handoffspec.text.blanks import as_they_were
from handoffspec.text.convert import FORMATS, convert
from handoffspec.text.document import Document, LineBreak, Mention, Paragraph, People, Text
from handoffspec.text.html import parse_html
from handoffspec.text.plain import visible_text
from tests.strategies.documents import sound
from tests.text.test_pairs import filled


def shapes(document: Document) -> object:
    """A document's blocks and the letters and digits in them, without signs and blanks."""
    return [
        (type(block).__name__, sorted(filter(str.isalnum, visible_text(Document((block,))))))
        for block in filled(document.blocks)
    ]


@settings(max_examples=60)
@given(sound)
def test_another_reader_finds_the_same_in_markdown(document: Document) -> None:
    """markdown-it reads the same blocks with the same words in the same marks."""
    written = FORMATS["markdown"].write(document)
    if written.losses:
        return
    other = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    read = as_they_were(parse_html(other.render(written.value)).document)
    ours = FORMATS["markdown"].read(written.value).document
    assert shapes(read) == shapes(ours)


WIKI = [
    # From Jira's help, and from webhooks of a server and of a cloud.
    (
        "*a* _b_ -c- +d+ ^e^ ~f~ {{g}}",
        "<p><strong>a</strong> <em>b</em> <s>c</s> <u>d</u> <sup>e</sup> <sub>f</sub> <code>g</code></p>",
    ),
    ("[~mickmister]\xa0I agree", "<p>@mickmister I agree</p>"),
    (
        "a [message in Mattermost|https://example.com/u7z1]_.",
        '<p>a <a href="https://example.com/u7z1">message in Mattermost</a>_.</p>',
    ),
    ("one\r\n\r\ntwo\nthree", "<p>one</p><p>two<br>three</p>"),
    ("* a\n** b\n*# c\n* d", "<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li><li>d</li></ul>"),
    (
        "||k||v||\n|1|[x|https://example.com]|",
        '<table><tbody><tr><th>k</th><th>v</th></tr><tr><td>1</td><td><a href="https://example.com">x</a></td></tr></tbody></table>',
    ),
    ("{code:java|title=x}\nif (a) { *b* }\n{code}", '<pre><code class="language-java">if (a) { *b* }</code></pre>'),
    ("bq. said\n\nh2. Steps", "<blockquote><p>said</p></blockquote><h2>Steps</h2>"),
    ("{quote}\na\n\n* b\n{quote}", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>"),
    ("\\*a\\* a*b*c 2 * 3 * 4 a_b_c", "<p>*a* a*b*c 2 * 3 * 4 a_b_c</p>"),
    ("a{*}b{*}c", "<p>a<strong>b</strong>c</p>"),
    (
        "{color:#ff0000}red{color} !https://example.com/a.png|alt=shot!",
        '<p><span style="color:#ff0000">red</span></p><img src="https://example.com/a.png" alt="shot">',
    ),
    ("[x|javascript:alert(1)] [not a link] a\\\\b", "<p>x [not a link] a<br>b</p>"),
]


@pytest.mark.parametrize(("source", "html"), WIKI)
def test_wiki_markup_is_read_as_jira_shows_it(source: str, html: str) -> None:
    assert convert(source, "wiki", "html").value == html


def test_an_entry_of_a_journal_is_text_with_html_between_signs() -> None:
    source = "See <b>this</b>:\n[code]<p>a <b>b</b></p>[/code]\nand [code]<i>c</i>[/code] d [code] e"
    assert convert(source, "journal", "html").value == (
        "<p>See &lt;b&gt;this&lt;/b&gt;:</p><p>a <strong>b</strong></p><p>and <em>c</em> d [code] e</p>"
    )
    assert convert("plain <b> & text", "plain", "journal").value == "plain <b> & text"
    assert (
        convert("<p>a <b>[/code]</b></p>", "html", "journal").value
        == "[code]<p>a <strong>&#91;/code]</strong></p>[/code]"
    )


def test_a_person_is_named_where_the_id_is_from_the_same_list_of_people() -> None:
    def line(*people: People) -> Document:
        return Document((Paragraph(tuple(Mention("53421", "@Ana", whose) for whose in people)),))

    asana, wiki, adf = (FORMATS[name].write for name in ("asana_html", "wiki", "adf"))
    assert asana(line(People.ASANA)).value == '<body><a data-asana-gid="53421">@Ana</a></body>'
    assert (asana(line(People.ATLASSIAN)).value, asana(line(People.ATLASSIAN)).losses) == (
        "<body>@Ana</body>",
        {"mention"},
    )
    assert wiki(line(People.JIRA)).value == "[~53421]"
    assert wiki(line(People.ATLASSIAN)).value == "[~accountid:53421]"
    assert adf(line(People.JIRA)).losses == {"mention"}
    tim = '<a href="https://app.asana.com/0/5/list" data-asana-dynamic="true" data-asana-type="user" data-asana-gid="54321">Tim</a>'
    read = FORMATS["asana_html"].read(f'<body>{tim} and <a data-asana-gid="7"/>\nnext</body>').document
    assert read.blocks == (
        Paragraph(
            (
                Mention("54321", "Tim", People.ASANA),
                Text(" and "),
                Mention("7", "@7", People.ASANA),
                LineBreak(),
                Text("next"),
            )
        ),
    )


def test_merged_cells_are_named() -> None:
    assert convert("<table><tr><td colspan=2>a</td></tr></table>", "html", "html").losses == ("merged cells",)
    assert convert("<table><tr><td colspan=1>a</td></tr></table>", "html", "html").losses == ()


def test_raw_html_in_markdown_is_sanitised() -> None:
    source = "a <u>b</u><script>x</script> <b onclick=x>c</b>\n\n<iframe src=x></iframe>\n\n<https://example.com>"
    assert convert(source, "markdown", "html").value == (
        '<p>a <u>b</u> <strong>c</strong></p><p><a href="https://example.com">https://example.com</a></p>'
    )
