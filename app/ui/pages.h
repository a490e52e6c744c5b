#pragma once
// The pages of an open book, in the order of PageName, and what the shell asks of one of them.
#include <array>
#include <memory>

#include "ui/desk.h"
#include "ui/shell.h"

namespace huikuan::ui {

std::unique_ptr<Page> make_today_page();
std::unique_ptr<Page> make_customers_page();
std::unique_ptr<Page> make_receivables_page();
std::unique_ptr<Page> make_receipts_page();
std::unique_ptr<Page> make_dunning_page();
std::unique_ptr<Page> make_import_page();
std::unique_ptr<Page> make_legal_page();
std::unique_ptr<Page> make_exceptions_page();
std::unique_ptr<Page> make_integrity_page();
std::unique_ptr<Page> make_settings_page();
std::array<std::unique_ptr<Page>, page_count> make_pages();

// The settings page runs the jobs that fill a book.
void fill_with_sample(Page& settings, Desk& desk);
void join_from_file(Page& settings, Desk& desk, std::shared_ptr<platform::File> file);

} // namespace huikuan::ui
