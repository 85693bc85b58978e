"""A speech engine in a process of its own: what the program and the process say to each other.

Requests go to its stdin and answers come from its stdout, each as four bytes of length (little
endian) and a Struct in MessagePack. The first answer, of number 0, says that the model is loaded.
The process ends with its stdin.
"""

import itertools
import os
import queue
import re
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Generic, TypeVar

import msgspec
from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.processor import give_way

_ASK = 0.05  # seconds between two looks whether to stop
_KILLED = -9  # by the system, when it has no memory left, or by somebody
_VMSTAT = Path("/proc/vmstat")
_OUT_OF_MEMORY = re.compile(r"^oom_kill (\d+)", re.MULTILINE)


class EngineRequest(Struct, frozen=True, array_like=True):
    """Sound to recognise: int16 at the rate of the model."""

    number: int
    sound: bytes


class EngineAnswer(Struct, frozen=True, array_like=True):
    """The answer to the request of this number; `error` says why there is none, in a line."""

    number: int
    error: str = ""


M = TypeVar("M", bound=Struct)
Request = TypeVar("Request", bound=EngineRequest)
Answer = TypeVar("Answer", bound=EngineAnswer)


class EngineProcess(Generic[Answer]):
    """The process, and who waits for which of its answers, of `kind`.

    `module` is run with `arguments`. Raises SessionLensError when it cannot be started.
    """

    def __init__(self, module: str, arguments: list[str], kind: type[Answer]) -> None:
        try:
            # In a session of its own no key that is meant for the program ends it.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise SessionLensError(
                f"The speech engine cannot be started ({error.strerror})", "Close other programs"
            ) from error
        self._kind = kind
        self._out_of_memory = _killed_for_memory()
        self._numbers = itertools.count(1)
        self._sending = threading.Lock()
        self._waiting: dict[int, queue.SimpleQueue[Answer]] = {0: queue.SimpleQueue()}
        self._ended = ""
        threading.Thread(target=self._read, name="speech engine", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def loaded(self) -> str:
        """Wait until the model is loaded; returns why it cannot be, in a line."""
        answer = self._answer(0, lambda: False)
        return answer.error if answer else ""

    def ask(
        self, request: Callable[[int], EngineRequest], should_stop: Callable[[], bool]
    ) -> Answer | None:
        """Have sound recognised, as a request of a number, and wait for the answer.

        None if stopped.
        """
        number = next(self._numbers)
        self._waiting[number] = queue.SimpleQueue()
        with self._sending, suppress(OSError, ValueError):  # why it ended is told by the answer
            send(_stream(self._process.stdin), request(number))
        return self._answer(number, should_stop)

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                _stream(stream).close()

    def _answer(self, number: int, should_stop: Callable[[], bool]) -> Answer | None:
        try:
            while not should_stop():
                try:
                    return self._waiting[number].get(timeout=_ASK)
                except queue.Empty:
                    if self._ended:
                        return self._kind(number, self._ended)
            return None
        finally:
            del self._waiting[number]

    def _read(self) -> None:
        stream = _stream(self._process.stdout)
        with suppress(OSError, ValueError):
            while (answer := receive(stream, self._kind)) is not None:
                if waiting := self._waiting.get(answer.number):
                    waiting.put(answer)
        code = self._process.wait()
        counted = self._out_of_memory
        self._ended = _ending(
            code, somebody=counted is not None and counted == _killed_for_memory()
        )


def one_line(reason: str) -> str:
    """Why an engine failed, fit for a sentence."""
    return shorten(clean(reason), 160).rstrip(".")


def engine_failed(reason: str) -> SessionLensError:
    """The error to raise for sound that an engine could not recognise."""
    return SessionLensError(
        f"The speech engine failed ({one_line(reason)})", "Try again, or with another model"
    )


def answer_requests(
    kind: type[Request],
    answer_of: type[EngineAnswer],
    load: Callable[[], Callable[[Request], EngineAnswer]],
    *,
    recognisers: int = 1,
    niceness: int = 0,
) -> None:
    """What the process does: load a model, and answer requests with it until stdin ends.

    `load` returns what answers a request; whatever either raises is told as the answer's error.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the program's, which ends this one
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the libraries print
    give_way(niceness)
    writing = threading.Lock()

    def answer(message: EngineAnswer) -> None:
        with writing:
            send(answers, message)

    try:
        work = load()
    except Exception as error:  # the libraries raise whatever comes
        answer(answer_of(0, _reason(error)))
        return
    answer(answer_of(0))

    def recognise(request: Request) -> None:
        try:
            answered = work(request)
        except Exception as error:
            answered = answer_of(request.number, _reason(error))
        answer(answered)

    pool = ThreadPoolExecutor(recognisers)
    while (request := receive(sys.stdin.buffer, kind)) is not None:
        pool.submit(recognise, request)
    os._exit(0)  # what is still at work has nobody left to answer


def send(stream: IO[bytes], message: Struct) -> None:
    """Write a message; raises OSError when nobody reads it any more."""
    data = msgspec.msgpack.encode(message)
    stream.write(struct.pack("<I", len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes], kind: type[M]) -> M | None:
    """Read a message; None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack("<I", head)
    data = stream.read(length)
    return msgspec.msgpack.decode(data, type=kind) if len(data) == length else None


def _reason(error: Exception) -> str:
    if isinstance(error, SessionLensError):
        return error.what
    return f"{type(error).__name__}: {error}".splitlines()[0]


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _killed_for_memory() -> int | None:
    """How many processes Linux has ended for want of memory; None where nothing counts them."""
    try:
        counted = _OUT_OF_MEMORY.search(_VMSTAT.read_text(encoding="ascii"))
    except OSError:
        return None
    return int(counted[1]) if counted else None


def _ending(code: int, *, somebody: bool) -> str:
    """What to say of a process that has not been ended by us: `somebody` else may have done it."""
    if code == _KILLED and somebody:
        return "somebody ended its process"
    if code == _KILLED:
        return "the system ended it: it cannot allocate memory"
    return f"it crashed with signal {-code}" if code < 0 else f"it ended with code {code}"
