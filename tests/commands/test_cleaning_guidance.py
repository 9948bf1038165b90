"""Guidance is formatted text with links, and nothing in it is active."""

import pytest

from stageline.commands.processes.cleaning import formatted


@pytest.mark.rule("PS-18")
@pytest.mark.parametrize(
    "text",
    [
        "Find out **who decides**, and write it down.",
        "- one\n- two\n\n1. three\n2. four",
        "> They said: if a < b & c > d, then 5 < 7.",
        "See [the playbook](https://example.org/play?a=1&b=2#top) or [ask](mailto:sales@example.org).",
        "Read [more](/docs/more) and `x = [1](2)`.",
        "[playbook]: https://example.org/play",
        "Größe, naïve, 入口, 🙂",
    ],
)
def test_formatted_text_stays_as_it_was_written(text: str) -> None:
    assert formatted(text) == text
    assert formatted(formatted(text)) == text


@pytest.mark.rule("PS-18")
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hello<script>alert(1)</script> you", "Hello you"),
        ("<img src=x onerror=alert(1)>Look", "Look"),
        ("<b onclick='x()'>bold</b> <iframe src='//evil'></iframe>words", "bold words"),
        ("<a href='javascript:alert(1)'>click</a>", "click"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Hello", "Hello"),
        ("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Hello", "Hello"),
        ("<scr<script>x</script>ipt>alert(1)</script>Hello", "xipt>alert(1)Hello"),
        ("<style>p{}</style><svg onload=x><p>Text</p></svg>", "Text"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("a\x00b\x07c\r\nd", "abc\nd"),
    ],
)
def test_what_is_active_goes_and_the_words_stay(text: str, kept: str) -> None:
    assert formatted(text) == kept


@pytest.mark.rule("PS-18")
@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x]( JavaScript:alert(1))",
        "[x](java\\script:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,hello)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
        "[x]: javascript:alert(1)",
        "[x](<javascript:alert(1)>)",
        "<javascript:alert(1)>",
    ],
)
def test_a_link_that_runs_something_leads_nowhere(text: str) -> None:
    cleaned = formatted(text)

    assert "script:" not in cleaned.replace("\\", "").casefold()
    assert "data:" not in cleaned
    assert formatted(cleaned) == cleaned


@pytest.mark.rule("PS-18")
def test_what_is_wrapped_up_many_times_comes_out_as_no_tag() -> None:
    wrapped = "&" + "amp;" * 4_000 + "lt;script&gt;alert(1)"

    cleaned = formatted(wrapped)

    assert "<" not in cleaned
    assert "&" not in cleaned
    assert formatted(cleaned) == cleaned
