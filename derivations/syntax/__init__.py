"""From a line of text to claims."""

from derivations.syntax.claims import read_expression, solved_letter
from derivations.syntax.declarations import declare, read_line, split_outside
from derivations.syntax.dots import NoPattern, between, with_dots
from derivations.syntax.expressions import shallow
from derivations.syntax.inference import inferred
from derivations.syntax.lexicon import GIVEN, Word, vocabulary
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import MAX_BRACKETS, MAX_LENGTH, Cursor, ReadError, Token

__all__ = [
    "GIVEN",
    "MAX_BRACKETS",
    "MAX_LENGTH",
    "Cursor",
    "NoPattern",
    "ReadError",
    "Scope",
    "Token",
    "Word",
    "between",
    "declare",
    "inferred",
    "read_expression",
    "read_line",
    "shallow",
    "solved_letter",
    "split_outside",
    "vocabulary",
    "with_dots",
]
