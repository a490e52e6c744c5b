-- Letters that were sent, and what came of disputes: both lie in the table of work (type 4: until
-- is empty, minor 0, code the level; type 5: code the outcome, subject the dispute). All of it is
-- derived; a book is replayed after it.

-- Numbers of the kinds: see 2026_11_22_ledger.sql. Facts of this file: 60 and up.
CREATE TABLE new_kind (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO new_kind (no, name) VALUES (60, 'letter.send'), (61, 'dispute.settle');
UPDATE change SET kind = (SELECT n.no FROM kind k JOIN new_kind n ON n.name = k.name
                          WHERE k.no = change.kind)
 WHERE kind IN (SELECT k.no FROM kind k JOIN new_kind n ON n.name = k.name);
UPDATE kind SET name = 'number ' || no || ' before letters'
 WHERE name IN (SELECT name FROM new_kind);
INSERT INTO kind (no, name) SELECT no, name FROM new_kind;
DROP TABLE new_kind;

-- Which line a letter took to which level; lines that it only mentions are not here.
CREATE TABLE letter_item (
    letter INTEGER NOT NULL,
    invoice INTEGER NOT NULL,
    due INTEGER NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (letter, invoice, due)
) WITHOUT ROWID;
CREATE INDEX letter_item_invoice ON letter_item (invoice);
