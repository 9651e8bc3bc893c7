// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/overrides.hpp"

#include <charconv>
#include <optional>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_document.hpp"

namespace xsksim {

namespace {

const std::string source = "--set";

JsonOrigin command_line() {
    static const auto file = std::make_shared<const std::string>(source);
    return {file, 0};
}

Node here(Node node) {
    node.origin = command_line();
    return node;
}

Node value_of(const std::string& text, std::vector<InputProblem>& problems) {
    std::vector<InputProblem> found;
    auto node = read_document(text, source, found, LineNumbers::none);
    if (!node) return here(Node::of(std::string_view(text)));
    problems.insert(problems.end(), found.begin(), found.end());  // a key twice
    return std::move(*node);
}

// One step of the walk: the node, and the shape that says what may be below it.
class Walk {
public:
    Walk(Node& document, const Override& override, std::vector<InputProblem>& problems)
        : node_(&document), override_(override), problems_(problems) {}

    bool step(const std::string& token) {
        const AnyShape* part = shape_->part(token);
        switch (shape_->form()) {
            case AnyShape::Form::record:
                if (part == nullptr)
                    return refuse("a known key", shown(token),
                                  suggestion(token, shape_->part_names()));
                return down(part, member(token));
            case AnyShape::Form::map:
                return down(part, member(token));
            case AnyShape::Form::list:
                return down(part, item(token));
            case AnyShape::Form::value:
                break;
        }
        return refuse("a key that exists", shown(token), "the key above holds a plain value");
    }

    Node& node() { return *node_; }

    bool refuse(const std::string& wanted, const std::string& got, const std::string& hint) {
        problems_.push_back({source, 0, override_.pointer, wanted, got, hint, ProblemKind::shape});
        return false;
    }

private:
    bool down(const AnyShape* part, Node* node) {
        if (node == nullptr) return false;
        node_ = node;
        shape_ = part;
        return true;
    }

    // Null where the node has the wrong type: then the scenario has a problem of its own there.
    Node* member(const std::string& token) {
        if (node_->is_null()) *node_ = here(Node::object());
        if (node_->kind != Node::Kind::object) return nullptr;
        if (Node* found = node_->find(token)) return found;
        node_->members.push_back({token, command_line(), here(Node{}), false});
        return &node_->members.back().value;
    }

    Node* item(const std::string& token) {
        if (node_->is_null()) *node_ = here(Node::list_of({}));
        if (node_->kind != Node::Kind::list) return nullptr;
        if (const auto index = index_of(token)) return &node_->items[*index];
        if (token == "-") return &node_->items.emplace_back(here(Node{}));
        refuse("an index below " + std::to_string(node_->items.size()) + ", or \"-\" to append",
               shown(token), "");
        return nullptr;
    }

    std::optional<std::size_t> index_of(const std::string& token) const {
        std::size_t index = 0;
        const char* end = token.data() + token.size();
        const auto result = std::from_chars(token.data(), end, index);
        const bool is_index = result.ec == std::errc{} && result.ptr == end;
        if (!is_index || index >= node_->items.size()) return std::nullopt;
        return index;
    }

    Node* node_;
    const AnyShape* shape_ = &scenario_shape();
    const Override& override_;
    std::vector<InputProblem>& problems_;
};

}  // namespace

void apply_override(const Override& override, Node& document, std::vector<InputProblem>& problems) {
    Walk walk(document, override, problems);
    std::vector<std::string> tokens;
    if (override.pointer.empty() || !split_pointer(override.pointer, tokens)) {
        walk.refuse("a JSON pointer such as /device/ring_size", shown(override.pointer), "");
        return;
    }
    if (tokens[0] == "extends") {
        walk.refuse("a key of the scenario", shown(tokens[0]), "it is applied before --set");
        return;
    }
    for (const std::string& token : tokens)
        if (!walk.step(token)) return;
    walk.node() = value_of(override.value, problems);
}

}  // namespace xsksim
