#pragma once
// A decimal number as text, read the same everywhere: no locale, no libm. Who asks is csv.cpp.
#include <optional>
#include <string_view>

namespace reluctant {

/// Longest text that is read as a number.
inline constexpr std::size_t longest_decimal = 256;

/// What was read. Numbers of 1e32 and beyond are infinite here: no caller takes any so large.
struct Decimal {
  double value = 0;
  char mark = 0;  // '.' or ',', whichever stood before the fraction; 0 without one
};

/// The double nearest to the number that `text` is, of two equally near ones the even; nothing when it is no number:
/// a sign or none, digits with at most one mark before, between or after them, perhaps e and a power of ten.
///
/// comma     whether a comma may be the mark
/// accuracy  rounded correctly, whatever the digits and the exponent (tests/reference/decimals.py)
std::optional<Decimal> decimal_from_text(std::string_view text, bool comma);

}  // namespace reluctant
