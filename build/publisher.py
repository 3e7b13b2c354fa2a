"""Who publishes the packages. These are placeholders: whoever publishes a release sets them here, and nowhere else.

They get from here into the Debian package (maintainer, AppStream id), the Windows program and installer, and the .app.
"""

from __future__ import annotations

NAME = "the fieldref developers"
"""The publisher as users read it."""
ADDRESS = "maintainers@fieldref.example"
"""Where users of the Debian package write to; nobody reads the placeholder."""
APP_ID = "org.fieldref.fieldref"
"""A domain of the publisher's, read backwards, and the program: AppStream's component id, the .app's identifier."""


def filled(template: str, **values: str) -> str:
    """A template with @NAME@, @ADDRESS@, @APP_ID@ and further @VALUES@ filled in.

    >>> filled("@APP_ID@ @VERSION@", version="0.1.0").endswith(" 0.1.0")
    True
    """
    known = {
        "NAME": NAME,
        "ADDRESS": ADDRESS,
        "APP_ID": APP_ID,
        **{name.upper(): text for name, text in values.items()},
    }
    for name, text in known.items():
        template = template.replace(f"@{name}@", text)
    return template
