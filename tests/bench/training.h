#pragma once
// What a rival in the race of training steps answers to, as WebAssembly and natively: training.cpp is the core,
// training_eigen.cpp Eigen's own products. Who calls it: training.bench.mjs, and natively training_main.cpp.
#include <cstdint>

#ifdef __EMSCRIPTEN__
#include <emscripten/emscripten.h>
#else
#define EMSCRIPTEN_KEEPALIVE
#endif

extern "C" {

/// Takes memory for a network of `depth` hidden layers of `width` units and for its rows. Two outputs and more are
/// classes, with softmax and cross-entropy; one is a value, with the mean squared error.
///
/// tanh   1 for tanh, 0 for ReLU
/// batch  divides `rows`
void prepare(std::uint32_t features, std::uint32_t width, std::uint32_t depth, std::uint32_t outputs,
             std::uint32_t tanh, std::uint32_t batch, std::uint32_t rows, double rate);

/// To be filled after `prepare`. Parameters: layer by layer W [units x inputs] and b; inputs and targets row by row.
float* parameters();
float* inputs();
float* targets();
std::uint32_t parameter_count();

/// Takes the parameters and rows as they were filled in, and stands before the first batch.
void start();

/// Trains `steps` steps of SGD over the batches in the order of the rows, again and again.
void train(std::uint32_t steps);

/// The mean loss over all rows.
double loss();
}
