// Measures every activation, or those named, against exact.h over all 2^32 floats, and the same formulas by libm in
// float32 over every 257th: rows of core/activations/ACCURACY.md, which tools/accuracy makes. Some minutes a function;
// `--every 257` takes a sample. With `--peer NAME` it judges values and slopes that another program writes to its
// input.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "sweep.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

struct Options {
  std::uint32_t every = 1;
  std::string_view peer;
  std::vector<std::string_view> labels;

  [[nodiscard]] bool wants(std::string_view label) const {
    return labels.empty() || std::find(labels.begin(), labels.end(), label) != labels.end();
  }
};

Options read(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    const bool has_next = i + 1 < count;
    if (argument == "--every" && has_next) {
      options.every = static_cast<std::uint32_t>(std::strtoul(arguments[++i], nullptr, 10));
    } else if (argument == "--peer" && has_next) {
      options.peer = arguments[++i];
    } else {
      options.labels.push_back(argument);
    }
  }
  return options;
}

bool is_case(std::string_view label) {
  return std::any_of(cases.begin(), cases.end(), [label](const Case& one) { return one.label == label; });
}

/// Says on the error stream how much of a sweep is done, at every eighth.
class Progress {
 public:
  explicit Progress(std::string_view label) : label_(label) {}

  void reach(float z) {
    std::uint32_t bits;
    std::memcpy(&bits, &z, sizeof bits);
    const std::uint32_t place = bits >> 31 != 0 ? ~bits : bits + (1u << 31);
    if (place >> 29 == eighths_) return;
    eighths_ = place >> 29;
    std::fprintf(stderr, "accuracy: %s, %u eighths\n", label_.c_str(), eighths_);
  }

 private:
  std::string label_;
  std::uint32_t eighths_ = 0;
};

std::string text_of(const Worst& worst) {
  char text[64];
  const char* form = worst.ulp < 100 ? "%.3f at %.9g" : "%.2g at %.9g";
  std::snprintf(text, sizeof text, form, worst.ulp, static_cast<double>(worst.at));
  return worst.ulp == 0 ? "exact" : text;
}

void print(const Case& one, std::string_view by, std::uint32_t every, const Measured& measured) {
  const std::string share = every == 1 ? "all" : "1 in " + std::to_string(every);
  const std::string row = "| " + std::string(one.label) + " | " + std::string(by) + " | " + share + " | " +
                          text_of(measured.value) + " | " + text_of(measured.slope) + " | " +
                          std::to_string(measured.numbers_from_nan) + " | " + std::to_string(measured.backward_steps) +
                          " |";
  std::puts(row.c_str());
  std::fflush(stdout);
}

void read_floats(std::span<float> out) {
  if (std::fread(out.data(), sizeof(float), out.size(), stdin) == out.size()) return;
  std::fputs("accuracy: the peer's floats ended early\n", stderr);
  std::exit(1);
}

void measure(const Case& one, const Options& options) {
  if (!options.peer.empty()) {
    print(one, options.peer, options.every, sweep(one, options.every, [](auto, auto value, auto slope) {
            read_floats(value);
            read_floats(slope);
          }));
    return;
  }
  Progress progress(one.label);
  print(one, "this", options.every,
        sweep(one, options.every, [&, choice = choice_of(one)](auto z, auto value, auto slope) {
          progress.reach(z.front());
          evaluate(choice, z, value, slope);
        }));
  const std::uint32_t rarely = std::max(options.every, 257u);
  print(one, "libm", rarely, sweep(one, rarely, [&one](auto z, auto value, auto slope) {
          for (std::size_t i = 0; i < z.size(); ++i) {
            const Exact<float> pair = one.in_float(one.parameters, z[i]);
            value[i] = pair.value;
            slope[i] = pair.slope;
          }
        }));
}

}  // namespace

int main(int count, char** arguments) {
  const Options options = read(count, arguments);
  const bool known = std::all_of(options.labels.begin(), options.labels.end(), is_case);
  if (options.every == 0 || !known || (!options.peer.empty() && options.labels.size() != 1)) {
    std::fputs("usage: accuracy [--every 257] [label ...], or accuracy --peer NAME [--every 257] label; labels:",
               stderr);
    for (const Case& one : cases) std::fprintf(stderr, " \"%s\"", std::string(one.label).c_str());
    std::fputs("\n", stderr);
    return 2;
  }
  for (const Case& one : cases) {
    if (options.wants(one.label)) measure(one, options);
  }
}
