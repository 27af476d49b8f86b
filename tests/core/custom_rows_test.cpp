// The data room: what becomes of rows of one's own. Rows from tables of text are csv_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "datasets.h"
#include "numerics/random.h"

using namespace reluctant;
using namespace reluctant::tests;

TEST_CASE("rows of one's own come through unchanged but for the split") {
  const CustomRows rows{2, 1, {1, 2, 3, 4, 5, 6, 7, 8, 0.1, 1e30, -1e30, 3e-45}, {5, 6, 7, 8, 9, 10.5}};
  Choice custom = choice_of("custom");
  custom.values[test_fraction - 1] = 0;
  const Dataset whole = make_custom_dataset(rows, custom, 3);
  CHECK(whole.features == 2);
  CHECK(whole.outputs == 1);
  CHECK(whole.classes == 0);
  CHECK(whole.train_count == 6);
  CHECK(whole.test_count == 0);
  CHECK(std::equal(rows.inputs.begin(), rows.inputs.end(), whole.inputs.begin(), whole.inputs.end(),
                   [](double x, float y) { return static_cast<float>(x) == y; }));
  CHECK(std::equal(rows.targets.begin(), rows.targets.end(), whole.targets.begin(), whole.targets.end(),
                   [](double x, float y) { return static_cast<float>(x) == y; }));

  custom.values[test_fraction - 1] = 0.5;
  const Dataset split = make_custom_dataset(rows, custom, 3);
  CHECK(split.test_count == 3);
  std::vector<std::uint32_t> order(6);
  RandomStream random(3, Stream::split);
  shuffle(order, random);
  for (std::size_t i = 0; i < 3; ++i) CHECK(split.targets[3 + i] == whole.targets[order[i]]);
  CHECK(std::is_sorted(split.targets.begin(), split.targets.begin() + 3));
  for (std::size_t s = 0; s < 6; ++s) {
    const auto found = std::find(whole.targets.begin(), whole.targets.end(), split.targets[s]) - whole.targets.begin();
    CHECK(split.inputs[2 * s] == whole.inputs[2 * found]);
    CHECK(split.inputs[2 * s + 1] == whole.inputs[2 * found + 1]);
  }
}

TEST_CASE("noise scale and shift move inputs of one's own as they move a family's") {
  const CustomRows rows{1, 2, {1, 2, 3, 4}, {1, 2, 3, 4, 5, 6, 7, 8}};
  Choice custom = choice_of("custom");
  custom.values = {0.5, 0, -10, 3};  // noise, test fraction, shift, scale
  const Dataset data = make_custom_dataset(rows, custom, 4);
  RandomStream random(4, Stream::data);
  for (std::size_t s = 0; s < 4; ++s) {
    CHECK(data.inputs[s] == static_cast<float>((rows.inputs[s] + 0.5 * random.normal()) * 3 - 10));
    CHECK(data.targets[2 * s] == static_cast<float>(rows.targets[2 * s]));
  }
  CHECK(data.outputs == 2);
}

TEST_CASE("the targets of one's own rows tell whether they are classes") {
  struct Case {
    std::vector<double> targets;
    std::uint32_t columns, outputs, classes;
  };
  const Case cases[] = {
      {{0, 1, 1, 0}, 1, 1, 2},       {{0, 0}, 1, 1, 2},          {{1}, 1, 1, 2},          {{0, 1, 2}, 1, 3, 3},
      {{2, 2, 2}, 1, 3, 3},  // largest + 1, though two of them do not occur
      {{0, 9}, 1, 10, 10},           {{1023, 0}, 1, 1024, 1024}, {{1024, 0}, 1, 1, 0},  // a count, not a class
      {{0, 1, 0.5}, 1, 1, 0},        {{0, 1, -1}, 1, 1, 0},      {{0, 1, 1e30}, 1, 1, 0}, {{0.5}, 1, 1, 0},
      {{0, 1, 1, 0}, 2, 2, 0},  // two columns are two outputs, whatever they hold
      {{0, 1, 2, 0, 1, 2}, 3, 3, 0},
  };
  for (const Case& expected : cases) {
    CAPTURE(expected.targets[0]);
    CAPTURE(expected.targets.size());
    const auto count = static_cast<std::uint32_t>(expected.targets.size() / expected.columns);
    const CustomRows rows{1, expected.columns, std::vector<double>(count, 1), expected.targets};
    CHECK(shape_of(rows) == DatasetShape{count, 1, expected.outputs, expected.classes});
    const Dataset data = make_custom_dataset(rows, choice_of("custom"), 1);
    CHECK(data.outputs == expected.outputs);
    CHECK(data.classes == expected.classes);
    CHECK(data.targets.size() == expected.targets.size());
    CHECK(data.train_count + data.test_count == count);
    CHECK(data.train_count > 0);
  }
}
