-- RevocationSetAside: the title is in force again from this day; an end before it is none.
ALTER TABLE titles_on_file ADD COLUMN restored_on date;
