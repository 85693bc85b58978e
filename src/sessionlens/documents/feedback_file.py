"""The feedback file itself, as one format among the others."""

from sessionlens.documents.content import Content
from sessionlens.documents.formats import Options, Rendered
from sessionlens.storage.feedback import encode_feedback


def render(content: Content, options: Options) -> Rendered:
    """The feedback as TOML: the only format that is read back in full."""
    return Rendered(encode_feedback(content.feedback, options.target.name))
