-- Many books at once: DuckDB over the exports of `huikuan export BOOK FILE --rows`.
--
--   huikuan export 江南.huikuan books/江南.ndjson.gz --form gzip --rows    (one file per book)
--   duckdb < tools/queries.sql                                   (beside books/)
--
-- Tried with DuckDB 1.5.6 (npm @duckdb/node-api) over three demonstration books of 120 invoices,
-- every statement by itself in this order; the sums of the aging were those of `huikuan aging`.
-- tools/queries_clickhouse.sql asks ClickHouse for the same.
--
-- A file is lines of JSON in UTF-8 (app/sync/bundle.h). The first line says whose it is; lines
-- whose "$" is one of these are the lists, as they stood when the file was made; every other line
-- carries changes and checks, which no query needs. Amounts are whole minor units (fen, cents) of
-- "currency"; dates are "2026-11-30"; ids are the same in every copy of a book.
--
--   first line  book, made (when, UTC), by {dev, user, app}, scope (all | since | slice), view
--   customer    id, code, name, region, phone, owner, terms_days, archived,
--               balances [{currency, balance, overdue, unapplied (<= 0), oldest_days}]
--   invoice     id, customer, customer_name, number, currency, amount, open, issued, due (the first
--               open line's), status (open | part_paid | settled | voided), lines [[due, amount]],
--               note
--   receipt     id, customer, customer_name, currency, amount, unapplied, date, status, method,
--               reference, note
--   allocation  id, receipt, invoice, invoice_number, currency, amount, effective (what of it still
--               counts), start, end (missing while it stands)
--   contact     id, customer, date, minute (of the day), by, channel, whom, outcome, reached, next,
--               note
--   promise     id, customer, currency, amount, paid, date, due, deadline, state (open | kept |
--               partly | broken), by, who
--   plan        id, customer, currency, amount, paid, behind, days_behind, date, next_due, current,
--               guarantor
--   plan_part   plan, currency, amount, interest, paid, due
--   dispute     id, customer, invoice, invoice_number, currency, amount, date, end (missing while
--               it is open), cause, owner, answer_by, reason
--   limitation  invoice, customer, invoice_number, currency, open, due, state, safe_day (missing
--               while a case runs), days_left
--   case        id, customer, title, number, court, route, stage, open, began, currency, amount
--               (claimed), awarded, received, cost, owner, next_day, next
--   statement   id, customer, form, date, from, to, currency, amount (closing), state, code, sent,
--               answered, difference, open_lines
--   bank_line   id, account, currency, amount (out: negative), date, balance, payer, memo,
--               reference, state (open | receipt | aside), receipt, customer, reason
--
-- What is not said of a row is missing in it. Names are what the program calls them: they stay.
--
-- Of one book keep one file in the folder: two exports of it would count twice.

-- Every line of every file, with the book that its file is of.
CREATE OR REPLACE TABLE line AS
WITH raw AS (
  SELECT filename, json FROM read_ndjson_objects('books/*.ndjson*', filename = true)
), head AS (
  SELECT filename, json ->> 'book' AS book, json ->> 'made' AS made
  FROM raw WHERE json ->> 'fmt' = 'ar-bundle'
)
SELECT head.book, head.made, raw.json ->> '$."$"' AS kind, raw.json
FROM raw JOIN head USING (filename)
WHERE raw.json ->> '$."$"' IN ('customer', 'invoice', 'receipt', 'allocation', 'contact', 'promise',
                               'plan', 'plan_part', 'dispute', 'limitation', 'case', 'statement',
                               'bank_line');

CREATE OR REPLACE VIEW customer AS
SELECT book, json ->> 'id' AS id, json ->> 'code' AS code, json ->> 'name' AS name,
       json ->> 'region' AS region, json ->> 'owner' AS owner,
       CAST(json -> 'archived' AS BOOLEAN) AS archived
FROM line WHERE kind = 'customer';

CREATE OR REPLACE VIEW invoice AS
SELECT book, json ->> 'id' AS id, json ->> 'customer' AS customer,
       json ->> 'customer_name' AS customer_name, json ->> 'number' AS number,
       json ->> 'currency' AS currency, CAST(json -> 'amount' AS BIGINT) AS amount,
       CAST(json -> 'open' AS BIGINT) AS open, CAST(json ->> 'issued' AS DATE) AS issued,
       CAST(json ->> 'due' AS DATE) AS due, json ->> 'status' AS status, json -> 'lines' AS lines
FROM line WHERE kind = 'invoice';

CREATE OR REPLACE VIEW receipt AS
SELECT book, json ->> 'id' AS id, json ->> 'customer' AS customer,
       json ->> 'customer_name' AS customer_name, json ->> 'currency' AS currency,
       CAST(json -> 'amount' AS BIGINT) AS amount, CAST(json -> 'unapplied' AS BIGINT) AS unapplied,
       CAST(json ->> 'date' AS DATE) AS date, json ->> 'status' AS status,
       json ->> 'method' AS method, json ->> 'reference' AS reference
FROM line WHERE kind = 'receipt';

-- What of each schedule line is open: what was paid fills the line that is due first, and so on.
CREATE OR REPLACE VIEW open_line AS
WITH each_line AS (
  SELECT i.book, i.id, i.customer, i.customer_name, i.number, i.currency, i.amount - i.open AS paid,
         CAST(part ->> 0 AS DATE) AS due, CAST(part -> 1 AS BIGINT) AS minor
  FROM (SELECT *, unnest(CAST(lines AS JSON[])) AS part FROM invoice WHERE status <> 'voided') i
), filled AS (
  SELECT *, sum(minor) OVER (PARTITION BY book, id ORDER BY due
                             ROWS UNBOUNDED PRECEDING) AS until_here FROM each_line
)
SELECT book, id, customer, customer_name, number, currency, due,
       CAST(least(minor, greatest(0, until_here - paid)) AS BIGINT) AS open
FROM filled WHERE until_here > paid;

-- Aging by due date on the day of the export, per book and currency. Buckets, not due and
-- unapplied (negative) make the balance, as on the aging page.
CREATE OR REPLACE VIEW aging AS
WITH age AS (
  SELECT o.*, date_diff('day', o.due, CAST(l.made AS DATE)) AS days
  FROM open_line o JOIN (SELECT DISTINCT book, made FROM line) l USING (book)
), owed AS (
  SELECT book, currency,
         sum(open) FILTER (days <= 0) AS not_due,
         sum(open) FILTER (days BETWEEN 1 AND 30) AS days_30,
         sum(open) FILTER (days BETWEEN 31 AND 60) AS days_60,
         sum(open) FILTER (days BETWEEN 61 AND 90) AS days_90,
         sum(open) FILTER (days BETWEEN 91 AND 120) AS days_120,
         sum(open) FILTER (days > 120) AS older
  FROM age GROUP BY ALL
), money AS (
  SELECT book, currency, -sum(unapplied) AS unapplied
  FROM receipt WHERE status <> 'voided' GROUP BY ALL
)
SELECT book, currency, coalesce(not_due, 0) AS not_due, coalesce(days_30, 0) AS days_30,
       coalesce(days_60, 0) AS days_60, coalesce(days_90, 0) AS days_90,
       coalesce(days_120, 0) AS days_120, coalesce(older, 0) AS older,
       coalesce(unapplied, 0) AS unapplied,
       coalesce(not_due, 0) + coalesce(days_30, 0) + coalesce(days_60, 0) + coalesce(days_90, 0)
         + coalesce(days_120, 0) + coalesce(older, 0) + coalesce(unapplied, 0) AS balance
FROM owed FULL JOIN money USING (book, currency);

SELECT * FROM aging ORDER BY book, currency;

-- The same for the whole house, in units instead of minor units (two decimals; yen has none).
SELECT currency, sum(not_due) / 100 AS not_due, sum(days_30) / 100 AS days_30,
       sum(days_60 + days_90 + days_120) / 100 AS days_120, sum(older) / 100 AS older,
       sum(balance) / 100 AS balance
FROM aging GROUP BY currency ORDER BY currency;

-- Who owes most that is overdue, over all books; one name in several books is one line.
SELECT o.customer_name, o.currency, count(DISTINCT o.book) AS books, sum(o.open) / 100 AS overdue,
       min(o.due) AS oldest
FROM open_line o JOIN (SELECT DISTINCT book, made FROM line) l USING (book)
WHERE o.due < CAST(l.made AS DATE)
GROUP BY ALL ORDER BY overdue DESC LIMIT 20;

-- What came in by month, and how many days after its due date money was used.
SELECT date_trunc('month', date) AS month, currency, count(*) AS receipts,
       sum(amount) / 100 AS received, sum(unapplied) / 100 AS waiting
FROM receipt WHERE status <> 'voided' GROUP BY ALL ORDER BY month DESC, currency LIMIT 12;

SELECT i.currency, round(sum(date_diff('day', i.due, r.date) * a.minor) / sum(a.minor), 1)
         AS days_late
FROM (SELECT book, json ->> 'invoice' AS invoice, json ->> 'receipt' AS receipt,
             CAST(json -> 'effective' AS HUGEINT) AS minor
      FROM line WHERE kind = 'allocation') a
JOIN invoice i ON i.book = a.book AND i.id = a.invoice
JOIN receipt r ON r.book = a.book AND r.id = a.receipt
WHERE a.minor > 0 GROUP BY i.currency ORDER BY i.currency;

-- Who is in several books under one name: the list to talk about in a group of companies.
SELECT name, count(DISTINCT book) AS books, string_agg(DISTINCT code, ', ' ORDER BY code) AS codes
FROM customer WHERE NOT archived GROUP BY name HAVING count(DISTINCT book) > 1 ORDER BY name;

-- Promises: how many of those that are over were kept, by who asked for them.
SELECT json ->> 'by' AS by, json ->> 'currency' AS currency, count(*) AS promises,
       count(*) FILTER ((json ->> 'state') = 'kept') AS kept,
       sum(CAST(json -> 'amount' AS HUGEINT)) / 100 AS promised,
       sum(CAST(json -> 'paid' AS HUGEINT)) / 100 AS paid
FROM line WHERE kind = 'promise' AND (json ->> 'state') <> 'open'
GROUP BY ALL ORDER BY promised DESC;

-- What is disputed, and how much of it should have had an answer.
SELECT d.json ->> 'cause' AS cause, d.json ->> 'currency' AS currency, count(*) AS disputes,
       sum(CAST(d.json -> 'amount' AS HUGEINT)) / 100 AS disputed,
       count(*) FILTER (CAST(d.json ->> 'answer_by' AS DATE) < CAST(d.made AS DATE)) AS late
FROM line d WHERE d.kind = 'dispute' AND (d.json ->> 'end') IS NULL
GROUP BY ALL ORDER BY disputed DESC;

-- Debts whose limitation ends within half a year, or is over.
SELECT l.book, c.name, l.json ->> 'invoice_number' AS invoice, l.json ->> 'currency' AS currency,
       CAST(l.json -> 'open' AS BIGINT) / 100 AS open, l.json ->> 'safe_day' AS safe_day,
       CAST(l.json -> 'days_left' AS INTEGER) AS days_left
FROM line l JOIN customer c ON c.book = l.book AND c.id = (l.json ->> 'customer')
WHERE l.kind = 'limitation' AND (l.json ->> 'safe_day') IS NOT NULL
  AND CAST(l.json -> 'days_left' AS INTEGER) <= 180
ORDER BY days_left LIMIT 20;

-- Cases, statements and plans by where they stand.
SELECT kind, coalesce(json ->> 'state', json ->> 'stage', '-') AS state, count(*) AS count,
       sum(CAST(json -> 'amount' AS HUGEINT)) / 100 AS amount
FROM line WHERE kind IN ('case', 'statement', 'plan') GROUP BY ALL ORDER BY kind, state;

-- The clearing list of all books: money that came in and that nobody has claimed.
SELECT json ->> 'account' AS account, json ->> 'currency' AS currency, count(*) AS lines,
       sum(CAST(json -> 'amount' AS HUGEINT)) / 100 AS waiting, min(json ->> 'date') AS oldest
FROM line WHERE kind = 'bank_line' AND (json ->> 'state') = 'open'
  AND CAST(json -> 'amount' AS BIGINT) > 0
GROUP BY ALL ORDER BY waiting DESC;
