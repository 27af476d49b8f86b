#pragma once
// A short name for many bits: two runs are the same when their digests are. What is digested is decided in
// experiment/simulation.h.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace reluctant {

static_assert(std::endian::native == std::endian::little, "digests are of little-endian bytes");

/// FNV-1a with 64 bits. Finds accidents, not forgeries.
///
/// source  Fowler, Noll, Vo, Eastlake 2019, draft-eastlake-fnv-17
constexpr std::uint64_t fnv1a_64(std::span<const std::byte> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::byte byte : bytes) hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
  return hash;
}

/// `x` as 16 lower-case hexadecimal digits.
inline std::string hex16(std::uint64_t x) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, x >>= 4) *digit = "0123456789abcdef"[x & 15];
  return text;
}

}  // namespace reluctant
