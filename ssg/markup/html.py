"""Tokens → HTML. Everything is escaped here; no inline style, no script, no unfocusable scroller."""

from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ssg.markup.blocks import LINK_REL, inline_text, language
from ssg.markup.highlight import highlight
from ssg.markup.labels import label
from ssg.model import Picture

COLUMN = "(max-width: 40rem) 100vw, 38rem"


class Html(RendererHTML):
    """The renderer's rules: a method's name is the token's type."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """Return the HTML of a text; plain paragraphs, which are most of it, without asking the rules."""
        out: list[str] = []
        for i, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                out.append(self.renderInline(token.children or [], options, env))
            elif kind == "paragraph_close" and not token.hidden:
                out.append("</p>\n")
            elif kind == "paragraph_open" and not (
                token.hidden or token.attrs or tokens[i - 1].hidden
            ):
                out.append("<p>")
            elif kind in self.rules:
                out.append(self.rules[kind](tokens, i, options, env))
            else:
                out.append(self.renderToken(tokens, i, options, env))
        return "".join(out)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        """Return the HTML of what stands in a block."""
        out: list[str] = []
        for i, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(escapeHtml(token.content))
            elif kind in self.rules:
                out.append(self.rules[kind](tokens, i, options, env))
            else:
                out.append(self.renderToken(tokens, i, options, env))
        return "".join(out)

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Code with a language: highlighted."""
        del options
        return _code(tokens[idx], language(tokens[idx].info), env)

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Indented code."""
        del options
        return _code(tokens[idx], "", env)

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A table in a wrapper that scrolls."""
        name = escapeHtml(_numbered("table", env))
        wrapper = f'<div class="scroll" role="group" aria-label="{name}" tabindex="0">\n'
        return wrapper + self.renderToken(tokens, idx, options, env)

    def table_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The end of a table and its wrapper."""
        return self.renderToken(tokens, idx, options, env) + "</div>\n"

    def ruby(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Characters with their reading above."""
        del options, env
        return "".join(
            f"<ruby>{escapeHtml(base)}<rp>(</rp><rt>{escapeHtml(reading)}</rt><rp>)</rp></ruby>"
            for base, reading in tokens[idx].meta["pairs"]
        )

    def stranger(self, *rest: Any) -> str:
        """A mark for `ssg build` that a wikilink names nothing: nothing in the page."""
        del rest
        return ""

    def math_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # fmt: skip
        """A formula in a line."""
        del options
        return _formula(tokens[idx].content, env, block=False)

    def math_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # fmt: skip
        """A formula by itself."""
        del options
        name = escapeHtml(_numbered("formula", env))
        return f'<div class="scroll" role="group" aria-label="{name}" tabindex="0">{_formula(tokens[idx].content, env, block=True)}</div>\n'

    def list_item_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A list item, with its box if it is a task."""
        opened = self.renderToken(tokens, idx, options, env)
        if "checked" not in tokens[idx].meta:
            return opened
        done = tokens[idx].meta["checked"]
        said = label(env.get("lang", ""), "done" if done else "open")
        checked = ' checked=""' if done else ""
        return f'{opened}<input type="checkbox" disabled=""{checked} aria-label="{said}"> '

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A picture of the site, the first at once, all others when they are near; its caption if it is a figure."""
        token = tokens[idx]
        caption = token.meta.get("caption")
        drawn = super().image(tokens, idx, options, env).removesuffix(">").removesuffix(" /")
        picture: Picture | None = token.meta.get("picture")
        if picture:
            drawn += f' width="{picture.width}" height="{picture.height}"'
        drawn += ' loading="lazy"' if env.get("pictured") else ' fetchpriority="high"'
        env["pictured"] = True
        drawn = _versions(picture) + drawn + ' decoding="async">'
        if picture and picture.sources:
            drawn += "</picture>"
        return drawn + (f"<figcaption>{escapeHtml(caption)}</figcaption>" if caption else "")

    def remote_image(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A picture of another site: a link to it, since pages ask nothing of anyone else."""
        del options, env
        token = tokens[idx]
        target = str(token.attrs["src"])
        words = escapeHtml(inline_text(token.children or []) or target)
        caption = token.meta.get("caption")
        shown = (
            words
            if token.meta["linked"]
            else (
                f'<a class="remote-image" href="{escapeHtml(target)}" rel="{LINK_REL}">{words}</a>'
            )
        )
        return shown + (f"<figcaption>{escapeHtml(caption)}</figcaption>" if caption else "")

    def footnote_ref(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A footnote's number in the text."""
        del options, env
        number, back = _footnote(tokens[idx])
        return (
            f'<sup class="footnote-ref"><a href="#fn-{number}" id="fnref-{back}">{number}</a></sup>'
        )

    def footnote_block_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The list of footnotes."""
        del tokens, idx, options
        name = escapeHtml(label(env.get("lang", ""), "footnotes"))
        return f'<section class="footnotes" aria-label="{name}">\n<ol>\n'

    def footnote_block_close(self, *rest: Any) -> str:
        """Its end."""
        del rest
        return "</ol>\n</section>\n"

    def footnote_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """One footnote."""
        del options, env
        return f'<li id="fn-{tokens[idx].meta["id"] + 1}">'

    def footnote_close(self, *rest: Any) -> str:
        """Its end."""
        del rest
        return "</li>\n"

    def footnote_anchor(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The way back from a footnote."""
        del options
        _, back = _footnote(tokens[idx])
        name = escapeHtml(f"{label(env.get('lang', ''), 'back')} {back}")
        return f' <a href="#fnref-{back}" class="footnote-back" aria-label="{name}">↩\ufe0e</a>'


HOLE = '<span class="formula-{}"></span>'
"""What stands in a formula's place while the gate looks at the rest; with its quotes it can't stand in an attribute."""


def _formula(latex: str, env: EnvType, *, block: bool) -> str:
    """A formula, or its hole: `env["formulas"]` keeps them where others' HTML goes through the gate."""
    from ssg.markup.mathml import mathml

    made = mathml(latex.strip(), block=block)
    kept: list[str] | None = env.get("formulas")
    if kept is None:
        return made
    kept.append(made)
    return HOLE.format(len(kept) - 1)


def _versions(picture: Picture | None) -> str:
    """The beginning of a picture that has smaller versions; the text column is 38rem wide at most."""
    sources = [
        f'<source type="{kind}" srcset="{escapeHtml(srcset)}" sizes="{COLUMN}">'
        for kind, srcset in (picture.sources if picture else ())
    ]
    return "".join(("<picture>", *sources)) if sources else ""


def _footnote(token: Token) -> tuple[int, str]:
    number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
    return number, f"{number}-{again + 1}" if again else str(number)


def _code(token: Token, lang: str, env: EnvType) -> str:
    name = escapeHtml(_numbered("code", env))
    lines = RendererHTML.renderAttrs(token)
    kind = f' class="language-{escapeHtml(lang)}"' if lang else ""
    code = highlight(token.content, lang)
    return f'<pre class="highlight" role="group" aria-label="{name}" tabindex="0"{lines}><code{kind}>{code}</code></pre>\n'


def _numbered(name: str, env: EnvType) -> str:
    """The label with its running number in this text: 코드 2."""
    env[name] = env.get(name, 0) + 1
    return f"{label(env.get('lang', ''), name)} {env[name]}"
