// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <charconv>
#include <optional>
#include <regex>

#include "sim/import/patch.hpp"

namespace xsksim {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

struct Quoted {
    std::size_t depth = 0;
    std::string_view text;
};

// Takes off up to `depth_max` quote marks, each with the one space that may follow it.
Quoted unquoted(std::string_view line, std::size_t depth_max) {
    Quoted result{0, line};
    while (result.depth < depth_max && result.text.starts_with('>')) {
        result.text.remove_prefix(1);
        if (result.text.starts_with(' ')) result.text.remove_prefix(1);
        ++result.depth;
    }
    return result;
}

constexpr std::size_t any_depth = 100;

struct Heading {
    int old_lines = 1;
    int new_lines = 1;
    std::string text;
};

std::optional<Heading> hunk_heading(std::string_view line) {
    static const std::regex form(R"(^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@ ?(.*)$)");
    std::cmatch match;
    if (!line.starts_with("@@ -") ||
        !std::regex_match(line.data(), line.data() + line.size(), match, form))
        return std::nullopt;
    Heading heading;
    if (match[1].matched) heading.old_lines = std::stoi(match[1].str().substr(0, 7));
    if (match[2].matched) heading.new_lines = std::stoi(match[2].str().substr(0, 7));
    heading.text = match[3].str();
    return heading;
}

// The path in "--- a/path<TAB>date"; /dev/null stays.
std::string path_in(std::string_view line) {
    line.remove_prefix(4);
    line = line.substr(0, line.find('\t'));
    while (line.ends_with(' ')) line.remove_suffix(1);
    if (line.starts_with("a/") || line.starts_with("b/")) line.remove_prefix(2);
    return std::string(line);
}

// "Re: [PATCH net 5/5] virtio-net: x" -> "virtio-net: x"
std::string plain_title(std::string title) {
    static const std::regex tags(R"(^\s*((Re|RE|Fwd)\s*:\s*|\[[^\]]*\]\s*)+)");
    title = std::regex_replace(title, tags, "", std::regex_constants::format_first_only);
    while (!title.empty() && title.back() == ' ') title.pop_back();
    return title;
}

class PatchReader {
public:
    explicit PatchReader(const ImportInput& input) : input_(input), lines_(lines_of(input.text)) {}

    std::vector<Patch> run() {
        refuse_what_is_no_text();
        while (at_ < lines_.size()) read_line();
        std::erase_if(patches_, [](const Patch& patch) { return patch.files.empty(); });
        if (patches_.empty() && problems_.empty())
            complain(0, "wanted a patch or a mail with one, found no hunk (@@ -1,2 +3,4 @@) in it");
        if (!problems_.empty()) throw ImportError(std::move(problems_));
        return std::move(patches_);
    }

private:
    void complain(std::size_t index_plus_one, std::string message,
                  std::vector<std::string> notes = {}) {
        problems_.push_back({{input_.name, static_cast<int>(index_plus_one)},
                             std::move(message),
                             std::move(notes)});
    }

    void refuse_what_is_no_text() {
        if (input_.text.find('\0') != std::string::npos) {
            complain(0, "wanted a patch or C text, got binary data");
            throw ImportError(std::move(problems_));
        }
    }

    void read_line() {
        const Quoted line = unquoted(lines_[at_], any_depth);
        if (line.depth == 0 && line.text.starts_with("From ") && !in_patch().files.empty())
            patches_.emplace_back();
        if (line.text.starts_with("GIT binary patch") || line.text.starts_with("Binary files "))
            complain(at_ + 1, "a binary patch; a driver is made of C text");
        if (line.depth == 0) read_mail_header(line.text);
        if (line.text.starts_with("--- ") && at_ + 1 < lines_.size() &&
            unquoted(lines_[at_ + 1], any_depth).text.starts_with("+++ "))
            return read_file_header(line);
        if (const auto heading = hunk_heading(line.text)) return read_hunk(line, *heading);
        ++at_;
    }

    Patch& in_patch() {
        if (patches_.empty()) patches_.emplace_back();
        return patches_.back();
    }

    void read_mail_header(std::string_view line) {
        static const std::regex encoded("content-transfer-encoding: *(base64|quoted-printable) *",
                                        std::regex::icase);
        if (line.size() < 80 && std::regex_match(line.begin(), line.end(), encoded))
            complain(at_ + 1,
                     "the mail's text is encoded; save it decoded (git am and b4 do), then again");
        const bool subject = line.starts_with("Subject:");
        const bool archive_title = in_patch().title.empty() && line.find("[PATCH") < 8;
        if (!subject && !archive_title) return;
        if (!in_patch().files.empty()) patches_.emplace_back();
        std::string title(subject ? line.substr(8) : line);
        for (; subject && at_ + 1 < lines_.size() && lines_[at_ + 1].starts_with(' '); ++at_)
            title += lines_[at_ + 1];
        in_patch().title = plain_title(title);
    }

    void read_file_header(const Quoted& line) {
        const std::string old_path = path_in(line.text);
        const std::string new_path = path_in(unquoted(lines_[at_ + 1], any_depth).text);
        const auto same_path = [&](const FilePatch& file) { return file.path == new_path; };
        // A diff names each file once: this is the next one.
        auto& files = in_patch().files;
        if (std::any_of(files.begin(), files.end(), same_path)) patches_.emplace_back();
        in_patch().files.push_back({{input_.name, static_cast<int>(at_ + 1)},
                                    new_path == "/dev/null" ? old_path : new_path,
                                    {}});
        if (new_path == "/dev/null") complain(at_ + 1, "the patch deletes " + old_path);
        if (old_path == "/dev/null")
            complain(at_ + 1, "the patch adds a file, " + new_path +
                                  "; only changes to the base's own files can be built");
        at_ += 2;
    }

    void read_hunk(const Quoted& start, const Heading& heading) {
        const std::size_t at_line = at_ + 1;
        if (in_patch().files.empty()) {
            complain(at_line, "a hunk without the name of a file (--- and +++ lines) before it");
            in_patch().files.emplace_back();
        }
        Hunk hunk{{input_.name, static_cast<int>(at_line)}, heading.text, {}};
        int old_left = heading.old_lines, new_left = heading.new_lines;
        for (++at_; at_ < lines_.size() && (old_left > 0 || new_left > 0); ++at_) {
            const Quoted line = unquoted(lines_[at_], start.depth);
            if (line.depth < start.depth) {
                hunk.lines.push_back({HunkLine::Kind::reviewer, "", static_cast<int>(at_ + 1)});
                continue;
            }
            if (ends_hunk(line.text)) break;
            if (line.text.starts_with('\\')) continue;  // "\ No newline at end of file"
            hunk.lines.push_back(hunk_line(line.text));
            const auto kind = hunk.lines.back().kind;
            if (kind != HunkLine::Kind::added) --old_left;
            if (kind != HunkLine::Kind::removed) --new_left;
            if (old_left < 0 || new_left < 0) break;
        }
        if (old_left != 0 || new_left != 0)
            complain_of_counts(at_line, heading, old_left, new_left);
        in_patch().files.back().hunks.push_back(std::move(hunk));
    }

    void complain_of_counts(std::size_t at_line, const Heading& heading, int old_left,
                            int new_left) {
        const bool too_long = old_left < 0 || new_left < 0;
        const std::string promised = std::to_string(heading.old_lines) + " old and " +
                                     std::to_string(heading.new_lines) + " new lines";
        const std::string where =
            input_.name + ":" + std::to_string(std::min(at_ + 1, lines_.size()));
        if (too_long)
            complain(at_line, "the hunk does not fit its heading, which promises " + promised,
                     {where + ": one line too many"});
        else
            complain(at_line,
                     "the hunk ends early: its heading promises " + promised + ", of which " +
                         std::to_string(old_left) + " old and " + std::to_string(new_left) +
                         " new ones are missing",
                     {where + ": ends here"});
    }

    // What cannot be a line of a hunk: the next hunk or file, the signature.
    bool ends_hunk(std::string_view line) const {
        if (line.starts_with("diff --git ") || hunk_heading(line)) return true;
        if (line == "--" || line == "-- ") return true;
        return line.starts_with("From ") && line.find("00:00:00 2001") != std::string_view::npos;
    }

    HunkLine hunk_line(std::string_view text) const {
        const int number = static_cast<int>(at_ + 1);
        if (text.starts_with('+'))
            return {HunkLine::Kind::added, std::string(text.substr(1)), number};
        if (text.starts_with('-'))
            return {HunkLine::Kind::removed, std::string(text.substr(1)), number};
        if (text.starts_with(' ')) text.remove_prefix(1);
        return {HunkLine::Kind::context, std::string(text), number};
    }

    const ImportInput& input_;
    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    std::vector<Patch> patches_;
    std::vector<ImportProblem> problems_;
};

}  // namespace

std::vector<Patch> read_patches(const ImportInput& input) { return PatchReader(input).run(); }

}  // namespace xsksim
