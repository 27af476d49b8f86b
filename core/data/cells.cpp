// Cuts text into cells: separators, quotes and line ends (cells.h).
#include "cells.h"

#include <algorithm>
#include <array>
#include <utility>

namespace reluctant {
namespace {

constexpr std::size_t longest_found = 40;

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// The separator that the first line with anything on it has most of; of equally many the tab, then the semicolon,
/// which names hold less often than the comma.
char separator_of(std::string_view text) {
  constexpr std::array separators{'\t', ';', ','};
  std::array<std::size_t, separators.size()> counts = {};
  bool quoted = false, blank = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (is_line_end(c) && !blank) break;
    blank = blank && (c == ' ' || is_line_end(c));
    for (std::size_t i = 0; i < separators.size(); ++i) counts[i] += c == separators[i] ? 1 : 0;
  }
  return separators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

}  // namespace

std::string found_text(std::string_view text) {
  if (text.empty()) return "nothing";
  std::string found = "\"";
  std::size_t seen = 0;
  for (const char byte : text) {
    if (begins_character(byte) && seen++ == longest_found) {
      found += "…";
      break;
    }
    found += byte;
  }
  found += '"';
  return found;
}

CellReader::CellReader(std::string_view text, std::vector<CsvMistake>& mistakes)
    : text_(text), mistakes_(mistakes), separator_(separator_of(text)) {}

bool CellReader::next(CellRow& row) {
  while (at_ < text_.size()) {
    read_row(row);
    const bool blank = row.count == 1 && row.cells[0].whole && row.cells[0].text.empty();
    if (!blank) return true;
  }
  return false;
}

void CellReader::read_row(CellRow& row) {
  row.cells.clear();
  row.count = 0;
  row.line = line_;
  Cell beyond;
  for (bool more = true; more;) {
    const std::size_t column = row.count++;
    read_cell(column < max_csv_columns ? row.cells.emplace_back() : beyond, column);
    more = at_ < text_.size() && text_[at_] == separator_;
    if (more) ++at_;
  }
  if (at_ < text_.size()) skip_line_end();
}

void CellReader::read_cell(Cell& cell, std::size_t column) {
  skip_spaces();
  cell.line = line_;
  if (at_ < text_.size() && text_[at_] == '"') {
    read_quoted(cell, column);
  } else {
    read_plain(cell, column);
  }
  if (const std::size_t length = characters(cell.text); length > max_csv_cell) {
    mistake(cell, column,
            "expected at most " + std::to_string(max_csv_cell) + " characters, found " + std::to_string(length));
  }
}

void CellReader::read_quoted(Cell& cell, std::size_t column) {
  cell.text.clear();
  for (++at_; at_ < text_.size();) {
    if (text_[at_] == '"') {
      ++at_;
      if (at_ == text_.size() || text_[at_] != '"') {
        skip_spaces();
        if (at_cell_end()) return;
        const std::size_t from = at_;
        while (!at_cell_end()) ++at_;
        return mistake(
            cell, column,
            "expected nothing after the closing quotes, found " + found_text(text_.substr(from, at_ - from)));
      }
    }
    if (is_line_end(text_[at_])) {
      cell.text += '\n';
      skip_line_end();
    } else {
      cell.text += text_[at_++];
    }
  }
  mistake(cell, column, "expected closing quotes, found the end of the text");
}

void CellReader::read_plain(Cell& cell, std::size_t column) {
  const std::size_t from = at_;
  while (!at_cell_end()) ++at_;
  std::string_view text = text_.substr(from, at_ - from);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  cell.text = text;
  if (text.find('"') != std::string_view::npos) {
    mistake(cell, column, "expected quotes around the whole cell or none, found " + found_text(text));
  }
}

void CellReader::skip_spaces() {
  while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] == '\t' && separator_ != '\t'))) ++at_;
}

void CellReader::skip_line_end() {
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

void CellReader::mistake(Cell& cell, std::size_t column, std::string message) {
  if (cell.whole) mistakes_.push_back({cell.line, static_cast<std::uint32_t>(column + 1), std::move(message)});
  cell.whole = false;
}

bool CellReader::at_cell_end() const {
  return at_ == text_.size() || text_[at_] == separator_ || is_line_end(text_[at_]);
}

}  // namespace reluctant
