"""Statistics of surveys and of the ranking of issues: plain functions of counts, each with its source named."""
