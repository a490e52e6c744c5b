-- The second version of the view: types of documents, groups and merges of customers, contracts,
-- attachments, disputes, what became of a bill. All of it is derived; a book is replayed after it.

-- Numbers of the kinds of this version: 10 to 29 registers, 30 to 62 facts. A book may have kept
-- such changes already, as ones that it did not understand.
CREATE TABLE new_kind (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO new_kind (no, name) VALUES
    (10, 'contract.set'), (30, 'customer.merge'), (31, 'attachment.add'), (32, 'dispute.open'),
    (33, 'bill.move');
UPDATE change SET kind = (SELECT n.no FROM kind k JOIN new_kind n ON n.name = k.name
                          WHERE k.no = change.kind)
 WHERE kind IN (SELECT k.no FROM kind k JOIN new_kind n ON n.name = k.name);
UPDATE kind SET name = 'number ' || no || ' before 2026-11-22'
 WHERE name IN (SELECT name FROM new_kind);
INSERT INTO kind (no, name) SELECT no, name FROM new_kind;
DROP TABLE new_kind;

DROP INDEX change_of_register;
CREATE INDEX change_of_register ON change (entity) WHERE (kind <= 4 OR kind BETWEEN 10 AND 29);

-- holder: the customer with whom this one counts, itself unless it was merged.
-- search: what a list looks at, folded, one part a line.
ALTER TABLE customer ADD COLUMN holder INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN tax_no TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN tier TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN parent TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN terms TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN search TEXT NOT NULL DEFAULT '';
CREATE INDEX customer_holder ON customer (holder) WHERE holder <> no;
CREATE INDEX customer_parent ON customer (parent) WHERE parent <> '';
CREATE INDEX customer_tax_no ON customer (tax_no) WHERE tax_no <> '';

-- customer: with whom it counts; issued_to: as the document says.
ALTER TABLE invoice ADD COLUMN issued_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN type INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN against INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN contract INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN search TEXT NOT NULL DEFAULT '';
CREATE INDEX invoice_issued_to ON invoice (issued_to);
CREATE INDEX invoice_against ON invoice (against) WHERE against > 0;
CREATE INDEX invoice_contract ON invoice (contract) WHERE contract > 0;
CREATE INDEX invoice_number ON invoice (number);

ALTER TABLE receipt ADD COLUMN issued_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN type INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN against INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN maturity INTEGER;
ALTER TABLE receipt ADD COLUMN search TEXT NOT NULL DEFAULT '';
CREATE INDEX receipt_issued_to ON receipt (issued_to);
CREATE INDEX receipt_against ON receipt (against) WHERE against > 0;
CREATE INDEX receipt_type ON receipt (type) WHERE type > 0;

ALTER TABLE allocation ADD COLUMN across INTEGER NOT NULL DEFAULT 0;

CREATE TABLE merging (
    no INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    date INTEGER NOT NULL,
    ends INTEGER
);
CREATE INDEX merging_source ON merging (source);
CREATE INDEX merging_target ON merging (target);

CREATE TABLE attachment (
    no INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    hash BLOB NOT NULL,
    ends INTEGER
);
CREATE INDEX attachment_subject ON attachment (subject);

CREATE TABLE dispute (
    no INTEGER PRIMARY KEY,
    invoice INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    date INTEGER NOT NULL,
    ends INTEGER
);
CREATE INDEX dispute_invoice ON dispute (invoice);

CREATE TABLE bill_step (
    no INTEGER PRIMARY KEY,
    bill INTEGER NOT NULL,
    step INTEGER NOT NULL,
    date INTEGER NOT NULL,
    ends INTEGER
);
CREATE INDEX bill_step_bill ON bill_step (bill);

-- Contacts (3) and contracts (10) of a customer.
CREATE INDEX register_of_customer ON register (value, kind)
 WHERE field = 'customer' AND kind IN (3, 10);

-- Of this device alone: the bytes of attachments that it has, by their SHA-256.
CREATE TABLE file (
    hash BLOB NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) WITHOUT ROWID;
