// What the cells of a table mean: names, numbers, words, and all that can be wrong with them (data/csv.h).
#include "data/csv.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "cells.h"
#include "decimal.h"
#include "numerics/elementary.h"
#include "numerics/sums.h"

namespace reluctant {
namespace {

/// Bytes of the UTF-8 character that `text` begins with; 0 when it begins with none, or with a control character other
/// than tab and line ends.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = byte(0);
  if (first < 0x80) return first == '\t' || first == '\n' || first == '\r' || (first >= 0x20 && first != 0x7f) ? 1 : 0;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // What a shorter form could say, the halves of UTF-16, and what lies beyond Unicode.
  const bool wrong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) >= 0xa0) ||
                     (first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) >= 0x90);
  return wrong ? 0 : size;
}

std::string hex_byte(char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto bits = static_cast<unsigned char>(byte);
  return {'0', 'x', digits[bits >> 4], digits[bits & 15]};
}

/// Whether a program wrote this for a number that is none: nan or infinity, in any case and with any sign.
bool is_no_finite_number(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower == "nan" || lower == "inf" || lower == "infinity";
}

/// Each feature less its mean, over its standard deviation.
void standardize(CustomRows& rows) {
  const std::size_t count = rows.targets.size();
  const auto each = [&](std::size_t feature, auto change) {
    for (std::size_t s = 0; s < count; ++s) change(rows.inputs[s * rows.features + feature]);
  };
  for (std::size_t f = 0; f < rows.features; ++f) {
    const double first = rows.inputs[f];
    bool constant = true;
    OrderedSum sum;
    each(f, [&](double x) {
      constant = constant && x == first;
      sum.add(x);
    });
    if (constant) {  // told by equality: its mean may be rounded, and what is left would be blown up to 1
      each(f, [](double& x) { x = 0; });
      continue;
    }
    const double mean = sum.total() / static_cast<double>(count);
    double largest = 0;  // not 0 at the end; by it first, so that no square is too small or too large
    each(f, [&](double& x) {
      x -= mean;
      largest = std::max(largest, x < 0 ? -x : x);
    });
    OrderedSum squares;
    each(f, [&](double& x) {
      x /= largest;
      squares.add(x * x);
    });
    const double deviation = elementary::sqrt(squares.total() / static_cast<double>(count));
    each(f, [&](double& x) { x /= deviation; });
  }
}

/// Reads one table. Every step leaves mistakes where it finds some.
class TableReader {
 public:
  TableReader(std::string_view text, const CsvOptions& options)
      : options_(options), text_(text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text) {}

  CsvTable read() {
    if (check_text()) {
      CellReader cells(text_, table_.mistakes);
      comma_is_mark_ = cells.separator() != ',';
      if (read_names(cells)) read_rows(cells);
    }
    if (!table_.mistakes.empty()) {
      table_.mistakes.resize(std::min(table_.mistakes.size(), most_csv_mistakes));
      return {.rows = {}, .features = {}, .classes = {}, .mistakes = std::move(table_.mistakes)};
    }
    if (options_.standardize) standardize(table_.rows);
    return std::move(table_);
  }

 private:
  enum class TargetKind : std::uint8_t { unknown, numbers, words };

  void refuse(std::uint32_t line, std::size_t column, const std::string& expected, const std::string& found) {
    table_.mistakes.push_back({line, static_cast<std::uint32_t>(column), "expected " + expected + ", found " + found});
  }

  /// Whether the text is one that can be cut into cells.
  bool check_text() {
    if (text_.size() > max_csv_bytes) {
      refuse(0, 0, "at most " + std::to_string(max_csv_bytes) + " bytes", std::to_string(text_.size()));
      return false;
    }
    std::uint32_t line = 1;
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t size = character_size(text_.substr(i));
      if (size == 0) {
        refuse(line, 0, "text in UTF-8 without control characters", "the byte " + hex_byte(text_[i]));
        return false;
      }
      if (text_[i] == '\n' || (text_[i] == '\r' && !text_.substr(i).starts_with("\r\n"))) ++line;
      i += size;
    }
    return true;
  }

  /// Reads the header; false when rows below it would make no sense.
  bool read_names(CellReader& cells) {
    CellRow header;
    if (!cells.next(header)) {
      refuse(0, 0, "a line of names", "nothing");
      return false;
    }
    header_line_ = header.line;
    if (header.count < 2 || header.count > max_csv_columns) {
      refuse(header.line, 0, "2 to " + std::to_string(max_csv_columns) + " columns", std::to_string(header.count));
      return false;
    }
    const bool numbers = std::all_of(header.cells.begin(), header.cells.end(), [&](const Cell& cell) {
      return decimal_from_text(cell.text, comma_is_mark_).has_value();
    });
    if (numbers) {
      refuse(header.line, 0, "a line of names", "a line of numbers");
      return false;
    }
    for (std::size_t c = 0; c < header.count; ++c) {
      const Cell& cell = header.cells[c];
      if (!cell.whole) continue;
      if (cell.text.empty()) refuse(cell.line, c + 1, "a name", "nothing");
      const bool twice = std::find(names_.begin(), names_.end(), cell.text) != names_.end();
      if (twice && !cell.text.empty()) refuse(cell.line, c + 1, "a name of its own", found_text(cell.text) + " again");
      names_.push_back(cell.text);
    }
    if (!table_.mistakes.empty()) return false;
    return find_target();
  }

  bool find_target() {
    target_ = names_.size() - 1;
    if (!options_.target.empty()) {
      const auto named = std::find(names_.begin(), names_.end(), options_.target);
      if (named == names_.end()) {
        std::string all;
        for (const std::string& name : names_) all += (all.empty() ? "" : ", ") + found_text(name);
        refuse(header_line_, 0, "the target to be one of " + all, found_text(options_.target));
        return false;
      }
      target_ = static_cast<std::size_t>(named - names_.begin());
    }
    table_.features = names_;
    table_.features.erase(table_.features.begin() + static_cast<std::ptrdiff_t>(target_));
    table_.rows.features = static_cast<std::uint32_t>(table_.features.size());
    table_.rows.columns = 1;
    return true;
  }

  void read_rows(CellReader& cells) {
    std::size_t rows = 0;
    for (CellRow row; table_.mistakes.size() < most_csv_mistakes && cells.next(row);) {
      if (++rows > max_csv_rows) {
        refuse(row.line, 0, "at most " + std::to_string(max_csv_rows) + " rows", "more");
        return;
      }
      if (row.count != names_.size()) {
        refuse(row.line, 0, std::to_string(names_.size()) + " cells as in the header", std::to_string(row.count));
        continue;
      }
      for (std::size_t c = 0; c < row.count; ++c) {
        if (!row.cells[c].whole) continue;
        if (c == target_) {
          read_target(row.cells[c]);
        } else if (const auto x = number(row.cells[c], c, "a number")) {
          table_.rows.inputs.push_back(*x);
        }
      }
    }
    if (!table_.mistakes.empty()) return;
    if (rows == 0) refuse(0, 0, "rows below the names", "none");
    if (table_.classes.size() == 1) {
      refuse(0, target_ + 1, "at least 2 classes", found_text(table_.classes[0]) + " in all rows");
    }
  }

  std::optional<double> number(const Cell& cell, std::size_t c, const std::string& expected) {
    const auto decimal = decimal_from_text(cell.text, comma_is_mark_);
    if (!decimal) {
      refuse(cell.line, c + 1, expected, found_text(cell.text));
      return {};
    }
    if (!(decimal->value >= -largest_custom_number && decimal->value <= largest_custom_number)) {
      refuse(cell.line, c + 1, "a number in [-1e30, 1e30]", found_text(cell.text));
      return {};
    }
    if (decimal->mark != 0 && mark_ == 0) {
      mark_ = decimal->mark;
      mark_line_ = cell.line;
    }
    if (decimal->mark != 0 && decimal->mark != mark_) {
      refuse(
          cell.line, c + 1,
          std::string("a decimal ") + (mark_ == ',' ? "comma" : "point") + " as in line " + std::to_string(mark_line_),
          found_text(cell.text));
      return {};
    }
    return decimal->value;
  }

  void read_target(const Cell& cell) {
    if (cell.text.empty() || is_no_finite_number(cell.text)) {
      refuse(cell.line, target_ + 1, target_kind_ == TargetKind::numbers ? "a number" : "a number or a word",
             found_text(cell.text));
      return;
    }
    if (target_kind_ == TargetKind::unknown) {
      const bool numbers = decimal_from_text(cell.text, comma_is_mark_).has_value();
      target_kind_ = numbers ? TargetKind::numbers : TargetKind::words;
      target_line_ = cell.line;
    }
    if (target_kind_ == TargetKind::numbers) {
      const auto x = number(cell, target_, "a number as in line " + std::to_string(target_line_));
      if (x) table_.rows.targets.push_back(*x);
      return;
    }
    const auto [known, added] = classes_.try_emplace(cell.text, classes_.size());
    if (added && classes_.size() > max_custom_classes) {
      classes_.erase(known);
      refuse(cell.line, target_ + 1, "at most " + std::to_string(max_custom_classes) + " different words",
             found_text(cell.text) + " as another");
      return;
    }
    if (added) table_.classes.push_back(cell.text);
    table_.rows.targets.push_back(static_cast<double>(known->second));
  }

  const CsvOptions& options_;
  std::string_view text_;
  CsvTable table_;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> classes_;
  std::size_t target_ = 0;
  TargetKind target_kind_ = TargetKind::unknown;
  bool comma_is_mark_ = false;
  char mark_ = 0;  // of the fraction, once there was one
  std::uint32_t header_line_ = 0, target_line_ = 0, mark_line_ = 0;
};

}  // namespace

CsvTable parse_csv(std::string_view text, const CsvOptions& options) { return TableReader(text, options).read(); }

}  // namespace reluctant
