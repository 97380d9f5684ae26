"""카드: 물음, 채점, 바로잡기를 담는 상자."""

from ..palette import INK, PAPER, light_dark

STYLE = f"""
.entropy-card{{max-width:640px;padding:.7em 1em;margin:.2em 0;border-left:4px solid var(--mark);border-radius:4px;
 line-height:1.6;background:color-mix(in srgb,var(--mark) 9%,{light_dark(PAPER)});color:{light_dark(INK)}}}
.entropy-card p{{margin:.15em 0}}.entropy-card progress{{width:100%;accent-color:var(--mark)}}
.entropy-card button{{font:inherit;margin:.25em .4em .25em 0;padding:.2em .9em;border:1px solid var(--mark);
 border-radius:1em;background:transparent;color:inherit;cursor:pointer}}
.entropy-card button[aria-pressed=true]{{background:var(--mark);color:{light_dark(PAPER)}}}
.entropy-card :focus-visible{{outline:2px solid var(--mark);outline-offset:2px}}
.entropy-card summary{{cursor:pointer}}
@media (pointer:coarse){{.entropy-card button{{min-height:44px}}.entropy-card summary{{padding:.6em 0}}}}
@media (forced-colors:active){{.entropy-card button[aria-pressed=true]{{forced-color-adjust:none;
 background:Highlight;color:HighlightText;border-color:Highlight}}}}
[data-jp-theme-light=true] .entropy-card{{color-scheme:light}}
[data-jp-theme-light=false] .entropy-card{{color-scheme:dark}}"""


def card(color, body):
    """팔레트의 색 `color`로 표한 상자에 `body`(HTML)를 담아요."""
    return f'<div class="entropy-card" style="--mark:{light_dark(color)}">{body}</div><style>{STYLE}</style>'
