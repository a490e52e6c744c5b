"""Changes a book behind its back, as somebody with a database tool would.
  tamper.py BOOK log      one byte of one change
  tamper.py BOOK table    what is open of one invoice
"""

import sqlite3
import sys


def main(path, what):
    book = sqlite3.connect(path)
    with book:
        if what == "log":
            key, data = book.execute("SELECT key, bytes FROM change ORDER BY key"
                                     " LIMIT 1 OFFSET 12").fetchone()
            flipped = bytearray(data)
            flipped[len(flipped) // 2] ^= 1
            book.execute("UPDATE change SET bytes = ? WHERE key = ?", (bytes(flipped), key))
        else:
            book.execute("UPDATE invoice SET open = open + 1"
                         " WHERE no = (SELECT max(no) FROM invoice)")
    book.close()


main(*sys.argv[1:])
