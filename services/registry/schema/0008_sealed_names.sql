-- Names are sealed, each under its person's key. What was erased or closed says so.

-- `erasure` is empty, 'restricted' (closed to everybody while the law wants it kept) or 'erased'.
ALTER TABLE staff ADD COLUMN erasure text NOT NULL DEFAULT '';
UPDATE staff SET erasure = erasures.outcome FROM erasures WHERE subject_id = staff_id;
