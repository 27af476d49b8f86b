#pragma once
// The files that tests read: named Scenarios, golden fingerprints, references made by other programs.
#include <doctest/doctest.h>
#include <rapidjson/document.h>

#include <cstdio>
#include <string>
#include <vector>

namespace reluctant::tests {

/// The text of a file below tests/. A missing one fails the test.
inline std::string text_of_file(const std::string& name) {
  const std::string path = std::string(RELUCTANT_TESTS) + "/" + name;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  REQUIRE_MESSAGE(file != nullptr, path);
  std::string text;
  char block[4096];
  for (std::size_t read; (read = std::fread(block, 1, sizeof block, file)) > 0;) text.append(block, read);
  std::fclose(file);
  return text;
}

/// The text of a named Scenario.
inline std::string scenario_named(const std::string& name) { return text_of_file("scenarios/" + name + ".json"); }

inline rapidjson::Document json_of_file(const std::string& name) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseFullPrecisionFlag>(text_of_file(name).c_str());
  REQUIRE_MESSAGE(!document.HasParseError(), name);
  return document;
}

inline std::vector<float> floats_of(const rapidjson::Value& array) {
  std::vector<float> floats;
  for (const auto& value : array.GetArray()) {
    if (value.IsArray()) {
      for (const auto& inner : value.GetArray()) floats.push_back(inner.GetFloat());
    } else {
      floats.push_back(value.GetFloat());
    }
  }
  return floats;
}

}  // namespace reluctant::tests
