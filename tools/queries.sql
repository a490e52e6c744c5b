-- Many books at once: DuckDB over the exports of `huikuan export BOOK FILE --rows`.
--
--   huikuan export 江南.huikuan books/江南.ndjson.gz --form gzip --rows    (one file per book)
--   duckdb < tools/queries.sql                                   (beside books/)
--
-- Tried with DuckDB 1.5.6 (npm @duckdb/node-api) over three demonstration books of 120 invoices,
-- every statement by itself in this order; the sums of the aging were those of `huikuan aging`.
-- The ClickHouse form at the end follows its manual and was not tried.
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
WHERE raw.json ->> '$."$"' IN ('customer', 'invoice', 'receipt', 'allocation');

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

-- ClickHouse reads the same lines, e.g. the open amounts by currency:
--   SELECT JSONExtractString(json, 'currency') AS currency,
--          sum(JSONExtractInt(json, 'open')) AS open
--   FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
--   WHERE JSONExtractString(json, '$') = 'invoice'
--     AND JSONExtractString(json, 'status') != 'voided'
--   GROUP BY currency
