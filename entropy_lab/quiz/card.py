"""카드: 물음, 채점, 바로잡기를 담는 상자."""

STYLE = """
.entropy-card{max-width:640px;padding:.7em 1em;margin:.2em 0;border-left:4px solid var(--mark);border-radius:4px;line-height:1.6;
 background:light-dark(color-mix(in srgb,var(--mark) 7%,#fff),color-mix(in srgb,var(--mark) 16%,#14181d));color:light-dark(#1b2530,#e8ebee)}
.entropy-card p{margin:.15em 0}.entropy-card button{font:inherit;margin:.25em .4em .25em 0;padding:.2em .9em;border:1px solid var(--mark);
 border-radius:1em;background:transparent;color:inherit;cursor:pointer}.entropy-card button[aria-pressed=true]{background:var(--mark);color:#fff}
.entropy-card :focus-visible{outline:2px solid var(--mark);outline-offset:2px}
[data-jp-theme-light=true] .entropy-card{color-scheme:light}[data-jp-theme-light=false] .entropy-card{color-scheme:dark}"""


def card(color, body):
    return f'<div class="entropy-card" style="--mark:{color}">{body}</div><style>{STYLE}</style>'
