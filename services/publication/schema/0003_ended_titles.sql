-- TitleEnded: the register and the check of a certificate tell since when there is no title any more, and why.
ALTER TABLE titles
    ADD COLUMN ended_on date,
    ADD COLUMN ended_by text NOT NULL DEFAULT '';
