// SPDX-License-Identifier: GPL-2.0-only
// The command line as subcommands see it: what CLI11 offers, as far as they use it, without its
// headers. Names and meanings are CLI11's. command_line.cpp alone includes it, as a file that does
// takes seconds to compile.
// A reference that an option is given must live until the program has parsed its arguments. What
// is handed out lives as long as the Command it comes from.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace xsksim::cli {

class Option {
public:
    explicit Option(CLI::Option& option) : option_(&option) {}

    Option* required();
    Option* excludes(Option* other);
    Option* delimiter(char between_values);
    Option* allow_extra_args(bool allowed);  // of a list: several values behind one option
    Option* capture_default_str();           // the help shows the value as it is now
    // Empty, or what is wrong with the text.
    Option* check(const std::function<std::string(const std::string&)>& validator);
    Option* check_range(std::uint32_t low, std::uint32_t high);
    Option* check_member(const std::vector<std::string>& members);

private:
    CLI::Option* option_;
};

class Command {
public:
    // The program itself.
    Command(const std::string& about, const std::string& name);
    ~Command();
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    Command* add_subcommand(const std::string& name, const std::string& about);
    Command* add_option_group(const std::string& name);
    void require_subcommand(int count);
    void require_option(int count);
    void require_option(int least, int most);
    void footer(const std::string& text);
    void callback(std::function<void()> when_chosen);

    Option* add_option(const std::string& names, std::string& value, const std::string& about);
    Option* add_option(const std::string& names, std::uint32_t& value, const std::string& about);
    Option* add_option(const std::string& names, std::optional<std::uint64_t>& value,
                       const std::string& about);
    Option* add_option(const std::string& names, std::vector<std::string>& value,
                       const std::string& about);
    Option* add_option(const std::string& names, std::vector<std::uint32_t>& value,
                       const std::string& about);
    Option* add_flag(const std::string& names, bool& value, const std::string& about);
    Option* add_flag_callback(const std::string& names, std::function<void()> when_given,
                              const std::string& about);

    // The program's. Calls back the subcommand that was chosen. Otherwise prints help or what is
    // wrong, and returns the exit code: 0 or 2.
    std::optional<int> parse(int argc, char** argv);

private:
    explicit Command(CLI::App& app);
    Command* keep(CLI::App& app);
    Option* keep(CLI::Option& option);

    std::unique_ptr<CLI::App> owned_;  // of the program only
    CLI::App* app_;
    std::deque<std::unique_ptr<Command>> commands_;
    std::deque<Option> options_;
};

}  // namespace xsksim::cli
