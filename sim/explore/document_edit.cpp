// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/document_edit.hpp"

#include <algorithm>
#include <charconv>

namespace xsksim {
namespace {

std::size_t index_of(std::string_view token) {
    std::size_t index = 0;
    std::from_chars(token.data(), token.data() + token.size(), index);
    return index;
}

void add_pointers(const Node& node, const std::string& pointer, std::vector<std::string>& into) {
    if (!pointer.empty()) into.push_back(pointer);
    for (const Member& member : node.members)
        add_pointers(member.value, pointer + "/" + escape_token(member.key), into);
    for (std::size_t i = node.items.size(); i-- > 0;)
        add_pointers(node.items[i], pointer + "/" + std::to_string(i), into);
}

bool is_nothing(const Node& node) {
    const bool holds_some = node.kind == Node::Kind::object || node.kind == Node::Kind::list;
    return node.is_null() || (holds_some && node.members.empty() && node.items.empty());
}

std::string_view parent_of(std::string_view pointer) {
    return pointer.substr(0, pointer.rfind('/'));
}

std::string last_token(std::string_view pointer) {
    std::vector<std::string> tokens;
    split_pointer(pointer, tokens);
    return tokens.back();
}

}  // namespace

std::vector<std::string> pointers_in(const Node& document) {
    std::vector<std::string> pointers;
    add_pointers(document, "", pointers);
    return pointers;
}

const Node* node_at(const Node& document, std::string_view pointer) {
    std::vector<std::string> tokens;
    split_pointer(pointer, tokens);
    const Node* node = &document;
    for (const std::string& token : tokens) {
        if (node->kind == Node::Kind::list && index_of(token) < node->items.size())
            node = &node->items[index_of(token)];
        else
            node = node->find(token);
        if (node == nullptr) return nullptr;
    }
    return node;
}

Node* node_at(Node& document, std::string_view pointer) {
    return const_cast<Node*>(node_at(static_cast<const Node&>(document), pointer));
}

bool take_out(Node& document, std::string_view pointer) {
    Node* parent = node_at(document, parent_of(pointer));
    if (parent == nullptr) return false;
    const std::string token = last_token(pointer);
    if (parent->kind == Node::Kind::list) {
        const std::size_t index = index_of(token);
        if (index >= parent->items.size()) return false;
        parent->items.erase(parent->items.begin() + static_cast<std::ptrdiff_t>(index));
        return true;
    }
    return std::erase_if(parent->members, [&](const Member& m) { return m.key == token; }) != 0;
}

void put(Node& document, std::string_view pointer, Node value) {
    std::vector<std::string> tokens;
    split_pointer(pointer, tokens);
    Node* node = &document;
    for (const std::string& token : tokens) {
        if (node->kind == Node::Kind::list) {
            node = &node->items.at(index_of(token));
            continue;
        }
        if (node->kind != Node::Kind::object) *node = Node::object();
        if (node->find(token) == nullptr) node->add(token, Node{});
        node = node->find(token);
    }
    *node = std::move(value);
}

void take_out_nothings(Node& node) {
    for (Member& member : node.members) take_out_nothings(member.value);
    for (Node& item : node.items) take_out_nothings(item);
    std::erase_if(node.members, [](const Member& member) { return is_nothing(member.value); });
}

}  // namespace xsksim
