// SPDX-License-Identifier: GPL-2.0-only
// The generators are written out here because the standard library's distributions differ from one
// implementation to the next. Algorithms: splitmix64 and xoshiro256** (Blackman and Vigna, public
// domain), FNV-1a for names, multiply-and-reject (Lemire 2019) for an unbiased bound.
#include <array>
#include <bit>

#include "sim/core/check.hpp"
#include "sim/core/choice.hpp"

namespace xsksim {
namespace {

__extension__ using Uint128 = unsigned __int128;

std::uint64_t fnv1a(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

std::uint64_t splitmix64(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

class Xoshiro256 {
public:
    Xoshiro256(std::uint64_t seed, std::string_view name) {
        // Two rounds, so that seeds and names that differ in few bits do not meet.
        std::uint64_t mixer = seed;
        mixer = splitmix64(mixer) ^ fnv1a(name);
        for (auto& word : state_) word = splitmix64(mixer);
    }

    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

class SeededChoice : public Choice {
public:
    explicit SeededChoice(std::uint64_t seed) : seed_(seed) {}

    StreamId stream(std::string_view name) override {
        for (StreamId id = 0; id < streams_.size(); ++id)
            if (streams_[id].name == name) return id;
        streams_.push_back({std::string(name), Xoshiro256(seed_, name)});
        return static_cast<StreamId>(streams_.size() - 1);
    }

    std::uint64_t below(StreamId stream, std::uint64_t bound) override {
        XSKSIM_CHECK(stream < streams_.size(), "no such stream");
        XSKSIM_CHECK(bound >= 1, "nothing to choose from");
        Xoshiro256& generator = streams_[stream].generator;
        Uint128 product = Uint128{generator.next()} * bound;
        if (static_cast<std::uint64_t>(product) < bound) {
            const std::uint64_t threshold = -bound % bound;  // 2^64 mod bound
            while (static_cast<std::uint64_t>(product) < threshold)
                product = Uint128{generator.next()} * bound;
        }
        return static_cast<std::uint64_t>(product >> 64);
    }

private:
    struct Stream {
        std::string name;
        Xoshiro256 generator;
    };

    std::uint64_t seed_;
    std::vector<Stream> streams_;
};

}  // namespace

std::unique_ptr<Choice> make_seeded_choice(std::uint64_t seed) {
    return std::make_unique<SeededChoice>(seed);
}

}  // namespace xsksim
