"""The style of a code cell, judged on its syntax tree: short, and ending in something the reader sees or in a test.

A truth value on a page is no evidence: a claim is asserted, or shown as a checked object with its verdict.  So nothing
that is true or false (a comparison, allclose, all, any, not, …) may be printed or be what a cell ends in.
"""

from __future__ import annotations

import ast

LINES = 15
CLOSE = {"allclose", "isclose", "array_equal", "array_equiv", "array_almost_equal"}
QUANTIFIERS = {"all", "any", "bool"}
SHOWING = {"print", "display"}
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)


def faults(source: str) -> list[str]:
    """What is wrong with the source of a code cell; empty if nothing is."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [f"not plain Python: {error.msg}"]
    found = []
    if (lines := len(source.strip().splitlines())) > LINES:
        found.append(f"{lines} lines, at most {LINES}")
    if not tree.body:
        return [*found, "no statement"]
    if any(_imports_pyplot(node) for node in ast.walk(tree)):
        found.append("pyplot: draw with derivations.page.figures, which asks for a description")
    if any(_shows_truth(node) for node in ast.walk(tree)):
        found.append("prints a truth value; assert it")
    return found + _ending(tree.body, source)


def _ending(body: list[ast.stmt], source: str) -> list[str]:
    last = body[-1]
    if isinstance(last, ast.Expr) and is_truth(last.value):
        return ["ends in a truth value; assert it, or write a claim: equation(left, right)"]
    if isinstance(last, ast.Expr) and source.rstrip().endswith(";"):
        return ["ends in a semicolon, which hides the value"]
    if isinstance(last, ast.Assert | ast.Expr) or _sets_up(body) or _tests_or_prints(last):
        return []
    return ["ends in nothing that is shown or asserted"]


def _sets_up(body: list[ast.stmt]) -> bool:
    """Only definitions of functions and classes; or imports first, then perhaps the letters that the chapter uses."""
    if all(isinstance(node, DEFINITIONS) for node in body):
        return True
    return isinstance(body[0], IMPORTS) and all(isinstance(node, (*IMPORTS, *DEFINITIONS, ast.Assign)) for node in body)


def _tests_or_prints(node: ast.stmt) -> bool:
    """A loop or a with block whose last statement is an assert or a print."""
    if not isinstance(node, ast.For | ast.With):
        return False
    last = node.body[-1]
    printed = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and _name(last.value.func) in SHOWING
    return isinstance(last, ast.Assert) or printed or _tests_or_prints(last)


def is_truth(node: ast.expr) -> bool:
    """Whether an expression is true or false, or holds such a value for the reader to see."""
    match node:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return any(is_truth(part) for part in parts)
        case ast.Dict(values=parts) | ast.JoinedStr(values=parts):
            return any(is_truth(part) for part in parts)
        case ast.FormattedValue(value=part) | ast.Starred(value=part) | ast.NamedExpr(value=part):
            return is_truth(part)
        case ast.IfExp(test=test, body=one, orelse=other):
            return any(is_truth(part) for part in (test, one, other))
        case ast.ListComp(elt=part) | ast.SetComp(elt=part) | ast.GeneratorExp(elt=part):
            return is_truth(part)
        case ast.Call(func=function):
            return _name(function) in CLOSE | QUANTIFIERS
    return False


def _shows_truth(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or _name(node.func) not in SHOWING:
        return False
    return any(is_truth(argument) for argument in node.args)


def _imports_pyplot(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, IMPORTS) else []
    module = node.module if isinstance(node, ast.ImportFrom) else None
    return "matplotlib.pyplot" in [module, *names] or (module == "matplotlib" and "pyplot" in names)


def _name(function: ast.expr) -> str:
    """The last name of what is called: np.linalg.norm ↦ norm."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
