"""How a voice reaches its reader in a notebook: blocks, rendering, exercises, figures, notebooks."""

from derivations.page.blocks import MIME, STATUS, WRONG, Block, Blocks, Fold, Line, Mark
from derivations.page.exercises import Exercise
from derivations.page.figures import BLUE, GREEN, PURPLE, VERMILLION, figure, inline_svg, panels
from derivations.page.rendering import claim_line, install
from derivations.page.spoken import argued, cited

__all__ = [
    "BLUE",
    "GREEN",
    "MIME",
    "PURPLE",
    "STATUS",
    "VERMILLION",
    "WRONG",
    "Block",
    "Blocks",
    "Exercise",
    "Fold",
    "Line",
    "Mark",
    "argued",
    "cited",
    "claim_line",
    "figure",
    "inline_svg",
    "install",
    "panels",
]
