"""Texts made to keep a processor busy for hours.

Each runs in a process of its own that is ended after a time in which the whole corpus of an honest
day would be done many times over: this is a guard against hanging, no measurement.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

SECONDS_BEFORE_IT_HANGS = 60
MOST_MB = 400

PEAK = """
lines = open("/proc/self/status").read().splitlines()
print(next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")))
"""
"""The most memory that this process itself ever held: `getrusage` would tell its parent's too."""

MARKDOWN = {
    "open brackets": "'[' * 50_000",
    "links in links": "'[a](' * 20_000",
    "emphasis": "'*a **a ' * 15_000",
    "stars": "'*' * 100_000",
    "quotes": "'>' * 50_000 + 'a'",
    "nested lists": "'\\n'.join('  ' * n + '- a' for n in range(400))",
    "backticks": "''.join('e' + '`' * n for n in range(400))",
    "tables": "'|' * 50_000 + '\\n' + '|-' * 25_000 + '\\n' + '|' * 20_000",
    "references": "''.join(f'[{n}]: x\\n' for n in range(8_000)) + '[a]' * 10_000",
    "entities": "'&' * 100_000",
    "angle brackets": "'<' * 50_000 + '!--' * 10_000",
    "unfinished tags": "'<a ' * 30_000",
    "newlines": "'a\\n\\n' * 40_000",
    "nothing visible": "'\\u200b' * 100_000",
    "marks without end": "'ก' + '\\u0e49' * 100_000",
}
THAI = {
    "digits": "'5' * 20_000",
    "one syllable": "'ตา' * 3_000",
    "laughter": "'5' * 100_000 + 'ๆ' * 100_000",
    "vowels": "'เ' * 50_000",
    "marks": "'ก่้๊๋' * 20_000",
    "no word": "'กขคง' * 20_000",
    "mixed": "'น้ำำ' * 20_000",
}
CONSUMERS = {
    "search": "from app.core.search import search_text; search_text(text)",
    "normalise": "from analytics.text.normalise import normalise; normalise(text)",
    "words": "from analytics.text.tokens import words; words(text)",
    "address": "from app.accounts.identity import email_key; email_key(text[:254])",
    "password": "from app.accounts.passwords import weakness; weakness(text); weakness(text[:200])",
    "fingerprint": "from app.develop.fingerprints import fingerprint; fingerprint(text)",
}


def runs(code: str) -> None:
    script = f"{code}\n" + PEAK
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        timeout=SECONDS_BEFORE_IT_HANGS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) < MOST_MB


def test_markdown() -> None:
    texts = "\n".join(f"render({text})" for text in MARKDOWN.values())
    runs(f"from app.core.markdown import render\n{texts}")


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_thai(consumer: str) -> None:
    calls = "\n".join(f"text = {text}; {CONSUMERS[consumer]}" for text in THAI.values())
    runs(calls)
