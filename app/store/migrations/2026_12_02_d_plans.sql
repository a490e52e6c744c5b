-- Plans of records that were merged since are an exception too. It is derived; a book is replayed
-- after it.
DELETE FROM exception;
