-- First plans of one customer that were made apart are an exception too. It is derived; a book is
-- replayed after it.
CREATE INDEX work_plan ON work (customer, currency) WHERE type = 2;
