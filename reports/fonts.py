"""Where the fonts lie that have every Kazakh letter: matplotlib brings them, so nothing of the machine is used."""

from functools import cache
from pathlib import Path


@cache
def font_folder() -> Path:
    """The folder with DejaVu Sans."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"
