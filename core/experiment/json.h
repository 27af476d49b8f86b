#pragma once
// RapidJSON as this room uses it, and numbers as text. Not part of the room's door.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>
#include <string_view>

namespace reluctant {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

inline void write(JsonWriter& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

inline void write_key(JsonWriter& writer, std::string_view text) {
  writer.Key(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

/// Whole numbers without a point, the rest as JSON writes them; null for what is not finite.
void write_number(JsonWriter& writer, double x);

/// `x` as it stands in a message or a file: 1000, 0.01, 1e-8.
std::string text_of(double x);

/// A value as JSON text.
std::string text_of(const rapidjson::Value& value);

inline std::string_view view_of(const rapidjson::Value& string) {
  return {string.GetString(), string.GetStringLength()};
}

}  // namespace reluctant
