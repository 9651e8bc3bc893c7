// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/read_document.hpp"

#include <fmt/format.h>
#include <utf8.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>

namespace xsksim {

namespace {

// How far nlohmann's lexer has come. It asks for one character after the other and calls the
// handler after each token, at most one character late (behind a number). As no token ends in a
// newline, the line of the last character consumed is the line of the token, if a newline is
// counted to the line it ends.
class Position {
public:
    explicit Position(std::string_view text) : text_(text) {}

    char consume(std::size_t at) {
        if (after_newline_) ++line_;
        after_newline_ = text_[at] == '\n';
        return text_[at];
    }
    int line() const { return line_; }

private:
    std::string_view text_;
    int line_ = 1;
    bool after_newline_ = false;
};

// An input iterator that reports to a Position what is read through it.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    CountingIterator(Position& position, std::size_t at) : position_(&position), at_(at) {}
    char operator*() const { return position_->consume(at_); }
    CountingIterator& operator++() {
        ++at_;
        return *this;
    }
    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

private:
    Position* position_;
    std::size_t at_;
};

// nlohmann's SAX events to a tree. Returning false ends the parse.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
    TreeBuilder(const Position& position, const std::string& file, LineNumbers lines,
                std::vector<InputProblem>& problems)
        : position_(position),
          file_(std::make_shared<const std::string>(file)),
          lines_(lines),
          problems_(problems) {}

    Node take() { return std::move(root_); }

    bool null() override { return place(Node{}); }
    bool boolean(bool value) override { return place(Node::of(value)); }
    bool number_integer(std::int64_t value) override { return place(Node::of(value)); }
    bool number_unsigned(std::uint64_t value) override {
        if (value <= static_cast<std::uint64_t>(INT64_MAX))
            return place(Node::of(static_cast<std::int64_t>(value)));
        return number_as_written(std::to_string(value));
    }
    bool number_float(double, const std::string& written) override {
        return number_as_written(written);
    }
    bool string(std::string& value) override { return place(Node::of(value)); }
    bool binary(nlohmann::json::binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(Node::object()); }
    bool start_array(std::size_t) override { return open(Node::list_of({})); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& key) override;
    bool parse_error(std::size_t, const std::string& last_token,
                     const nlohmann::detail::exception& error) override;

private:
    bool number_as_written(const std::string& written) {
        Node node = Node::decimal_of(written);
        if (written.find_first_of(".eE") == std::string::npos) node.kind = Node::Kind::big_integer;
        return place(std::move(node));
    }
    bool place(Node node);
    bool open(Node node);
    bool close() {
        std::erase_if(open_.back()->members, [](const Member& member) { return member.repeated; });
        open_.pop_back();
        return true;
    }
    Node& put(Node node);
    bool problem(std::string wanted, std::string got);
    JsonOrigin here() const { return {file_, lines_ == LineNumbers::count ? position_.line() : 0}; }
    std::string pointer() const;

    const Position& position_;
    std::shared_ptr<const std::string> file_;
    LineNumbers lines_;
    std::vector<InputProblem>& problems_;
    Node root_;
    std::vector<Node*> open_;
    std::size_t values_ = 0;
};

// While a container is open only the innermost grows, so the pointers in open_ stay good.
Node& TreeBuilder::put(Node node) {
    node.origin = here();
    if (open_.empty()) return root_ = std::move(node);
    if (open_.back()->kind == Node::Kind::list)
        return open_.back()->items.emplace_back(std::move(node));
    return open_.back()->members.back().value = std::move(node);
}

bool TreeBuilder::place(Node node) {
    if (++values_ > document_values_max)
        return problem("at most " + std::to_string(document_values_max) + " values", "more");
    put(std::move(node));
    return true;
}

bool TreeBuilder::open(Node node) {
    if (open_.size() == document_depth_max)
        return problem("at most " + std::to_string(document_depth_max) + " levels", "more");
    if (++values_ > document_values_max)
        return problem("at most " + std::to_string(document_values_max) + " values", "more");
    open_.push_back(&put(std::move(node)));
    return true;
}

bool TreeBuilder::key(std::string& key) {
    Node& object = *open_.back();
    const Node* first = object.find(key);
    const bool repeated = first != nullptr;
    const int first_line = repeated ? first->origin.line : 0;
    object.members.push_back({key, here(), Node{}, repeated});
    if (!repeated) return true;
    const std::string where = lines_ == LineNumbers::none
                                  ? ""
                                  : " (the first is on line " + std::to_string(first_line) + ")";
    problem("each key once", "a second " + shown(std::string_view(key)) + where);
    return true;
}

bool TreeBuilder::problem(std::string wanted, std::string got) {
    problems_.push_back({*file_, here().line, pointer(), std::move(wanted), std::move(got), "",
                         ProblemKind::syntax});
    return false;
}

std::string TreeBuilder::pointer() const {
    std::string pointer;
    for (const Node* node : open_) {
        if (node->kind == Node::Kind::object && !node->members.empty())
            pointer += "/" + escape_token(node->members.back().key);
        if (node->kind == Node::Kind::list && node != open_.back())
            pointer += "/" + std::to_string(node->items.size() - 1);
    }
    return pointer;
}

// The end of what the lexer has read, without the control characters it shows as <U+000A>.
std::string_view last_words(std::string_view token) {
    constexpr std::size_t bytes_max = 24;
    while (token.size() >= 8 && token.substr(token.size() - 8, 3) == "<U+") token.remove_suffix(8);
    if (token.size() <= bytes_max) return token;
    token.remove_prefix(token.size() - bytes_max);
    while ((static_cast<unsigned char>(token.front()) & 0xC0u) == 0x80u) token.remove_prefix(1);
    return token;
}

// nlohmann says "... while parsing object key - unexpected ']'; expected string literal", or
// "... - invalid string: missing closing quote; last read: '"abc'; expected end of input".
bool TreeBuilder::parse_error(std::size_t, const std::string& last_token,
                              const nlohmann::detail::exception& error) {
    if (error.id == 406) return problem("a number", last_token.substr(0, 40) + ", too large");
    std::string detail = error.what();
    detail.erase(0, std::min(detail.find(" - "), detail.size() - 3) + 3);
    // First what the file says, so that its text is not taken for the parser's.
    const std::string last_read = "; last read: '" + last_token + "'";
    const bool is_lexical = detail.find(last_read) != std::string::npos;
    if (is_lexical) detail.erase(detail.find(last_read), last_read.size());
    const std::string expected = "; expected ";
    const std::size_t split = detail.find(expected);
    const bool says_wanted = split != std::string::npos;
    const std::string wanted = says_wanted ? detail.substr(split + expected.size()) : "JSON";
    std::string got = detail.substr(0, split);
    if (got.rfind("unexpected ", 0) == 0) got.erase(0, std::string("unexpected ").size());
    if (is_lexical) got += ", at " + shown(last_words(last_token));
    problems_.push_back({*file_, here().line, "", wanted, got, "", ProblemKind::syntax});
    return false;
}

}  // namespace

std::optional<Node> read_document(std::string_view text, const std::string& file_name,
                                  std::vector<InputProblem>& problems, LineNumbers lines) {
    const auto refuse = [&](int line, std::string wanted, std::string got) {
        problems.push_back({file_name, lines == LineNumbers::count ? line : 0, "",
                            std::move(wanted), std::move(got), "", ProblemKind::syntax});
        return std::nullopt;
    };
    if (text.size() > document_bytes_max)
        return refuse(0, "at most " + std::to_string(document_bytes_max) + " bytes",
                      std::to_string(text.size()));
    if (const auto bad = utf8::find_invalid(text.begin(), text.end()); bad != text.end())
        return refuse(1 + static_cast<int>(std::count(text.begin(), bad, '\n')), "UTF-8 text",
                      fmt::format("byte {:#04x}", static_cast<unsigned char>(*bad)));
    Position position(text);
    TreeBuilder builder(position, file_name, lines, problems);
    const bool whole = nlohmann::json::sax_parse(CountingIterator(position, 0),
                                                 CountingIterator(position, text.size()), &builder);
    if (!whole) return std::nullopt;
    return builder.take();
}

}  // namespace xsksim
