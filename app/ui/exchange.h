#pragma once
// The ways out of the book and in: the whole of it, what a colleague lacks, some customers for a
// field visit; and a colleague's file, looked at before it is merged.
#include <map>
#include <memory>
#include <string>

#include "session/bundle.h"
#include "ui/desk.h"

namespace huikuan::ui {

class Exchange {
public:
    void draw(Desk& desk); // the card
    void draw_dialogs(Desk& desk);
    bool work(Desk& desk); // true: it wants to go on
    void merge(Desk& desk, std::shared_ptr<platform::File> file);

private:
    void draw_export(Desk& desk, bool slice);
    void draw_slice(Desk& desk);
    void draw_merge();
    void draw_report(const session::MergeReport& report);
    void start(Desk& desk, session::ExportOptions options, std::string part);
    bool work_export(Desk& desk);
    bool work_merge(Desk& desk);

    std::unique_ptr<session::ExportJob> export_;
    std::unique_ptr<session::MergeJob> merge_;
    bool whole_ = false; // what is being exported
    bool merge_open_ = false;
    bool merge_told_ = false;

    bool slice_open_ = false;
    std::string search_;
    std::map<core::CustomerId, std::string> chosen_; // with their names
    Cached<std::string, std::vector<core::CustomerRow>> found_;
    Cached<std::uint64_t, std::vector<session::Peer>> peers_;
};

} // namespace huikuan::ui
