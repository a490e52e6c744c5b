-- Many books at once: ClickHouse over the exports of `huikuan export BOOK FILE --rows`.
--
--   huikuan export 江南.huikuan books/江南.ndjson.gz --form gzip --rows    (one file per book)
--   clickhouse local --queries-file tools/queries_clickhouse.sql          (beside books/)
--
-- Tried with ClickHouse 26.7 as a library (npm chdb 3.4.0) over three demonstration books, every
-- statement by itself in this order; what the rows hold, tools/queries.sql says. The sums of the
-- aging were those of DuckDB and of `huikuan aging`. `book` is the name of the file.

-- Open amounts by currency.
SELECT JSONExtractString(json, 'currency') AS currency, sum(JSONExtractInt(json, 'open')) AS open
FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
WHERE JSONExtractString(json, '$') = 'invoice' AND JSONExtractString(json, 'status') != 'voided'
GROUP BY currency ORDER BY currency;

-- Aging by due date on the day of the export, per book and currency: what was paid fills the line
-- that is due first, and so on.
WITH raw AS (
  SELECT _file AS book, json FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
), head AS (
  SELECT book, toDate(substring(JSONExtractString(json, 'made'), 1, 10)) AS made
  FROM raw WHERE JSONExtractString(json, 'fmt') = 'ar-bundle'
), part AS (
  SELECT book, JSONExtractString(json, 'id') AS id, JSONExtractString(json, 'currency') AS currency,
         JSONExtractInt(json, 'amount') - JSONExtractInt(json, 'open') AS paid,
         arrayJoin(JSONExtractArrayRaw(json, 'lines')) AS line,
         toDate(JSONExtractString(line, 1)) AS due, JSONExtractInt(line, 2) AS minor
  FROM raw
  WHERE JSONExtractString(json, '$') = 'invoice' AND JSONExtractString(json, 'status') != 'voided'
), filled AS (
  SELECT *, sum(minor) OVER (PARTITION BY book, id ORDER BY due
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS until_here
  FROM part
), age AS (
  SELECT book, currency, least(minor, greatest(0, until_here - paid)) AS open,
         dateDiff('day', due, made) AS days
  FROM filled JOIN head USING (book) WHERE until_here > paid
)
SELECT book, currency, sumIf(open, days <= 0) AS not_due,
       sumIf(open, days BETWEEN 1 AND 30) AS days_30,
       sumIf(open, days BETWEEN 31 AND 60) AS days_60,
       sumIf(open, days BETWEEN 61 AND 90) AS days_90,
       sumIf(open, days BETWEEN 91 AND 120) AS days_120, sumIf(open, days > 120) AS older
FROM age GROUP BY book, currency ORDER BY book, currency;

-- What came in by month.
SELECT toStartOfMonth(toDate(JSONExtractString(json, 'date'))) AS month,
       JSONExtractString(json, 'currency') AS currency, count() AS receipts,
       sum(JSONExtractInt(json, 'amount')) / 100 AS received
FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
WHERE JSONExtractString(json, '$') = 'receipt' AND JSONExtractString(json, 'status') != 'voided'
GROUP BY month, currency ORDER BY month DESC, currency LIMIT 12;

-- Promises that are over, by who asked for them; what is disputed, by cause.
SELECT JSONExtractString(json, 'by') AS by, count() AS promises,
       countIf(JSONExtractString(json, 'state') = 'kept') AS kept,
       sum(JSONExtractInt(json, 'amount')) / 100 AS promised,
       sum(JSONExtractInt(json, 'paid')) / 100 AS paid
FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
WHERE JSONExtractString(json, '$') = 'promise' AND JSONExtractString(json, 'state') != 'open'
GROUP BY by ORDER BY promised DESC;

SELECT JSONExtractString(json, 'cause') AS cause, JSONExtractString(json, 'currency') AS currency,
       count() AS disputes, sum(JSONExtractInt(json, 'amount')) / 100 AS disputed
FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
WHERE JSONExtractString(json, '$') = 'dispute' AND NOT JSONHas(json, 'end')
GROUP BY cause, currency ORDER BY disputed DESC;

-- Debts whose limitation ends within half a year, or is over.
SELECT _file AS book, JSONExtractString(json, 'invoice_number') AS invoice,
       JSONExtractInt(json, 'open') / 100 AS open, JSONExtractString(json, 'safe_day') AS safe_day,
       JSONExtractInt(json, 'days_left') AS days_left
FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
WHERE JSONExtractString(json, '$') = 'limitation' AND JSONHas(json, 'safe_day') AND days_left <= 180
ORDER BY days_left LIMIT 20;

-- Money that came in and that nobody has claimed.
SELECT JSONExtractString(json, 'account') AS account,
       JSONExtractString(json, 'currency') AS currency, count() AS lines,
       sum(JSONExtractInt(json, 'amount')) / 100 AS waiting,
       min(JSONExtractString(json, 'date')) AS oldest
FROM file('books/*.ndjson.gz', 'JSONAsString', 'json String')
WHERE JSONExtractString(json, '$') = 'bank_line' AND JSONExtractString(json, 'state') = 'open'
  AND JSONExtractInt(json, 'amount') > 0
GROUP BY account, currency ORDER BY waiting DESC;
