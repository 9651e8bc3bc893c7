// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/c_items.hpp"

#include <algorithm>
#include <set>

namespace xsksim {

namespace {

bool opens(const CToken& token) {
    return token.text == "(" || token.text == "{" || token.text == "[";
}
bool closes(const CToken& token) {
    return token.text == ")" || token.text == "}" || token.text == "]";
}
bool is_identifier(const CToken& token) {
    return token.is_word() && token.text.front() != '"' && token.text.front() != '\'' &&
           (token.text.front() < '0' || token.text.front() > '9');
}
bool is_attribute(const std::string& word) {
    static const std::set<std::string> words = {"__attribute__", "__aligned", "__section",
                                                "__printf"};
    return words.count(word) != 0;
}

class ItemScanner {
public:
    explicit ItemScanner(const std::vector<CToken>& tokens) : tokens_(tokens) {}

    std::vector<CItem> run() {
        while (at_ < tokens_.size()) {
            if (tokens_[at_].in_directive)
                read_directive();
            else
                read_declaration();
        }
        return std::move(items_);
    }

private:
    void push(CItem item) {
        if (item.names.empty()) item.names.emplace_back();
        items_.push_back(std::move(item));
    }

    // A directive ends with its last line; a continued line belongs to the same run of tokens.
    void read_directive() {
        CItem item;
        item.first = at_;
        const std::string word = at_ + 1 < tokens_.size() ? tokens_[at_ + 1].text : "";
        if (word == "include") item.kind = CItem::Kind::include;
        if (word == "define" && at_ + 2 < tokens_.size()) {
            item.kind = CItem::Kind::macro;
            item.names = {tokens_[at_ + 2].text};
        }
        for (++at_; at_ < tokens_.size() && tokens_[at_].in_directive; ++at_) {
            const bool new_line = tokens_[at_].line != tokens_[at_ - 1].line;
            if (new_line && tokens_[at_].text == "#") break;
        }
        item.last = at_;
        push(std::move(item));
    }

    void read_declaration() {
        CItem item;
        item.first = at_;
        std::size_t depth = 0, first_brace = tokens_.size(), assign = tokens_.size();
        bool is_function = false;
        for (; at_ < tokens_.size(); ++at_) {
            const CToken& token = tokens_[at_];
            if (token.in_directive) continue;  // #ifdef inside a body
            if (opens(token)) {
                if (token.text == "{" && depth == 0 && first_brace == tokens_.size()) {
                    first_brace = at_;
                    is_function = assign == tokens_.size() && at_ > item.first &&
                                  has_parameters(item.first, at_);
                }
                ++depth;
            } else if (closes(token)) {
                if (depth > 0) --depth;
                if (depth == 0 && token.text == "}" && is_function) break;
            } else if (depth == 0 && token.text == "=" && assign == tokens_.size()) {
                assign = at_;
            } else if (depth == 0 && token.text == ";") {
                break;
            }
        }
        at_ = std::min(at_ + 1, tokens_.size());
        item.last = at_;
        classify(item, is_function, std::min(first_brace, assign), first_brace < assign);
        if (is_function) item.body = first_brace;
        push(std::move(item));
    }

    bool has_parameters(std::size_t first, std::size_t end) const {
        return name_before_parameters(first, end) < end;
    }

    // The identifier in front of the first parenthesis that belongs to no attribute.
    std::size_t name_before_parameters(std::size_t first, std::size_t end) const {
        std::size_t depth = 0;
        for (std::size_t i = first; i < end; ++i) {
            if (depth == 0 && tokens_[i].text == "(" && i > first &&
                is_identifier(tokens_[i - 1]) && !is_attribute(tokens_[i - 1].text))
                return i - 1;
            if (opens(tokens_[i])) ++depth;
            if (closes(tokens_[i]) && depth > 0) --depth;
        }
        return end;
    }

    void classify(CItem& item, bool is_function, std::size_t end_of_head, bool brace_first) {
        const std::size_t end = std::min(end_of_head, item.last);
        const std::string& word = tokens_[item.first].text;
        const std::size_t name = name_before_parameters(item.first, end);
        if (is_function) {
            item.kind = CItem::Kind::function;
            item.names = {tokens_[name].text};
        } else if (word == "typedef") {
            item.kind = CItem::Kind::type;
            if (item.last >= item.first + 2) item.names = {tokens_[item.last - 2].text};
        } else if (brace_first && is_aggregate(item.first)) {
            item.kind = CItem::Kind::type;
            const CToken& tag = tokens_[std::min(item.first + 1, item.last - 1)];
            if (is_identifier(tag)) item.names = {word + " " + tag.text};
        } else if (name < end && name == item.first) {
            item.kind = CItem::Kind::invocation;
            item.names = {invocation_name(name, item.last)};
        } else if (name < end && end == item.last) {
            item.kind = CItem::Kind::prototype;
            item.names = {tokens_[name].text};
        } else {
            item.kind = CItem::Kind::variable;
            item.names = variable_names(item);
        }
    }

    // What a module has once is known by the macro alone, all else by its first argument too.
    std::string invocation_name(std::size_t at, std::size_t end) const {
        const std::string& word = tokens_[at].text;
        if (word == "module_init" || word == "module_exit" || word.rfind("MODULE_", 0) == 0)
            return word;
        return word + (at + 2 < end ? "(" + tokens_[at + 2].text + ")" : "");
    }

    bool is_aggregate(std::size_t first) const {
        const std::string& word = tokens_[first].text;
        return word == "struct" || word == "union" || word == "enum";
    }

    // Each declarator's name is the last identifier before "=", "[", "," or ";".
    std::vector<std::string> variable_names(const CItem& item) const {
        std::vector<std::string> names;
        std::size_t depth = 0;
        bool in_value = false;
        std::string last;
        for (std::size_t i = item.first; i < item.last; ++i) {
            const CToken& token = tokens_[i];
            const bool ends_name =
                depth == 0 && !in_value &&
                (token.text == "=" || token.text == "[" || token.text == "," || token.text == ";");
            if (ends_name && !last.empty()) {
                names.push_back(last);
                last.clear();
            }
            if (depth == 0 && token.text == "=") in_value = true;
            if (depth == 0 && token.text == ",") in_value = false;
            if (opens(token)) ++depth;
            if (closes(token) && depth > 0) --depth;
            if (depth == 0 && !in_value && is_identifier(token)) last = token.text;
        }
        return names;
    }

    const std::vector<CToken>& tokens_;
    std::size_t at_ = 0;
    std::vector<CItem> items_;
};

}  // namespace

bool CItem::has_name(const std::string& name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<CItem> c_items(const std::vector<CToken>& tokens) { return ItemScanner(tokens).run(); }

}  // namespace xsksim
