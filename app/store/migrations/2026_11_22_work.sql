-- The third version of the view: the work of collecting. Contacts, promises, plans and holds lie in
-- one table, since every list asks for them together; tasks are registers.
CREATE TABLE new_kind (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO new_kind (no, name) VALUES
    (15, 'task.set'), (40, 'contact.log'), (41, 'promise.make'), (42, 'plan.agree'),
    (43, 'hold.place');
UPDATE change SET kind = (SELECT n.no FROM kind k JOIN new_kind n ON n.name = k.name
                          WHERE k.no = change.kind)
 WHERE kind IN (SELECT k.no FROM kind k JOIN new_kind n ON n.name = k.name);
UPDATE kind SET name = 'number ' || no || ' before the work of 2026-11-22'
 WHERE name IN (SELECT name FROM new_kind);
INSERT INTO kind (no, name) SELECT no, name FROM new_kind;
DROP TABLE new_kind;

-- type: 0 contact, 1 promise, 2 plan, 3 hold. customer: as the fact says. until: a contact's next
-- date, a promise's due date, a plan's last, a hold's last. minor: of a promise; of a plan all
-- parts. code: what came of a contact, the kind of a hold. flags: 1 reached, 2 internal. subject:
-- the task of a contact, the contact of a promise, what a plan supersedes, the document of a hold.
CREATE TABLE work (
    no INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    date INTEGER NOT NULL,
    until INTEGER,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    code INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    ends INTEGER
);
CREATE INDEX work_customer ON work (customer);
CREATE INDEX work_subject ON work (subject) WHERE subject > 0;

DROP INDEX register_of_customer;
CREATE INDEX register_of_customer ON register (value, kind)
 WHERE field = 'customer' AND kind IN (3, 10, 15);
CREATE INDEX register_of_task ON register (entity) WHERE kind = 15;
