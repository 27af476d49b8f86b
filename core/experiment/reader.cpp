// Reads values of a Scenario by tables, and words mistakes (reader.h).
#include "reader.h"

#include <algorithm>

namespace reluctant {
namespace {

constexpr std::size_t longest_found = 40;
constexpr unsigned json_flags = rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag;
constexpr int deepest = 16;  // levels of JSON; a Scenario needs six

/// Levels of objects and arrays in JSON text, whether it is right or not.
int depth_of(std::string_view json) {
  int depth = 0, largest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '{' || c == '[')) {
      largest = std::max(largest, ++depth);
    } else if (!in_string && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return largest;
}

}  // namespace

std::string join(std::string_view path, std::string_view name) {
  std::string joined(path);
  if (!joined.empty()) joined += '.';
  joined += name;
  return joined;
}

std::string at_index(std::string_view path, std::size_t index) {
  std::string indexed(path);
  indexed += '[';
  indexed += std::to_string(index);
  indexed += ']';
  return indexed;
}

std::string cut(const std::string& text) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && characters++ == longest_found) {
      std::string shortened = text.substr(0, i);
      shortened += "…";
      return shortened;
    }
  }
  return text;
}

bool is_marker(const Value& value) {
  if (!value.IsObject() || value.MemberCount() != 1) return false;
  const auto& member = *value.MemberBegin();
  return view_of(member.name) == std::string_view("\0", 1) && member.value.IsString();
}

std::string found_text(const Value& value) {
  if (is_marker(value)) return cut(std::string(view_of(value.MemberBegin()->value)));
  return cut(text_of(value));
}

std::string range_text(const Range& range, std::string_view noun) {
  const Range all;
  if (range.min == range.max) return text_of(range.min);
  std::string text(noun);
  if (range.min == all.min && range.max == all.max) return text;
  text += " in ";
  text += range.exclusive_min ? '(' : '[';
  text += text_of(range.min);
  text += ", ";
  text += text_of(range.max);
  text += ']';
  return text;
}

std::string names_text(std::span<const std::string_view> names, char quote) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += ", ";
    if (quote != 0) text += quote;
    text += name;
    if (quote != 0) text += quote;
  }
  return text;
}

void Reader::refuse(std::string_view path, const std::string& expected, const Value& found) {
  refuse_text(path, expected, found_text(found));
}

void Reader::refuse_text(std::string_view path, const std::string& expected, const std::string& found) {
  std::string message = "expected ";
  message += expected;
  message += ", found ";
  message += found;
  mistakes_.push_back({std::string(path), std::move(message)});
}

bool Reader::parse(std::string_view json, std::string_view path, rapidjson::Document& document) {
  if (const int depth = depth_of(json); depth > deepest) {
    refuse_text(path, "JSON of at most " + std::to_string(deepest) + " levels", std::to_string(depth));
    return false;
  }
  document.Parse<json_flags>(json.data(), json.size());
  if (!document.HasParseError()) return true;
  refuse_text(path, "JSON", "a mistake at character " + std::to_string(document.GetErrorOffset() + 1));
  return false;
}

std::optional<double> Reader::number(const Value& value, std::string_view path, const Range& range) {
  if (value.IsNumber() && range.contains(value.GetDouble())) return value.GetDouble();
  refuse(path, range_text(range, "a number"), value);
  return {};
}

std::optional<std::uint32_t> Reader::integer(const Value& value, std::string_view path, const Range& range) {
  if (value.IsNumber() && range.contains(value.GetDouble())) {
    const auto whole = static_cast<std::uint32_t>(value.GetDouble());
    if (static_cast<double>(whole) == value.GetDouble()) return whole;
  }
  refuse(path, range_text(range, "an integer"), value);
  return {};
}

std::optional<bool> Reader::boolean(const Value& value, std::string_view path, const Range& range) {
  const bool fixed = range.min == range.max;
  if (value.IsBool() && (!fixed || value.GetBool() == (range.min != 0))) return value.GetBool();
  refuse(path, !fixed ? "true or false" : range.min != 0 ? "true" : "false", value);
  return {};
}

std::optional<std::size_t> Reader::option(const Value& value, std::string_view path,
                                          std::span<const std::string_view> options) {
  if (value.IsString()) {
    const auto found = std::find(options.begin(), options.end(), view_of(value));
    if (found != options.end()) return static_cast<std::size_t>(found - options.begin());
  }
  refuse(path, "one of " + names_text(options, '"'), value);
  return {};
}

bool Reader::object(const Value& value, std::string_view path, std::string_view what) {
  if (value.IsObject() && !is_marker(value)) return true;
  refuse(path, std::string(what), value);
  return false;
}

void Reader::unknown(std::string_view path, std::string_view name, std::span<const std::string_view> allowed) {
  refuse_text(join(path, name), "one of the fields " + names_text(allowed, 0), cut('"' + std::string(name) + '"'));
}

void Reader::parameter(const Value& value, std::string_view path, const Parameter& parameter, double* places) {
  switch (parameter.type) {
    case ParameterType::number: places[0] = number(value, path, parameter.range).value_or(places[0]); break;
    case ParameterType::integer:
      if (const auto whole = integer(value, path, parameter.range)) places[0] = *whole;
      break;
    case ParameterType::boolean:
      if (const auto truth = boolean(value, path, parameter.range)) places[0] = *truth ? 1 : 0;
      break;
    case ParameterType::option:
      if (const auto index = option(value, path, parameter.options)) places[0] = static_cast<double>(*index);
      break;
    case ParameterType::numbers:
      if (!value.IsArray() || value.Size() != parameter.count) {
        refuse(path, "an array of " + std::to_string(parameter.count) + " numbers", value);
        break;
      }
      for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
        places[i] = number(value[i], at_index(path, i), parameter.range).value_or(places[i]);
      }
      break;
  }
}

Choice Reader::choice(const Value& value, std::string_view path, std::span<const Description> table,
                      std::size_t initial, std::span<const std::string_view> also) {
  Choice chosen = default_choice(table, initial);
  if (!object(value, path, "an object with a name")) return chosen;
  if (const auto name = value.FindMember("name"); name != value.MemberEnd()) {
    std::vector<std::string_view> names;
    for (const Description& entry : table) names.push_back(entry.name);
    const auto index = option(name->value, join(path, "name"), names);
    if (!index) return chosen;
    chosen = default_choice(table, *index);
  }
  const auto known = table[chosen.index].parameters;
  for (const auto& member : value.GetObject()) {
    const std::string_view name = view_of(member.name);
    if (name == "name" || std::find(also.begin(), also.end(), name) != also.end()) continue;
    const auto found = std::find_if(known.begin(), known.end(), [&](const Parameter& p) { return p.name == name; });
    if (found == known.end()) {
      std::vector<std::string_view> allowed{"name"};
      for (const Parameter& p : known) allowed.push_back(p.name);
      allowed.insert(allowed.end(), also.begin(), also.end());
      unknown(path, name, allowed);
      continue;
    }
    const std::size_t place = place_of(table[chosen.index], static_cast<std::size_t>(found - known.begin()));
    parameter(member.value, join(path, name), *found, &chosen.values[place]);
  }
  return chosen;
}

Choice Reader::default_choice(std::span<const Description> table, std::size_t index) {
  Choice choice{.index = static_cast<std::uint8_t>(index)};
  for (std::size_t p = 0; p < table[index].parameters.size(); ++p) {
    const Parameter& parameter = table[index].parameters[p];
    const std::size_t place = place_of(table[index], p);
    choice.values[place] = parameter.initial;
    for (std::uint32_t i = 1; i < parameter.count; ++i) choice.values[place + i] = parameter.rest;
  }
  return choice;
}

Choice Reader::choice_of(const Value& value, std::string_view path, const Field& field) {
  return choice(value, path, field.table, static_cast<std::size_t>(field.initial));
}

}  // namespace reluctant
