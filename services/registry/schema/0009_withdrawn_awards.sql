-- An award that its organiser has taken back stays on the station's file, and counts no more.
ALTER TABLE awards ADD COLUMN withdrawn_on date;
