// When units die and come back (events.h).
#include "health/events.h"

#include <algorithm>
#include <array>

#include "activations/activations.h"
#include "training/trainer.h"

namespace reluctant {
namespace {

/// Rows of the first look: a living unit nearly always shows a slope within them.
constexpr std::uint32_t first_look = 32;

}  // namespace

std::string_view name_of(Cause cause) {
  constexpr std::array<std::string_view, 6> names{"initialization", "own-update",    "upstream",
                                                  "either",         "both-together", "intervention"};
  return names[static_cast<std::size_t>(cause)];
}

std::string_view name_of(LifeEvent::Kind kind) {
  constexpr std::array<std::string_view, 3> names{"born-dead", "died", "revived"};
  return names[static_cast<std::size_t>(kind)];
}

void find_dead(const Layout& layout, std::span<const float> parameters, const Samples& samples, Pass& pass,
               std::vector<std::uint8_t>& dead) {
  dead.assign(layout.hidden_units(), 0);
  std::size_t unseen = 0;
  std::size_t layers_needed = 0;
  std::size_t at = 0;
  for (std::size_t l = 0; l < layout.hidden().size(); ++l) {
    const Layer& layer = layout.layers[l];
    if (has_flat_piece(layer.activation)) {
      std::fill_n(dead.begin() + static_cast<std::ptrdiff_t>(at), layer.units, std::uint8_t{1});
      unseen += layer.units;
      layers_needed = l + 1;
    }
    at += layer.units;
  }
  std::uint32_t from = 0;
  while (unseen > 0 && from < samples.count()) {
    const std::uint32_t piece = layout.batch_norm ? samples.count() : from == 0 ? first_look : rows_at_a_time;
    const std::uint32_t size = std::min(piece, samples.count() - from);
    pass.forward(layout, parameters, samples.batch(from, size), layers_needed);
    at = 0;
    for (std::size_t l = 0; l < layers_needed; ++l) {
      for (std::uint32_t u = 0; u < layout.layers[l].units; ++u, ++at) {
        if (dead[at] == 0) continue;
        const auto slope = pass.slopes(l, u);
        if (std::any_of(slope.begin(), slope.end(), [](float x) { return x != 0; })) {
          dead[at] = 0;
          --unseen;
        }
      }
    }
    from += size;
  }
}

}  // namespace reluctant
