// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <utility>

namespace xsksim::cli {

namespace {
constexpr int exit_bad_usage = 2;
}

Option* Option::required() {
    option_->required();
    return this;
}

Option* Option::excludes(Option* other) {
    option_->excludes(other->option_);
    return this;
}

Option* Option::delimiter(char between_values) {
    option_->delimiter(between_values);
    return this;
}

Option* Option::allow_extra_args(bool allowed) {
    option_->allow_extra_args(allowed);
    return this;
}

Option* Option::capture_default_str() {
    option_->capture_default_str();
    return this;
}

Option* Option::check(const std::function<std::string(const std::string&)>& validator) {
    option_->check(validator);
    return this;
}

Option* Option::check_range(std::uint32_t low, std::uint32_t high) {
    option_->check(CLI::Range(low, high));
    return this;
}

Option* Option::check_member(const std::vector<std::string>& members) {
    option_->check(CLI::IsMember(members));
    return this;
}

Command::Command(const std::string& about, const std::string& name)
    : owned_(std::make_unique<CLI::App>(about, name)), app_(owned_.get()) {}
Command::Command(CLI::App& app) : app_(&app) {}
Command::~Command() = default;

Command* Command::keep(CLI::App& app) {
    return commands_.emplace_back(std::unique_ptr<Command>(new Command(app))).get();
}
Option* Command::keep(CLI::Option& option) { return &options_.emplace_back(option); }

Command* Command::add_subcommand(const std::string& name, const std::string& about) {
    return keep(*app_->add_subcommand(name, about));
}
Command* Command::add_option_group(const std::string& name) {
    return keep(*app_->add_option_group(name));
}
void Command::require_subcommand(int count) { app_->require_subcommand(count); }
void Command::require_option(int count) { app_->require_option(count); }
void Command::require_option(int least, int most) {
    app_->require_option(static_cast<std::size_t>(least), static_cast<std::size_t>(most));
}
void Command::footer(const std::string& text) { app_->footer(text); }
void Command::callback(std::function<void()> when_chosen) {
    app_->callback(std::move(when_chosen));
}

Option* Command::add_option(const std::string& names, std::string& value,
                            const std::string& about) {
    return keep(*app_->add_option(names, value, about));
}
Option* Command::add_option(const std::string& names, std::uint32_t& value,
                            const std::string& about) {
    return keep(*app_->add_option(names, value, about));
}
Option* Command::add_option(const std::string& names, std::optional<std::uint64_t>& value,
                            const std::string& about) {
    return keep(*app_->add_option(names, value, about));
}
Option* Command::add_option(const std::string& names, std::vector<std::string>& value,
                            const std::string& about) {
    return keep(*app_->add_option(names, value, about));
}
Option* Command::add_option(const std::string& names, std::vector<std::uint32_t>& value,
                            const std::string& about) {
    return keep(*app_->add_option(names, value, about));
}
Option* Command::add_flag(const std::string& names, bool& value, const std::string& about) {
    return keep(*app_->add_flag(names, value, about));
}

Option* Command::add_flag_callback(const std::string& names, std::function<void()> when_given,
                                   const std::string& about) {
    return keep(*app_->add_flag_callback(names, std::move(when_given), about));
}

std::optional<int> Command::parse(int argc, char** argv) {
    try {
        app_->parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        return app_->exit(error) == 0 ? 0 : exit_bad_usage;
    }
}

}  // namespace xsksim::cli
