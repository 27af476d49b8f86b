// Measures every activation, or those named, against exact.h over all 2^32 floats, and prints the table of
// core/activations/ACCURACY.md. In minutes a function; `--every 257` takes a sample.
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "sweep.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

struct Options {
  std::uint32_t every = 1;
  std::vector<std::string_view> names;
};

void print(const Case& one, std::string_view of, const Measured& measured) {
  std::printf("| %-18.*s | %-9.*s | %.3f at %-13.8g | %.3f at %-13.8g | %10llu | %10llu |\n",
              static_cast<int>(one.label.size()), one.label.data(), static_cast<int>(of.size()), of.data(),
              measured.value.ulp, static_cast<double>(measured.value.at), measured.slope.ulp,
              static_cast<double>(measured.slope.at), static_cast<unsigned long long>(measured.numbers_from_nan),
              static_cast<unsigned long long>(measured.backward_steps));
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--every" && i + 1 < count) {
      options.every = static_cast<std::uint32_t>(std::strtoul(arguments[++i], nullptr, 10));
    } else {
      options.names.push_back(argument);
    }
  }
  if (options.every == 0) {
    std::fputs("usage: accuracy [--every 257] [name ...]\n", stderr);
    return 2;
  }
  for (const Case& one : cases) {
    const bool wanted = options.names.empty() ||
                        std::find(options.names.begin(), options.names.end(), one.label) != options.names.end();
    if (!wanted) continue;
    const Choice choice = choice_of(one);
    print(one, "ours", sweep(one, options.every, [&](auto z, auto value, auto slope) {
            reluctant::evaluate(choice, z, value, slope);
          }));
  }
}
