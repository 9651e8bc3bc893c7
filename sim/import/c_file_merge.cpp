// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <map>
#include <optional>

#include "sim/import/c_items.hpp"
#include "sim/import/driver_text.hpp"

namespace xsksim {

namespace {

struct Parsed {
    std::vector<CToken> tokens;
    std::vector<CItem> items;
    explicit Parsed(const SourceText& text)
        : tokens(c_tokens(text.lines())), items(c_items(tokens)) {}
};

// A place in the base: which file, which item of it.
struct BaseItem {
    std::size_t file = 0;
    const CItem* item = nullptr;
};

bool is_once_per_module(const CItem& item) {
    return item.kind == CItem::Kind::invocation && item.name().rfind("module_", 0) == 0;
}

bool may_be_replaced(const CItem& item) {
    return item.kind == CItem::Kind::function || item.kind == CItem::Kind::type ||
           item.kind == CItem::Kind::variable || item.kind == CItem::Kind::macro ||
           is_once_per_module(item) ||
           (item.kind == CItem::Kind::invocation && item.name().rfind("MODULE_", 0) == 0);
}

TextPosition begin_of(const Parsed& parsed, const CItem& item) {
    return parsed.tokens[item.first].from();
}
TextPosition end_of(const Parsed& parsed, const CItem& item) {
    return parsed.tokens[item.last - 1].to();
}

std::string kind_name(CItem::Kind kind) {
    switch (kind) {
        case CItem::Kind::function:
            return "function";
        case CItem::Kind::variable:
            return "variable";
        case CItem::Kind::macro:
            return "macro";
        default:
            return "";
    }
}

std::string title_of(const CItem& item) {
    const std::string kind = kind_name(item.kind);
    std::string names;
    for (const std::string& name : item.names) names += (names.empty() ? "" : ", ") + name;
    return kind.empty() ? names : kind + " " + names;
}

// "int f(void)" of a definition, as a declaration on one line.
SourceLine prototype_of(const SourceText& text, const Parsed& parsed, const CItem& function) {
    std::string declaration;
    for (std::size_t i = function.first; i < function.body; ++i)
        declaration += parsed.tokens[i].text + " ";
    const SourceLine& line = text.lines()[parsed.tokens[function.first].line];
    declaration.back() = ';';
    return {declaration, line.origin, line.from_user};
}

// Takes a C file apart and puts each piece where the base has its own.
class CFileMerge {
public:
    CFileMerge(const ImportInput& input, const std::vector<KitFile>& files)
        : files_(files),
          text_(SourceText::from(input.text, input.name, true)),
          user_(text_),
          name_(input.name) {
        for (const KitFile& file : files) parsed_.emplace_back(file.text);
    }

    void run() {
        choose_main_file();
        distribute();
        check_linkage();
        add_block();
        if (!problems_.empty()) throw ImportError(std::move(problems_));
    }

    std::map<std::size_t, std::vector<TextEdit>> edits_;
    std::vector<TakenPiece> pieces_;

private:
    Origin origin_of(const CItem& item) const {
        return text_.lines()[user_.tokens[item.first].line].origin;
    }
    std::string place_of(const BaseItem& base) const {
        const Parsed& parsed = parsed_[base.file];
        return files_[base.file].text.lines()[parsed.tokens[base.item->first].line].origin.text() +
               ", " + title_of(*base.item);
    }

    // A variant's own definition counts before the base's weak one: folders are in that order.
    std::optional<BaseItem> base_item(const CItem& user) const {
        std::optional<BaseItem> found;
        for (std::size_t file = 0; file < files_.size(); ++file)
            for (const CItem& item : parsed_[file].items)
                if (item.kind == user.kind && !item.name().empty() && may_be_replaced(item) &&
                    item.has_name(user.name()))
                    found = BaseItem{file, &item};
        return found;
    }

    // The file whose functions the input replaces holds all of the input's own code.
    void choose_main_file() {
        std::map<std::size_t, const CItem*> mains;
        for (const CItem& item : user_.items)
            if (item.kind == CItem::Kind::function)
                if (const auto base = base_item(item); base && !files_[base->file].is_header())
                    mains.emplace(base->file, &item);
        if (mains.empty()) {
            problems_.push_back(
                {{name_, 0},
                 "none of its functions is one of the base's: nothing would call it",
                 {}});
            throw ImportError(std::move(problems_));
        }
        main_ = mains.begin()->first;
        if (mains.size() == 1) return;
        ImportProblem problem{
            {name_, 0}, "it replaces functions of several files; give one file each", {}};
        for (const auto& [file, item] : mains)
            problem.notes.push_back(origin_of(*item).text() + ": " + item->name() + " is in " +
                                    files_[file].path);
        throw ImportError({problem});
    }

    void distribute() {
        std::size_t next_line = 0;
        std::vector<SourceLine> pending;
        for (const CItem& item : user_.items) {
            const std::size_t end = user_.tokens[item.last - 1].line + 1;
            for (; next_line < end; ++next_line) pending.push_back(text_.lines()[next_line]);
            const auto base = may_be_replaced(item) ? base_item(item) : std::nullopt;
            if (base && item.kind != CItem::Kind::function) {
                replace(*base, item, std::move(pending));
                pending.clear();
                continue;
            }
            if (base) replace(*base, item, {});
            if (item.kind == CItem::Kind::function && !base)
                pieces_.push_back({origin_of(item), title_of(item), "new", {}});
            if (item.kind == CItem::Kind::function || item.kind == CItem::Kind::variable ||
                item.kind == CItem::Kind::invocation) {
                block_.insert(block_.end(), pending.begin(), pending.end());
                pending.clear();
            }
        }
        block_.insert(block_.end(), pending.begin(), pending.end());
    }

    void replace(const BaseItem& base, const CItem& user, std::vector<SourceLine> lines) {
        for (const std::string& name : base.item->names)
            if (!user.has_name(name))
                problems_.push_back({origin_of(user),
                                     "the base declares " + name + " together with " + user.name() +
                                         "; declare all of them",
                                     {place_of(base)}});
        const Parsed& parsed = parsed_[base.file];
        const SourceLine& there =
            files_[base.file].text.lines()[parsed.tokens[base.item->first].line];
        // A patch's function may be replaced; which of two C files is meant would be a guess.
        if (there.from_user && there.origin.file.ends_with(".c"))
            problems_.push_back({origin_of(user),
                                 user.name() + " is defined twice",
                                 {there.origin.text() + ": the other definition"}});
        edits_[base.file].push_back(
            {begin_of(parsed, *base.item), end_of(parsed, *base.item), std::move(lines)});
        pieces_.push_back({origin_of(user), title_of(user), place_of(base), {}});
    }

    // A variant's code lies in several files; the kernel's is one, where all of it is static.
    void check_linkage() {
        for (const CItem& item : user_.items) {
            if (item.kind != CItem::Kind::function || !is_static(item)) continue;
            for (std::size_t file = 0; file < files_.size(); ++file) {
                // Prototypes of the base give way; a variant's header is read by the base's code.
                const bool is_prototype = files_[file].is_header() && files_[file].folder == "base";
                const bool elsewhere = file != main_ && !is_prototype;
                if (elsewhere && mentions(parsed_[file], item.name()))
                    problems_.push_back(
                        {origin_of(item),
                         item.name() + " is static, but this base calls it from another file: "
                                       "leave `static` away",
                         {"models/drivers/" + files_[file].path + " names it"}});
            }
        }
    }
    bool is_static(const CItem& item) const {
        for (std::size_t i = item.first; i < item.body; ++i)
            if (user_.tokens[i].text == "static") return true;
        return false;
    }
    static bool mentions(const Parsed& parsed, const std::string& name) {
        return std::any_of(parsed.tokens.begin(), parsed.tokens.end(),
                           [&](const CToken& token) { return token.text == name; });
    }

    // Before the first function of the main file, behind prototypes of what it calls there.
    void add_block() {
        const Parsed& parsed = parsed_[main_];
        std::vector<SourceLine> lines;
        const CItem* first = nullptr;
        for (const CItem& item : parsed.items) {
            if (item.kind != CItem::Kind::function) continue;
            if (first == nullptr) first = &item;
            if (is_mentioned(item.name()) && !is_defined(item.name()))
                lines.push_back(prototype_of(files_[main_].text, parsed, item));
        }
        lines.insert(lines.end(), block_.begin(), block_.end());
        const TextPosition at{begin_of(parsed, *first).line, 0};
        edits_[main_].insert(edits_[main_].begin(), {at, at, std::move(lines)});
    }

    bool is_mentioned(const std::string& name) const { return mentions(user_, name); }
    bool is_defined(const std::string& name) const {
        return std::any_of(user_.items.begin(), user_.items.end(), [&](const CItem& item) {
            return item.kind == CItem::Kind::function && item.has_name(name);
        });
    }

    const std::vector<KitFile>& files_;
    SourceText text_;
    Parsed user_;
    std::string name_;
    std::vector<Parsed> parsed_;
    std::size_t main_ = 0;
    std::vector<SourceLine> block_;
    std::vector<ImportProblem> problems_;
};

}  // namespace

void DriverText::take_in(const ImportInput& c_file) {
    if (c_file.text.find('\0') != std::string::npos)
        throw ImportError({{{c_file.name, 0}, "wanted a patch or C text, got binary data", {}}});
    CFileMerge merge(c_file, base_.files);
    merge.run();
    for (auto& [index, list] : merge.edits_) {
        base_.files[index].text.apply(std::move(list));
        changed_.insert(base_.files[index].path);
    }
    pieces_.insert(pieces_.end(), merge.pieces_.begin(), merge.pieces_.end());
    offer_wakeup(c_file.name);
}

// The base's table of operations has no wake-up, but a place for one.
void DriverText::offer_wakeup(const std::string& file) {
    const std::string& wakeup_function = base_.words.wakeup_function;
    const std::string& operations_macro = base_.words.operations_macro;
    const auto wakeup = std::find_if(pieces_.begin(), pieces_.end(), [&](const TakenPiece& piece) {
        return piece.from.file == file && piece.what == "function " + wakeup_function;
    });
    if (wakeup == pieces_.end() || wakeup->where != "new") return;
    for (KitFile& file_of_macro : base_.files) {
        const Parsed parsed(file_of_macro.text);
        for (const CItem& item : parsed.items) {
            if (item.kind != CItem::Kind::macro || item.name() != operations_macro) continue;
            const TextPosition begin = begin_of(parsed, item);
            const SourceLine line{
                "#define " + operations_macro + " .ndo_xsk_wakeup = " + wakeup_function + ",",
                file_of_macro.text.lines()[begin.line].origin, false};
            wakeup->where = "new, as .ndo_xsk_wakeup in the device's operations";
            file_of_macro.text.apply({{begin, end_of(parsed, item), {line}}});
            changed_.insert(file_of_macro.path);
            return;
        }
    }
}

void DriverText::renew_prototypes() {
    std::map<std::string, SourceLine> users;
    for (const KitFile& file : base_.files) {
        const Parsed parsed(file.text);
        for (const CItem& item : parsed.items)
            if (item.kind == CItem::Kind::function &&
                file.text.lines()[parsed.tokens[item.first].line].from_user)
                users.emplace(item.name(), prototype_of(file.text, parsed, item));
    }
    for (KitFile& file : base_.files) {
        const Parsed parsed(file.text);
        std::vector<TextEdit> edits;
        for (const CItem& item : parsed.items) {
            const auto user = users.find(item.name());
            if (item.kind != CItem::Kind::prototype || user == users.end()) continue;
            if (file.text.lines()[parsed.tokens[item.first].line].from_user) continue;
            edits.push_back({begin_of(parsed, item), end_of(parsed, item), {user->second}});
        }
        if (edits.empty()) continue;
        file.text.apply(std::move(edits));
        changed_.insert(file.path);
    }
}

void DriverText::refuse_double_definitions() const {
    std::vector<ImportProblem> problems;
    for (const KitFile& file : base_.files) {
        const Parsed parsed(file.text);
        std::map<std::string, const SourceLine*> seen;
        bool conditional = false;
        for (const CItem& item : parsed.items) {
            const SourceLine& line = file.text.lines()[parsed.tokens[item.first].line];
            // Between #if and #else both may stand; the compiler knows.
            if (item.kind == CItem::Kind::other) conditional |= line.from_user;
            if (item.kind != CItem::Kind::function || conditional) continue;
            const auto [other, is_new] = seen.emplace(item.name(), &line);
            if (is_new) continue;
            const SourceLine& second = line.from_user ? line : *other->second;
            const SourceLine& first = line.from_user ? *other->second : line;
            if (second.from_user)
                problems.push_back({second.origin,
                                    item.name() + " is defined twice",
                                    {first.origin.text() + ": the other definition"}});
        }
    }
    if (!problems.empty()) throw ImportError(std::move(problems));
}

}  // namespace xsksim
