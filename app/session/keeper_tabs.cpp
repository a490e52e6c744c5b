// What other tabs do to a book, and the states that a person can go back to.
#include <utility>

#include "session/keeper_inside.h"

namespace huikuan::session {

using platform::VaultNews;
using platform::VaultStatus;

void Keeper::Inside::put_batch(store::PageBatch batch, Done done) {
    if (batch.empty()) return done({});
    vault->put(vault_items(std::move(batch.put)), vault_ranges(batch.gone),
               [done = std::move(done)](VaultStatus status, const std::string& detail) {
                   if (status != VaultStatus::ok)
                       return done(std::unexpected(error_of(status, detail)));
                   done({});
               });
}

// Chunks that a broken-off checkpoint left. Not while something is set aside: then nothing goes.
void Keeper::Inside::sweep() {
    if (!vault->owner() || !report.damaged.empty() || !report.returned_to.empty()) return;
    vault->keys({"b", "q~"}, [weak = weak_from_this()](VaultStatus status,
                                                       const std::vector<std::string>& keys) {
        const auto me = weak.lock();
        if (!me || status != VaultStatus::ok || !me->vault->owner()) return;
        for (const std::string& key : keys)
            if (key.starts_with("q")) return;
        me->put_batch(me->pages->orphans(keys), [](const core::Result<void>&) {});
    });
}

void Keeper::Inside::heard(VaultNews news) {
    switch (news) {
    case VaultNews::written: return follow();
    case VaultNews::owner: becoming_owner = true; return follow();
    case VaultNews::reader:
        pages->set_read_only(true);
        if (unsaved() > 0) {
            stranded = true;
            failed(VaultStatus::locked, "another tab took the book over");
        }
        answer_saved();
        return tell_status();
    case VaultNews::gone: return tell_status();
    case VaultNews::hidden: return pump();
    }
}

void Keeper::Inside::follow() {
    if (stranded) return; // what only this memory holds is not overwritten unasked
    if (following) {
        follow_again = true;
        return;
    }
    following = true;
    auto whole = std::make_shared<bool>(true);
    auto any = std::make_shared<bool>(false);
    vault->get_range({store::log_key(pages->next_log_number()), "l~"},
                     [weak = weak_from_this(), whole,
                      any](VaultStatus status, const std::vector<platform::VaultItem>& items) {
                         const auto me = weak.lock();
                         if (!me) return;
                         for (const platform::VaultItem& item : items) {
                             *whole = *whole && me->pages->follow({item.key, item.bytes});
                             *any = true;
                         }
                         if (status != VaultStatus::ok) *whole = false;
                         if (status != VaultStatus::ok || items.empty()) me->followed(*whole, *any);
                     });
}

// The log may have been folded into chunks before it was read here: then all is read anew.
void Keeper::Inside::followed(bool whole, bool any) {
    vault->get({std::string(store::root_key)},
               [weak = weak_from_this(), whole, any, bytes = std::optional<store::Bytes>()](
                   VaultStatus status, std::vector<platform::VaultItem> items) mutable {
                   const auto me = weak.lock();
                   if (!me) return;
                   if (status == VaultStatus::ok && !items.empty()) {
                       bytes = std::move(items.front().bytes);
                       return;
                   }
                   me->following = false;
                   const bool agrees =
                       status == VaultStatus::ok && whole && me->pages->adopt_root(bytes);
                   if (!agrees) {
                       me->following = true; // until it is there
                       return me->reload([weak](const core::Result<void>& read) {
                           if (const auto again = weak.lock()) again->caught_up(read, true);
                       });
                   }
                   me->caught_up({}, any);
               });
}

// A tab that could not read all of the other's commits must not write over them: it stays a reader,
// says why, and tries again (tick).
void Keeper::Inside::caught_up(const core::Result<void>& read, bool any) {
    following = false;
    behind = !read.has_value();
    if (behind) {
        retry_at = platform::monotonic_ms() + first_retry_ms;
        if (waiting_owner) std::exchange(waiting_owner, {})(read);
        return tell_status();
    }
    if (std::exchange(follow_again, false)) {
        changed_unsaid = changed_unsaid || any;
        return follow();
    }
    const bool owner_now = std::exchange(becoming_owner, false);
    if (owner_now) pages->set_read_only(!vault->owner());
    // The Store of a reader is opened read-only: an owner's is another.
    if ((std::exchange(changed_unsaid, false) || any || owner_now) && listener.changed)
        listener.changed();
    if (!owner_now) return;
    tell_status();
    if (waiting_owner) std::exchange(waiting_owner, {})({});
    pump();
}

// The old state stays open until the new one is read whole.
void Keeper::Inside::reload(Done done) {
    load_book(*vault, {},
              [weak = weak_from_this(), done = std::move(done)](core::Result<LoadedBook> book) {
                  const auto me = weak.lock();
                  if (!me) return;
                  if (!book) return done(std::unexpected(book.error()));
                  if (me->listener.close) me->listener.close();
                  me->pages = std::move(book->pages);
                  me->pages->set_thresholds(me->thresholds);
                  me->pages->set_read_only(!me->vault->owner() || me->becoming_owner);
                  me->report = std::move(book->report);
                  if (me->listener.reopen) me->listener.reopen();
                  done({});
              });
}

bool Keeper::stranded() const { return inside_->stranded; }

void Keeper::give_up_unsaved(std::function<void(core::Result<void>)> done) {
    Inside& in = *inside_;
    if (!std::exchange(in.stranded, false)) return done({});
    in.following = true;
    in.reload([weak = std::weak_ptr(inside_), done = std::move(done)](core::Result<void> read) {
        const auto me = weak.lock();
        if (!me) return;
        if (read) me->failing = false;
        else me->stranded = true;
        platform::warn_before_leaving(me->unsaved() > 0);
        me->caught_up(read, true);
        done(std::move(read));
    });
}

void Keeper::take_over(std::function<void(core::Result<void>)> done) {
    Inside& in = *inside_;
    if (in.stranded) return done(std::unexpected(in.problem));
    if (in.vault->owner() && !in.becoming_owner) return done({});
    if (in.becoming_owner && in.behind) in.follow();
    in.waiting_owner = std::move(done);
    in.vault->take_over(
        [weak = std::weak_ptr(inside_)](VaultStatus status, const std::string& detail) {
            const auto me = weak.lock();
            if (!me || status == VaultStatus::ok) return; // the news of it says the rest
            if (me->waiting_owner)
                std::exchange(me->waiting_owner, {})(std::unexpected(error_of(status, detail)));
        });
}

// --- snapshots

void Keeper::snapshot(const std::string& label, std::function<void(core::Result<void>)> done) {
    Inside& in = *inside_;
    if (!in.vault->owner()) return done(core::fail(core::ErrorCode::read_only, "book"));
    if (in.waiting_snapshot) return done(core::fail(core::ErrorCode::nothing_to_do, "snapshot"));
    const std::int64_t now = platform::now_ms();
    std::string id = std::to_string(now);
    id.insert(0, 16 - std::min<std::size_t>(16, id.size()), '0');
    in.pages->request_snapshot(id + "-" + std::to_string(in.pages->last_seq()), label, now);
    in.waiting_snapshot = std::move(done);
    in.pump();
    in.pump_chunks(true);
}
std::vector<store::Snapshot> Keeper::snapshots() const { return inside_->pages->snapshots(); }

void Keeper::forget_snapshot(const std::string& key, std::function<void(core::Result<void>)> done) {
    if (!inside_->vault->owner()) return done(core::fail(core::ErrorCode::read_only, "book"));
    inside_->put_batch(inside_->pages->forget_snapshot(key), std::move(done));
}

void Keeper::return_to(const std::string& key, std::function<void(core::Result<void>)> done) {
    snapshot("",
             [weak = std::weak_ptr(inside_), key, done = std::move(done)](core::Result<void> kept) {
                 const auto me = weak.lock();
                 if (!me) return;
                 if (!kept) return done(std::move(kept));
                 if (me->put_out || me->chunks_out || me->unsaved() > 0)
                     return done(core::fail(core::ErrorCode::io, "storage", "busy"));
                 store::PageBatch batch = me->pages->return_to(key);
                 if (batch.empty())
                     return done(core::fail(core::ErrorCode::unknown_document, "snapshot"));
                 me->put_out = true; // nothing else is written until the book is read anew
                 me->pages->set_read_only(true);
                 me->put_batch(std::move(batch), [weak, done](core::Result<void> put) {
                     const auto again = weak.lock();
                     if (!again) return;
                     if (!put) {
                         again->put_out = false;
                         again->pages->set_read_only(!again->vault->owner());
                         return done(std::move(put));
                     }
                     again->reload([weak, done](const core::Result<void>& read) {
                         const auto now = weak.lock();
                         if (!now) return;
                         now->put_out = false;
                         // Returned, but not read: what is in memory is no longer what is kept.
                         now->behind = !read.has_value();
                         if (now->behind) now->becoming_owner = true;
                         if (now->listener.changed && read) now->listener.changed();
                         done(read);
                     });
                 });
             });
}

} // namespace huikuan::session
