"""LaTeX commands that stand for characters, and commands that only dress their argument (data only)."""

from __future__ import annotations

ACCENTS = {  # command -> combining character
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}

SYMBOLS = {
    "i": "ı", "j": "ȷ", "l": "ł", "L": "Ł", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "ss": "ß", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "textless": "<", "textgreater": ">", "textbar": "|", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "textbraceleft": "{", "textbraceright": "}", "textdollar": "$",
    "textpercent": "%", "lbrace": "{", "rbrace": "}", "textendash": "–", "textemdash": "—", "textellipsis": "…",
    "ldots": "…", "dots": "…", "textbullet": "•", "textdegree": "°", "textpm": "±", "texttimes": "×", "textdiv": "÷",
    "textmu": "µ", "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "copyright": "©", "S": "§",
    "P": "¶", "pounds": "£", "textsterling": "£", "texteuro": "€", "euro": "€", "textyen": "¥", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "guillemotleft": "«", "guillemotright": "»", "textregisteredtrademark": "®", "textordmasculine": "º",
    "textordfeminine": "ª", "textperiodcentered": "·", "textgreek": "", "textrightarrow": "→", "textleftarrow": "←",
    "textonehalf": "½", "textonequarter": "¼", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "quad": " ",
    "qquad": " ", "newline": " ", "par": "\n\n", "xspace": "", "noindent": "", "protect": "", "bf": "", "it": "",
    "em": "", "sc": "", "tt": "", "rm": "", "sl": "", "sf": "", "small": "", "relax": "",
}

MATH_SYMBOLS = {  # of a formula that is one symbol, such as {$<$} and {$\geq$}
    "<": "<", ">": ">", "=": "=", "+": "+", "-": "-", "/": "/", "|": "|", "*": "*", "~": "~",
    "\\%": "%", "\\&": "&", "\\#": "#", "\\$": "$", "\\_": "_", "\\{": "{", "\\}": "}",
    "\\leq": "≤", "\\le": "≤", "\\geq": "≥", "\\ge": "≥", "\\pm": "±", "\\times": "×", "\\sim": "∼", "\\approx": "≈",
    "\\neq": "≠", "\\ne": "≠", "\\ll": "≪", "\\gg": "≫", "\\cdot": "·", "\\rightarrow": "→", "\\to": "→",
    "\\leftarrow": "←", "\\infty": "∞", "\\alpha": "α", "\\beta": "β", "\\gamma": "γ", "\\delta": "δ",
    "\\epsilon": "ε", "\\lambda": "λ", "\\mu": "μ", "\\sigma": "σ", "\\kappa": "κ", "\\pi": "π", "\\tau": "τ",
    "\\Delta": "Δ", "\\backslash": "\\", "\\bullet": "•", "\\circ": "°", "\\ast": "*",
}

# the argument stays, the command goes
DRESS = frozenset({
    "emph", "textit", "textbf", "textsc", "texttt", "textrm", "textsf", "textsl", "textup", "textnormal", "textmd",
    "text", "mbox", "hbox", "url", "underline", "uline", "enquote", "mathrm", "ensuremath", "uppercase", "lowercase",
    "href", "path", "nolinkurl", "bibinfo",
})
MARKED = {"textsuperscript": "^", "textsubscript": "_"}
