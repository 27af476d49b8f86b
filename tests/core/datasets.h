#pragma once
// Data sets as the tests of the data room ask for them: data_test.cpp, shapes_test.cpp, custom_rows_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "data/dataset.h"

namespace reluctant::tests {

/// Where the parameters that all families share stand.
enum Position : std::size_t { samples, noise, test_fraction, shift, scale };

/// The family of that name with every parameter at its default.
inline Choice choice_of(std::string_view name) {
  Choice choice;
  const auto table = families();
  const auto entry = std::find_if(table.begin(), table.end(), [&](const auto& family) { return family.name == name; });
  CHECK(entry != table.end());
  if (entry == table.end()) return choice;
  choice.index = static_cast<std::uint8_t>(entry - table.begin());
  for (std::size_t i = 0; i < entry->parameters.size(); ++i) choice.values[i] = entry->parameters[i].initial;
  return choice;
}

/// All families but custom, whose rows are not drawn.
inline std::vector<Description> drawn_families() {
  std::vector<Description> drawn(families().begin(), families().end());
  std::erase_if(drawn, [](const Description& family) { return family.name == "custom"; });
  return drawn;
}

/// 4000 rows without noise, none held back: row s is of class s mod classes.
inline Dataset clean(Choice choice, std::uint32_t seed = 7) {
  choice.values[samples] = 4000;
  choice.values[noise] = 0;
  choice.values[test_fraction] = 0;
  return make_dataset(choice, seed);
}

inline Dataset clean(std::string_view name, std::uint32_t seed = 7) { return clean(choice_of(name), seed); }

/// A row of two inputs and a class.
struct Row {
  double x1, x2;
  int label;
};

inline Row row(const Dataset& data, std::size_t s) {
  return {static_cast<double>(data.inputs[2 * s]), static_cast<double>(data.inputs[2 * s + 1]),
          static_cast<int>(data.targets[s])};
}

template <class Claim>
void each_row(const Dataset& data, Claim claim) {
  for (std::size_t s = 0; s < data.targets.size(); ++s) {
    CAPTURE(s);
    claim(row(data, s));
  }
}

inline constexpr double tiny = 1e-6;  // more than a float is off in the unit square

}  // namespace reluctant::tests
