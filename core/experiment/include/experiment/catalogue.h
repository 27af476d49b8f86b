#pragma once
// The tables of all rooms, joined: everything a Scenario can name, with its ranges and sentences. Controls, help,
// JSON Schema and reference are made from it; what reads a Scenario by it is scenario.h.
#include <span>
#include <string>

#include "numerics/choice.h"

namespace reluctant {

/// One plain field of the Scenario. Parameters that every entry of a table shares (data.samples,
/// training.optimizer.learningRate) are fields too; catalogue_json() adds them from the tables.
struct Field {
  std::string_view path;
  std::string_view type;  // number, integer, boolean, option, choice, integers
  std::string_view label;
  std::string_view sentence;
  bool mid_run = false;  // whether an intervention may change it
  double initial = 0;    // of a choice: the position in its table
  Range range = {};
  std::span<const std::string_view> options = {};  // of an option; the first is the default
  std::span<const Description> table = {};         // of a choice
  std::string_view unit = {};
};

/// The Scenario's fields, in its own order.
std::span<const Field> fields();

/// The field of that path. It is there: paths are written in the core alone.
const Field& field_named(std::string_view path);

/// The activations' descriptions, in the order of their table.
std::span<const Description> activation_descriptions();

/// The whole catalogue as JSON, as the public interface has it.
std::string catalogue_json();

}  // namespace reluctant
