-- Credit notes are told apart by their numbers, as invoices are; customers are found by telephones
-- without their blanks and by their contacts. All of it is derived; a book is replayed after it.
CREATE INDEX receipt_number ON receipt (customer, number) WHERE type = 1;
