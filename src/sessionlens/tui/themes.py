"""The looks: dark, light and high contrast; one accent, two speaker hues, three ratings.

The speaker hues are a blue and an orange, which people with any common colour vision can tell
apart (after Okabe and Ito, "Color Universal Design", 2008). Growth is amber, never red.
"""

from textual.theme import Theme

DARK = Theme(
    name="sessionlens-dark",
    primary="#5bb8a6",
    secondary="#7d8590",
    accent="#5bb8a6",
    foreground="#d5d8dd",
    background="#15171b",
    surface="#1b1e23",
    panel="#23272e",
    warning="#e3b341",
    error="#f0883e",
    success="#6cc070",
    dark=True,
    variables={
        "heard": "#d5d8dd",
        "ahead": "#868d97",
        "faint": "#79818c",
        "rule": "#30353d",
        "scrollbar": "#30353d",
        "scrollbar-hover": "#79818c",
        "scrollbar-active": "#5bb8a6",
        "scrollbar-background": "#15171b",
        "scrollbar-background-hover": "#15171b",
        "scrollbar-background-active": "#15171b",
        "speaker-1": "#74b3ee",
        "speaker-2": "#e6a066",
        "strength": "#6cc070",
        "growth": "#e3b341",
        "question": "#79b8ff",
        "found": "#4d4420",
        "reader": "#262b33",
    },
)

LIGHT = Theme(
    name="sessionlens-light",
    primary="#00695c",
    secondary="#5c6470",
    accent="#00695c",
    foreground="#20242a",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e9e6df",
    warning="#8a5a00",
    error="#a84300",
    success="#1f6f2b",
    dark=False,
    variables={
        "heard": "#20242a",
        "ahead": "#6a717b",
        "faint": "#69707a",
        "rule": "#d2cec4",
        "scrollbar": "#d2cec4",
        "scrollbar-hover": "#69707a",
        "scrollbar-active": "#00695c",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "speaker-1": "#0b5cad",
        "speaker-2": "#9a4a00",
        "strength": "#1f6f2b",
        "growth": "#8a5a00",
        "question": "#0b5cad",
        "found": "#f4e3a1",
        "reader": "#e6ecea",
    },
)

HIGH_CONTRAST = Theme(
    name="sessionlens-high-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    warning="#ffd700",
    error="#ffb000",
    success="#00ff66",
    dark=True,
    variables={
        "heard": "#ffffff",
        "ahead": "#d0d0d0",
        "faint": "#d0d0d0",
        "rule": "#ffffff",
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#d0d0d0",
        "scrollbar-active": "#ffff00",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "speaker-1": "#66ccff",
        "speaker-2": "#ffb84d",
        "strength": "#00ff66",
        "growth": "#ffd700",
        "question": "#66ccff",
        "found": "#5c5c00",
        "reader": "#333333",
    },
)

THEMES: dict[str, Theme] = {"dark": DARK, "light": LIGHT, "high-contrast": HIGH_CONTRAST}
"""By the names that config.toml uses."""
