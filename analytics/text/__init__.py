"""Thai text on its own: normalise, mask, cut. Imports nothing heavy: web processes may use it."""

from analytics.text.mask import mask
from analytics.text.normalise import normalise
from analytics.text.tokens import parts, search_words, syllables, words

__all__ = ["mask", "normalise", "parts", "search_words", "syllables", "words"]
