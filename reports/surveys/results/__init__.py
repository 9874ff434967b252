"""Results of surveys as files: a workbook, tables, a page for the committee's table, pictures."""
