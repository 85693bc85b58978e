"""One writer per file: a lock of the operating system, which dies with its process."""

import errno
import os
import socket
import sys
import time
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.files import open_private, read_head

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, getattr(errno, "EDEADLK", errno.EAGAIN)}
_OPENED = os.O_RDWR | os.O_CREAT
_FAR = 1 << 30  # beyond the text, so that others may read it under Windows' mandatory locks


class Lock:
    """The right to write a file, held through `<file>.lock` beside it.

    A process that ends, even by kill -9, gives it up; what it leaves behind is taken over. `kind`
    is what the notice calls the file.
    """

    def __init__(self, path: Path, kind: str = "review") -> None:
        self.file = path.with_name(f"{path.name}.lock")
        self._kind = kind
        self.notice = ""
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this instance may write."""
        return self._descriptor is not None

    def acquire(self) -> bool:
        """Try to get the lock, without waiting; returns whether the file may be written.

        When another program has it, `notice` says which. Where no lock can be kept (a read-only
        folder, some network drives, a link in its place), nobody is held back: the writing itself
        will tell.
        """
        self.notice = ""
        if self.held:
            return True
        for _ in range(50):
            try:
                descriptor = open_private(self.file, _OPENED)
            except OSError:
                return True
            try:
                _lock(descriptor)
            except OSError as error:
                busy = error.errno in _BUSY
                self.notice = self._describe() if busy else ""
                os.close(descriptor)
                return not busy
            if self._still_there(descriptor):
                self._descriptor = descriptor
                self._sign(descriptor)
                return True
            os.close(descriptor)  # its last holder removed it between our open and our lock
        return False

    def release(self) -> None:
        """Give the lock up and remove its file."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        # Windows removes no open file; elsewhere it must go while it is still ours.
        if sys.platform == "win32":
            os.close(descriptor)
            self._remove()
        else:
            self._remove()
            os.close(descriptor)

    def __enter__(self) -> "Lock":
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _remove(self) -> None:
        try:
            self.file.unlink(missing_ok=True)
        except OSError:
            return  # an unlocked file holds nobody back

    def _still_there(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self.file.stat())
        except OSError:
            return False

    def _sign(self, descriptor: int) -> None:
        text = f"{os.getpid()} {socket.gethostname()} {time.strftime('%Y-%m-%d %H:%M')}\n"
        try:
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, text.encode())
        except OSError:
            return  # on a full disk: the lock holds all the same, others only cannot say whose

    def _describe(self) -> str:
        try:
            words = clean(read_head(self.file, 400).decode("utf-8", "replace")).split(" ", 2)
        except SessionLensError:
            words = []
        if len(words) < 3:
            return f"This {self._kind} is open in another window, so it is read-only here"
        pid, host, since = words
        return (
            f"This {self._kind} is open in another window since {since} (process {pid} on {host}),"
            " so it is read-only here"
        )


def claimed(path: Path) -> bool:
    """Whether a program holds the right to write this file; what a dead one left does not count."""
    lock = Lock(path)
    try:
        descriptor = open_private(lock.file, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno in _BUSY
    finally:
        os.close(descriptor)
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
