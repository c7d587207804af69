"""Result documents as people and machines read them. Nothing here decides or works anything out.

A view turns a result document into a page (`modelpick.render.page`), which knows no format; a writer turns a page into
a terminal screen, plain text, Markdown or CSV. JSON and YAML carry the document itself.
"""

from modelpick.render.dispatch import FORMATS, render
from modelpick.render.machine import to_data

__all__ = ["FORMATS", "render", "to_data"]
