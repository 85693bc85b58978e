"""Which clips a report holds: the best sound that its size allows, and what does not fit."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sessionlens.audio.clips import BIT_RATES, CODECS, Clip, cut_clips
from sessionlens.documents.content import Content, Moment
from sessionlens.documents.formats import MEGABYTE, Options
from sessionlens.documents.report.notes import cut_notes, notes_of, spans_of, spoken_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import counted

LONGEST = 120.0
"""Seconds of the longest clip: an interval may cover half a session, which must not go out."""


class Sound(NamedTuple):
    """Clips by marker id; `silent` says why a moment has none; `notices` are for the maker.

    `notes` are the spoken comments and answers (see `spoken_of`); `unspoken` says why one is not
    there.
    """

    clips: dict[str, Clip]
    silent: dict[str, str]
    notices: tuple[str, ...] = ()
    notes: dict[str, Clip] = {}  # noqa: RUF012 - nobody changes it
    unspoken: dict[str, str] = {}  # noqa: RUF012


def sound_for(content: Content, options: Options, room: int) -> Sound:
    """Cut the clips of all moments; together they take at most `room` bytes as base64.

    The bit rate is lowered as far as speech can be followed; then the moments that come last stay
    without sound. Phases have no clip.
    """
    if not options.audio:
        return Sound({}, {})
    moments = _heard(content)
    spans = {one.marker.id: span(one, options.pre_roll) for one in moments}
    room = max(room, 0) * 3 // 4
    spoken = notes_of(content, options)
    bit_rate = _bit_rate([*spans.values(), *spans_of(spoken.spoken)], options.codec, room)
    notes, unspoken = cut_notes(spoken, options, bit_rate, room)
    room -= sum(len(clip.data) for clip in notes.values())
    sound = _clips(content, options, spans, bit_rate, room)
    return sound._replace(
        notices=(*sound.notices, *spoken.notices),
        notes=notes,
        unspoken=spoken.silent | unspoken,
    )


def _clips(
    content: Content,
    options: Options,
    spans: dict[str, tuple[float, float]],
    bit_rate: int,
    room: int,
) -> Sound:
    """The clips of all moments, as many as there is room for."""
    if content.recording is None:
        return Sound({}, {}, ("Written without sound: the recording was not found",))
    moments = _heard(content)
    silent = {one.marker.id: one.past_end for one in content.moments if one.past_end}
    try:
        clips = _cut(content, options, spans, bit_rate, room)
    except SessionLensError as error:
        notice = f"Written without sound: {error.at(content.recording)}"
        return Sound({}, silent, (notice,))
    missing = [one for one in moments if one.marker.id not in clips]
    for moment in missing:
        silent[moment.marker.id] = f"Its sound did not fit into {_size(options.max_size)}."
    empty = [name for name, clip in clips.items() if not clip.data]
    for name in empty:
        del clips[name]
        silent[name] = "The recording has no sound there."
    return Sound(clips, silent, tuple(_notices(missing, bit_rate, options)))


def without_data(content: Content, options: Options) -> Sound:
    """Clips that hold nothing yet: what the page takes besides its sound can be measured."""
    mime = CODECS[options.codec].mime
    moments = _heard(content) if options.audio and content.recording is not None else []
    noted = [key for _, key, _ in spoken_of(content)] if options.audio else []
    return Sound(
        {one.marker.id: Clip(b"", mime, *span(one, options.pre_roll)) for one in moments},
        {},
        notes={key: Clip(b"", mime, 0.0, 0.0) for key in noted},
    )


def _heard(content: Content) -> list[Moment]:
    return [one for one in content.moments if not one.phase and not one.past_end]


def span(moment: Moment, pre_roll: float) -> tuple[float, float]:
    """From when to when the clip of a moment lasts, in seconds."""
    return max(moment.start - pre_roll, 0.0), min(moment.end, moment.start + LONGEST)


def seconds_of(clips: dict[str, Clip]) -> float:
    """How much of the recording is in the clips; what is in several counts once."""
    total = until = 0.0
    for clip in sorted(clips.values(), key=lambda clip: clip.start):
        total += max(clip.end - max(clip.start, until), 0.0)
        until = max(until, clip.end)
    return total


def _bit_rate(spans: Sequence[tuple[float, float]], codec: str, room: int) -> int:
    """The best bit rate at which all clips fit, or else the lowest one."""
    seconds = sum(end - start for start, end in spans)
    overhead = CODECS[codec].overhead
    rates = BIT_RATES[codec]
    return next((rate for rate in rates[1:] if seconds * (rate / 8 + overhead) <= room), rates[-1])


def _cut(
    content: Content,
    options: Options,
    spans: dict[str, tuple[float, float]],
    bit_rate: int,
    room: int,
) -> dict[str, Clip]:
    clips: dict[str, Clip] = {}
    used = 0
    for name, clip in _each(content, options, spans, bit_rate):
        used += len(clip.data)
        if used > room:
            break
        clips[name] = clip
    return clips


def _each(
    content: Content, options: Options, spans: dict[str, tuple[float, float]], bit_rate: int
) -> Iterator[tuple[str, Clip]]:
    assert content.recording is not None
    silent = [(stretch.start, stretch.end) for stretch in options.muted]
    cut = cut_clips(
        content.recording,
        spans.values(),
        codec=options.codec,
        bit_rate=bit_rate,
        silent=silent,
    )
    return zip(spans, cut, strict=True)


def _notices(missing: Sequence[Moment], bit_rate: int, options: Options) -> Iterator[str]:
    if missing:
        many = counted(len(missing), "moment has", "moments have")
        yield (
            f"{many} no sound, the last ones: more would not fit into {_size(options.max_size)}"
            " (--max-size)"
        )
    elif bit_rate < BIT_RATES[options.codec][1]:
        yield (
            f"The sound is coarser than usual ({bit_rate // 1000} kbit/s), to fit into"
            f" {_size(options.max_size)} (--max-size)"
        )


def _size(size: int) -> str:
    return f"{size / MEGABYTE:g} MB"
