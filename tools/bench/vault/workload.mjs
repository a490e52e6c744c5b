// One workload for all: the tables of a book of receivables, and small commits into them.
export const schema = `
CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, code TEXT UNIQUE);
CREATE TABLE invoice(id INTEGER PRIMARY KEY, customer INT, number TEXT, minor INT,
  issued INT, due INT, open INT, note TEXT);
CREATE INDEX invoice_customer ON invoice(customer, due);
CREATE INDEX invoice_number ON invoice(number);
CREATE TABLE payment(id INTEGER PRIMARY KEY, customer INT, minor INT, day INT,
  reference TEXT);
CREATE INDEX payment_customer ON payment(customer, day);
CREATE TABLE allocation(id INTEGER PRIMARY KEY, payment INT, invoice INT, minor INT);
CREATE INDEX allocation_payment ON allocation(payment);
CREATE INDEX allocation_invoice ON allocation(invoice);`

// Rows from..to-1 of every table, in one transaction.
export const fill = (from, to) => {
  const rows = `WITH RECURSIVE i(n) AS (SELECT ${from} UNION ALL
    SELECT n + 1 FROM i WHERE n < ${to - 1})`
  return `BEGIN;
${rows} INSERT OR IGNORE INTO customer
  SELECT n / 25, 'Customer ' || (n / 25) || ' Trading Company Ltd',
  'C' || (n / 25) FROM i;
${rows} INSERT INTO invoice
  SELECT n, n / 25, 'INV-2026-' || n, 10000 + n * 7919 % 900000,
  20000 + n % 700, 20030 + n % 700, 5000, 'goods delivered, order ' || n * 31 FROM i;
${rows} INSERT INTO payment
  SELECT n, n / 25, 5000 + n % 1000, 20040 + n % 700, 'bank reference ' || n * 17 FROM i;
${rows} INSERT INTO allocation
  SELECT n, n, n, 5000 FROM i;
COMMIT`
}

// Compiled once, as whoever keeps a book does; ?1 is the number of the commit, ?2 its invoice.
export const small_commit = [
  'BEGIN',
  "INSERT INTO payment VALUES(10000000 + ?1, ?2 / 25, 1200, 20900, 'transfer ' || ?1)",
  'INSERT INTO allocation VALUES(10000000 + ?1, 10000000 + ?1, ?2, 1200)',
  'UPDATE invoice SET open = open - 12 WHERE id = ?2',
  'COMMIT',
]
const invoice_of = (n, invoices) => 1 + ((n * 7919) % (invoices - 2))

export const first_answer =
  'SELECT count(*), sum(open) FROM (SELECT open FROM invoice WHERE customer < 40)'

export const quantiles = times => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = share =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 100) / 100
  return { p50: at(0.5), p95: at(0.95) }
}

// commit(n, invoice) resolves when durable and says how long the main thread was held.
export async function measure_commits(commit, invoices, count, from, after_each = () => {}) {
  const times = []
  const held = []
  for (let n = from; n < from + count; ++n) {
    const began = performance.now()
    held.push(await commit(n, invoice_of(n, invoices)))
    times.push(performance.now() - began)
    await after_each()
    await new Promise(wait => {
      setTimeout(wait, 2)
    })
  }
  return { commit: quantiles(times), held: quantiles(held) }
}
