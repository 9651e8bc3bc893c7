// SPDX-License-Identifier: GPL-2.0-only
#include <utility>

#include "sim/core/check.hpp"
#include "sim/core/choice.hpp"

namespace xsksim {
namespace {

class RecordingChoice : public Choice {
public:
    RecordingChoice(std::unique_ptr<Choice> inner, std::vector<ChoiceRecord>& into)
        : inner_(std::move(inner)), into_(into) {}

    StreamId stream(std::string_view name) override {
        const StreamId id = inner_->stream(name);
        if (names_.size() <= id) names_.resize(id + 1);
        names_[id] = name;
        return id;
    }

    std::uint64_t below(StreamId stream, std::uint64_t bound) override {
        const std::uint64_t answer = inner_->below(stream, bound);
        into_.push_back({names_[stream], bound, answer});
        return answer;
    }

private:
    std::unique_ptr<Choice> inner_;
    std::vector<ChoiceRecord>& into_;
    std::vector<std::string> names_;  // by StreamId of inner_
};

class ReplayChoice : public Choice {
public:
    explicit ReplayChoice(std::vector<ChoiceRecord> record) : record_(std::move(record)) {}

    StreamId stream(std::string_view name) override {
        for (StreamId id = 0; id < names_.size(); ++id)
            if (names_[id] == name) return id;
        names_.emplace_back(name);
        return static_cast<StreamId>(names_.size() - 1);
    }

    std::uint64_t below(StreamId stream, std::uint64_t bound) override {
        XSKSIM_CHECK(stream < names_.size(), "no such stream");
        const std::string asked = names_[stream] + " below " + std::to_string(bound);
        XSKSIM_CHECK(next_ < record_.size(), "replay: record is used up, asked " + asked);
        const ChoiceRecord& wanted = record_[next_];
        XSKSIM_CHECK(wanted.stream == names_[stream] && wanted.bound == bound,
                     "replay: asked " + asked + ", recorded " + wanted.stream + " below " +
                         std::to_string(wanted.bound));
        XSKSIM_CHECK(wanted.answer < bound, "replay: recorded answer out of range");
        ++next_;
        return wanted.answer;
    }

private:
    std::vector<ChoiceRecord> record_;
    std::size_t next_ = 0;
    std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Choice> make_recording_choice(std::unique_ptr<Choice> inner,
                                              std::vector<ChoiceRecord>& into) {
    return std::make_unique<RecordingChoice>(std::move(inner), into);
}

std::unique_ptr<Choice> make_replay_choice(std::vector<ChoiceRecord> record) {
    return std::make_unique<ReplayChoice>(std::move(record));
}

}  // namespace xsksim
