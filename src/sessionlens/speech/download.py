"""Downloads a file of known length, going on where an earlier attempt ended."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Any

from sessionlens import __version__
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean

_STEP = 256 * 1024
_PATIENCE = 30.0  # seconds without a byte
_ATTEMPTS = 4
_BROKEN = (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError)

OnBytes = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""


def read_page(url: str, most: int) -> bytes:
    """A short file from the network, `most` bytes of it at most; raises SessionLensError."""
    try:
        with _opened(url, 0) as answer:
            return answer.read(most)
    except _BROKEN as error:
        raise _no_connection(url, error) from error


def download(
    url: str, part: Path, size: int, on_bytes: OnBytes, wait: Callable[[float], None]
) -> None:
    """Bring the file `part` to `size` bytes, from where it ends now; tries again a few times.

    Raises SessionLensError, and OSError when the disk does not take it.
    """
    why = "it ends too early"
    for attempt in range(_ATTEMPTS):
        if attempt:
            wait(2.0 ** (attempt - 1))
        have = _length(part)
        if have > size:
            part.unlink()  # of another version
            have = 0
        try:
            if have < size:
                with _opened(url, have) as answer, part.open("ab") as out:
                    _take(answer, out, have, size, on_bytes)
        except _BROKEN as error:
            if not _length(part):
                raise _no_connection(url, error) from error
            why = str(getattr(error, "reason", error))
        if _length(part) == size:
            return
    raise SessionLensError(
        f"The connection broke off at {_length(part) / 1e6:.1f} of {size / 1e6:.1f} MB"
        f" ({clean(why)})",
        "Run it again: it goes on from there",
        where=url,
    )


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _take(answer: HTTPResponse, out: IO[bytes], have: int, size: int, on_bytes: OnBytes) -> None:
    if answer.status != 206 and have:
        out.truncate(0)  # the server sends all of it again
        have = 0
    elif have and not _continues(answer, have):
        raise HTTPException("the server sent another part than was asked for")
    announced = answer.headers.get("Content-Length", "")
    if announced.isdigit() and have + int(announced) != size:
        raise _wrong_size(answer.url, f"{have + int(announced):,}", size)
    while block := answer.read(_STEP):
        have += len(block)
        if have > size:
            out.truncate(0)
            raise _wrong_size(answer.url, "more", size)
        out.write(block)
        on_bytes(have, size)


def _continues(answer: HTTPResponse, have: int) -> bool:
    return (answer.headers.get("Content-Range") or "").startswith(f"bytes {have}-")


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never from a protected connection to an open one."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        scheme = urllib.parse.urlsplit(newurl).scheme
        if scheme != "https" and not (scheme == "http" and req.type == "http"):
            raise urllib.error.URLError("the server redirects to an unsafe address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opened(url: str, have: int) -> HTTPResponse:
    if not _is_web_address(url):
        raise SessionLensError(
            "This is no web address", "Correct SESSIONLENS_MODELS_URL", where=clean(url)
        )
    headers = {"User-Agent": f"sessionlens/{__version__}", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(url, headers=headers)
    opener = urllib.request.build_opener(_SafeRedirects)
    try:
        answer: HTTPResponse = opener.open(request, timeout=_PATIENCE)
    except (ValueError, UnicodeError) as error:  # a host that is none, found on connecting
        raise _no_connection(url, error) from error
    except urllib.error.HTTPError as error:
        error.close()
        raise SessionLensError(
            f"The server answers {error.code} ({clean(str(error.reason))})",
            "Try again later, or add the model from a file",
            where=url,
        ) from error
    return answer


def _is_web_address(url: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(url)
        # A port that is no number is found only when it is asked for.
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return (
        named
        and parts.scheme in ("https", "http")
        and url.isascii()
        and url.isprintable()
        and " " not in url
    )


def _no_connection(url: str, error: Exception) -> SessionLensError:
    reason = clean(str(getattr(error, "reason", error)))
    return SessionLensError(
        f"There is no connection ({reason})",
        "Look at the network, or add the model from a file: sessionlens models add FILE",
        where=url,
    )


def _wrong_size(url: str, sent: str, size: int) -> SessionLensError:
    return SessionLensError(
        f"The server sends {sent} bytes, but the model was published with {size:,}",
        "Nothing was installed: try again later, or add the model from a file",
        where=clean(url),
    )
