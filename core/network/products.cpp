// The products of a dense layer (products.h). A tile of sums stays in registers while the inner loop runs; tiles
// change which sums are made together, never the order within one. Sizes fit the 15 registers that V8 hands out.
#include "products.h"

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

/// The sums over samples of the products of `count` rows of `x`, `stride` apart, with each of four rows.
template <int count>
void gradient_tile(const float* x, std::size_t stride, const float* const (&y)[4], std::size_t columns,
                   FloatLanes (&four)[count]) {
  FloatLanes sum[count][4];
  for (int r = 0; r < count; ++r) {
    for (int k = 0; k < 4; ++k) sum[r][k] = hn::Zero(float_tag);
  }
  for (std::size_t s = 0; s < columns; s += lane_count) {
    FloatLanes b[4];
    for (int k = 0; k < 4; ++k) b[k] = hn::LoadU(float_tag, y[k] + s);
    for (int r = 0; r < count; ++r) {
      const FloatLanes a = hn::LoadU(float_tag, x + static_cast<std::size_t>(r) * stride + s);
      for (int k = 0; k < 4; ++k) sum[r][k] = hn::Add(sum[r][k], hn::Mul(a, b[k]));
    }
  }
  for (int r = 0; r < count; ++r) four[r] = sums_of_lanes(sum[r][0], sum[r][1], sum[r][2], sum[r][3]);
}

/// `units` rows of dw, four columns at a time as far as that goes.
template <int units>
void gradient_rows(std::uint32_t inputs, const float* dz, std::size_t dz_stride, Rows h, std::size_t columns,
                   float* dw) {
  for (std::uint32_t i = 0; i + 4 <= inputs; i += 4) {
    const float* row = h.data + i * h.stride;
    FloatLanes four[units];
    gradient_tile(dz, dz_stride, {row, row + h.stride, row + 2 * h.stride, row + 3 * h.stride}, columns, four);
    for (int u = 0; u < units; ++u) hn::StoreU(four[u], float_tag, dw + static_cast<std::size_t>(u) * inputs + i);
  }
}

/// `count` columns of dw, one or two, whose inputs begin at `h`: the rows of four units at a time. Beyond the last unit
/// stands the last again, whose sums are not kept.
template <int count>
void gradient_columns(std::uint32_t units, std::uint32_t inputs, Rows dz, Rows h, std::size_t columns, float* dw) {
  for (std::uint32_t u = 0; u < units; u += 4) {
    const auto row = [&](std::uint32_t k) { return dz.data + (u + k < units ? u + k : units - 1) * dz.stride; };
    FloatLanes four[count];
    gradient_tile(h.data, h.stride, {row(0), row(1), row(2), row(3)}, columns, four);
    for (int i = 0; i < count; ++i) {
      alignas(16) float sums[4];
      hn::Store(four[i], float_tag, sums);
      for (std::uint32_t k = 0; k < 4 && u + k < units; ++k) {
        dw[std::size_t{u + k} * inputs + static_cast<std::size_t>(i)] = sums[k];
      }
    }
  }
}

/// The sums of four rows, side by side.
FloatLanes sums_of_rows(const float* const (&row)[4], std::size_t columns) {
  FloatLanes sum[4];
  for (FloatLanes& x : sum) x = hn::Zero(float_tag);
  for (std::size_t s = 0; s < columns; s += lane_count) {
    for (int r = 0; r < 4; ++r) sum[r] = hn::Add(sum[r], hn::LoadU(float_tag, row[r] + s));
  }
  return sums_of_lanes(sum[0], sum[1], sum[2], sum[3]);
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
  const auto deltas = [dz](std::uint32_t u) { return dz.data + u * dz.stride; };
  std::uint32_t u = 0;
  for (; u + 2 <= units; u += 2) {
    gradient_rows<2>(inputs, deltas(u), dz.stride, h, columns, dw + std::size_t{u} * inputs);
  }
  if (u < units) gradient_rows<1>(inputs, deltas(u), dz.stride, h, columns, dw + std::size_t{u} * inputs);
  std::uint32_t i = inputs / 4 * 4;
  if (i + 2 <= inputs) {
    gradient_columns<2>(units, inputs, dz, {h.data + i * h.stride, h.stride}, columns, dw + i);
    i += 2;
  }
  if (i < inputs) gradient_columns<1>(units, inputs, dz, {h.data + i * h.stride, h.stride}, columns, dw + i);
  for (u = 0; u + 4 <= units; u += 4) {
    hn::StoreU(sums_of_rows({deltas(u), deltas(u + 1), deltas(u + 2), deltas(u + 3)}, columns), float_tag, db + u);
  }
  for (; u < units; ++u) {
    db[u] = hn::GetLane(sums_of_rows({deltas(u), deltas(u), deltas(u), deltas(u)}, columns));
  }
}

}  // namespace reluctant
