#pragma once
// Tables of text: CSV with a header, read into rows that a network can learn. What becomes of the rows is dataset.h.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/dataset.h"

namespace reluctant {

/// What the reader of a table may say.
struct CsvOptions {
  std::string target;        // name of the column to learn; empty: the last
  bool standardize = false;  // every feature less its mean, divided by its standard deviation
};

/// A mistake in a table. Lines are those of an editor, columns those of a spreadsheet, both from 1; 0 is all of them.
struct CsvMistake {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string message;  // "expected X, found Y"
};

/// A table as read. Where there are mistakes, there is nothing else.
struct CsvTable {
  CustomRows rows;                    // one target a row: a number, or the index of a word in `classes`
  std::vector<std::string> features;  // names of the input columns, in the table's order
  std::vector<std::string> classes;   // words of the target column in order of first appearance; none for numbers
  std::vector<CsvMistake> mistakes;   // the first `most_csv_mistakes` of them, in the order of the text
};

inline constexpr std::size_t max_csv_bytes = 5 * 1024 * 1024;
inline constexpr std::size_t max_csv_rows = 100000;
inline constexpr std::size_t max_csv_columns = 64;
inline constexpr std::size_t max_csv_cell = 256;  // characters, not bytes
inline constexpr std::size_t most_csv_mistakes = 100;

/// Reads a table of UTF-8 text: a line of names, then a row a line.
///
/// separator    comma, semicolon or tab: the one that the header has most of
/// quotes       around a whole cell, doubled inside; such a cell may hold separators and line ends
/// numbers      digits with a sign, a fraction and a power of ten or without; where the separator is no comma, the mark
///              of the fraction may be one, the same in the whole table; at most `largest_custom_number` in size;
///              not a number and infinities are refused
/// target       numbers when the first row has one there, else words, 2 to `max_custom_classes` different ones
/// standardize  over all rows, by the standard deviation that divides by their number; a feature that is the same in
///              all rows becomes 0
/// ignored      a byte order mark, spaces around cells, blank lines
/// cost         linear in the text
CsvTable parse_csv(std::string_view text, const CsvOptions& options);

}  // namespace reluctant
