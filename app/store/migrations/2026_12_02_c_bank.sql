-- Lines of statements are looked for by their day and amount: what two devices may have read by
-- other columns is listed. All of it is derived; a book is replayed after it.
CREATE INDEX bank_line_movement ON bank_line (date, minor);
