// What a run takes from the heap: nothing in a step, and after millions of steps memory is where it was.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

#include "runs.h"

using namespace reluctant;
using tests::simulate;

namespace {

unsigned long allocations = 0;

/// Memory of this process that is in use, in bytes: pages of WebAssembly, or what Linux says.
std::size_t bytes_in_use() {
#ifdef __wasm__
  return __builtin_wasm_memory_size(0) * std::size_t{65536};
#else
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  REQUIRE_MESSAGE(file != nullptr, "memory is read from Linux");
  unsigned long all = 0, resident = 0;
  CHECK(std::fscanf(file, "%lu %lu", &all, &resident) == 2);
  std::fclose(file);
  return resident * 4096;
#endif
}

/// Trains a small network for a million steps and `millions` more, and says by how many bytes memory grew in those.
std::size_t growth_over(int millions) {
  auto simulation = simulate(R"({"data": {"name": "xor", "samples": 16, "testFraction": 0}, "network": {"hidden": [3]},
                                 "training": {"batchSize": 4, "optimizer": {"name": "adam"}}})");
  simulation->train(1000000);
  const std::size_t before = bytes_in_use();
  for (int i = 0; i < millions; ++i) simulation->train(1000000);
  REQUIRE(simulation->step() == 1000000u * static_cast<unsigned>(millions + 1));
  const std::size_t after = bytes_in_use();
  return after > before ? after - before : 0;
}

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
    unsigned long taken = 0;
    int quiet = 0;
    for (int step = 0; step < 62; ++step) {  // up to the next one
      const auto events = simulation->events().size();
      const unsigned long before = allocations;
      simulation->train(1);
      if (simulation->events().size() != events) continue;  // a death is looked into and written down
      taken += allocations - before;
      ++quiet;
    }
    CHECK(taken == 0);
    CHECK(quiet >= 50);
  }
}

TEST_CASE("a million steps leave memory where it was") {
#ifdef __SANITIZE_ADDRESS__
  MESSAGE("AddressSanitizer keeps what is freed for a while: memory says nothing of the run");
#else
  CHECK(growth_over(1) <= std::size_t{1} << 20);
#endif
}

// tools/test soak; not of the ordinary run, where it would take most of the time.
TEST_CASE("ten million steps leave memory where it was" * doctest::skip()) {
  CHECK(growth_over(9) <= std::size_t{1} << 20);
}
