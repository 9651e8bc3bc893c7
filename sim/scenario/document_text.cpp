// SPDX-License-Identifier: GPL-2.0-only
// Nodes as text: JSON, and the short form that problems show. Numbers are not nlohmann's to write:
// it rounds decimals through a double, and its shortest form is not always the shortest.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "sim/scenario/document.hpp"

namespace xsksim {

namespace {

constexpr std::size_t shown_bytes_max = 60;
constexpr std::size_t handwritten_columns = 100;

class Writer {
public:
    explicit Writer(Layout layout) : layout_(layout) {}

    std::string write(const Node& node) {
        value(node);
        return std::move(out_);
    }
    std::string write_on_one_line(const Node& node) {
        is_one_line_ = true;
        return write(node);
    }

private:
    void value(const Node& node) {
        switch (node.kind) {
            case Node::Kind::null:
                out_ += "null";
                break;
            case Node::Kind::boolean:
                out_ += node.boolean ? "true" : "false";
                break;
            case Node::Kind::integer:
                out_ += std::to_string(node.integer);
                break;
            case Node::Kind::big_integer:
            case Node::Kind::decimal:
                out_ += node.text;
                break;
            case Node::Kind::text:
                out_ += json_literal(node.text);
                break;
            case Node::Kind::list:
            case Node::Kind::object:
                container(node);
                break;
        }
    }

    void container(const Node& node) {
        if (layout_ == Layout::handwritten && depth_ > 0 && !is_one_line_) {
            const std::string line = Writer(layout_).write_on_one_line(node);
            const std::size_t begun = out_.size() - (out_.rfind('\n') + 1);
            if (begun + line.size() < handwritten_columns) {
                out_ += line;
                return;
            }
        }
        node.kind == Node::Kind::list ? list(node) : object(node);
    }

    bool has_spaces() const { return layout_ == Layout::pretty || layout_ == Layout::handwritten; }
    bool has_lines() const { return has_spaces() && !is_one_line_; }

    void list(const Node& node) {
        // Lists of plain values stay on one line, as a person would write them.
        const bool broken =
            has_lines() && (layout_ == Layout::handwritten || holds_containers(node));
        const char* separator = "";
        out_ += '[';
        ++depth_;
        for (const Node& item : node.items) {
            out_ += separator;
            if (broken) new_line();
            value(item);
            separator = has_spaces() && !broken ? ", " : ",";
        }
        --depth_;
        if (broken) new_line();
        out_ += ']';
    }

    static bool holds_containers(const Node& node) {
        return std::any_of(node.items.begin(), node.items.end(), [](const Node& item) {
            return item.kind == Node::Kind::list || item.kind == Node::Kind::object;
        });
    }

    void object(const Node& node) {
        const char* separator = "";
        out_ += '{';
        ++depth_;
        for (const Member* member : in_order(node)) {
            out_ += separator;
            if (has_lines()) new_line();
            out_ += json_literal(member->key);
            out_ += has_spaces() ? ": " : ":";
            value(member->value);
            separator = has_spaces() && !has_lines() ? ", " : ",";
        }
        --depth_;
        if (has_lines() && !node.members.empty()) new_line();
        out_ += '}';
    }

    std::vector<const Member*> in_order(const Node& node) const {
        std::vector<const Member*> members;
        for (const Member& member : node.members) members.push_back(&member);
        if (layout_ == Layout::sorted_line)
            std::sort(members.begin(), members.end(),
                      [](const Member* a, const Member* b) { return a->key < b->key; });
        return members;
    }

    void new_line() {
        out_ += '\n';
        out_.append(2 * depth_, ' ');
    }

    Layout layout_;
    bool is_one_line_ = false;
    std::size_t depth_ = 0;
    std::string out_;
};

// Cuts before a code point, never inside one.
std::string cut(std::string text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    const auto continues = [&](std::size_t i) {
        return (static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u;
    };
    while (bytes > 0 && continues(bytes)) --bytes;
    return text.substr(0, bytes) + "...";
}

}  // namespace

std::string to_text(const Node& node, Layout layout) { return Writer(layout).write(node); }

std::string json_literal(std::string_view text) {
    const std::string written =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string out;
    // JSON leaves DEL as it is; a terminal does not.
    for (const char c : written)
        if (c == '\x7f')
            out += "\\u007f";
        else
            out += c;
    return out;
}

std::string shown(std::string_view text) {
    return json_literal(cut(std::string(text), shown_bytes_max));
}

std::string printable(std::string_view text) {
    const std::string literal = json_literal(cut(std::string(text), 4 * shown_bytes_max));
    return literal.substr(1, literal.size() - 2);
}

std::string shown(const Node& node) {
    switch (node.kind) {
        case Node::Kind::list:
            return "a list";
        case Node::Kind::object:
            return "an object";
        case Node::Kind::text:
            return shown(std::string_view(node.text));
        default:
            return cut(to_text(node, Layout::line), shown_bytes_max);
    }
}

}  // namespace xsksim
