// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/trace.hpp"

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

class SetWhile {
public:
    explicit SetWhile(bool& flag) : flag_(flag) { flag_ = true; }
    ~SetWhile() { flag_ = false; }
    SetWhile(const SetWhile&) = delete;
    SetWhile& operator=(const SetWhile&) = delete;

private:
    bool& flag_;
};

}  // namespace

void Trace::deliver(const Event& event) {
    XSKSIM_CHECK(!readers_hear_, "a reader of events emits one");
    {
        const SetWhile hearing(readers_hear_);
        readers_.deliver(event);
    }
    if (actors_.hears(event.kind)) [[unlikely]]
        let_actors_act(event);
}

void Trace::let_actors_act(const Event& event) {
    to_act_on_.push_back(event);
    if (actors_act_) return;
    const SetWhile acting(actors_act_);
    while (!to_act_on_.empty()) {
        const Event next = to_act_on_.front();
        to_act_on_.pop_front();
        actors_.deliver(next);
    }
}

Text Trace::text(std::string_view text) {
    const auto known = text_indices_.find(text);
    if (known != text_indices_.end()) return known->second;
    texts_.emplace_back(text);
    return text_indices_.emplace(text, Text{texts_.size()}).first->second;
}

std::string_view Trace::context_name(ContextId id) const {
    return id == no_context ? std::string_view() : engine_.name_of(id);
}

const std::string& Trace::text_at(Text text) const {
    static const std::string none;
    if (text.is_none()) return none;
    XSKSIM_CHECK(text.index <= texts_.size(), "no such text");
    return texts_[text.index - 1];
}

}  // namespace xsksim
