"""XLSForm: reading one that somebody made, and writing ours."""

from reports.surveys.xlsform.building import form_of_file
from reports.surveys.xlsform.sheets import MOST_BYTES
from reports.surveys.xlsform.writing import xlsform

__all__ = ["MOST_BYTES", "form_of_file", "xlsform"]
