"""The assessment of one application: scores, conclusion, spot checks, and the province's refusal."""
