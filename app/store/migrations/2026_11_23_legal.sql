-- The fourth version of the view: the law. Events of the legal clocks, stages and costs of cases
-- lie in one table, since every list asks for them together; cases are registers.

-- Numbers of the kinds: see 2026_11_22_ledger.sql. Facts of this file: 70 and up.
CREATE TABLE new_kind (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO new_kind (no, name) VALUES
    (19, 'case.set'), (70, 'legal.event'), (71, 'case.step'), (72, 'case.cost');
UPDATE change SET kind = (SELECT n.no FROM kind k JOIN new_kind n ON n.name = k.name
                          WHERE k.no = change.kind)
 WHERE kind IN (SELECT k.no FROM kind k JOIN new_kind n ON n.name = k.name);
UPDATE kind SET name = 'number ' || no || ' before the law'
 WHERE name IN (SELECT name FROM new_kind);
INSERT INTO kind (no, name) SELECT no, name FROM new_kind;
DROP TABLE new_kind;

-- type: 0 event, 1 stage of a case, 2 cost of a case. customer: as the fact says. subject: what the
-- event is about (0: all that the customer owes), the case. code: which event, stage or cost.
-- until: of an event; of a stage as the court or the letter says. flags: 1 its proof is in words.
CREATE TABLE legal (
    no INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    date INTEGER NOT NULL,
    until INTEGER,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    code INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    ends INTEGER
);
CREATE INDEX legal_customer ON legal (customer);
CREATE INDEX legal_subject ON legal (subject) WHERE subject > 0;

DROP INDEX register_of_customer;
CREATE INDEX register_of_customer ON register (value, kind)
 WHERE field = 'customer' AND kind IN (3, 10, 15, 19);
CREATE INDEX register_of_case ON register (entity) WHERE kind = 19;
