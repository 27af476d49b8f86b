#pragma once
// Text cut into rows of cells, as RFC 4180 has them. What the cells mean is csv.cpp.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv.h"

namespace reluctant {

/// One cell of a row.
struct Cell {
  std::string text;        // without its quotes, or without the spaces around it
  std::uint32_t line = 0;  // on which it begins
  bool whole = true;       // false: its mistake is told already
};

/// One row. Of cells beyond `max_csv_columns` only the number is kept.
struct CellRow {
  std::vector<Cell> cells;
  std::size_t count = 0;
  std::uint32_t line = 0;
};

/// What was found, as in a message: quoted, of many characters the first 40; `nothing` for an empty text.
std::string found_text(std::string_view text);

/// Reads a text row by row. Adds what is wrong with the cells' form to `mistakes`.
class CellReader {
 public:
  CellReader(std::string_view text, std::vector<CsvMistake>& mistakes);

  /// Between cells: comma, semicolon or tab.
  [[nodiscard]] char separator() const { return separator_; }

  /// Reads the next row that is not blank into `row`; false at the end of the text.
  bool next(CellRow& row);

 private:
  void read_row(CellRow& row);
  void read_cell(Cell& cell, std::size_t column);
  void read_quoted(Cell& cell, std::size_t column);
  void read_plain(Cell& cell, std::size_t column);
  void skip_spaces();
  void skip_line_end();
  void mistake(Cell& cell, std::size_t column, std::string message);
  [[nodiscard]] bool at_cell_end() const;

  std::string_view text_;
  std::vector<CsvMistake>& mistakes_;
  char separator_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace reluctant
