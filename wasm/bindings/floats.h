#pragma once
// Arrays across the border, for lab.cpp and run.cpp: in as a copy, out as a view.
#include <emscripten/val.h>

#include <cstdint>
#include <span>
#include <vector>

/// A copy of a Float32Array.
inline std::vector<float> floats_from(const emscripten::val& array) {
  return emscripten::convertJSArrayToNumberVector<float>(array);
}

/// A view into WASM memory: valid until the next call into the core. wasm/src copies it at once.
template <class T>
emscripten::val view_of(std::span<const T> values) {
  return emscripten::val(emscripten::typed_memory_view(values.size(), values.data()));
}
inline emscripten::val view_of(const std::vector<float>& values) { return view_of(std::span(values)); }
