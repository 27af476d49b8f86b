// The three products of a dense layer (products.h). A tile of sums stays in registers while the inner loop runs;
// tiles change which sums are made together, never the order within one.
#include "products.h"

#include "numerics/lanes.h"

namespace reluctant {
namespace {

/// `units` rows by `groups` groups of four samples of z.
template <int units, int groups>
void affine_tile(const float* weights, const float* bias, std::uint32_t inputs, Rows h, std::size_t from, float* z,
                 std::size_t z_stride) {
  FloatLanes sum[units][groups];
  for (int u = 0; u < units; ++u) {
    for (int g = 0; g < groups; ++g) sum[u][g] = hn::Set(float_tag, bias[u]);
  }
  for (std::uint32_t i = 0; i < inputs; ++i) {
    const float* row = h.data + i * h.stride + from;
    FloatLanes x[groups];
    for (int g = 0; g < groups; ++g) x[g] = hn::LoadU(float_tag, row + 4 * g);
    for (int u = 0; u < units; ++u) {
      const FloatLanes w = hn::Set(float_tag, weights[static_cast<std::size_t>(u) * inputs + i]);
      for (int g = 0; g < groups; ++g) sum[u][g] = hn::Add(sum[u][g], hn::Mul(w, x[g]));
    }
  }
  for (int u = 0; u < units; ++u) {
    for (int g = 0; g < groups; ++g) {
      hn::StoreU(sum[u][g], float_tag,
                 z + static_cast<std::size_t>(u) * z_stride + from + static_cast<std::size_t>(4 * g));
    }
  }
}

template <int units>
void affine_rows(const float* weights, const float* bias, std::uint32_t inputs, Rows h, std::size_t columns, float* z,
                 std::size_t z_stride) {
  std::size_t s = 0;
  for (; s + 8 <= columns; s += 8) affine_tile<units, 2>(weights, bias, inputs, h, s, z, z_stride);
  if (s < columns) affine_tile<units, 1>(weights, bias, inputs, h, s, z, z_stride);
}

/// `inputs` rows by `groups` groups of four samples of dh; `fan_in` is the length of a row of weights.
template <int inputs, int groups>
void transposed_tile(const float* weights, std::uint32_t units, std::size_t fan_in, Rows dz, std::size_t from,
                     float* dh, std::size_t dh_stride) {
  FloatLanes sum[inputs][groups];
  for (int i = 0; i < inputs; ++i) {
    for (int g = 0; g < groups; ++g) sum[i][g] = hn::Zero(float_tag);
  }
  for (std::uint32_t u = 0; u < units; ++u) {
    const float* row = dz.data + u * dz.stride + from;
    FloatLanes x[groups];
    for (int g = 0; g < groups; ++g) x[g] = hn::LoadU(float_tag, row + 4 * g);
    for (int i = 0; i < inputs; ++i) {
      const FloatLanes w = hn::Set(float_tag, weights[u * fan_in + static_cast<std::size_t>(i)]);
      for (int g = 0; g < groups; ++g) sum[i][g] = hn::Add(sum[i][g], hn::Mul(w, x[g]));
    }
  }
  for (int i = 0; i < inputs; ++i) {
    for (int g = 0; g < groups; ++g) {
      hn::StoreU(sum[i][g], float_tag,
                 dh + static_cast<std::size_t>(i) * dh_stride + from + static_cast<std::size_t>(4 * g));
    }
  }
}

template <int inputs>
void transposed_rows(const float* weights, std::uint32_t units, std::size_t fan_in, Rows dz, std::size_t columns,
                     float* dh, std::size_t dh_stride) {
  std::size_t s = 0;
  for (; s + 8 <= columns; s += 8) transposed_tile<inputs, 2>(weights, units, fan_in, dz, s, dh, dh_stride);
  if (s < columns) transposed_tile<inputs, 1>(weights, units, fan_in, dz, s, dh, dh_stride);
}

/// `units` rows by `inputs` columns of dw. The sums of lanes are joined four at a time, along the longer side.
template <int units, int inputs>
void gradient_tile(Rows dz, Rows h, std::size_t columns, float* dw, std::size_t fan_in) {
  FloatLanes sum[units][inputs];
  for (int u = 0; u < units; ++u) {
    for (int i = 0; i < inputs; ++i) sum[u][i] = hn::Zero(float_tag);
  }
  for (std::size_t s = 0; s < columns; s += lane_count) {
    FloatLanes x[inputs];
    for (int i = 0; i < inputs; ++i) x[i] = hn::LoadU(float_tag, h.data + static_cast<std::size_t>(i) * h.stride + s);
    for (int u = 0; u < units; ++u) {
      const FloatLanes d = hn::LoadU(float_tag, dz.data + static_cast<std::size_t>(u) * dz.stride + s);
      for (int i = 0; i < inputs; ++i) sum[u][i] = hn::Add(sum[u][i], hn::Mul(d, x[i]));
    }
  }
  if constexpr (inputs == 4) {
    for (int u = 0; u < units; ++u) {
      hn::StoreU(sums_of_lanes(sum[u][0], sum[u][1], sum[u][2], sum[u][3]), float_tag,
                 dw + static_cast<std::size_t>(u) * fan_in);
    }
  } else {
    static_assert(units == 4 && inputs == 1);
    alignas(16) float joined[4];
    hn::Store(sums_of_lanes(sum[0][0], sum[1][0], sum[2][0], sum[3][0]), float_tag, joined);
    for (int u = 0; u < units; ++u) dw[static_cast<std::size_t>(u) * fan_in] = joined[u];
  }
}

/// The columns of `units` rows of dw, four at a time as far as that goes.
template <int units>
void gradient_rows(std::uint32_t inputs, Rows dz, Rows h, std::size_t columns, float* dw) {
  for (std::uint32_t i = 0; i + 4 <= inputs; i += 4) {
    gradient_tile<units, 4>(dz, {h.data + i * h.stride, h.stride}, columns, dw + i, inputs);
  }
}

/// One entry of dw.
float gradient(const float* dz, const float* h, std::size_t columns) {
  FloatLanes sum = hn::Zero(float_tag);
  for (std::size_t s = 0; s < columns; s += lane_count) {
    sum = hn::Add(sum, hn::Mul(hn::LoadU(float_tag, dz + s), hn::LoadU(float_tag, h + s)));
  }
  return sum_lanes(sum);
}

/// The sums over samples of `units` rows, 4 or 1.
template <int units>
void bias_tile(Rows dz, std::size_t columns, float* db) {
  FloatLanes sum[units];
  for (int u = 0; u < units; ++u) sum[u] = hn::Zero(float_tag);
  for (std::size_t s = 0; s < columns; s += lane_count) {
    for (int u = 0; u < units; ++u) {
      sum[u] = hn::Add(sum[u], hn::LoadU(float_tag, dz.data + static_cast<std::size_t>(u) * dz.stride + s));
    }
  }
  if constexpr (units == 4) {
    hn::StoreU(sums_of_lanes(sum[0], sum[1], sum[2], sum[3]), float_tag, db);
  } else {
    db[0] = sum_lanes(sum[0]);
  }
}

}  // namespace

void affine(const float* weights, const float* bias, std::uint32_t units, std::uint32_t inputs, Rows h,
            std::size_t columns, float* z, std::size_t z_stride) {
  std::uint32_t u = 0;
  for (; u + 4 <= units; u += 4) {
    affine_rows<4>(weights + std::size_t{u} * inputs, bias + u, inputs, h, columns, z + u * z_stride, z_stride);
  }
  for (; u < units; ++u) {
    affine_rows<1>(weights + std::size_t{u} * inputs, bias + u, inputs, h, columns, z + u * z_stride, z_stride);
  }
}

void affine_transposed(const float* weights, std::uint32_t units, std::uint32_t inputs, Rows dz, std::size_t columns,
                       float* dh, std::size_t dh_stride) {
  std::uint32_t i = 0;
  for (; i + 4 <= inputs; i += 4) {
    transposed_rows<4>(weights + i, units, inputs, dz, columns, dh + i * dh_stride, dh_stride);
  }
  for (; i < inputs; ++i) {
    transposed_rows<1>(weights + i, units, inputs, dz, columns, dh + i * dh_stride, dh_stride);
  }
}

void weight_gradients(std::uint32_t units, std::uint32_t inputs, Rows dz, Rows h, std::size_t columns, float* dw,
                      float* db) {
  const auto deltas = [dz](std::uint32_t u) { return Rows{dz.data + u * dz.stride, dz.stride}; };
  std::uint32_t u = 0;
  for (; u + 2 <= units; u += 2) gradient_rows<2>(inputs, deltas(u), h, columns, dw + std::size_t{u} * inputs);
  if (u < units) gradient_rows<1>(inputs, deltas(u), h, columns, dw + std::size_t{u} * inputs);
  for (std::uint32_t i = inputs / 4 * 4; i < inputs; ++i) {
    const Rows input{h.data + i * h.stride, h.stride};
    for (u = 0; u + 4 <= units; u += 4) {
      gradient_tile<4, 1>(deltas(u), input, columns, dw + std::size_t{u} * inputs + i, inputs);
    }
    for (; u < units; ++u) dw[std::size_t{u} * inputs + i] = gradient(deltas(u).data, input.data, columns);
  }
  for (u = 0; u + 4 <= units; u += 4) bias_tile<4>(deltas(u), columns, db + u);
  for (; u < units; ++u) bias_tile<1>(deltas(u), columns, db + u);
}

}  // namespace reluctant
