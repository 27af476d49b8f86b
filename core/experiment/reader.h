#pragma once
// Reads values of a Scenario by the tables that describe them, and words what is wrong with them: the one place where
// mistakes are formatted. What stands where in a Scenario is scenario.cpp and changes.cpp.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/catalogue.h"
#include "experiment/scenario.h"
#include "json.h"

namespace reluctant {

using rapidjson::Value;

/// network + hidden: network.hidden; an empty path adds no dot.
std::string join(std::string_view path, std::string_view name);

/// hidden + 1: hidden[1].
std::string at_index(std::string_view path, std::size_t index);

/// The first forty characters, never half of one.
std::string cut(const std::string& text);

/// What was found, as in a message: JSON, or the name of a value that JSON has not.
std::string found_text(const Value& value);

/// "a number in (0, 1000]", or the one value of a range that has no more.
std::string range_text(const Range& range, std::string_view noun);

/// Names in a row with commas; `quote` 0 leaves them bare.
std::string names_text(std::span<const std::string_view> names, char quote);

/// Whether the value is an object that stands for what JSON has not: {"\u0000": "NaN"}.
bool is_marker(const Value& value);

/// Reads values by table and collects what is wrong with them.
class Reader {
 public:
  explicit Reader(std::vector<Mistake>& mistakes) : mistakes_(mistakes) {}

  /// Adds a mistake: expected this, found that.
  void refuse(std::string_view path, const std::string& expected, const Value& found);

  void refuse_text(std::string_view path, const std::string& expected, const std::string& found);

  /// How many mistakes there are so far.
  [[nodiscard]] std::size_t count() const { return mistakes_.size(); }

  /// Whether `json` was parsed into `document`; its own mistake when it is not JSON, or nested beyond reason.
  bool parse(std::string_view json, std::string_view path, rapidjson::Document& document);

  /// A number in the range, or nothing.
  std::optional<double> number(const Value& value, std::string_view path, const Range& range);

  /// A whole number in the range, true or false, or the position of one of the options: or nothing.
  std::optional<std::uint32_t> integer(const Value& value, std::string_view path, const Range& range);

  std::optional<bool> boolean(const Value& value, std::string_view path, const Range& range);

  std::optional<std::size_t> option(const Value& value, std::string_view path,
                                    std::span<const std::string_view> options);

  /// Whether `value` is an object; its own mistake when it is not.
  bool object(const Value& value, std::string_view path, std::string_view what = "an object");

  /// Refuses a field that is not among the allowed.
  void unknown(std::string_view path, std::string_view name, std::span<const std::string_view> allowed);

  /// Reads a parameter into its places of a choice; a wrong one leaves them as they were.
  void parameter(const Value& value, std::string_view path, const Parameter& parameter, double* places);

  /// An object with a `name` from the table (absent: the one at `initial`) and that entry's parameters.
  /// `also` are more members, which the caller reads.
  Choice choice(const Value& value, std::string_view path, std::span<const Description> table, std::size_t initial,
                std::span<const std::string_view> also = {});

  static Choice default_choice(std::span<const Description> table, std::size_t index);

  Choice choice_of(const Value& value, std::string_view path, const Field& field);

 private:
  std::vector<Mistake>& mistakes_;
};

}  // namespace reluctant
