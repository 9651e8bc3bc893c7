// SPDX-License-Identifier: GPL-2.0-only
// Whatever is done to the text of a shipped scenario, it ends as bad input or as a judged run.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

#include "sim/core/choice.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/view/run/timeline_listener.hpp"
#include "tests/support/long_form.hpp"

using namespace xsksim;

namespace {

// The shipped scenarios as they are after `extends`, in one text each.
std::vector<std::string> shipped_texts() {
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(XSKSIM_SOURCE_DIR "/scenarios"))
        if (entry.path().extension() == ".json")
            texts.push_back(resolved_json(load_scenario(entry.path().string())));
    std::sort(texts.begin(), texts.end());
    return texts;
}

class Mutator {
public:
    explicit Mutator(std::uint64_t seed)
        : choice_(make_seeded_choice(seed)), stream_(choice_->stream("mutate")) {}

    std::string mutate(std::string text) {
        for (std::uint64_t n = 1 + below(3); n > 0; --n) apply(text);
        return text;
    }
    std::uint64_t below(std::uint64_t bound) { return choice_->below(stream_, bound); }

private:
    // Digits are the interesting bytes: most other changes are syntax errors at once.
    void apply(std::string& text) {
        static constexpr std::string_view replacements = "0123456789-.eE\"{}[],:truefalsnu\\ ";
        const std::size_t at = pick_position(text);
        switch (below(4)) {
            case 0:
                text.erase(at, 1 + below(4));
                return;
            case 1:
                text.insert(at, 1, replacements[below(replacements.size())]);
                return;
            case 2:
                text[at] = replacements[below(replacements.size())];
                return;
            default:
                text[at] = static_cast<char>('0' + below(10));
                return;
        }
    }
    std::size_t pick_position(const std::string& text) {
        const std::size_t start = below(text.size());
        if (below(4) == 0) return start;
        const std::size_t digit = text.find_first_of("0123456789", start);
        return digit == std::string::npos ? start : digit;
    }

    std::unique_ptr<Choice> choice_;
    StreamId stream_;
};

// Keeps what a mutation made of the scenario, but not its length.
void shorten(Scenario& scenario) {
    constexpr std::uint64_t frames_max = 500;
    const Instant time_max = Instant{} + Duration::milliseconds(20);
    if (scenario.end.frames) scenario.end.frames = std::min(*scenario.end.frames, frames_max);
    scenario.end.time = std::min(scenario.end.time.value_or(time_max), time_max);
}

}  // namespace

TEST_CASE("mutated: a changed scenario is bad input or is judged") {
    const std::vector<std::string> texts = shipped_texts();
    REQUIRE(texts.size() > 20);
    Mutator mutator(1);
    std::size_t refused = 0, judged = 0;
    const std::size_t runs = test::repeats<std::size_t>(400, 4000);
    for (std::size_t i = 0; i < runs; ++i) {
        const std::string text = mutator.mutate(texts[mutator.below(texts.size())]);
        INFO(text);
        try {
            Scenario scenario = parse_scenario(text, "mutated.json");
            // A bound that is reached is inconclusive.
            if (scenario.bounds != BoundsOptions{}) continue;
            if (scenario.shim.steps_per_call != ShimOptions{}.steps_per_call) continue;
            shorten(scenario);
            scenario.shim.access_events = false;
            TimelineListener timeline;
            const RunResult result = simulate(
                scenario, {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR},
                {&timeline});
            CHECK(result.outcome != Outcome::inconclusive);
            ++judged;
        } catch (const BadInput& error) {
            CHECK_FALSE(error.problems().empty());
            CHECK_FALSE(error.problems().front().wanted.empty());
            ++refused;
        }
    }
    CHECK(refused > runs / 10);
    CHECK(judged > runs / 10);
}
