#pragma once
// What a Scenario can choose by name, and the bounded parameters that come with it. Every room keeps a
// table of these; experiment/catalogue.h joins the tables, and controls, help and schema are made from it.
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace reluctant {

/// Which numbers are allowed: [min, max], or (min, max] when `exclusive_min`.
struct Range {
  double min = -std::numeric_limits<double>::max();
  double max = std::numeric_limits<double>::max();
  bool exclusive_min = false;

  /// Whether `x` lies inside. NaN lies in no range.
  [[nodiscard]] constexpr bool contains(double x) const { return x <= max && (exclusive_min ? x > min : x >= min); }
};

/// What a parameter may be; `numbers` is a row as long as its default.
enum class ParameterType : std::uint8_t { number, integer, boolean, option, numbers };

/// One parameter of a choice. Booleans are 0 or 1; an option is its index in `options`.
struct Parameter {
  std::string_view name;      // as in the Scenario: camelCase
  std::string_view label;     // as on a control
  std::string_view sentence;  // what it does, for a student
  ParameterType type = ParameterType::number;
  double initial = 0;  // used when the Scenario leaves it out
  Range range = {};
  std::span<const std::string_view> options = {};
  std::string_view unit = {};
  std::uint32_t count = 1;  // of numbers: how many, and what the ones after the first begin at
  double rest = 0;
};

/// A named thing with its parameters, as it stands in a room's table.
struct Description {
  std::string_view name;  // as in the Scenario: kebab-case
  std::string_view label;
  std::string_view description;
  std::span<const Parameter> parameters = {};
};

inline constexpr std::size_t max_parameters = 8;

/// Where the value of parameter `p` begins in a Choice: parameters of several numbers take as many places.
constexpr std::size_t place_of(const Description& description, std::size_t p) {
  std::size_t place = 0;
  for (std::size_t before = 0; before < p; ++before) place += description.parameters[before].count;
  return place;
}

/// A choice made: which entry of a room's table, and its parameters' values in the table's order.
struct Choice {
  std::uint8_t index = 0;
  std::array<double, max_parameters> values = {};

  bool operator==(const Choice&) const = default;
};

}  // namespace reluctant
