-- DefenceWaived, PlaqueDeclaredVoid and TitleEnded: a title may end without blame, and its plaque is due then, too.
ALTER TABLE titles
    ADD COLUMN waived_on   date,
    ADD COLUMN void_reason text NOT NULL DEFAULT '',
    ADD COLUMN void_on     date,
    ADD COLUMN ended_by    text,
    ADD COLUMN ended_on    date;
