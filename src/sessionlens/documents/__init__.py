"""What is rendered for people and for other tools.

Data flows one way: `content.content_of` works out once what goes out, from a feedback file, the
transcript and the recording; a renderer turns that into the bytes of one file. `formats.FORMATS` is
the table of renderers: a new format is one module with `render(content, options)` and one row.
`redaction` replaces names and leaves stretches out before anything is rendered, so that no renderer
has to know of it. `clips` cuts the sound of moments out of the recording.
"""
