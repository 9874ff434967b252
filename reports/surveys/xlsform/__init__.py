"""XLSForm: reading one that somebody made, and writing ours."""

from reports.surveys.xlsform.building import form_of_file
from reports.surveys.xlsform.writing import xlsform

__all__ = ["form_of_file", "xlsform"]
