"""The registry owns hosts, stations and their staff, bureaus and officers, trainings, guidance and the calendar."""
