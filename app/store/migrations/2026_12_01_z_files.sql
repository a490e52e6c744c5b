-- When in its day a contact was, so that two of one day stand in their order.
-- minute: of the day; -1: not said.
ALTER TABLE work ADD COLUMN minute INTEGER NOT NULL DEFAULT -1;
