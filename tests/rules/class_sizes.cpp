// SPDX-License-Identifier: GPL-2.0-only
#include "tests/rules/class_sizes.hpp"

#include <algorithm>
#include <regex>

namespace xsksim::rules {
namespace {

bool starts_with_word(const std::string& text, const std::string& word) {
    return text.rfind(word + " ", 0) == 0 || text == word;
}

// The text without comments, preprocessor lines, and what stands in quotes.
std::string code_of(const std::vector<std::string>& lines) {
    std::string code;
    for (const std::string& line : lines) {
        const std::size_t first = line.find_first_not_of(' ');
        if (first == std::string::npos || line[first] == '#') continue;
        for (std::size_t i = first; i < line.size(); ++i) {
            if (line.compare(i, 2, "//") == 0) break;
            const char c = line[i];
            const bool digit_separator =
                c == '\'' && i > 0 && std::isdigit(static_cast<unsigned char>(line[i - 1])) != 0;
            if ((c == '"' || c == '\'') && !digit_separator) {
                while (++i < line.size() && line[i] != c)
                    if (line[i] == '\\') ++i;
                code += "0";
            } else if (!digit_separator) {
                code += c;
            }
        }
        code += ' ';
    }
    return code;
}

// Behind the bracket that closes the one at `open`.
std::size_t behind_match(const std::string& code, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < code.size(); ++i) {
        if (code[i] == '{' || code[i] == '(' || code[i] == '[') ++depth;
        if (code[i] == '}' || code[i] == ')' || code[i] == ']') --depth;
        if (depth == 0) return i + 1;
    }
    return code.size();
}

// Without template arguments, attributes and the signs of operators: "std::function<void()> f"
// becomes "std::function f".
std::string without_arguments(const std::string& text) {
    static const std::regex left_out(R"(\[\[[^\]]*\]\] ?|operator[^\w(]+)");
    std::string plain;
    int depth = 0;
    for (const char c : std::regex_replace(text, left_out, "")) {
        if (c == '<') ++depth;
        if (depth == 0) plain += c;
        if (c == '>' && depth > 0) --depth;
    }
    return plain;
}

// Of one declaration of a class, without its end.
void count(std::string text, ClassSize& size) {
    static const std::regex access(R"(^(public|protected|private) ?: ?)");
    static const std::regex nothing(R"(^(using|friend|static_assert|enum|typedef)\b)");
    static const std::regex head(R"(^template ?<)");
    while (std::regex_search(text, access)) text = std::regex_replace(text, access, "");
    if (text.empty() || std::regex_search(text, nothing)) return;
    if (std::regex_search(text, std::regex(R"(= (delete|default)$)"))) return;
    if (starts_with_word(text, "class") || starts_with_word(text, "struct")) return;  // declared
    const std::string plain = without_arguments(text);
    const std::string declared = plain.substr(0, plain.find_first_of("={"));
    if (declared.find('(') != std::string::npos) {
        // One an event: the list of events is what such a class is about.
        const bool handles_event = declared.find("void on(") != std::string::npos;
        size.functions += handles_event ? 0 : 1;
        return;
    }
    // What is constant for the class is no state.
    if (starts_with_word(plain, "static")) return;
    ++size.data;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (plain[i] == '{' || plain[i] == '(') i = behind_match(plain, i) - 1;
        size.data += i < plain.size() && plain[i] == ',' ? 1 : 0;
    }
}

class Scanner {
public:
    explicit Scanner(std::string code) : code_(std::move(code)) {}

    // From `at`, behind the bracket that opened it, to the end of a class or namespace, or of the
    // file. `self`: an index of found_; none for a namespace.
    std::size_t scan(std::size_t at, const std::string& prefix, std::ptrdiff_t self = -1) {
        std::string text;
        while (at < code_.size() && code_[at] != '}') {
            const char c = code_[at];
            if (c == ';') {
                take(text, self);
                ++at;
            } else if (c == '(' || c == '[') {
                const std::size_t end = behind_match(code_, at);
                text += code_.substr(at, end - at);
                at = end;
            } else if (c == '{') {
                at = open(at, text, prefix, self);
            } else {
                if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
                ++at;
            }
        }
        return at + 1;
    }
    std::vector<ClassSize> found() && { return std::move(found_); }

private:
    void take(std::string& text, std::ptrdiff_t self) {
        while (!text.empty() && text.back() == ' ') text.pop_back();
        if (self >= 0) count(text, found_[static_cast<std::size_t>(self)]);
        text.clear();
    }

    // A bracket at `at`, after `text`: what it opens is scanned, or skipped.
    std::size_t open(std::size_t at, std::string& text, const std::string& prefix,
                     std::ptrdiff_t self) {
        static const std::regex type(
            R"(^(?:(?:public|protected|private) ?: ?)*(class|struct) ([\w:]*\w)(?: final)?(?: ?:.*)? $)");
        std::smatch found;
        const std::string head = text;
        if (std::regex_search(head, found, type)) {
            text.clear();
            found_.push_back({prefix + found[2].str(), found[1] == "struct"});
            const auto inner = static_cast<std::ptrdiff_t>(found_.size()) - 1;
            at = scan(at + 1, prefix + found[2].str() + "::", inner);
            // "} name;" is a member of that type.
            if (code_.find_first_not_of(' ', at) != code_.find(';', at)) text = "type ";
            return at;
        }
        if (starts_with_word(head, "namespace") || head.rfind("namespace", 0) == 0 ||
            head.rfind("extern", 0) == 0) {
            text.clear();
            return scan(at + 1, prefix);
        }
        const std::size_t end = behind_match(code_, at);
        const std::size_t next = code_.find_first_not_of(' ', end);
        // Else it initialises a member, in a constructor's list or where it is declared.
        const bool is_body = without_arguments(head).find('(') != std::string::npos &&
                             (next == std::string::npos ||
                              std::string(";,{").find(code_[next]) == std::string::npos);
        if (is_body)
            take(text, self);
        else
            text += code_.substr(at, end - at);
        return end;
    }

    std::string code_;
    std::vector<ClassSize> found_;
};

}  // namespace

std::vector<ClassSize> class_sizes(const std::vector<std::string>& lines) {
    Scanner scanner(code_of(lines));
    scanner.scan(0, "");
    return std::move(scanner).found();
}

}  // namespace xsksim::rules
