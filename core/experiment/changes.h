#pragma once
// What an intervention may change, and how it is read. Not part of the room's door.
#include "reader.h"

namespace reluctant {

/// Reads the field at `field_path` into `out`, naming it `path` in mistakes. False when there is no such field.
bool read_field(Reader& reader, std::string_view field_path, const Value& value, std::string_view path, Scenario& out);

/// Reads a Scenario's list of interventions, each against what is in force when its turn comes.
void read_interventions(Reader& reader, const Value& value, Scenario& out);

/// What the field of that path holds when a Scenario leaves it out.
Choice default_choice(std::string_view path);

/// The network that a Scenario's settings ask for.
Layout layout_of(const Scenario& scenario);

}  // namespace reluctant
