"""A Whisper model of random weights: what it hears is nonsense, but the whole way is gone."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np

_WIDTH = 16
_MELS = 80
_POSITIONS = 448
_WORDS = 50257  # tokens before the special ones, as in the models of many languages
_LANGUAGES = ("de", "en", "fr")
_TASKS = ("translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps")
_PEAKED = 60.0  # how sure it is of its nonsense: else it would try again and again
_ENDS = 150.0  # how strongly it ends: after some words


def make_random_whisper(folder: Path) -> Path:
    """Write such a model, of many languages; needs what comes with faster-whisper."""
    from ctranslate2.specs import WhisperSpec

    dice = np.random.default_rng(7)
    tokens = _tokens()
    spec = WhisperSpec(1, 2, 1, 2)
    _fill_encoder(spec.encoder, dice)
    _fill_decoder(spec.decoder, dice, tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [tokens.index(f"<|{code}|>") for code in _LANGUAGES]
    spec.config.alignment_heads = [(0, 0), (0, 1)]
    spec.register_vocabulary(tokens)
    spec.validate()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    _tokenizer(tokens).save(str(folder / "tokenizer.json"))
    return folder


def _tokens() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    made = (
        "Ġ" + "".join(parts) for n in (1, 2, 3) for parts in itertools.product(syllables, repeat=n)
    )
    words = [*sorted(ByteLevel.alphabet()), *itertools.islice(made, _WORDS - 257), ""]
    # The empty word tells a model of many languages: src/models/whisper.cc.
    special = ["endoftext", "startoftranscript", *_LANGUAGES, *_TASKS]
    times = [f"<|{at * 0.02:.2f}|>" for at in range(1501)]
    return [*words, *(f"<|{name}|>" for name in special), *times]


def _tokenizer(tokens: list[str]) -> Any:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokenizer = Tokenizer(models.BPE({token: at for at, token in enumerate(tokens[:_WORDS])}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in tokens[_WORDS:]])
    return tokenizer


def _fill_encoder(encoder: Any, dice: np.random.Generator) -> None:
    for conv, width in ((encoder.conv1, _MELS), (encoder.conv2, _WIDTH)):
        conv.weight = _random(dice, _WIDTH, width, 3)
        conv.bias = _random(dice, _WIDTH)
    encoder.position_encodings.encodings = _random(dice, 1500, _WIDTH)
    _fill_norm(encoder.layer_norm)
    for layer in encoder.layer:
        _fill_attention(layer.self_attention, dice)
        _fill_ffn(layer.ffn, dice)


def _fill_decoder(decoder: Any, dice: np.random.Generator, tokens: list[str]) -> None:
    decoder.embeddings.weight = _random(dice, len(tokens), _WIDTH)
    decoder.position_encodings.encodings = 5 * _random(dice, _POSITIONS, _WIDTH)
    _fill_norm(decoder.layer_norm)
    decoder.projection.weight = _PEAKED * _random(dice, len(tokens), _WIDTH)
    decoder.projection.bias = np.zeros(len(tokens), np.float32)
    decoder.projection.bias[tokens.index("<|endoftext|>")] = _ENDS
    for layer in decoder.layer:
        _fill_attention(layer.self_attention, dice)
        _fill_attention(layer.attention, dice, own=False)
        _fill_ffn(layer.ffn, dice)


def _fill_attention(attention: Any, dice: np.random.Generator, *, own: bool = True) -> None:
    _fill_norm(attention.layer_norm)
    for linear, times in zip(attention.linear, (3, 1) if own else (1, 2, 1), strict=True):
        _fill_linear(linear, dice, times * _WIDTH, _WIDTH)


def _fill_ffn(ffn: Any, dice: np.random.Generator) -> None:
    _fill_norm(ffn.layer_norm)
    _fill_linear(ffn.linear_0, dice, 4 * _WIDTH, _WIDTH)
    _fill_linear(ffn.linear_1, dice, _WIDTH, 4 * _WIDTH)


def _fill_norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)


def _fill_linear(linear: Any, dice: np.random.Generator, rows: int, columns: int) -> None:
    linear.weight, linear.bias = _random(dice, rows, columns), _random(dice, rows)


def _random(dice: np.random.Generator, *shape: int) -> Any:
    return (dice.normal(size=shape) / np.sqrt(shape[-1])).astype(np.float32)
