"""XML from people's files, parsed without entities, document types or surprises."""

from xml.etree.ElementTree import Element, ParseError

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.limits import refuse_many_elements


def parse_xml(data: bytes, writer: str) -> Element:
    """Return the root of XML that `writer` (the name of a program or a format) would write.

    Raises SessionLensError when it is broken, or has entities or a document type of its own.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    refuse_many_elements(data)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SessionLensError(
            f"The file has XML entities or a document type, which {writer} does not write",
            "Check where it comes from",
        ) from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        line = error.position[0] if isinstance(error, ParseError) else None
        what = str(error).partition(": line ")[0]
        raise SessionLensError(
            f"This is broken XML: {what}", "Export it again", line=line
        ) from None
    return root
