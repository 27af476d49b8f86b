// What a run takes from the heap: at its start what the estimate says, in a step nothing. Where memory stands after
// millions of steps is tests/soak.mjs.
#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <string>

#include "runs.h"

using namespace reluctant;
using tests::simulate;

namespace {

unsigned long allocations = 0;

}  // namespace

// Counts what is taken from the heap, to show that a step takes nothing.
void* operator new(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto a = static_cast<std::size_t>(alignment);
  void* memory = std::aligned_alloc(a, (size + a - 1) / a * a);
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return operator new(size); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

TEST_CASE("a step allocates nothing whatever the optimiser and the network") {
  for (
      const char* scenario : {
          "{}",
          R"({"training": {"optimizer": {"name": "sgd", "momentum": 0.9, "nesterov": true}, "clipNorm": 1}})",
          R"({"training": {"optimizer": {"name": "rmsprop"}, "l1": 0.001, "l2": 0.001}})",
          R"({"training": {"optimizer": {"name": "adagrad", "weightDecay": 0.001}, "inputNoise": 0.1}})",
          R"({"training": {"optimizer": {"name": "adam"}, "schedule": {"name": "cosine", "warmUp": 9}}})",
          R"({"training": {"optimizer": {"name": "adamw"}}, "network": {"activation": {"name": "prelu", "perUnit": true}}})",
          R"({"network": {"batchNorm": true, "activation": {"name": "mish"}}})",
          R"({"network": {"dropout": 0.3, "activation": {"name": "rrelu"}}})",
          R"({"network": {"dropout": 0.1, "activation": {"name": "selu"}}, "data": {"name": "gaussians", "classes": 4}})",
      }) {
    CAPTURE(std::string(scenario));
    auto simulation = simulate(scenario);
    simulation->train(129);  // past a checkpoint
    const auto events = simulation->events().size();
    const unsigned long before = allocations;
    simulation->train(62);  // up to the next one
    const unsigned long taken = allocations - before;
    const auto news = simulation->events().size() - events;
    CHECK(news <= 8);
    // A death or revival is not every step's: its cause is looked for in two copies of the parameters, and the list of
    // events may grow.
    CHECK(taken <= 2 * news + (news > 0 ? 1 : 0));
  }
}
