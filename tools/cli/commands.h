#pragma once
// The commands, by what they are about. Each answers on stdout; bad input throws Failure, a wrong
// call UsageError (main.cpp turns both into sentences and exit codes).
#include "arguments.h"

namespace huikuan::cli {

struct Command {
    std::string_view name; // one word, or two: "invoice add"
    Shape shape;
    void (*run)(const Arguments&);
    std::string_view what;
};

// command_table.cpp
const std::vector<Command>& commands();

// commands_book.cpp: books as files
void new_book(const Arguments& arguments);
void export_book(const Arguments& arguments);
void merge_book(const Arguments& arguments);
void verify_book(const Arguments& arguments);
void demo_book(const Arguments& arguments);

// commands_import.cpp
void import_invoices(const Arguments& arguments);
void import_customers(const Arguments& arguments);
void import_contacts(const Arguments& arguments);
void import_receipts(const Arguments& arguments);
void import_contact_log(const Arguments& arguments);
void import_mappings(const Arguments& arguments);

// commands_einvoice.cpp
void import_einvoices(const Arguments& arguments);

// commands_bank.cpp
void import_bank(const Arguments& arguments);
void list_bank_lines(const Arguments& arguments);
void match_bank_lines(const Arguments& arguments);
void confirm_bank_line(const Arguments& arguments);
void set_bank_line_aside(const Arguments& arguments);
void take_bank_line_back(const Arguments& arguments);
void list_bank_imports(const Arguments& arguments);
void take_bank_import_out(const Arguments& arguments);

// commands_lists.cpp: reading
void list_customers(const Arguments& arguments);
void list_invoices(const Arguments& arguments);
void list_receipts(const Arguments& arguments);
void list_exceptions(const Arguments& arguments);
void show_aging(const Arguments& arguments);

// commands_log.cpp: who wrote what
void list_changes(const Arguments& arguments);
void show_history(const Arguments& arguments);

// commands_write.cpp: writing
void write_customer(const Arguments& arguments);
void write_invoice(const Arguments& arguments);
void write_receipt(const Arguments& arguments);
void write_allocation(const Arguments& arguments);
void write_reversal(const Arguments& arguments);
void write_resolution(const Arguments& arguments);

// commands_ledger.cpp: contracts, groups, disputes, bills, currencies, write-offs
void write_contact(const Arguments& arguments);
void write_contract(const Arguments& arguments);
void write_setting(const Arguments& arguments);
void write_merge(const Arguments& arguments);
void write_dispute(const Arguments& arguments);
void write_bill_step(const Arguments& arguments);
void write_exchange(const Arguments& arguments);
void write_refund(const Arguments& arguments);
void write_recovery(const Arguments& arguments);
void write_attachment(const Arguments& arguments);

// commands_collect.cpp: the work of collecting
void show_today(const Arguments& arguments);
void write_contact_log(const Arguments& arguments);
void list_contacts(const Arguments& arguments);
void write_promise(const Arguments& arguments);
void list_promises(const Arguments& arguments);
void write_hold(const Arguments& arguments);
void list_holds(const Arguments& arguments);
void write_plan(const Arguments& arguments);
void list_plans(const Arguments& arguments);
void write_task(const Arguments& arguments);
void list_tasks(const Arguments& arguments);
void write_hand_over(const Arguments& arguments);
void show_process(const Arguments& arguments);
void show_calendar(const Arguments& arguments);
void list_holidays(const Arguments& arguments);
void show_visits(const Arguments& arguments);

// commands_forecast.cpp
void show_forecast(const Arguments& arguments);

// commands_dunning.cpp: letters, and how disputes end
void preview_dunning(const Arguments& arguments);
void run_dunning(const Arguments& arguments);
void list_ladders(const Arguments& arguments);
void write_letter(const Arguments& arguments);
void list_letters(const Arguments& arguments);
void settle_dispute(const Arguments& arguments);

// commands_statement.cpp: statements of account and what came back
void issue_statement(const Arguments& arguments);
void send_statement(const Arguments& arguments);
void answer_statement(const Arguments& arguments);
void compare_statement(const Arguments& arguments);
void settle_difference(const Arguments& arguments);
void list_statements(const Arguments& arguments);

// commands_legal.cpp: legal clocks and cases
void show_limitation(const Arguments& arguments);
void write_legal_event(const Arguments& arguments);
void write_case(const Arguments& arguments);
void write_case_step(const Arguments& arguments);
void write_case_cost(const Arguments& arguments);
void list_cases(const Arguments& arguments);
void weigh_case(const Arguments& arguments);
void write_evidence(const Arguments& arguments);

// commands_timeline.cpp
void show_timeline(const Arguments& arguments);
void suggest_allocations(const Arguments& arguments);

// commands_reports.cpp
void show_customer(const Arguments& arguments);
void show_interest(const Arguments& arguments);
void show_terms(const Arguments& arguments);
void list_rates(const Arguments& arguments);
void list_contracts(const Arguments& arguments);
void list_duplicates(const Arguments& arguments);
void list_write_offs(const Arguments& arguments);
void list_bills(const Arguments& arguments);
void list_gains(const Arguments& arguments);
void list_allocations(const Arguments& arguments);
void list_attachments(const Arguments& arguments);
void list_disputes(const Arguments& arguments);

} // namespace huikuan::cli
