"""The photos and voice of an issue, as one file for the archive."""

import io
import zipfile
from collections.abc import Sequence

_ENDINGS = {"photo": "jpg", "voice": "ogg"}


def archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of files, each given by its kind and bytes, named in order: photo-1.jpg, voice-2.ogg."""
    whole = io.BytesIO()
    # Photos and voice are packed already.
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as zipped:
        for number, (kind, content) in enumerate(files, 1):
            zipped.writestr(f"{kind}-{number}.{_ENDINGS.get(kind, 'bin')}", content)
    return whole.getvalue()
