-- Which letters took a line to a level: two of them that stand are an exception. A book is
-- replayed after it.
DROP INDEX letter_item_invoice;
CREATE INDEX letter_item_line ON letter_item (invoice, due, level);
