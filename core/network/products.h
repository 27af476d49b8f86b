#pragma once
// The three products of a dense layer, blocked for registers, each sum in one written order. The rest of
// the room calls them from forward.cpp and backward.cpp.
#include <cstddef>
#include <cstdint>

namespace reluctant {

/// A batch stored unit by unit: row u holds unit u's values of all samples, `stride` floats apart.
/// `columns` is the number of samples rounded up to whole lanes; what lies beyond the samples is exactly 0.
struct Rows {
  const float* data;
  std::size_t stride;
};

/// z[u] = ((b[u] + w[u][0] h[0]) + w[u][1] h[1]) + ...: inputs ascending.
void affine(const float* weights, const float* bias, std::uint32_t units, std::uint32_t inputs, Rows h,
            std::size_t columns, float* z, std::size_t z_stride);

/// dh[i] = ((0 + w[0][i] dz[0]) + w[1][i] dz[1]) + ...: units ascending.
///
/// factors  each is multiplied by one at the end, which lie as `dh` does; null for none
void affine_transposed(const float* weights, std::uint32_t units, std::uint32_t inputs, Rows dz, std::size_t columns,
                       const float* factors, float* dh, std::size_t dh_stride);

/// dw[u][i] = sum over samples of dz[u] h[i], and db[u] of dz[u]: four partial sums, sample s to s mod 4, joined as
/// (0 + 2) + (1 + 3).
void weight_gradients(std::uint32_t units, std::uint32_t inputs, Rows dz, Rows h, std::size_t columns, float* dw,
                      float* db);

}  // namespace reluctant
