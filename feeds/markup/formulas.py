"""Write formulas: of several forms of one the MathML, with the TeX that it was made from."""

import re
from html import escape

from feeds.core.text import without_controls
from feeds.markup.elements import MATHML
from feeds.markup.tree import Attributes, Node
from feeds.markup.writer import Formulas, Writer

_VALUE = re.compile(r"[\w .%+#-]*", re.ASCII)
_SEVERAL_FORMS = re.compile(r"(?:^|\s)(?:katex|MathJax\w*|mjx-[\w-]+|mwe-math-element)(?:\s|$)")
"""Classes of an element that shows one formula in several forms: KaTeX, MathJax, MediaWiki."""

_PREVIEW = re.compile(r"(?:^|\s)MathJax_Preview(?:\s|$)")
_TEX = "annotation[encoding='application/x-tex'], annotation[encoding='TeX']"


def write(writer: Writer, node: Node, attributes: Attributes) -> None:
    """Write a formula."""
    if writer.inside["noscript"]:
        return
    written = _attributes("math", {name: value for name, value in attributes.items() if name != "alttext"})
    tex = _tex(node)
    written += f' alttext="{escape(without_controls(tex))}"' if tex else ""
    writer.markup(f"<math{written}>")
    writer.inside["math"] += 1
    writer.all_of(node.child)
    writer.end("math")


def _write_inner(writer: Writer, node: Node, attributes: Attributes) -> str | None:
    """Write an element inside a formula. One that is not listed is its content, and so is one of HTML."""
    tag = node.tag or ""
    if tag in ("iframe", "math", "noscript", "script", "svg", "xmp"):
        return None
    if tag not in MATHML:
        return ""
    writer.markup(f"<{tag}{_attributes(tag, attributes)}>")
    return tag


def _is_written(writer: Writer, node: Node, attributes: Attributes) -> bool:
    """Write an element that shows a formula in several forms, and return whether it was one."""
    classes = attributes.get("class") or ""
    if _PREVIEW.search(classes):
        return True
    formula = in_several_forms(node)
    if formula is not None:
        write(writer, formula, formula.attributes)
    return formula is not None


def in_several_forms(node: Node) -> Node | None:
    """Return the MathML of an element that shows a formula in several forms; None for any other element."""
    if node.tag == "mjx-container" or _SEVERAL_FORMS.search(node.attributes.get("class") or ""):
        return node.css_first("math")
    return None


def _tex(formula: Node) -> str:
    """Return the TeX that a formula was made from; empty if that is not known."""
    found = formula.css_first(_TEX)
    return (found.text() if found is not None else formula.attributes.get("alttext") or "").strip()


def _attributes(tag: str, given: Attributes) -> str:
    kept = [(name, value or "") for name, value in given.items() if name in MATHML[tag]]
    return "".join(f' {name}="{value}"' for name, value in kept if _VALUE.fullmatch(value))


FORMULAS = Formulas(_write_inner, _is_written)
