// SPDX-License-Identifier: GPL-2.0-only
// A JSON value that knows where it was written. Numbers that are not 64-bit integers keep their
// text, so that no rounding stands between a file and its scenario. Made by read_document and by
// the shapes' writers; merged by merge_patch; read by the shapes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xsksim {

struct JsonOrigin {
    std::shared_ptr<const std::string> file;
    int line = 0;  // from 1; 0: no line
};

struct Member;

struct Node {
    enum class Kind { null, boolean, integer, big_integer, decimal, text, list, object };

    Kind kind = Kind::null;
    bool boolean = false;
    std::int64_t integer = 0;
    std::string text;  // a text's value; a big_integer or decimal as written
    std::vector<Node> items;
    std::vector<Member> members;  // in the order of the file
    JsonOrigin origin;

    static Node of(bool value);
    static Node of(std::int64_t value);
    static Node of(std::string_view value);
    static Node of(const char* value) { return of(std::string_view(value)); }
    static Node decimal_of(std::string written);
    static Node list_of(std::vector<Node> items);
    static Node object();

    bool is_null() const { return kind == Kind::null; }
    // Appends a member; for making objects, so the key must be new.
    Node& add(std::string key, Node value);
    const Node* find(std::string_view key) const;
    Node* find(std::string_view key);
};

struct Member {
    std::string key;
    JsonOrigin origin;
    Node value;
    bool repeated = false;  // the object has this key already
};

// Whether the pointer is the ancestor's, or of something in it.
inline bool is_below(std::string_view pointer, std::string_view ancestor) {
    return pointer == ancestor || pointer.starts_with(std::string(ancestor) + "/");
}
// The node at a JSON pointer, or the last one on the way there that exists.
const Node& nearest_node(const Node& root, std::string_view pointer);

// Handwritten: what fits stands on one line, but for the whole.
enum class Layout { line, pretty, handwritten, sorted_line };
std::string to_text(const Node& node, Layout layout);
// A JSON string literal; what is no UTF-8 is replaced.
std::string json_literal(std::string_view text);
// "\"abc\"", "12", "an object": how a problem shows a value; long ones are cut.
std::string shown(const Node& node);
std::string shown(std::string_view text);
// On one line and not too long, without quotes.
std::string printable(std::string_view text);

// JSON pointers (RFC 6901).
std::string escape_token(std::string_view token);
bool split_pointer(std::string_view pointer, std::vector<std::string>& tokens);  // false: malformed

}  // namespace xsksim
