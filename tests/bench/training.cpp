// The core's step, made callable for training.bench.mjs (training.h): gathering a batch, forward, backward, update and
// the search for values that are not finite. What a simulation does besides, the events, is not in it.
#include "training.h"

#include <numeric>
#include <vector>

#include "activations/activations.h"
#include "training/trainer.h"

using namespace reluctant;

namespace {

Layout layout;
Rule rule;
TrainingState states[2];
Samples samples, batch;
std::vector<float> input_rows, target_rows;
std::vector<std::uint32_t> order;
std::uint32_t size = 0, at = 0, current = 0;
Trainer trainer;

Choice choice_of(std::string_view name) {
  Choice choice;
  while (activations()[choice.index].description.name != name) ++choice.index;
  return choice;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void prepare(std::uint32_t features, std::uint32_t width, std::uint32_t depth,
                                  std::uint32_t outputs, std::uint32_t tanh, std::uint32_t batch_size,
                                  std::uint32_t rows, double rate) {
  const std::vector<std::uint32_t> hidden(depth, width);
  const std::vector<Choice> chosen(depth, choice_of(tanh != 0 ? "tanh" : "relu"));
  layout = make_layout(features, hidden, chosen, outputs);
  rule = {.loss = outputs > 1 ? Loss::cross_entropy : Loss::mean_squared_error, .optimizer = {}, .rate = rate};
  for (TrainingState& state : states) {
    state = {};
    state.parameters.resize(layout.parameter_count);
    state.optimizer = empty_state(rule.optimizer, layout.parameter_count);
  }
  current = 0;
  input_rows.assign(std::size_t{rows} * features, 0.0f);
  target_rows.assign(std::size_t{rows} * outputs, 0.0f);
  size = batch_size;
  batch = Samples(features, outputs, size);
  trainer = Trainer(layout, size);
  order.resize(rows);
  std::iota(order.begin(), order.end(), 0);
}

EMSCRIPTEN_KEEPALIVE float* parameters() { return states[current].parameters.data(); }
EMSCRIPTEN_KEEPALIVE float* inputs() { return input_rows.data(); }
EMSCRIPTEN_KEEPALIVE float* targets() { return target_rows.data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t parameter_count() { return static_cast<std::uint32_t>(layout.parameter_count); }

EMSCRIPTEN_KEEPALIVE void start() {
  samples = Samples::from_rows(layout.layers.front().inputs, layout.layers.back().units, input_rows, target_rows);
  at = 0;
}

EMSCRIPTEN_KEEPALIVE void train(std::uint32_t steps) {
  for (; steps > 0; --steps) {
    batch.gather(samples, std::span(order).subspan(at, size));
    trainer.step(layout, rule, states[current], batch, states[1 - current]);
    current = 1 - current;
    at = (at + size) % static_cast<std::uint32_t>(order.size());
  }
}

EMSCRIPTEN_KEEPALIVE double loss() {
  Pass pass(layout, rows_at_a_time, PassKind::forward_only);
  const TrainingState& state = states[current];
  return measure(layout, state.parameters.span(), state.running, rule.loss, samples, pass).loss;
}
}
