#pragma once
// Memory for parameters, batches and what is made of them: arrays that vector loads may read. How parameters lie
// in one is network/layout.h.
#include <algorithm>
#include <cstddef>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

namespace reluctant {

/// Takes memory in whole cache lines' alignment.
template <class T>
struct CacheLineAllocator {
  /// What it takes memory for.
  using value_type = T;
  static constexpr std::align_val_t alignment{64};

  CacheLineAllocator() = default;
  template <class U>
  /// One for other values is as good: no allocator keeps anything.
  explicit CacheLineAllocator(const CacheLineAllocator<U>&) {}

  /// Memory for `count` values, uninitialised.
  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), alignment)); }
  /// Gives it back.
  void deallocate(T* memory, std::size_t) { ::operator delete(memory, alignment); }
  bool operator==(const CacheLineAllocator&) const = default;
};

/// A fixed number of values that begin at a multiple of 64 bytes. Copies are deep; assigning an array of the same
/// size allocates nothing.
template <class T>
class AlignedArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  AlignedArray() = default;
  /// `size` zeros.
  explicit AlignedArray(std::size_t size) : values_(size) {}

  /// Makes it `size` zeros, whatever it held. Allocates only to grow.
  void resize(std::size_t size) { values_.assign(size, T{}); }
  /// Makes every value `value`.
  void fill(T value) { std::fill(begin(), end(), value); }

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] T* data() { return values_.data(); }
  [[nodiscard]] const T* data() const { return values_.data(); }
  [[nodiscard]] std::span<T> span() { return {data(), size()}; }
  [[nodiscard]] std::span<const T> span() const { return {data(), size()}; }
  T& operator[](std::size_t i) { return values_[i]; }
  const T& operator[](std::size_t i) const { return values_[i]; }
  T* begin() { return data(); }
  T* end() { return data() + size(); }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }

  bool operator==(const AlignedArray&) const = default;

 private:
  std::vector<T, CacheLineAllocator<T>> values_;
};

}  // namespace reluctant
