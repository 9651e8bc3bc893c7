// SPDX-License-Identifier: GPL-2.0-only
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include <fmt/format.h>
#include <simdjson.h>

#include "sim/scenario/parse.hpp"
#include "sim/trace/field_json.hpp"
#include "sim/trace/trace_file.hpp"

namespace xsksim {
namespace {

using Object = simdjson::ondemand::object;
using Value = simdjson::ondemand::value;

const std::map<std::string_view, const EventInfo*>& kinds() {
    static const auto kinds = [] {
        std::map<std::string_view, const EventInfo*> all;
        for (const EventInfo& info : event_infos) all.emplace(info.name, &info);
        return all;
    }();
    return kinds;
}

// Strings that stand for numbers, in the order in which the trace first names them.
class Names {
public:
    explicit Names(std::uint64_t first) : first_(first) {}
    std::uint64_t number(std::string_view name) {
        if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
        const std::uint64_t number = first_ + names_.size();
        names_.emplace_back(name);
        numbers_.emplace(name, number);
        return number;
    }
    std::string name(std::uint64_t number) const {
        return number >= first_ && number - first_ < names_.size() ? names_[number - first_] : "";
    }

private:
    std::uint64_t first_;
    std::map<std::string, std::uint64_t, std::less<>> numbers_;
    std::vector<std::string> names_;
};

[[noreturn]] void want(const std::string& wanted, std::string_view name) {
    throw std::invalid_argument(fmt::format("{} for \"{}\"", wanted, name));
}

template <class T>
T get(Value value, const char* wanted, std::string_view name) {
    T out{};
    if (value.get(out) != simdjson::SUCCESS) want(wanted, name);
    return out;
}

// What JSON numbers and strings do not say of a member that is none of the fields'.
template <class T>
T member(Object& object, const char* name, const char* wanted) {
    T out{};
    const auto error = object[name].get(out);
    if (error == simdjson::NO_SUCH_FIELD) throw std::invalid_argument(fmt::format("\"{}\"", name));
    if (error != simdjson::SUCCESS) want(wanted, name);
    return out;
}

std::uint64_t hexadecimal(std::string_view text, std::string_view name) {
    std::uint64_t number = 0;
    const char* const last = text.data() + text.size();
    const bool prefixed = text.starts_with("0x") && text.size() > 2;
    const auto [end, error] = std::from_chars(text.data() + (prefixed ? 2 : 0), last, number, 16);
    if (!prefixed || error != std::errc{} || end != last)
        want("hexadecimal digits like \"0x1f\"", name);
    return number;
}

std::uint64_t error_number(std::string_view text, std::string_view name) {
    if (text == no_error) return 0;
    for (std::uint64_t number = 1; number <= errors_max; ++number)
        if (error_name(number) == text) return number;
    want("\"ok\" or an error's name", name);
}

std::uint64_t word_value(std::string_view text, const FieldInfo& field) {
    for (std::size_t i = 0; i < field.words.size(); ++i)
        if (field.words[i] == text) return i;
    want(fmt::format("one of {}", fmt::join(field.words, ", ")), field.name);
}

}  // namespace

struct TraceReader::Impl {
    explicit Impl(const std::string& name) : path(name), source(name) {}

    std::string path;
    TraceSource source;
    int line_number = 0;
    std::string line;
    TraceHeader header;
    Measures measured;
    EventListeners readers;
    Names texts{1}, contexts{0};
    simdjson::ondemand::parser parser;
    Event event;
    std::uint64_t events = 0;
    Instant last;
    bool ended = false;

    bool next_line() {
        ++line_number;
        line.clear();
        return source.next_line(line);
    }
    [[noreturn]] void bad(const std::string& wanted) const {
        InputProblem problem;
        problem.file = path;
        problem.line = line_number;
        problem.wanted = wanted;
        problem.got = line.empty() ? "the end of the file" : line.substr(0, 60);
        throw BadInput({problem});
    }
    // Calls `read`; what it finds wrong is told with the line.
    template <class Read>
    void guarded(Read read) {
        try {
            read();
        } catch (const BadInput&) {
            throw;
        } catch (const std::invalid_argument& problem) {
            bad(problem.what());
        } catch (const SimulatorFault&) {
            bad("an index that a trace can have");
        } catch (const simdjson::simdjson_error&) {
            bad("a JSON object a line, as the format has it");
        } catch (const std::runtime_error& problem) {
            line = problem.what();
            bad("a trace");
        }
    }
    void take_header();
    void take_row();
    void take_event(Object& row, const EventInfo& info);
    std::uint64_t value_of(const FieldInfo& field, Value value);
    void take_footer();
};

TraceReader::TraceReader(const std::string& path) try : impl_(std::make_unique<Impl>(path)) {
    impl_->guarded([this] { impl_->take_header(); });
} catch (const BadInput&) {
    throw;
} catch (const std::runtime_error& problem) {
    refuse(path, "a trace file", problem.what());
}

TraceReader::~TraceReader() = default;

const TraceHeader& TraceReader::header() const { return impl_->header; }
const Measures& TraceReader::measured() const { return impl_->measured; }
EventListeners& TraceReader::readers() { return impl_->readers; }

std::string TraceReader::text(Text text) const { return impl_->texts.name(text.index); }

std::string TraceReader::context(ContextId id) const {
    return id == no_context ? "" : impl_->contexts.name(id);
}

void TraceReader::Impl::take_header() {
    if (!next_line()) bad("a trace");
    const nlohmann::json begin = nlohmann::json::parse(line, nullptr, false);
    const nlohmann::json fields = begin.is_object()
                                      ? begin.value("fields", nlohmann::json::object())
                                      : nlohmann::json::object();
    if (!begin.is_object() || begin.value("event", "") != "trace_begin" ||
        fields.value("format", "") != trace_format)
        throw std::invalid_argument(fmt::format(
            "a trace, whose first row is the event trace_begin of format {}", trace_format));
    if (fields.value("version", 0) != trace_version)
        throw std::invalid_argument(fmt::format("version {} of the format", trace_version));
    if (!fields.contains("driver") || !fields.contains("scenario"))
        throw std::invalid_argument("a first row with driver and scenario");
    header.build = fields.value("build", "");
    header.driver = parse_manifest(fields.at("driver").dump(), path);
    // A quote inside a string is escaped, so the last of these outside the scenario is the key.
    constexpr std::string_view key = ",\"scenario\":";
    header.scenario_json = line.substr(line.find(key) + key.size());
    header.scenario_json.resize(header.scenario_json.rfind("}}"));
}

Instant TraceReader::read() {
    Impl& in = *impl_;
    in.guarded([&in] {
        while (!in.ended && in.next_line()) in.take_row();
        if (!in.ended) {
            in.line.clear();
            in.bad("the event trace_end: this trace was cut off");
        }
        if (in.next_line()) in.bad("nothing after the event trace_end");
    });
    return in.last;
}

void TraceReader::Impl::take_row() {
    line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::document document;
    Object row;
    if (parser.iterate(line.data(), line.size(), line.capacity()).get(document) ||
        document.get_object().get(row))
        throw std::invalid_argument("a JSON object a line");
    if (member<std::uint64_t>(row, "n", "an integer of 0 or more") != events + 1)
        throw std::invalid_argument(fmt::format("event {}, the next one", events + 1));
    const auto at = member<std::int64_t>(row, "at_ns", "an integer");
    if (at < last.ns) throw std::invalid_argument("a time not before the last event's");
    last.ns = at;
    // A string is valid until the next one is read: the context comes first.
    std::string_view context_name;
    Value context;
    if (row["context"].get(context)) throw std::invalid_argument("\"context\"");
    ContextId id = no_context;
    if (!context.is_null()) {
        if (context.get(context_name)) want("a context's name or null", "context");
        id = static_cast<ContextId>(contexts.number(context_name));
    }
    const auto name = member<std::string_view>(row, "event", "a string");
    if (name == "trace_end") return take_footer();
    const auto known = kinds().find(name);
    if (known == kinds().end()) throw std::invalid_argument("a known event");
    event.context = id;
    take_event(row, *known->second);
}

void TraceReader::Impl::take_event(Object& row, const EventInfo& info) {
    event.at = last;
    event.number = events + 1;
    event.kind = info.kind;
    event.fields = {};
    auto fields = member<Object>(row, "fields", "an object");
    std::size_t seen = 0;
    for (auto member : fields) {
        const std::string_view name = member.unescaped_key();
        const bool in_order = seen < info.fields.size() && info.fields[seen].name == name;
        const FieldInfo* field = in_order ? &info.fields[seen] : info.field(name);
        if (field == nullptr)
            throw std::invalid_argument(fmt::format("a field of {}, not \"{}\"", info.name, name));
        set_raw(event, *field, value_of(*field, member.value()));
        ++seen;
    }
    if (seen != info.fields.size())
        throw std::invalid_argument(
            fmt::format("the {} fields of {}", info.fields.size(), info.name));
    ++events;
    readers.deliver(event);
}

std::uint64_t TraceReader::Impl::value_of(const FieldInfo& field, Value value) {
    const auto text = [&](const char* wanted) {
        return get<std::string_view>(value, wanted, field.name);
    };
    switch (field.type) {
        case FieldType::number:
            return get<std::uint64_t>(value, "an integer of 0 or more", field.name);
        case FieldType::signed_number:
        case FieldType::nanoseconds:
            return static_cast<std::uint64_t>(get<std::int64_t>(value, "an integer", field.name));
        case FieldType::boolean:
            return get<bool>(value, "true or false", field.name) ? 1 : 0;
        case FieldType::address:
            return hexadecimal(text("hexadecimal digits like \"0x1f\""), field.name);
        case FieldType::result:
            return error_number(text("\"ok\" or an error's name"), field.name);
        case FieldType::word:
            return word_value(text("a word"), field);
        case FieldType::text: {
            const std::string_view said = text("a string");
            return said.empty() ? 0 : texts.number(said);
        }
        case FieldType::context:
            return value.is_null() ? no_context : contexts.number(text("a context's name or null"));
    }
    return 0;
}

void TraceReader::Impl::take_footer() {
    const auto fields =
        nlohmann::ordered_json::parse(line).value("fields", nlohmann::ordered_json::object());
    try {
        measured.events = fields.at("events");
        measured.accesses = fields.at("accesses");
        const auto& engine = fields.at("engine");
        measured.engine = {engine.at("switches"), engine.at("steps"), engine.at("dispatches"),
                           engine.at("points")};
        for (const auto& [context, ns] : fields.at("cpu_ns_by_context").items())
            measured.cpu_by_context.emplace_back(context, Duration{ns.get<std::int64_t>()});
    } catch (const nlohmann::json::exception& problem) {
        throw std::invalid_argument(std::string("a complete last row (") + problem.what() + ")");
    }
    if (measured.events != events)
        throw std::invalid_argument(fmt::format("{} events", measured.events));
    ended = true;
}

}  // namespace xsksim
