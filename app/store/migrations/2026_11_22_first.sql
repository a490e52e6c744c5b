-- The first format. Everything is either the log (chain, kind, entity, change), local to this
-- device (local, held), or derived: a pure function of the set of changes, made anew by a replay.
-- Amounts are integers of minor units; days count from 1970-01-01; NULL in a column that ends
-- something means: it has not ended.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value
) WITHOUT ROWID;

-- Of this device alone: its id, its clock, cursors of an exchange.
CREATE TABLE local (
    key TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- ---------------------------------------------------------------- the log

-- A run of one device's changes. A second branch of the same device (a fork) is a further row, with
-- `parent`: the key of the change that it grows from, 0 where it starts anew.
CREATE TABLE chain (
    no INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    first INTEGER NOT NULL,
    parent INTEGER NOT NULL
);

-- Names of kinds; 1 to 9 are those of the first format, 1 to 4 registers.
CREATE TABLE kind (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
INSERT INTO kind (no, name) VALUES
    (1, 'book.set'), (2, 'customer.set'), (3, 'contact.set'), (4, 'setting.set'),
    (5, 'invoice.issue'), (6, 'receipt.record'), (7, 'allocation.make'), (8, 'reverse'),
    (9, 'exception.resolve'), (63, '');

-- Short numbers for ids. `slot` says what the shown fact with this id is: NULL nobody spoke of it
-- yet, 0 only named by others, 1 invoice, 2 receipt, 3 allocation, 4 reversal, 5 resolution,
-- 6 a fact that no table can hold. `change`: the key of that fact's change.
CREATE TABLE entity (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    slot INTEGER,
    change INTEGER
);

-- key = chain * 2^32 + sequence: each chain lies in order, and a change's predecessor is the row
-- before. `bytes` is the change as it was written, from which the hash chain is made; see README.
CREATE TABLE change (
    key INTEGER PRIMARY KEY,
    ms INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    view INTEGER NOT NULL,
    context BLOB,
    payload BLOB,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL
);
CREATE INDEX change_of_register ON change (entity) WHERE kind <= 4;

-- Changes whose predecessor is missing. They are not in the set yet.
CREATE TABLE held (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    previous BLOB NOT NULL,
    ms INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    kind TEXT NOT NULL,
    entity BLOB NOT NULL,
    view INTEGER NOT NULL,
    context BLOB,
    payload BLOB,
    bytes BLOB NOT NULL,
    PRIMARY KEY (device, seq, hash)
) WITHOUT ROWID;
CREATE INDEX held_previous ON held (previous);

-- ---------------------------------------------------------------- derived

-- The field of an entity: the value shown, the change that wrote it, and the join of all contexts
-- of its writes (NULL: empty). kind is the number of the change's kind.
CREATE TABLE register (
    entity INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    field TEXT NOT NULL,
    change INTEGER NOT NULL,
    value TEXT NOT NULL,
    joined BLOB,
    crowded INTEGER NOT NULL,
    PRIMARY KEY (entity, kind, field)
) WITHOUT ROWID;

-- Where several writes are concurrent (crowded = 1): all of them.
CREATE TABLE concurrent_write (
    entity INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    field TEXT NOT NULL,
    change INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entity, kind, field, change)
) WITHOUT ROWID;

CREATE TABLE customer (
    no INTEGER PRIMARY KEY, -- of the entity, here and below
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    phone TEXT NOT NULL,
    owner TEXT NOT NULL,
    terms_days INTEGER NOT NULL,
    archived INTEGER NOT NULL
);
CREATE INDEX customer_code ON customer (code);

-- known: the customer exists, so that it counts. open: what allocations that never end leave of it.
CREATE TABLE invoice (
    no INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL,
    number TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    issued INTEGER NOT NULL,
    due INTEGER NOT NULL,   -- of the last line
    lines INTEGER NOT NULL, -- 1: no rows in schedule
    ends INTEGER,
    known INTEGER NOT NULL,
    open INTEGER NOT NULL
);
CREATE INDEX invoice_customer ON invoice (customer, number);
CREATE INDEX invoice_open ON invoice (customer) WHERE open > 0;

CREATE TABLE schedule (
    invoice INTEGER NOT NULL,
    line INTEGER NOT NULL,
    due INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    PRIMARY KEY (invoice, line)
) WITHOUT ROWID;

CREATE TABLE receipt (
    no INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    date INTEGER NOT NULL,
    method TEXT NOT NULL,
    reference TEXT NOT NULL,
    ends INTEGER,
    known INTEGER NOT NULL,
    unapplied INTEGER NOT NULL
);
CREATE INDEX receipt_customer ON receipt (customer, minor);
CREATE INDEX receipt_unapplied ON receipt (customer) WHERE unapplied > 0;

-- ends: its own reversal. It counts with `effective` in [start, until); `parked` did not fit.
CREATE TABLE allocation (
    no INTEGER PRIMARY KEY,
    receipt INTEGER NOT NULL,
    invoice INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    date INTEGER NOT NULL,
    ends INTEGER,
    start INTEGER NOT NULL,
    until INTEGER,
    effective INTEGER NOT NULL,
    parked INTEGER NOT NULL
);
CREATE INDEX allocation_receipt ON allocation (receipt);
CREATE INDEX allocation_invoice ON allocation (invoice);

CREATE TABLE reversal (
    no INTEGER PRIMARY KEY,
    target INTEGER NOT NULL,
    date INTEGER NOT NULL
);
CREATE INDEX reversal_target ON reversal (target);

CREATE TABLE resolution (
    no INTEGER PRIMARY KEY,
    exception BLOB NOT NULL,
    ends INTEGER
);
CREATE INDEX resolution_exception ON resolution (exception);

-- Entities with several changes that each say what the fact is: all of these changes.
CREATE TABLE rival (
    entity INTEGER NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (entity, change)
) WITHOUT ROWID;

-- Changes that this version does not understand. flaw = 1: it should, so they are invalid.
CREATE TABLE unknown (
    change INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL,
    flaw INTEGER NOT NULL
);
CREATE INDEX unknown_entity ON unknown (entity);

-- scope: what has to be looked at again to know whether the row still stands.
CREATE TABLE exception (
    id BLOB NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    scope BLOB NOT NULL,
    subject INTEGER NOT NULL, -- entity, 0: none
    members TEXT NOT NULL,    -- sorted, joined by |
    field TEXT NOT NULL,
    resolved INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX exception_scope ON exception (kind, scope);
