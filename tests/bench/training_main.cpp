// A rival (training.h) as a native program for training.bench.mjs: its arguments are those of `prepare` and a number of
// steps; parameters, inputs and targets come through standard input as plain floats. It says the milliseconds of those
// steps, done once to warm up and once again from the start, and the loss after them.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "training.h"

namespace {

std::vector<float> read(std::size_t count) {
  std::vector<float> values(count);
  if (std::fread(values.data(), sizeof(float), count, stdin) != count) std::exit(2);
  return values;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 10) return 2;
  const auto number = [&](int i) { return static_cast<std::uint32_t>(std::strtoul(argv[i], nullptr, 10)); };
  const std::uint32_t rows = number(7), steps = number(9);
  prepare(number(1), number(2), number(3), number(4), number(5), number(6), rows, std::strtod(argv[8], nullptr));
  const std::vector<float> w = read(parameter_count());
  const std::vector<float> x = read(std::size_t{rows} * number(1));
  const std::vector<float> t = read(std::size_t{rows} * number(4));
  const auto train_from_start = [&] {
    std::copy(w.begin(), w.end(), parameters());
    std::copy(x.begin(), x.end(), inputs());
    std::copy(t.begin(), t.end(), targets());
    start();
    const auto begin = std::chrono::steady_clock::now();
    train(steps);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  };
  train_from_start();
  const double spent = train_from_start();
  std::printf("{\"milliseconds\": %.6f, \"loss\": %.9g}\n", spent, loss());
}
