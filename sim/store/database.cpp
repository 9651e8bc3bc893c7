// SPDX-License-Identifier: GPL-2.0-only
#include "sim/store/database.hpp"

#include <sqlite3.h>

#include <utility>

namespace xsksim {
namespace {

constexpr int busy_wait_ms = 10'000;

[[noreturn]] void fail(const std::string& file, sqlite3* database, int code) {
    std::string why = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    if (code == SQLITE_FULL) why = "the disk is full";
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) why = "another program is using it";
    if (code == SQLITE_NOTADB) why = "it is no SQLite file";
    throw StoreProblem(file + ": " + why);
}

}  // namespace

// --- statements ---

Statement::Statement(sqlite3* database, std::string_view sql, std::string file)
    : database_(database), file_(std::move(file)) {
    const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) fail(file_, database_, code);
}

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      database_(other.database_),
      file_(std::move(other.file_)) {}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::check(int code) const {
    if (code != SQLITE_OK) fail(file_, database_, code);
}

void Statement::begin() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void Statement::bind(int index, std::int64_t value) {
    check(sqlite3_bind_int64(statement_, index, value));
}
void Statement::bind(int index, double value) {
    check(sqlite3_bind_double(statement_, index, value));
}
void Statement::bind(int index, const std::string& value) {
    check(sqlite3_bind_text(statement_, index, value.data(), static_cast<int>(value.size()),
                            SQLITE_TRANSIENT));
}

bool Statement::row() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    // Statements at their end hold no lock.
    sqlite3_reset(statement_);
    if (code != SQLITE_DONE) fail(file_, database_, code);
    return false;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string Statement::text(int column) const {
    const auto* bytes = sqlite3_column_text(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr
               ? std::string()
               : std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}
bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
bool Statement::is_number(int column) const {
    const int type = sqlite3_column_type(statement_, column);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

int Statement::columns() const { return sqlite3_column_count(statement_); }

// --- the connection ---

Database::Database(const std::string& file, Mode mode) : file_(file) {
    int flags = SQLITE_OPEN_READONLY;
    if (mode == Mode::write) flags = SQLITE_OPEN_READWRITE;
    if (mode == Mode::create) flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(file.c_str(), &database_, flags, nullptr);
    if (code != SQLITE_OK) {
        const std::string why = sqlite3_errmsg(database_);
        sqlite3_close(database_);
        throw StoreProblem(file + ": " + why);
    }
    sqlite3_extended_result_codes(database_, 0);
    sqlite3_busy_timeout(database_, busy_wait_ms);
}

Database::~Database() { sqlite3_close(database_); }

Statement Database::prepare(std::string_view sql) { return {database_, sql, file_}; }

void Database::execute(const std::string& sql) {
    const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(file_, database_, code);
}

std::int64_t Database::integer_of(const std::string& query) {
    auto statement = prepare(query);
    statement.row();
    return statement.integer(0);
}

bool Database::has_table(const std::string& name) {
    auto query = prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    return query.with(name).row();
}

void Database::expect_writing() {
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = NORMAL");
}

void Database::end_writing() {
    try {
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
        execute("PRAGMA journal_mode = DELETE");
    } catch (const StoreProblem&) {
    }
}

Database::Transaction::Transaction(Database& database) : database_(database) {
    database_.execute("BEGIN IMMEDIATE");
}

Database::Transaction::~Transaction() {
    // A full disk has ended it already.
    if (open_) sqlite3_exec(database_.database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::Transaction::commit() {
    database_.execute("COMMIT");
    open_ = false;
}

}  // namespace xsksim
