#pragma once
// When a hidden unit was born dead, died or came back. What state it is in otherwise is census.h; the cause that
// an event carries is found by autopsy.h.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "network/pass.h"
#include "training/samples.h"

namespace reluctant {

/// Why a unit's life changed. Files store the names: append, never reorder.
enum class Cause : std::uint8_t { initialization, own_update, upstream, either, both_together, intervention };

/// A unit that died or came back.
struct LifeEvent {
  /// What befell it.
  enum class Kind : std::uint8_t { born_dead, died, revived };
  std::uint32_t step = 0;
  std::uint32_t layer = 0;
  std::uint32_t unit = 0;
  Kind kind = Kind::died;
  Cause cause = Cause::initialization;

  bool operator==(const LifeEvent&) const = default;
};

/// As in the public interface: "own-update", "born-dead".
std::string_view name_of(Cause cause);
/// Likewise.
std::string_view name_of(LifeEvent::Kind kind);

/// Finds which hidden units are dead over `samples`: f'(z) is exactly 0 for every one of them.
///
/// dead  [hidden units] 1 for the dead; units of an activation without a flat piece never are
/// pass  with room for rows_needed; batch norm is over `samples` themselves
/// cost  stops at the first rows by which every unit has shown a slope; a full forward pass when one is dead.
///       Allocates only when `dead` is smaller than the network
void find_dead(const Layout& layout, std::span<const float> parameters, const Samples& samples, Pass& pass,
               std::vector<std::uint8_t>& dead);

}  // namespace reluctant
