"""Where a page is being read, so that it stands there again after it was set anew in another form.

Another width or size changes how much stands above a line: pixels do not hold, and neither do characters where codes
come and go with the gutter. What holds is the section, and the distance into it.
"""

from __future__ import annotations

from fieldref.gui.browser import PageBrowser
from fieldref.gui.places import ReadingPlace


def reading_place(browser: PageBrowser, anchors: tuple[str, ...], near: int) -> ReadingPlace:
    """Return where a page stands; a heading within `near` pixels of the top counts as what is being looked at."""
    top = browser.verticalScrollBar().value()
    places = dict(zip(anchors, browser.anchor_positions(anchors), strict=True))
    close = [anchor for anchor, place in places.items() if 0 <= place - top <= near]
    if close:
        return ReadingPlace(close[0], places[close[0]] - top, 0)
    above = [anchor for anchor, place in places.items() if place < top]
    anchor = above[-1] if above else ""
    return ReadingPlace(anchor, None, browser.top_position() - (browser.anchor_character(anchor) or 0))


def return_to(browser: PageBrowser, place: ReadingPlace) -> None:
    """Bring a page back to where it stood."""
    top = browser.anchor_position(place.anchor) if place.anchor else None
    if place.below_top is not None and top is not None:
        browser.verticalScrollBar().setValue(max(0, top - place.below_top))
    else:
        browser.scroll_to_position(max(0, (browser.anchor_character(place.anchor) or 0) + place.characters))
