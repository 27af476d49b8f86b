#pragma once
// One hidden unit over a set of samples, seen from below and from above. All units at once are census.h.
#include <cstdint>
#include <span>
#include <vector>

#include "network/pass.h"
#include "training/losses.h"
#include "training/samples.h"

namespace reluctant {

/// A unit over samples, as in evaluation, but batch norm over the samples themselves.
struct UnitView {
  std::vector<float> inputs;                // [samples x its inputs]
  std::vector<float> sums, values, slopes;  // [samples] z, f(z), f'(z)
  std::vector<float> upstream;              // [samples] the gradient of the mean loss by f(z)
};

/// Looks at one hidden unit. Without batch norm the gradient of one of its weights is the sum over samples of
/// upstream * slope * input, and that of its bias the sum of upstream * slope.
///
/// pass  a training pass with room for rows_needed
void inspect_unit(const Layout& layout, std::span<const float> parameters, Loss loss, const Samples& samples,
                  std::uint32_t layer, std::uint32_t unit, Pass& pass, UnitView& out);

/// A unit's sums and slopes alone, which cost no way back.
struct UnitResponse {
  std::vector<float> sums, slopes;  // [samples]

  /// The margin: the largest sum.
  [[nodiscard]] float margin() const;
  /// Samples with a slope that is not 0.
  [[nodiscard]] std::uint32_t sloped() const;
  [[nodiscard]] double mean_slope() const;
};

/// pass  with room for rows_needed
void respond(const Layout& layout, std::span<const float> parameters, const Samples& samples, std::uint32_t layer,
             std::uint32_t unit, Pass& pass, UnitResponse& out);

/// Whether no sample gives the unit a slope. Allocates nothing.
///
/// pass  with room for rows_needed
bool is_dead(const Layout& layout, std::span<const float> parameters, const Samples& samples, std::uint32_t layer,
             std::uint32_t unit, Pass& pass);

/// The parameters of `others` with the unit's own from `own`: incoming weights, bias, learnt slope, batch norm.
std::vector<float> with_own(const Layer& layer, std::uint32_t unit, std::span<const float> own,
                            std::span<const float> others);

}  // namespace reluctant
