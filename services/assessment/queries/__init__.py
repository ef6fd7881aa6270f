"""What can be asked back: candidates and their assessments, lists, titles, rubrics."""
