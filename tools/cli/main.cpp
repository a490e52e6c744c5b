// huikuan: the book at the command line, for administrators, auditors and tests.
// Exit 0: done. 1: bad input; a sentence on stderr says what and where. 2: called wrongly.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "book.h"
#include "commands.h"
#include "output.h"
#include "words.h"

namespace huikuan::cli {

namespace {

struct Command {
    std::string_view name; // one word, or two: "invoice add"
    Shape shape;
    void (*run)(const Arguments&);
    std::string_view what;
};

const std::vector<Command>& commands() {
    static const std::vector<Command> table{
        {"new",
         {"BOOK [--company NAME] [--currency CNY]", 1, 1, {"--company", "--currency"}},
         new_book,
         "start a book"},
        {"import invoices",
         {"BOOK FILE [--preset NAME | --map MAP.json] [--dates ymd|dmy|mdy]\n"
          "      [--numbers 1,234.50|1.234,50] [--currency CODE] [--encoding NAME]\n"
          "      [--sheet NAME] [--delimiter CHAR] [--header-line N] [--refused FILE] [--dry-run]",
          2,
          2,
          {"--preset", "--map", "--dates", "--numbers", "--currency", "--encoding", "--sheet",
           "--delimiter", "--header-line", "--refused", "--dry-run!"}},
         import_file,
         "bring in a sheet of invoices; settlement dates become receipts"},
        {"import einvoices",
         {"BOOK FILE.xml... [--dry-run]", 2, 1000, {"--dry-run!"}},
         import_einvoices,
         "enter electronic invoices (数电票) from their XML files"},
        {"import bank",
         {"BOOK FILE [--account NAME] [--layout 'FIELD=COLUMN ...'] [--encoding NAME]\n"
          "      [--sheet NAME] [--header-line N] [--refused FILE] [--dry-run]",
          2,
          2,
          {"--account", "--layout", "--encoding", "--sheet", "--header-line", "--refused",
           "--dry-run!"}},
         import_bank,
         "bring in a statement of a bank or wallet; no line comes in twice"},
        {"bank lines",
         {"BOOK [--open] [--account NAME]", 1, 1, {"--open!", "--account"}},
         list_bank_lines,
         "lines of statements; --open: the clearing list, with its ages"},
        {"bank match",
         {"BOOK [--confirm certain|likely]", 1, 1, {"--confirm"}},
         match_bank_lines,
         "what open lines could pay, with the reasons; --confirm books it"},
        {"bank set-aside",
         {"BOOK LINE --reason R", 2, 2, {"--reason"}},
         set_bank_line_aside,
         "say that a line does not concern receivables"},
        {"bank take-back",
         {"BOOK LINE [--reason R]", 2, 2, {"--reason"}},
         take_bank_line_back,
         "make a line open again; what was booked from it is reversed"},
        {"bank imports", {"BOOK", 1, 1, {}}, list_bank_imports, "what came in, file by file"},
        {"bank take-out",
         {"BOOK IMPORT --reason R", 2, 2, {"--reason"}},
         take_bank_import_out,
         "take a file's lines out again, and what was booked from them"},
        {"customers",
         {"BOOK [--as-of D] [--search TEXT]", 1, 1, {"--as-of", "--search"}},
         list_customers,
         "customers with their balances"},
        {"customer set",
         {"BOOK (CUSTOMER | --new) [--name N] [--code C] [--region R] [--phone P] [--email E]\n"
          "      [--tax-no T] [--title T] [--address A] [--bank B] [--bank-account N] [--terms "
          "TERMS]\n"
          "      [--terms-days N] [--owner O] [--tier T] [--parent CUSTOMER] [--tags T] [--note "
          "N]\n"
          "      [--archived 0|1]",
          1,
          2,
          {"--new!", "--name", "--code", "--region", "--phone", "--email", "--tax-no", "--title",
           "--address", "--bank", "--bank-account", "--terms", "--terms-days", "--owner", "--tier",
           "--parent", "--tags", "--note", "--archived"}},
         write_customer,
         "add a customer or change its fields"},
        {"invoices",
         {"BOOK [--as-of D] [--customer C] [--search TEXT] [--open] [--overdue] [--void]",
          1,
          1,
          {"--as-of", "--customer", "--search", "--open!", "--overdue!", "--void!"}},
         list_invoices,
         "invoices with what is open"},
        {"invoice add",
         {"BOOK --customer C --number N --amount A [--issued D] [--due D | --terms TERMS]\n"
          "      [--type debit_note|opening|interest|doubled_interest|costs|refund] [--against I]\n"
          "      [--contract N] [--net A] [--currency CODE] [--rate R] [--note N] [--id ID]\n"
          "      [--preview]",
          1,
          1,
          {"--customer", "--number", "--amount", "--issued", "--due", "--terms", "--type",
           "--against", "--contract", "--net", "--currency", "--rate", "--note", "--id",
           "--preview!"}},
         write_invoice,
         "issue an invoice, or another debit"},
        {"receipts",
         {"BOOK [--as-of D] [--customer C] [--search TEXT] [--open] [--void]",
          1,
          1,
          {"--as-of", "--customer", "--search", "--open!", "--void!"}},
         list_receipts,
         "receipts with what is unapplied"},
        {"receipt",
         {"BOOK --customer C --amount A --date D\n"
          "      [--allocate oldest|legal|pro_rata|designated:INVOICE,...|INVOICE=AMOUNT,...]\n"
          "      [--type credit_note|advance|opening_credit|write_off|discount|fee|offset|bill]\n"
          "      [--number N] [--reason R] [--against DOCUMENT] [--fee A] [--discount A]\n"
          "      [--small-difference A] [--bill NUMBER --acceptor A --maturity D [--commercial]]\n"
          "      [--currency CODE] [--rate R] [--method M] [--reference R] [--note N] [--id ID]\n"
          "      [--preview]",
          1,
          1,
          {"--customer",
           "--amount",
           "--date",
           "--allocate",
           "--type",
           "--number",
           "--reason",
           "--against",
           "--fee",
           "--discount",
           "--small-difference",
           "--bill",
           "--acceptor",
           "--maturity",
           "--commercial!",
           "--currency",
           "--rate",
           "--method",
           "--reference",
           "--note",
           "--id",
           "--preview!"}},
         write_receipt,
         "record a receipt or another credit, and allocate it"},
        {"allocate",
         {"BOOK RECEIPT [--allocate RULE|INVOICE=AMOUNT,...] [--date D] [--id ID] [--preview]",
          2,
          2,
          {"--allocate", "--date", "--id", "--preview!"}},
         write_allocation,
         "use unapplied cash of a receipt"},
        {"reverse",
         {"BOOK ID --reason R [--date D] [--id ID] [--preview]",
          2,
          2,
          {"--reason", "--date", "--id", "--preview!"}},
         write_reversal,
         "take an invoice, receipt or allocation back"},
        {"aging",
         {"BOOK --as-of D [--basis due|issue] [--buckets 30,60,90,120]\n"
          "      [--by customer|owner|tier|region|currency|group] [--known-at TIME]",
          1,
          1,
          {"--as-of", "--basis", "--buckets", "--by", "--known-at"}},
         show_aging,
         "what is owed, by age"},
        {"customer",
         {"BOOK CUSTOMER [--as-of D]", 2, 2, {"--as-of"}},
         show_customer,
         "one customer: exposure, open items, contacts, contracts"},
        {"contact set",
         {"BOOK (CONTACT | --new --customer C) [--name N] [--title T] [--phone P] [--email E]\n"
          "      [--wechat W] [--role R] [--billing 0|1] [--decides 0|1] [--note N]",
          1,
          2,
          {"--new!", "--customer", "--name", "--title", "--phone", "--email", "--wechat", "--role",
           "--billing", "--decides", "--note"}},
         write_contact,
         "add a contact or change its fields"},
        {"contract set",
         {"BOOK (CONTRACT | --new --customer C) [--number N] [--title T] [--signed D]\n"
          "      [--starts D] [--ends D] [--terms TERMS] [--late-fee RULE] [--guarantee G]\n"
          "      [--secured-percent N] [--guarantee-until D] [--jurisdiction J]\n"
          "      [--acceptance A] [--sme-notice 0|1] [--retention-of-title 0|1] [--note N]\n"
          "      [--guarantee-kind joint|general] [--cross-border 0|1]",
          1,
          2,
          {"--new!", "--customer", "--number", "--title", "--signed", "--starts", "--ends",
           "--terms", "--late-fee", "--guarantee", "--secured-percent", "--guarantee-until",
           "--jurisdiction", "--acceptance", "--sme-notice", "--retention-of-title", "--note",
           "--guarantee-kind", "--cross-border"}},
         write_contract,
         "add a contract or change its clauses"},
        {"contracts",
         {"BOOK CUSTOMER", 2, 2, {}},
         list_contracts,
         "a customer's contracts, and what they do not say"},
        {"setting set",
         {"BOOK KEY VALUE", 3, 3, {}},
         write_setting,
         "lpr.2026-09-21 3.00/3.50, calendar.2027-02-08 free, policy.terms_days 45 ..."},
        {"merge-customers",
         {"BOOK FROM INTO [--reason R] [--preview]", 3, 3, {"--reason", "--preview!"}},
         write_merge,
         "count one customer's documents with another's, until it is reversed"},
        {"duplicates", {"BOOK", 1, 1, {}}, list_duplicates, "customers that look like one"},
        {"dispute",
         {"BOOK INVOICE --amount A --reason R [--cause CAUSE] [--owner O] [--answer-by D]\n"
          "      [--date D] [--id ID] [--preview]",
          2,
          2,
          {"--amount", "--reason", "--cause", "--owner", "--answer-by", "--date", "--id",
           "--preview!"}},
         write_dispute,
         "mark part of an invoice as disputed: price, quantity, quality, delivery, invoicing,\n"
         "      duplicate, says_paid, acceptance, refusal, other"},
        {"settle-dispute",
         {"BOOK DISPUTE --outcome O --note N [--document RECEIPT] [--date D] [--by B] [--id ID]\n"
          "      [--preview]",
          2,
          2,
          {"--outcome", "--note", "--document", "--date", "--by", "--id", "--preview!"}},
         settle_dispute,
         "end a dispute: withdrawn, renewed, credit_note, adjustment, refund, offer, legal"},
        {"disputes", {"BOOK [--all]", 1, 1, {"--all!"}}, list_disputes, "what is disputed"},
        {"bill",
         {"BOOK RECEIPT endorsed|discounted|honoured [--party P] [--cost A] [--date D] [--id ID]\n"
          "      [--preview]",
          3,
          3,
          {"--party", "--cost", "--date", "--id", "--preview!"}},
         write_bill_step,
         "say what became of an acceptance bill (dishonoured: reverse it)"},
        {"bills", {"BOOK [--as-of D]", 1, 1, {"--as-of"}}, list_bills, "acceptance bills"},
        {"gains",
         {"BOOK [--as-of D]", 1, 1, {"--as-of"}},
         list_gains,
         "gains and losses on currencies, by allocation"},
        {"exchange",
         {"BOOK RECEIPT --amount A --to CODE --rate R [--date D] [--allocate RULE|...]\n"
          "      [--id ID] [--preview]",
          2,
          2,
          {"--amount", "--to", "--rate", "--date", "--allocate", "--id", "--preview!"}},
         write_exchange,
         "turn unapplied money of one currency into another, at a rate"},
        {"write-offs",
         {"BOOK [--as-of D] [--customer C]", 1, 1, {"--as-of", "--customer"}},
         list_write_offs,
         "what was written off and is kept on record"},
        {"recover",
         {"BOOK WRITE-OFF --amount A --date D [--method M] [--reference R] [--id ID] [--preview]",
          2,
          2,
          {"--amount", "--date", "--method", "--reference", "--id", "--preview!"}},
         write_recovery,
         "record money for what was written off"},
        {"attach",
         {"BOOK ID FILE [--media TYPE]", 3, 3, {"--media"}},
         write_attachment,
         "keep a file with a document, customer or contract"},
        {"interest",
         {"BOOK INVOICE --until D [--rule RULE] [--basis 365|360] [--at-breach]",
          2,
          2,
          {"--until", "--rule", "--basis", "--at-breach!"}},
         show_interest,
         "what being late has cost, row by row (18%/y, 0.05%/d, lpr+50%, sme, judgment ...)"},
        {"rates", {"BOOK", 1, 1, {}}, list_rates, "loan prime rates, with their source"},
        {"terms",
         {"BOOK TERMS --amount A [--issued D]", 2, 2, {"--amount", "--issued"}},
         show_terms,
         "what payment terms give: 30% net 0; 70% eom 30 following"},
        {"today",
         {"BOOK [--owner O] [--as-of D]", 1, 1, {"--owner", "--as-of"}},
         show_today,
         "whom to call today, in order of worth, and who may wait"},
        {"contact",
         {"BOOK CUSTOMER --channel phone|wechat|sms|mail|letter|visit|internal --outcome O\n"
          "      [--whom W] [--person CONTACT] [--reached] [--third-party] [--date D] [--at "
          "HH:MM]\n"
          "      [--by B] [--note N] [--next D] [--task T] [--id ID] [--preview]",
          2,
          2,
          {"--channel", "--outcome", "--whom", "--person", "--reached!", "--third-party!", "--date",
           "--at", "--by", "--note", "--next", "--task", "--id", "--preview!"}},
         write_contact_log,
         "log a contact: promised, paid, processing, no_invoice, disputed, cannot_pay, refused,\n"
         "      call_back, no_answer, wrong_number, sent, other"},
        {"contacts",
         {"BOOK CUSTOMER [--all]", 2, 2, {"--all!"}},
         list_contacts,
         "what was said to a customer, and what came of it"},
        {"promise",
         {"BOOK CUSTOMER --amount A --due D [--date D] [--currency CODE] [--who W] [--how H]\n"
          "      [--by B] [--contact ID] [--note N] [--id ID] [--preview]",
          2,
          2,
          {"--amount", "--due", "--date", "--currency", "--who", "--how", "--by", "--contact",
           "--note", "--id", "--preview!"}},
         write_promise,
         "keep a promise to pay; whether it is kept follows from the cash"},
        {"promises",
         {"BOOK [--customer C] [--as-of D]", 1, 1, {"--customer", "--as-of"}},
         list_promises,
         "promises with their state, and the kept rate by count and by amount"},
        {"hold",
         {"BOOK CUSTOMER --until D --reason R [--kind snooze|dispute|promise|plan|legal|manual]\n"
          "      [--invoice I] [--date D] [--by B] [--id ID] [--preview]",
          2,
          2,
          {"--until", "--reason", "--kind", "--invoice", "--date", "--by", "--id", "--preview!"}},
         write_hold,
         "leave a customer alone until a day, for a reason"},
        {"holds",
         {"BOOK CUSTOMER [--all]", 2, 2, {"--all!"}},
         list_holds,
         "what holds a customer back from being pressed"},
        {"plan",
         {"BOOK CUSTOMER --amount A --first-due D [--parts N] [--every DAYS] [--first A]\n"
          "      [--interest PERCENT] [--business-days] [--accelerate DAYS] [--guarantor G]\n"
          "      [--consent] [--income A] [--costs A] [--debts A] [--supersedes PLAN]\n"
          "      [--currency CODE] [--date D] [--by B] [--note N] [--id ID] [--preview]",
          2,
          2,
          {"--amount",
           "--first-due",
           "--parts",
           "--every",
           "--first",
           "--interest",
           "--business-days!",
           "--accelerate",
           "--guarantor",
           "--consent!",
           "--income",
           "--costs",
           "--debts",
           "--supersedes",
           "--currency",
           "--date",
           "--by",
           "--note",
           "--id",
           "--preview!"}},
         write_plan,
         "agree on parts, with interest on what is not paid yet"},
        {"plans",
         {"BOOK CUSTOMER [--as-of D] [--all]", 2, 2, {"--as-of", "--all!"}},
         list_plans,
         "a customer's plans, and what has been paid of each part"},
        {"task set",
         {"BOOK (TASK | --new --title T)\n"
          "      [--kind task|step|visit|return_visit|improvement|approval]\n"
          "      [--customer C] [--owner O] [--department D] [--due D] [--at HH:MM] [--done D] "
          "[--result R]\n"
          "      [--participants P] [--area A] [--checklist C] [--needs N] [--place P] [--score "
          "1-5]\n"
          "      [--step S] [--parent ID] [--note N] [--order N] [--voice V] [--asked-by B]\n"
          "      [--decided yes|no] [--archived 0|1] [--id ID]",
          1,
          2,
          {"--new!",  "--title",     "--kind",     "--customer", "--owner",
           "--due",   "--at",        "--done",     "--result",   "--participants",
           "--area",  "--checklist", "--needs",    "--place",    "--score",
           "--step",  "--parent",    "--note",     "--archived", "--id",
           "--order", "--voice",     "--asked-by", "--decided",  "--department"}},
         write_task,
         "add a task or a visit, or change it"},
        {"tasks",
         {"BOOK [--owner O] [--customer C]", 1, 1, {"--owner", "--customer"}},
         list_tasks,
         "what has to be done by when"},
        {"hand-over",
         {"BOOK CUSTOMER --to OWNER [--by B] [--note N]", 2, 2, {"--to", "--by", "--note"}},
         write_hand_over,
         "give a customer to a colleague, with a note in its log"},
        {"process",
         {"BOOK [--customer C] [--as-of D]", 1, 1, {"--customer", "--as-of"}},
         show_process,
         "the steps of collecting (settings process.N), or those that a customer is due for"},
        {"calendar",
         {"BOOK [--owner O] [--from D] [--to D]", 1, 1, {"--owner", "--from", "--to"}},
         show_calendar,
         "what stands on these days; without days, all of it as a calendar file (iCalendar)"},
        {"visits",
         {"BOOK [--day D] [--owner O]", 1, 1, {"--day", "--owner"}},
         show_visits,
         "the visits of a day in their order, and who else lies on the way"},
        {"dunning preview",
         {"BOOK [--as-of D] [--owner O] [--letters]", 1, 1, {"--as-of", "--owner", "--letters!"}},
         preview_dunning,
         "which letter everybody would get who has something overdue, or why none"},
        {"dunning run",
         {"BOOK [--as-of D] [--owner O] [--by B]", 1, 1, {"--as-of", "--owner", "--by"}},
         run_dunning,
         "write the letters of a day; a rerun writes none twice"},
        {"dunning ladders",
         {"BOOK", 1, 1, {}},
         list_ladders,
         "the ladders of letters (settings dunning.KEY and dunning.KEY.N)"},
        {"letter",
         {"BOOK CUSTOMER --template T [--as-of D] [--language zh|en] [--channel C] [--by B]\n"
          "      [--set NAME=VALUE;...] [--send] [--id ID] [--preview]",
          2,
          2,
          {"--template", "--as-of", "--language", "--channel", "--by", "--set", "--send!", "--id",
           "--preview!"}},
         write_letter,
         "a letter by hand: reminder, demand_soft, demand_firm, demand_final, statement, lawyer,\n"
         "      agreement, assignment, thanks; kept in the book with --send"},
        {"letters",
         {"BOOK [--customer C] [--all]", 1, 1, {"--customer", "--all!"}},
         list_letters,
         "letters that were sent"},
        {"limitation",
         {"BOOK [--customer C] [--as-of D]", 1, 1, {"--customer", "--as-of"}},
         show_limitation,
         "until when each debt and guarantee can be enforced, and (--json) why"},
        {"legal event",
         {"BOOK CUSTOMER WHAT [--date D] [--until D] [--invoice I | --contract N] [--proof P]\n"
          "      [--note N] [--by B] [--id ID] [--preview]",
          3,
          3,
          {"--date", "--until", "--invoice", "--contract", "--proof", "--note", "--by", "--id",
           "--preview!"}},
         write_legal_event,
         "note what moves a legal clock: demand, acknowledgement, part_payment, set_off,\n"
         "      assignment, police_report, proceedings, suspension, no_term, waiver, judgment,\n"
         "      guarantor_demand, debtor_sued"},
        {"case set",
         {"BOOK (CASE | --new --customer C --title T) [--route lawsuit|arbitration|payment_order|\n"
          "      bankruptcy|enforcement] [--invoices I,...] [--claim A] [--currency CODE]\n"
          "      [--number N] [--court C] [--judge J] [--lawyer L] [--lawyer-phone P] [--owner O]\n"
          "      [--talks T] [--note N] [--archived 0|1] [--id ID]",
          1,
          2,
          {"--new!", "--customer", "--title", "--route", "--invoices", "--claim", "--currency",
           "--number", "--court", "--judge", "--lawyer", "--lawyer-phone", "--owner", "--talks",
           "--note", "--archived", "--id"}},
         write_case,
         "open a case, or change what is known of it"},
        {"case step",
         {"BOOK CASE STAGE [--date D] [--due D] [--amount A] [--note N] [--by B] [--id ID]\n"
          "      [--preview]",
          3,
          3,
          {"--date", "--due", "--amount", "--note", "--by", "--id", "--preview!"}},
         write_case_step,
         "the case came to a stage: lawyer_letter, mediation, order_filed, order_issued,\n"
         "      order_served, order_objected, preservation, filed, arbitration, accepted,\n"
         "      preservation_in, hearing, judgment, appealed, effective, enforcement,\n"
         "      enforcement_stop, bankruptcy, claim_filed, settled, withdrawn, closed"},
        {"case cost",
         {"BOOK CASE WHAT --amount A [--date D] [--note N] [--by B] [--id ID] [--preview]",
          3,
          3,
          {"--amount", "--date", "--note", "--by", "--id", "--preview!"}},
         write_case_cost,
         "what it cost: court, preservation, enforcement, arbitration, lawyer, appraisal, notice,\n"
         "      travel, other"},
        {"case weigh",
         {"BOOK CUSTOMER [--as-of D]", 2, 2, {"--as-of"}},
         weigh_case,
         "were talks tried, what would a suit cost, what is the customer worth (JSON)"},
        {"evidence",
         {"BOOK FILE --customer C [--invoices I,...] [--as-of D]",
          2,
          2,
          {"--customer", "--invoices", "--as-of"}},
         write_evidence,
         "all that proves a customer's debts, as a ZIP with an index, in the order of a court"},
        {"cases",
         {"BOOK [--customer C] [--as-of D]", 1, 1, {"--customer", "--as-of"}},
         list_cases,
         "cases with their stage, their next deadline and what they cost"},
        {"exceptions",
         {"BOOK [--all]", 1, 1, {"--all!"}},
         list_exceptions,
         "what devices disagree about"},
        {"resolve",
         {"BOOK EXCEPTION CHOICE [--note N]", 3, 3, {"--note"}},
         write_resolution,
         "settle an exception"},
        {"changes", {"BOOK [--device D]", 1, 1, {"--device"}}, list_changes, "the log of changes"},
        {"history", {"BOOK ID", 2, 2, {}}, show_history, "who wrote what about one entity"},
        {"export",
         {"BOOK FILE [--form ndjson|gzip|json] [--rows] [--since DEVICE] [--customers C1,C2]",
          2,
          2,
          {"--form", "--rows!", "--since", "--customers"}},
         export_book,
         "write the book as a bundle that others merge, or some customers as a slice"},
        {"merge",
         {"BOOK FILE [--join] [--preview]", 2, 2, {"--join!", "--preview!"}},
         merge_book,
         "take in a bundle; nothing is replaced"},
        {"verify", {"BOOK", 1, 1, {}}, verify_book, "recompute the chain and the tables"},
        {"demo",
         {"BOOK --customers N --invoices M --seed S [--until D] [--currency CODE]",
          1,
          1,
          {"--customers", "--invoices", "--seed", "--until", "--currency"}},
         demo_book,
         "start a book with an invented story"},
    };
    return table;
}

void print_usage(const Command& command, std::FILE* out) {
    std::fprintf(out, "usage: huikuan %.*s %.*s\n", static_cast<int>(command.name.size()),
                 command.name.data(), static_cast<int>(command.shape.usage.size()),
                 command.shape.usage.data());
}

int print_help() {
    print(std::string("huikuan: one company's book of receivables (回款)\n"));
    for (const Command& command : commands()) {
        print("  " + std::string(command.name) + " " + std::string(command.shape.usage));
        print("      " + std::string(command.what));
    }
    print(std::string("\nEvery command takes --json (one document on stdout), --lang en|zh, and\n"
                      "--today D (the date that counts as today)."));
    return 0;
}

// The language is needed even where the rest of the line is wrong.
void choose_language(const std::vector<std::string>& words) {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            set_language(language_of(value));
            break;
        }
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--lang" && i + 1 < words.size()) {
            set_language(language_of(words[i + 1]));
        } else if (words[i].starts_with("--lang=")) {
            set_language(language_of(std::string_view(words[i]).substr(7)));
        }
    }
}

// One word, or the two of "invoice add"; how many words it took.
const Command* find_command(const std::vector<std::string>& words, std::size_t& taken) {
    for (const Command& command : commands()) {
        const std::string two = words.size() > 1 ? words[0] + " " + words[1] : "";
        if (command.name == two || command.name == words[0]) {
            taken = command.name == two ? 2 : 1;
            return &command;
        }
    }
    return nullptr;
}

int run(std::vector<std::string> words) {
    if (words.empty() || words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
        return words.empty() ? (print_help(), 2) : print_help();
    }
    choose_language(words);
    std::size_t taken = 0;
    const Command* command = find_command(words, taken);
    if (command == nullptr) {
        complain("there is no command \"" + words[0] + "\"; \"huikuan help\" lists them");
        return 2;
    }
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(taken));
    if (words.size() == 1 && words[0] == "--help") {
        print_usage(*command, stdout);
        return 0;
    }
    try {
        command->run(Arguments(command->shape, words));
        return 0;
    } catch (const UsageError& error) {
        complain(error.what);
        print_usage(*command, stderr);
        return 2;
    } catch (const Failure& failure) {
        complain(sentence(failure.error, failure.file));
        return 1;
    } catch (const Complained&) { return 1; }
}

} // namespace

} // namespace huikuan::cli

int main(int count, char** values) {
    try {
        return huikuan::cli::run(std::vector<std::string>(values + 1, values + count));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "huikuan: %s\n", error.what());
        return 1;
    }
}
