"""Builds the model: speech, lexicon, examples, network, graph, files."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from speech_synthesis.espeak import Espeak, Spoken
from speech_synthesis.script import Line, sentences_of, vocabulary_of
from speech_synthesis.words import isolated_pronunciations
from tiny_model.acoustic_file import save_acoustic_model
from tiny_model.corpus import speak_all, training_jobs
from tiny_model.examples import make_examples
from tiny_model.features import MFCC_CONF
from tiny_model.graph import Graph
from tiny_model.language import END, START, count_bigrams
from tiny_model.lexicon import Lexicon, build_lexicon
from tiny_model.phones import PhoneSet
from tiny_model.training import Trained, train

# Read by Vosk; the endpoint rules cut an utterance after 0.5 to 1.2 s of silence.
_MODEL_CONF = """--min-active=200
--max-active=3000
--beam=13.0
--lattice-beam=6.0
--acoustic-scale=0.4
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.8
--endpoint.rule4.min-trailing-silence=1.2
"""

_README = """tiny-model: a Vosk model that knows only the words of SessionLens's demo

It hears the {words} words of the demo conversation, in the voices of the speech synthesiser
espeak-ng, and nothing else: it is there to try the program and to test it without a download.
For real recordings get a real model: `sessionlens models` names them.

Made by `python tools/make_tiny_model.py` from an original text and synthetic speech.
Licence: MIT, as SessionLens itself.
"""


@dataclass(frozen=True)
class Settings:
    """How much to train: takes of every line, epochs, width of the network."""

    takes: int = 32
    epochs: int = 16
    hidden: int = 64
    seed: int = 0
    processes: int = 2


def build_model(
    out: Path, script: list[Line], settings: Settings, log: Callable[[str], None]
) -> None:
    """Build a model of the script's words in the folder `out`."""
    began = time.monotonic()

    def note(text: str) -> None:
        log(f"[{time.monotonic() - began:3.0f} s] {text}")

    jobs = training_jobs(script, settings.takes, settings.seed)
    utterances = speak_all(jobs, settings.processes)
    minutes = sum(len(u.samples) / u.rate for u in utterances) / 60
    note(f"spoke {len(utterances)} of {len(jobs)} utterances, {minutes:.0f} minutes")
    vocabulary = vocabulary_of(script)
    isolated = isolated_pronunciations(Espeak(), vocabulary)
    lexicon = build_lexicon(utterances, vocabulary, isolated)
    phones = PhoneSet(s for prons in lexicon.values() for p in prons for s in p.phones)
    note(f"{len(vocabulary)} words, {len(phones.symbols)} phones")
    examples = make_examples(utterances, phones, settings.seed, settings.processes)
    outputs = len(phones.symbols)
    trained = train(examples, outputs, settings.hidden, settings.epochs, settings.seed, note)
    graph = _save(out, script, lexicon, phones, _stay_probabilities(utterances, phones), trained)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    arcs = sum(map(len, graph.arcs))
    note(f"graph of {len(graph.arcs)} states and {arcs} arcs; model of {size:,} bytes")


def _stay_probabilities(utterances: list[Spoken], phones: PhoneSet) -> list[float]:
    """Return each pdf's self-loop probability, from the phone's mean length in steps of 30 ms."""
    lengths: defaultdict[str, list[float]] = defaultdict(list)
    for utterance in utterances:
        for phone in utterance.phones:
            lengths[phone.symbol].append((phone.end - phone.start) / 0.03)
    means = (float(np.mean(lengths[s])) if lengths[s] else 2.0 for s in phones.symbols)
    return [min(0.95, 1 - 1 / max(1.15, mean)) for mean in means]


def _save(
    out: Path, script: list[Line], lexicon: Lexicon, phones: PhoneSet, stay: list[float],
    trained: Trained,
) -> Graph:  # fmt: skip
    """Write the folder that Vosk reads; all files but the graph and the network are text."""
    for folder in ("am", "conf", "graph/phones"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    words = ["<eps>", *lexicon, "#0", START, END]
    word_ids = {word: i for i, word in enumerate(words)}
    bigrams = count_bigrams(sentences_of(script), list(lexicon))
    graph = Graph.build(lexicon, bigrams, phones, stay, word_ids)
    graph.save(out / "graph/HCLG.fst")
    save_acoustic_model(out / "am/final.mdl", phones, stay, trained)
    boundaries = ((phone, phones.position_of(phone)) for phone in range(1, phones.count + 1))
    for name, text in (
        ("README", _README.format(words=len(lexicon))),
        ("conf/mfcc.conf", MFCC_CONF),
        ("conf/model.conf", _MODEL_CONF),
        ("graph/words.txt", "".join(f"{word} {i}\n" for word, i in word_ids.items())),
        ("graph/phones/word_boundary.int", "".join(f"{p} {where}\n" for p, where in boundaries)),
    ):
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    return graph
