"""Aging over the real sheet by other arithmetic than the book's: one sum per invoice, with dates
and decimals of the standard library. Compares it with an answer of `huikuan aging --json`.
  aging_check.py SHEET.csv ANSWER.json
"""

import csv
import datetime
import json
import sys
from collections import defaultdict
from decimal import Decimal


def bucket_of(age, edges):
    return sum(age > edge for edge in edges)


def main(sheet, answer):
    with open(answer, encoding="utf-8") as file:
        said = json.load(file)
    as_of = datetime.date.fromisoformat(said["as_of"])
    edges = said["edges"]
    column = "due_date" if said["basis"] == "due" else "invoice_date"

    def empty():
        return {"not_due_minor": 0, "buckets_minor": [0] * (len(edges) + 1)}

    total = empty()
    customers = defaultdict(empty)
    with open(sheet, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            issued = datetime.date.fromisoformat(row["invoice_date"])
            settled = row["settled_date"] and datetime.date.fromisoformat(row["settled_date"])
            if issued > as_of or (settled and max(settled, issued) <= as_of):
                continue
            minor = int(Decimal(row["invoice_amount_usd"]) * 100)
            age = (as_of - datetime.date.fromisoformat(row[column])).days
            for line in (total, customers[row["customer_ID"]]):
                if age < 0:
                    line["not_due_minor"] += minor
                else:
                    line["buckets_minor"][bucket_of(age, edges)] += minor
    # Money that came before its invoice was issued lies on the account until then.
    unapplied = 0
    with open(sheet, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["settled_date"] and row["settled_date"] <= said["as_of"] < row["invoice_date"]:
                unapplied -= int(Decimal(row["invoice_amount_usd"]) * 100)
    total["unapplied_minor"] = unapplied
    total["total_minor"] = total["not_due_minor"] + unapplied + sum(total["buckets_minor"])

    mine = {"USD": total} if any(total["buckets_minor"]) or total["not_due_minor"] else {}
    if mine != {code: dict(line) for code, line in said["currencies"].items()
                if any(line["buckets_minor"]) or line["not_due_minor"]}:
        sys.exit(f"{said['as_of']}: differs\n  here {mine}\n  said {said['currencies']}")
    for line in said.get("customers", []):
        expected = customers.pop(line["code"])
        if any(line[key] != value for key, value in expected.items()):
            sys.exit(f"{said['as_of']} {line['code']}: here {expected}, said {line}")
    if "customers" in said and any(any(c["buckets_minor"]) or c["not_due_minor"]
                                   for c in customers.values()):
        sys.exit(f"missing: {list(customers)}")
    print(f"{said['as_of']} {said['basis']}: {total['total_minor']} agrees")


main(*sys.argv[1:])
