// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/document.hpp"

#include <charconv>

namespace xsksim {

Node Node::of(bool value) {
    Node node;
    node.kind = Kind::boolean;
    node.boolean = value;
    return node;
}

Node Node::of(std::int64_t value) {
    Node node;
    node.kind = Kind::integer;
    node.integer = value;
    return node;
}

Node Node::of(std::string_view value) {
    Node node;
    node.kind = Kind::text;
    node.text = value;
    return node;
}

Node Node::decimal_of(std::string written) {
    Node node;
    node.kind = Kind::decimal;
    node.text = std::move(written);
    return node;
}

Node Node::list_of(std::vector<Node> items) {
    Node node;
    node.kind = Kind::list;
    node.items = std::move(items);
    return node;
}

Node Node::object() {
    Node node;
    node.kind = Kind::object;
    return node;
}

Node& Node::add(std::string key, Node value) {
    members.push_back({std::move(key), {}, std::move(value), false});
    return *this;
}

const Node* Node::find(std::string_view key) const {
    for (const Member& member : members)
        if (member.key == key) return &member.value;
    return nullptr;
}

Node* Node::find(std::string_view key) {
    return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

namespace {

const Node* child_of(const Node& node, const std::string& token) {
    if (node.kind == Node::Kind::object) return node.find(token);
    if (node.kind != Node::Kind::list) return nullptr;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool is_index = error == std::errc{} && end == token.data() + token.size();
    return is_index && index < node.items.size() ? &node.items[index] : nullptr;
}

}  // namespace

const Node& nearest_node(const Node& root, std::string_view pointer) {
    std::vector<std::string> tokens;
    split_pointer(pointer, tokens);
    const Node* node = &root;
    for (const std::string& token : tokens) {
        const Node* next = child_of(*node, token);
        if (next == nullptr) break;
        node = next;
    }
    return *node;
}

std::string escape_token(std::string_view token) {
    std::string escaped;
    for (const char c : token) {
        if (c == '~')
            escaped += "~0";
        else if (c == '/')
            escaped += "~1";
        else
            escaped += c;
    }
    return escaped;
}

namespace {

bool unescape_token(std::string_view escaped, std::string& token) {
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '~') {
            token += escaped[i];
            continue;
        }
        if (++i == escaped.size() || (escaped[i] != '0' && escaped[i] != '1')) return false;
        token += escaped[i] == '0' ? '~' : '/';
    }
    return true;
}

}  // namespace

bool split_pointer(std::string_view pointer, std::vector<std::string>& tokens) {
    if (pointer.empty()) return true;
    if (pointer.front() != '/') return false;
    for (std::size_t begin = 1; begin <= pointer.size();) {
        const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
        if (!unescape_token(pointer.substr(begin, end - begin), tokens.emplace_back()))
            return false;
        begin = end + 1;
    }
    return true;
}

}  // namespace xsksim
