// The products of a dense layer (products.h). A tile of sums stays in registers while the inner loop runs; tiles
// change which sums are made together, never the order within one. Sizes fit the 15 registers that V8 hands out.
#include "products.h"

#include <algorithm>

#include "numerics/lanes.h"

namespace reluctant {
namespace {

/// Weights as a product reads them: the one of row r and term k at data[r * by_row + k * by_term].
struct Weights {
  const float* data;
  std::size_t by_row, by_term;
};

/// What a product adds up: sum[r] = ((start[r] + w[r][0] x[0]) + w[r][1] x[1]) + ..., times factors[r] at the end.
/// Without `start` sums begin at 0; without `factors` they stay as they are. Factors lie as the sums do.
struct Product {
  Weights weights;
  std::uint32_t rows, terms;
  Rows x;
  const float* start;
  const float* factors;
  float* sums;
  std::size_t stride;
};

/// `rows` rows from `row` on by `groups` groups of four samples from `from` on.
template <int rows, int groups>
void product_tile(const Product& product, std::size_t row, std::size_t from) {
  const auto [data, by_row, by_term] = product.weights;
  FloatLanes sum[rows][groups];
  for (int r = 0; r < rows; ++r) {
    const FloatLanes start = product.start != nullptr
                                 ? hn::Set(float_tag, product.start[row + static_cast<std::size_t>(r)])
                                 : hn::Zero(float_tag);
    for (int g = 0; g < groups; ++g) sum[r][g] = start;
  }
  const float* w = data + row * by_row;
  const float* x = product.x.data + from;
  for (std::uint32_t k = product.terms; k > 0; --k, w += by_term, x += product.x.stride) {
    FloatLanes samples[groups];
    for (int g = 0; g < groups; ++g) samples[g] = hn::LoadU(float_tag, x + 4 * g);
    for (int r = 0; r < rows; ++r) {
      const FloatLanes weight = hn::Set(float_tag, w[static_cast<std::size_t>(r) * by_row]);
      for (int g = 0; g < groups; ++g) sum[r][g] = hn::Add(sum[r][g], hn::Mul(weight, samples[g]));
    }
  }
  const auto place = [&](int r, int g) {
    return (row + static_cast<std::size_t>(r)) * product.stride + from + static_cast<std::size_t>(4 * g);
  };
  if (product.factors != nullptr) {
    for (int r = 0; r < rows; ++r) {
      for (int g = 0; g < groups; ++g) {
        sum[r][g] = hn::Mul(sum[r][g], hn::LoadU(float_tag, product.factors + place(r, g)));
      }
    }
  }
  for (int r = 0; r < rows; ++r) {
    for (int g = 0; g < groups; ++g) hn::StoreU(sum[r][g], float_tag, product.sums + place(r, g));
  }
}

template <int groups>
void product_columns(const Product& given, std::size_t from) {
  const Product product = given;  // a copy of its own: stores cannot change it, so it is read once
  std::size_t row = 0;
  for (; row + 2 <= product.rows; row += 2) product_tile<2, groups>(product, row, from);
  if (row < product.rows) product_tile<1, groups>(product, row, from);
}

/// A tile of one group waits for its own sums: five groups are three and two.
void multiply(const Product& product, std::size_t columns) {
  std::size_t from = 0;
  const auto left = [&] { return columns - from; };
  for (; left() == 16 || left() > 20; from += 16) product_columns<4>(product, from);
  if (left() == 20 || left() == 12) {
    product_columns<3>(product, from);
    from += 12;
  }
  if (left() == 8) product_columns<2>(product, from);
  if (left() == 4) product_columns<1>(product, from);
}

/// `units` rows by four columns of dw, which read the rows of `h`, and with `bias` the sums for db.
template <int units, bool bias>
void gradient_tile(Rows dz, const float* const (&h)[4], std::size_t columns, FloatLanes (&dw)[units], float* db) {
  FloatLanes sum[units][4], sum_of_deltas[units];
  for (int u = 0; u < units; ++u) {
    sum_of_deltas[u] = hn::Zero(float_tag);
    for (int i = 0; i < 4; ++i) sum[u][i] = hn::Zero(float_tag);
  }
  for (std::size_t s = 0; s < columns; s += lane_count) {
    FloatLanes x[4];
    for (int i = 0; i < 4; ++i) x[i] = hn::LoadU(float_tag, h[i] + s);
    for (int u = 0; u < units; ++u) {
      const FloatLanes d = hn::LoadU(float_tag, dz.data + static_cast<std::size_t>(u) * dz.stride + s);
      for (int i = 0; i < 4; ++i) sum[u][i] = hn::Add(sum[u][i], hn::Mul(d, x[i]));
      if constexpr (bias) sum_of_deltas[u] = hn::Add(sum_of_deltas[u], d);
    }
  }
  for (int u = 0; u < units; ++u) {
    dw[u] = sums_of_lanes(sum[u][0], sum[u][1], sum[u][2], sum[u][3]);
    if constexpr (bias) db[u] = sum_lanes(sum_of_deltas[u]);
  }
}

template <int units>
void gradient_rows(std::uint32_t inputs, Rows dz, Rows h, std::size_t columns, float* dw, float* db) {
  for (std::uint32_t i = 0; i < inputs; i += 4) {
    // Beyond the last input stands the last input again, whose sums are not kept.
    const auto row = [&](std::uint32_t k) { return h.data + std::min(i + k, inputs - 1) * h.stride; };
    const float* const rows[4] = {row(0), row(1), row(2), row(3)};
    FloatLanes four[units];
    if (i == 0) {
      gradient_tile<units, true>(dz, rows, columns, four, db);
    } else {
      gradient_tile<units, false>(dz, rows, columns, four, db);
    }
    for (int u = 0; u < units; ++u) {
      float* to = dw + static_cast<std::size_t>(u) * inputs + i;
      if (i + 4 <= inputs) {
        hn::StoreU(four[u], float_tag, to);
      } else {
        alignas(16) float lanes[4];
        hn::Store(four[u], float_tag, lanes);
        std::copy(lanes, lanes + (inputs - i), to);
      }
    }
  }
}

}  // namespace

void affine(const float* weights, const float* bias, std::uint32_t units, std::uint32_t inputs, Rows h,
            std::size_t columns, float* z, std::size_t z_stride) {
  multiply({.weights = {weights, inputs, 1},
            .rows = units,
            .terms = inputs,
            .x = h,
            .start = bias,
            .factors = nullptr,
            .sums = z,
            .stride = z_stride},
           columns);
}

void affine_transposed(const float* weights, std::uint32_t units, std::uint32_t inputs, Rows dz, std::size_t columns,
                       const float* factors, float* dh, std::size_t dh_stride) {
  multiply({.weights = {weights, 1, inputs},
            .rows = inputs,
            .terms = units,
            .x = dz,
            .start = nullptr,
            .factors = factors,
            .sums = dh,
            .stride = dh_stride},
           columns);
}

void weight_gradients(std::uint32_t units, std::uint32_t inputs, Rows dz, Rows h, std::size_t columns, float* dw,
                      float* db) {
  const auto deltas = [dz](std::uint32_t u) { return Rows{dz.data + u * dz.stride, dz.stride}; };
  std::uint32_t u = 0;
  for (; u + 2 <= units; u += 2) {
    gradient_rows<2>(inputs, deltas(u), h, columns, dw + std::size_t{u} * inputs, db + u);
  }
  if (u < units) gradient_rows<1>(inputs, deltas(u), h, columns, dw + std::size_t{u} * inputs, db + u);
}

}  // namespace reluctant
