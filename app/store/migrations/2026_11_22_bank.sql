-- The third version of the view: lines of bank and wallet statements, and what a person says that
-- they are. All of it is derived; a book is replayed after it.

-- Numbers of the kinds: see 2026_11_22_ledger.sql. Facts of this file: 50 and up.
CREATE TABLE new_kind (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO new_kind (no, name) VALUES (50, 'bank.import'), (51, 'bank.use');
UPDATE change SET kind = (SELECT n.no FROM kind k JOIN new_kind n ON n.name = k.name
                          WHERE k.no = change.kind)
 WHERE kind IN (SELECT k.no FROM kind k JOIN new_kind n ON n.name = k.name);
UPDATE kind SET name = 'number ' || no || ' before bank lines'
 WHERE name IN (SELECT name FROM new_kind);
INSERT INTO kind (no, name) SELECT no, name FROM new_kind;
DROP TABLE new_kind;

CREATE TABLE bank_import (
    no INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    file TEXT NOT NULL,
    lines INTEGER NOT NULL,
    ends INTEGER
);

-- As each import says them. A line counts while an import that has it stands; of several that do,
-- the one with the least id tells what it says.
CREATE TABLE bank_line (
    import INTEGER NOT NULL,
    line INTEGER NOT NULL,
    date INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    balance INTEGER,
    payer TEXT NOT NULL,
    payer_account TEXT NOT NULL,
    memo TEXT NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (import, line)
) WITHOUT ROWID;
CREATE INDEX bank_line_line ON bank_line (line);

-- receipt: 0 where the line is none.
CREATE TABLE bank_use (
    no INTEGER PRIMARY KEY,
    line INTEGER NOT NULL,
    receipt INTEGER NOT NULL,
    reason TEXT NOT NULL,
    ends INTEGER
);
CREATE INDEX bank_use_line ON bank_use (line);
CREATE INDEX bank_use_receipt ON bank_use (receipt) WHERE receipt > 0;
