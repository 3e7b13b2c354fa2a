"""What can go wrong, named by what the reader can do next.

FieldrefError
    BundleError             the content cannot be opened
        BundleMissing       no bundle at that place: compile or reinstall
        BundleDamaged       a file is missing or altered: reinstall
        BundleTooNew        made for a later fieldref: update the program
    ContentError            content files have problems (carries them)
    NotFound                no page, card or entry of that name
    UserDataError           bookmarks, notes or local details cannot be read or written
        ClearedElsewhere    another window cleared everything: what was typed before is dropped
    SettingsError           settings cannot be written
    PrintError              a card or page cannot be laid out or printed
"""


class FieldrefError(Exception):
    """Base of all errors whose text is meant for the reader: one sentence of what happened, one of what to do."""


class BundleError(FieldrefError):
    """The content bundle cannot be opened."""


class BundleMissing(BundleError):
    """There is no bundle at that place."""


class BundleDamaged(BundleError):
    """A file of the bundle is missing, unreadable or not as the manifest says."""


class BundleTooNew(BundleError):
    """The bundle's format is later than this program reads."""


class ContentError(FieldrefError):
    """Content files have problems; `problems` lists them in printed form."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class NotFound(FieldrefError):
    """No page, section, card or entry of that name."""


class UserDataError(FieldrefError):
    """Bookmarks, notes or local details cannot be read or written."""


class ClearedElsewhere(UserDataError):
    """Another window cleared everything; what was typed before that is dropped."""


class SettingsError(FieldrefError):
    """Settings cannot be written."""


class PrintError(FieldrefError):
    """A card or page cannot be laid out or printed."""
