// Numbers and values as JSON text (json.h).
#include "json.h"

#include <cstdint>

namespace reluctant {
namespace {

template <class Write>
std::string written(const Write& write_value) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  write_value(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

void write_number(JsonWriter& writer, double x) {
  if (x - x != 0) {
    writer.Null();
    return;
  }
  constexpr double exact = 9007199254740992.0;  // 2^53: every whole number below it is a double
  if (x >= -exact && x <= exact && static_cast<double>(static_cast<std::int64_t>(x)) == x) {
    writer.Int64(static_cast<std::int64_t>(x));
  } else {
    writer.Double(x);
  }
}

std::string text_of(double x) {
  return written([x](JsonWriter& writer) { write_number(writer, x); });
}

std::string text_of(const rapidjson::Value& value) {
  return written([&value](JsonWriter& writer) { value.Accept(writer); });
}

}  // namespace reluctant
