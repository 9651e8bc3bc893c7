// SPDX-License-Identifier: GPL-2.0-only
// SQLite as this project uses it: a connection, statements with typed columns, and errors as
// exceptions that name the file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace xsksim {

// The file cannot be used: no store, a full disk, another program writes to it.
class StoreProblem : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Statement {
public:
    Statement(sqlite3* database, std::string_view sql, std::string file);
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;

    // Parameters from 1, in order; each call begins anew.
    template <class... Values>
    Statement& with(const Values&... values) {
        begin();
        int index = 0;
        (bind(++index, values), ...);
        return *this;
    }
    bool row();   // steps; false at the end
    void run() {  // to the end
        while (row()) {
        }
    }
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    bool is_null(int column) const;
    bool is_number(int column) const;
    int columns() const;

private:
    void begin();
    void bind(int index, std::int64_t value);
    void bind(int index, std::uint64_t value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, std::uint32_t value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, bool value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, double value);
    void bind(int index, const std::string& value);
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value) bind(index, *value);  // begin() has made it null
    }
    void check(int code) const;

    sqlite3_stmt* statement_ = nullptr;
    sqlite3* database_;
    std::string file_;
};

class Database {
public:
    enum class Mode { read, write, create };

    Database(const std::string& file, Mode mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    Statement prepare(std::string_view sql);
    void execute(const std::string& sql);
    // Of a query that has one row and column.
    std::int64_t integer_of(const std::string& query);
    bool has_table(const std::string& name);
    const std::string& file() const { return file_; }

    // From now on readers do not wait, and a commit is an append. A killed process loses nothing by
    // it; without a sync at each commit a loss of power may cost the last rows, never the file.
    void expect_writing();
    // Leaves one file, without a journal beside it. Where a reader is in the way the journal stays,
    // and the file is whole with it, too.
    void end_writing();

    // One transaction; what was done in it is undone unless commit() was called.
    class Transaction {
    public:
        explicit Transaction(Database& database);
        ~Transaction();
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit();

    private:
        Database& database_;
        bool open_ = true;
    };

private:
    std::string file_;
    sqlite3* database_ = nullptr;
};

}  // namespace xsksim
