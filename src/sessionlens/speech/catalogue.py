"""The well-known Vosk models, for people who choose one; sizes are those of the download.

Names, languages and sizes as published at https://alphacephei.com/vosk/models in 2026. Fetching
asks the publisher's list, so that a model that is newer than this table can be fetched as well.
"""

import math
import os

from msgspec import Struct

PUBLISHER = "https://alphacephei.com/vosk/models/"
"""Where the models and their list are; `SESSIONLENS_MODELS_URL` names another place."""

# Measured: a model of 83 MB to download took 541 MB once it had heard something. The publisher says
# the same of both ends: 300 MB for each of the small ones, and up to 16 GB for the largest.
_MEMORY_PER_DOWNLOAD = 6.5
_ROUNDED_TO = 50
_LEAST_MEMORY = 300.0


class CatalogueModel(Struct, frozen=True):
    """A model that can be fetched: its language's code and name, and megabytes to download."""

    name: str
    language: str
    title: str
    megabytes: int


CATALOGUE = tuple(
    CatalogueModel(name, language, title, megabytes)
    for name, language, title, megabytes in (
        ("vosk-model-small-en-us-0.15", "en-us", "English (US)", 40),
        ("vosk-model-en-us-0.22-lgraph", "en-us", "English (US), better", 125),
        ("vosk-model-en-us-0.22", "en-us", "English (US), best", 1800),
        ("vosk-model-small-en-gb-0.15", "en-gb", "English (UK)", 41),
        ("vosk-model-small-en-in-0.4", "en-in", "English (India)", 36),
        ("vosk-model-small-de-0.15", "de", "German", 45),
        ("vosk-model-de-0.21", "de", "German, best", 1900),
        ("vosk-model-small-fr-0.22", "fr", "French", 41),
        ("vosk-model-fr-0.22", "fr", "French, best", 1400),
        ("vosk-model-small-es-0.42", "es", "Spanish", 39),
        ("vosk-model-es-0.42", "es", "Spanish, best", 1400),
        ("vosk-model-small-it-0.22", "it", "Italian", 48),
        ("vosk-model-small-pt-0.3", "pt", "Portuguese", 31),
        ("vosk-model-nl-spraakherkenning-0.6-lgraph", "nl", "Dutch", 101),
        ("vosk-model-small-pl-0.22", "pl", "Polish", 51),
        ("vosk-model-small-cs-0.4-rhasspy", "cs", "Czech", 44),
        ("vosk-model-small-ca-0.4", "ca", "Catalan", 42),
        ("vosk-model-small-sv-rhasspy-0.15", "sv", "Swedish", 290),
        ("vosk-model-small-ru-0.22", "ru", "Russian", 45),
        ("vosk-model-uk-v3-lgraph", "uk", "Ukrainian", 325),
        ("vosk-model-small-tr-0.3", "tr", "Turkish", 35),
        ("vosk-model-small-ar-0.3", "ar", "Arabic", 100),
        ("vosk-model-small-fa-0.42", "fa", "Persian", 51),
        ("vosk-model-small-hi-0.22", "hi", "Hindi", 42),
        ("vosk-model-small-cn-0.22", "zh", "Chinese", 42),
        ("vosk-model-small-ja-0.22", "ja", "Japanese", 48),
        ("vosk-model-small-ko-0.22", "ko", "Korean", 83),
        ("vosk-model-small-vn-0.4", "vi", "Vietnamese", 32),
        ("vosk-model-small-kz-0.15", "kk", "Kazakh", 42),
        ("vosk-model-small-uz-0.22", "uz", "Uzbek", 49),
        ("vosk-model-small-eo-0.42", "eo", "Esperanto", 42),
        ("vosk-model-spk-0.4", "", "tells voices apart, any language", 13),
    )
)
"""In the order in which they are shown."""

_FURTHER_LANGUAGES = (
    "af Afrikaans, am Amharic, as Assamese, az Azerbaijani, ba Bashkir, be Belarusian, bg "
    "Bulgarian, bn Bengali, bo Tibetan, br Breton, bs Bosnian, cy Welsh, da Danish, el Greek, et "
    "Estonian, eu Basque, fi Finnish, fo Faroese, gl Galician, gu Gujarati, ha Hausa, haw "
    "Hawaiian, he Hebrew, hr Croatian, ht Haitian Creole, hu Hungarian, hy Armenian, id "
    "Indonesian, is Icelandic, jw Javanese, ka Georgian, km Khmer, kn Kannada, la Latin, lb "
    "Luxembourgish, ln Lingala, lo Lao, lt Lithuanian, lv Latvian, mg Malagasy, mi Maori, mk "
    "Macedonian, ml Malayalam, mn Mongolian, mr Marathi, ms Malay, mt Maltese, my Burmese, ne "
    "Nepali, nn Nynorsk, no Norwegian, oc Occitan, pa Punjabi, ps Pashto, ro Romanian, sa "
    "Sanskrit, sd Sindhi, si Sinhala, sk Slovak, sl Slovenian, sn Shona, so Somali, sq Albanian, "
    "sr Serbian, su Sundanese, sw Swahili, ta Tamil, te Telugu, tg Tajik, th Thai, tk Turkmen, tl "
    "Tagalog, tt Tatar, ur Urdu, yi Yiddish, yo Yoruba, yue Cantonese"
)
_NAMES = dict(entry.split(" ", 1) for entry in _FURTHER_LANGUAGES.split(", "))


def smallest_for(language: str) -> CatalogueModel | None:
    """The smallest well-known model of a language such as `de` or `en-us`."""
    fitting = [
        model
        for model in CATALOGUE
        if model.language and model.language.split("-")[0] == language.lower().split("-")[0]
    ]
    exact = [model for model in fitting if model.language == language.lower()]
    return min(exact or fitting, key=lambda model: model.megabytes, default=None)


def publisher() -> str:
    """The address of the folder that holds the models, ending in a slash."""
    return (os.environ.get("SESSIONLENS_MODELS_URL") or PUBLISHER).rstrip("/") + "/"


def address(model: CatalogueModel) -> str:
    """Where the zip of a model is."""
    return f"{publisher()}{model.name}.zip"


def memory(model: CatalogueModel) -> float:
    """About how many megabytes of memory a model needs; what tells voices apart needs little."""
    needed = math.ceil(model.megabytes * _MEMORY_PER_DOWNLOAD / _ROUNDED_TO) * float(_ROUNDED_TO)
    return max(needed, _LEAST_MEMORY) if model.language else needed


def language_name(code: str) -> str:
    """What a language is called: `German` of `de`, `English (US)` of `en-us`; else its code."""
    if not code:
        return "unknown language"
    for model in CATALOGUE:
        title = model.title.partition(",")[0]
        if model.language == code:
            return title
        if model.language.split("-")[0] == code:
            return title.partition(" (")[0]
    return _NAMES.get(code, code)
