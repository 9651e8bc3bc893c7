// SPDX-License-Identifier: GPL-2.0-only
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/run/trace_file.hpp"
#include "sim/run/trace_record.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

struct TraceReader::Impl {
    std::string path;
    std::ifstream file;
    int line_number = 0;
    std::string line;
    std::array<std::vector<EventListener*>, event_kinds_max> listeners;
    std::map<std::string, EventKind, std::less<>> kinds;
    std::map<std::string, ContextId, std::less<>> context_ids;
    Table<std::string> contexts, texts;
    std::uint64_t events = 0;
    Instant last;
    bool ended = false;
    Instant end;

    bool next_line() {
        ++line_number;
        return static_cast<bool>(std::getline(file, line));
    }
    [[noreturn]] void bad(const std::string& wanted) const {
        InputProblem problem;
        problem.file = path;
        problem.line = line_number;
        problem.wanted = wanted;
        problem.got = line.empty() ? "the end of the file" : line.substr(0, 60);
        throw BadInput({problem});
    }
    void take(RecordParser& record);
    void take_event(RecordParser& record);
    void take_field(RecordParser& record, Event& event, const EventInfo& info);
    void take_context(RecordParser& record);
    void take_text(RecordParser& record);
    void take_end(RecordParser& record);
    void check(const Event& event) const;
};

TraceReader::TraceReader(const std::string& path) : impl_(std::make_unique<Impl>()) {
    impl_->path = path;
    impl_->file.open(path);
    for (const EventInfo& info : event_infos) impl_->kinds.emplace(info.name, info.kind);
    if (!impl_->file) throw BadInput({{path, 0, "", "a trace file", "none that can be read", ""}});
    if (!impl_->next_line()) impl_->bad("a trace");
    try {
        header_ = parse_header_record(impl_->line);
    } catch (const std::invalid_argument& problem) {
        impl_->bad(problem.what());
    }
}

TraceReader::~TraceReader() = default;

void TraceReader::listen(EventListener& listener, const std::vector<EventKind>& kinds) {
    for (std::size_t i = 0; kinds.empty() && i < impl_->listeners.size(); ++i)
        impl_->listeners[i].push_back(&listener);
    for (const EventKind kind : kinds)
        impl_->listeners[static_cast<std::size_t>(kind)].push_back(&listener);
}

Instant TraceReader::read() {
    while (!impl_->ended && impl_->next_line()) {
        try {
            RecordParser record(impl_->line);
            impl_->take(record);
        } catch (const std::invalid_argument& problem) {
            impl_->bad(problem.what());
        } catch (const SimulatorFault&) {
            impl_->bad("an index that a trace can have");
        }
    }
    if (!impl_->ended) {
        impl_->line.clear();
        impl_->bad("the end record: this trace was cut off");
    }
    if (impl_->next_line()) impl_->bad("nothing after the end record");
    return impl_->end;
}

std::string TraceReader::text(std::uint64_t index) const {
    const std::string* text = impl_->texts.find(index);
    return text == nullptr ? "" : *text;
}

std::string TraceReader::context(ContextId id) const {
    const std::string* name = id == no_context ? nullptr : impl_->contexts.find(id);
    return name == nullptr ? "" : *name;
}

void TraceReader::Impl::take(RecordParser& record) {
    if (!record.next()) throw std::invalid_argument("a record that is not empty");
    if (record.key() == "n") return take_event(record);
    if (record.key() == "context") return take_context(record);
    if (record.key() == "text") return take_text(record);
    if (record.key() == "end") return take_end(record);
    throw std::invalid_argument("a record that begins with n, context, text or end");
}

void TraceReader::Impl::take_event(RecordParser& record) {
    Event event;
    event.number = record.number();
    event.at.ns = last.ns;
    const EventInfo* info = nullptr;
    bool timed = false;
    while (record.next()) {
        if (record.key() == "at_ns") {
            event.at.ns = static_cast<std::int64_t>(record.number());
            timed = true;
        } else if (record.key() == "ctx") {
            const auto known = record.raw().find('\\') == std::string_view::npos
                                   ? context_ids.find(record.raw())
                                   : context_ids.find(record.text());
            if (known == context_ids.end())
                throw std::invalid_argument("a context that was introduced before");
            event.context = known->second;
        } else if (record.key() == "ev") {
            const auto known = kinds.find(record.raw());
            if (known == kinds.end()) throw std::invalid_argument("a known event");
            event.kind = known->second;
            info = &info_of(event.kind);
        } else {
            if (info == nullptr) throw std::invalid_argument("\"ev\" before the event's fields");
            take_field(record, event, *info);
        }
    }
    if (info == nullptr || !timed) throw std::invalid_argument("an event with at_ns and ev");
    check(event);
    events = event.number;
    last = event.at;
    for (EventListener* listener : listeners[static_cast<std::size_t>(event.kind)])
        listener->on_event(event);
}

void TraceReader::Impl::check(const Event& event) const {
    if (event.number != events + 1)
        throw std::invalid_argument(fmt::format("event {}, the next one", events + 1));
    if (event.at < last) throw std::invalid_argument("a time not before the last event's");
}

void TraceReader::Impl::take_field(RecordParser& record, Event& event, const EventInfo& info) {
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        if (info.fields[i] != record.key() || form_of(info.fields[i]) == FieldForm::absent)
            continue;
        event.arg[i] = form_of(info.fields[i]) == FieldForm::hexadecimal ? record.hexadecimal()
                                                                         : record.number();
        return;
    }
    throw std::invalid_argument(fmt::format("a field of {}, not \"{}\"", info.name, record.key()));
}

void TraceReader::Impl::take_context(RecordParser& record) {
    const std::uint64_t id = record.number();
    if (!record.next() || record.key() != "name") throw std::invalid_argument("\"name\"");
    contexts[id] = record.text();
    context_ids[contexts[id]] = static_cast<ContextId>(id);
}

void TraceReader::Impl::take_text(RecordParser& record) {
    const std::uint64_t index = record.number();
    if (!record.next() || record.key() != "is") throw std::invalid_argument("\"is\"");
    texts[index] = record.text();
}

void TraceReader::Impl::take_end(RecordParser& record) {
    std::uint64_t said = 0;
    while (record.next()) {
        if (record.key() == "at_ns") end.ns = static_cast<std::int64_t>(record.number());
        if (record.key() == "events") said = record.number();
    }
    if (said != events) throw std::invalid_argument(fmt::format("{} events", said));
    ended = true;
}

}  // namespace xsksim
