#pragma once
// What several commands take alike.
#include "commands.h"

namespace huikuan::cli {

// What every import of a sheet takes.
inline const Shape importing{
    "BOOK FILE [--preset NAME | --map MAP.json] [--dates ymd|dmy|mdy]\n"
    "      [--numbers 1,234.50|1.234,50] [--currency CODE] [--encoding NAME]\n"
    "      [--sheet NAME] [--delimiter CHAR] [--header-line N] [--refused FILE]\n"
    "      [--paid-on D] [--keep NAME] [--take-out REASON] [--dry-run]",
    2,
    2,
    {"--preset", "--map", "--dates", "--numbers", "--currency", "--encoding", "--sheet",
     "--delimiter", "--header-line", "--refused", "--keep", "--take-out", "--paid-on",
     "--dry-run!"}};
inline const Shape importing_contacts{
    "BOOK FILE [--preset NAME | --map MAP.json] [--dates ymd|dmy|mdy]\n"
    "      [--encoding NAME] [--sheet NAME] [--delimiter CHAR] [--header-line N]\n"
    "      [--refused FILE] [--keep NAME] [--take-out REASON] [--dry-run]",
    2,
    2,
    {"--preset", "--map", "--dates", "--encoding", "--sheet", "--delimiter", "--header-line",
     "--refused", "--keep", "--take-out", "--dry-run!"}};
inline const Shape importing_filled{
    "BOOK FILE [--preset NAME | --map MAP.json] [--dates ymd|dmy|mdy]\n"
    "      [--encoding NAME] [--sheet NAME] [--delimiter CHAR] [--header-line N]\n"
    "      [--refused FILE] [--keep NAME] [--fill] [--take-out REASON] [--dry-run]",
    2,
    2,
    {"--preset", "--map", "--dates", "--encoding", "--sheet", "--delimiter", "--header-line",
     "--refused", "--keep", "--fill!", "--take-out", "--dry-run!"}};
inline const Shape of_year{"BOOK [--year Y]", 1, 1, {"--year"}};

// An invoice, or another debit.
inline const Shape issuing{
    "BOOK --customer C --number N --amount A [--issued D] [--due D | --terms TERMS]\n"
    "      [--type debit_note|opening|interest|doubled_interest|costs|refund] [--against I]\n"
    "      [--contract N] [--net A] [--currency CODE] [--rate R] [--note N] [--id ID]\n"
    "      [--parts D=A,...] [--own-number] [--preview]",
    1,
    1,
    {"--customer", "--number", "--amount", "--issued", "--due", "--terms", "--type", "--against",
     "--contract", "--net", "--currency", "--rate", "--note", "--id", "--parts", "--own-number!",
     "--preview!"}};

// What becomes of unapplied money.
inline const Shape exchanging{
    "BOOK RECEIPT --amount A --to CODE --rate R [--date D] [--allocate RULE|...]\n"
    "      [--id ID] [--preview]",
    2,
    2,
    {"--amount", "--to", "--rate", "--date", "--allocate", "--id", "--preview!"}};
inline const Shape refunding{
    "BOOK RECEIPT --amount A [--date D] [--number N] [--note N] [--id ID] [--preview]",
    2,
    2,
    {"--amount", "--date", "--number", "--note", "--id", "--preview!"}};

} // namespace huikuan::cli
