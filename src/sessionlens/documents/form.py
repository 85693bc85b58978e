"""The observation form: what a mentor hands in, as Markdown and as a Word document."""

from sessionlens.documents import docx_template, markdown
from sessionlens.documents.content import Content
from sessionlens.documents.formats import Options, Rendered
from sessionlens.documents.placeholders import values_of


def render(content: Content, options: Options) -> Rendered:
    """The form as Markdown."""
    text = markdown.fill("form.md", options.templates, **values_of(content))
    return Rendered(text.encode())


def render_docx(content: Content, options: Options) -> Rendered:
    """The form as DOCX, made from the template that ships or from the user's own.

    Raises SessionLensError for a template that is no DOCX, or holds an unknown placeholder.
    """
    template = docx_template.find("form.docx", options)
    return Rendered(docx_template.fill(template, values_of(content)))
