-- The fifth version of the view: the course of statements of account. What was shown, that it was
-- sent, what the customer answered and how differences ended lie in one table; the lines of an
-- answer in another. All of it is derived; a book is replayed after it.

-- Numbers of the kinds: see 2026_11_22_ledger.sql. Facts of this file: 80 and up.
CREATE TABLE new_kind (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO new_kind (no, name) VALUES
    (80, 'statement.issue'), (81, 'statement.send'), (82, 'statement.answer'),
    (83, 'difference.settle');
UPDATE change SET kind = (SELECT n.no FROM kind k JOIN new_kind n ON n.name = k.name
                          WHERE k.no = change.kind)
 WHERE kind IN (SELECT k.no FROM kind k JOIN new_kind n ON n.name = k.name);
UPDATE kind SET name = 'number ' || no || ' before statements'
 WHERE name IN (SELECT name FROM new_kind);
INSERT INTO kind (no, name) SELECT no, name FROM new_kind;
DROP TABLE new_kind;

-- type: 0 a statement, 1 that it was sent, 2 an answer, 3 how a line of an answer ended. customer:
-- as the fact says. subject: the statement of 1 and 2, the answer of 3. since, until: the period.
-- minor: our balance of 0, theirs of 2. currency, name: of 0 (name: its code). code: the form of 0,
-- the channel of 1, the verdict of 2, the end of 3. detail: 1 of a signed answer; of 3 which line,
-- from 0.
CREATE TABLE statement (
    no INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    date INTEGER NOT NULL,
    since INTEGER,
    until INTEGER,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    name TEXT NOT NULL,
    code INTEGER NOT NULL,
    detail INTEGER NOT NULL,
    ends INTEGER
);
CREATE INDEX statement_customer ON statement (customer);
CREATE INDEX statement_subject ON statement (subject) WHERE subject > 0;

-- minor: ours less theirs. answer_by: until when the customer has an answer.
CREATE TABLE difference (
    answer INTEGER NOT NULL,
    line INTEGER NOT NULL,
    number TEXT NOT NULL,
    minor INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    owner TEXT NOT NULL,
    answer_by INTEGER,
    PRIMARY KEY (answer, line)
) WITHOUT ROWID;
