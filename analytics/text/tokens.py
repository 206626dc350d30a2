"""Words out of Thai and mixed text.

Two cutters match the longest words of a dictionary, pythainlp's list with the names of
``data/names.txt`` added, and give the same words (in all but 4 of 10,719 texts, which have Latin
letters or signs at a Thai word): pythainlp's newmm over a compact trie, which
takes 2 MB, and nlpo3 (Rust), three times as fast, which takes 60 MB. A process that cuts many texts
asks for the second by `use_fast_cutter`; a web process, which cuts one at a time, stays small.
Maximal matching is quadratic on crafted text, so lengths are capped and repeats collapsed first.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from analytics.text.normalise import normalise

MAX_CHARS = 5_000
"""Longest text that is cut, in characters; the rest of a longer one is not read."""

_PIECE_CHARS = 400  # what the cutter gets at a time: quadratic time stays in milliseconds
_LONG = 200  # only a long text can be crafted to be slow; short ones keep their repeats
_LONGEST_INNER = 6  # syllables of a word looked for inside another
_DATA = Path(__file__).parent / "data"

_REPEATED_UNIT = re.compile(r"(.{1,24}?)\1{3,}", re.DOTALL)
# What is no word though letters may stand in it or touch it: masks, addresses, pictures.
_NOT_WORDS = re.compile(
    r"(\[(?:id|email|line|phone|plate|link)\]|https?://\S+|www\.\S+"
    r"|[\u2190-\u2bff\u3000-\u303f\U0001f000-\U0001faff]+)"
)
_WORD_CHAR = re.compile(r"[^\W_]")
_THAI_RUN = re.compile("[\u0e00-\u0e7f]+")
_RUNS = re.compile(f"{_THAI_RUN.pattern}|[^\\W\u0e00-\u0e7f]+|\\n|[^\\S\\n]+|[^\\w\\s]")
_SIGNS_OR_NOT = re.compile(r"[-a-z]+|\d+(?:[,.]\d+)*|[^-a-z\d]+")
_EDGES = "-_.,'’"

Cutter = Callable[[str], list[str]]


def cut(text: str, extra: tuple[str, ...] = ()) -> list[str]:
    """Cut ``text`` into lower-case tokens, white space, signs, masks and addresses included.

    The text is normalised and at most ``MAX_CHARS`` of it are read. ``extra`` holds further
    names to keep whole (an analyst's own list); each distinct list costs a dictionary of its own,
    with the fast cutter of 60 MB for the life of the process, so pass few.
    """
    return cut_normalised(normalise(text[: 4 * MAX_CHARS]), extra)


def cut_normalised(text: str, extra: tuple[str, ...] = ()) -> list[str]:
    """`cut` for text that has been through `normalise` already (as the pipeline's has)."""
    cutter = _word_cutter(extra)
    tokens: list[str] = []
    for part in _NOT_WORDS.split(_guard(text).lower()):
        if _NOT_WORDS.fullmatch(part):
            tokens.append(part)
        else:
            tokens.extend(token for piece in _pieces(part) for token in cutter(piece))
    return tokens


@lru_cache(maxsize=200_000)
def is_word(token: str) -> bool:
    """Whether a token of `cut` is a word or a number, not white space, a sign or a mask."""
    return _WORD_CHAR.search(token) is not None and _NOT_WORDS.fullmatch(token) is None


def words(text: str, extra: tuple[str, ...] = ()) -> list[str]:
    """Words and numbers of ``text`` in their order, lower-case, signs and masks left out.

    >>> words("เน็ตประชารัฐใช้ไม่ได้ที่ Smart City")
    ['เน็ตประชารัฐ', 'ใช้', 'ไม่', 'ได้', 'ที่', 'smart city']
    """
    return [token.strip(_EDGES) for token in cut(text, extra) if is_word(token)]


def parts(text: str) -> list[str]:
    """``text`` in words, signs and white space, nothing changed: joined they are the text again.

    For comparing two texts word by word. However long and crafted, the cutter gets little at once.
    """
    found: list[str] = []
    for run in _RUNS.findall(text):
        found.extend(_cut_whole(run) if _THAI_RUN.match(run) else [run])
    return found


def _cut_whole(run: str) -> list[str]:
    cutter = _word_cutter(())
    found: list[str] = []
    for begin in range(0, len(run), _PIECE_CHARS):
        piece = run[begin : begin + _PIECE_CHARS]
        cut_piece = cutter(piece)
        found.extend(cut_piece if "".join(cut_piece) == piece else piece)
    return found


def syllables(word: str) -> list[str]:
    """Syllables of one Thai word, by longest match in a list of syllables."""
    return [part for part in _syllable_cutter()(_guard(word)) if is_word(part)]


def search_words(text: str) -> list[str]:
    """Every string under which ``text`` should be found: its words, and their parts.

    Lower-case, without white space, each once, in order of first appearance. Index a text
    under all of them; cut a query with the same function. A long word is found by the words
    in it (ท่อระบายน้ำ by ระบายน้ำ) and by its syllables, a hyphenated one by its halves. A query
    of one long word that a text writes as several is found by the query's `syllables`.
    """
    found: dict[str, None] = {}
    for word in words(text):
        for form in _search_forms(word):
            found.setdefault(form)
    return list(found)


@lru_cache(maxsize=50_000)
def _search_forms(word: str) -> tuple[str, ...]:
    if word.isascii():
        return tuple(re.findall(r"[a-z0-9]+", word))
    return tuple(form for part in word.split() for form in (part, *_inner_words(part)))


def _inner_words(word: str) -> list[str]:
    """The syllables of a word, and the dictionary's words that are runs of them."""
    parts = syllables(word)
    if len(parts) < 2:
        return []
    runs = (
        "".join(parts[begin:end])
        for begin in range(len(parts))
        for end in range(begin + 2, min(len(parts), begin + _LONGEST_INNER) + 1)
    )
    known = _known_words()
    return [*parts, *(run for run in runs if run in known)]


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    return frozenset(thai_list("words_th.txt"))


def _guard(text: str) -> str:
    text = text[:MAX_CHARS]
    return _REPEATED_UNIT.sub(r"\1\1", text) if len(text) > _LONG else text


def _pieces(text: str) -> Iterator[str]:
    """Parts of at most ``_PIECE_CHARS`` characters, broken at white space where there is any."""
    while len(text) > _PIECE_CHARS:
        at = text.rfind(" ", _PIECE_CHARS // 2, _PIECE_CHARS)
        at = _PIECE_CHARS if at < 0 else at
        yield text[:at]
        text = text[at:]
    if text:
        yield text


@lru_cache(maxsize=8)
def _word_cutter(extra: tuple[str, ...]) -> Cutter:
    names = [*read_list("names.txt"), *(normalise(name).lower() for name in extra)]
    return _cutter([*thai_list("words_th.txt"), *filter(None, names)])


@lru_cache(maxsize=1)
def _syllable_cutter() -> Cutter:
    return _cutter(thai_list("syllables_th.txt"))


def read_list(name: str) -> list[str]:
    """Lines of a file in ``analytics/text/data``, normalised, comments and blank lines left out."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    kept = (line.split("#")[0] for line in lines)
    return [word for word in map(str.lower, map(normalise, kept)) if word]


def thai_list(name: str) -> list[str]:
    """A word list of the installed pythainlp, read without importing it (0.5 s, a home folder)."""
    spec = importlib.util.find_spec("pythainlp")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pythainlp is not installed: pip install -r requirements.txt")
    path = Path(spec.submodule_search_locations[0]) / "corpus" / name
    return path.read_text(encoding="utf-8").split("\n")


_loading = threading.Lock()
_fast = threading.Event()


def use_fast_cutter() -> None:
    """From here on cut with nlpo3, where it is installed. The words are the same."""
    if not _fast.is_set() and importlib.util.find_spec("nlpo3") is not None:
        _fast.set()
        _word_cutter.cache_clear()
        _syllable_cutter.cache_clear()


def _cutter(dictionary: Iterable[str]) -> Cutter:
    entries = sorted({word.strip() for word in dictionary} - {""})
    return _nlpo3(entries) if _fast.is_set() else _newmm(entries)


def _nlpo3(entries: list[str]) -> Cutter:
    import nlpo3

    content = "\n".join(entries)
    name = f"ruamkid-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
    with _loading, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words.txt"
        path.write_text(content, encoding="utf-8")
        message, loaded = nlpo3.load_dict(str(path), name)
    if not loaded and "already exists" not in message:
        raise RuntimeError(f"The tokeniser refused its dictionary: {message}")
    return lambda text: nlpo3.segment(text, name)


def _newmm(entries: list[str]) -> Cutter:
    from pythainlp.tokenize.newmm import segment

    dictionary = _CompactTrie(entries)

    def cut_text(text: str) -> list[str]:
        tokens: list[str] = []
        for token in segment(text, custom_dict=cast(Any, dictionary)):
            whole = _THAI_RUN.search(token) or token in dictionary
            tokens.extend([token] if whole else _at_signs(token))
        return tokens

    return cut_text


def _at_signs(token: str) -> list[str]:
    """newmm leaves signs on the words beside them, as in ``(wcag)``; nlpo3 does not."""
    return [match.group() for match in _SIGNS_OR_NOT.finditer(token)]


class _CompactTrie:
    """What newmm asks of a dictionary, in a fraction of the memory of pythainlp's own trie."""

    def __init__(self, entries: list[str]) -> None:
        import marisa_trie

        self._trie = marisa_trie.Trie(entries)
        self._longest = max(map(len, entries), default=0)

    def __contains__(self, word: str) -> bool:
        return word in self._trie

    def prefixes(self, text: str, begin: int = 0) -> list[str]:
        """The words that ``text`` begins with at ``begin``, shortest first."""
        found: list[str] = self._trie.prefixes(text[begin : begin + self._longest])
        return found
