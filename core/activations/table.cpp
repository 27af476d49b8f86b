// The table of activations: the one place where a name, a formula and a sentence about each stand. The kernels are
// declared in include/activations/kernels.h, and what the literature says is literature.h.
#include <array>
#include <cassert>

#include "activations/activations.h"
#include "activations/kernels.h"
#include "literature.h"

namespace reluctant {
namespace {

constexpr std::array leaky_parameters{Parameter{
    .name = "slope",
    .label = "Slope below 0",
    .sentence = "How much of a negative sum comes through, and how much of the gradient comes back.",
    .initial = 0.01,
    .range = {0, 1},
}};

constexpr std::array prelu_parameters{
    Parameter{.name = "slope",
              .label = "First slope below 0",
              .sentence = "Where the learnt slope starts. From there training may take it anywhere.",
              .initial = 0.25,
              .range = {0, 1}},
    Parameter{.name = "perUnit",
              .label = "A slope for each unit",
              .sentence = "Whether every neuron learns a slope of its own, or a layer shares one.",
              .type = ParameterType::boolean,
              .initial = 0},
};

constexpr std::array rrelu_parameters{
    Parameter{.name = "lower",
              .label = "Lowest slope",
              .sentence = "One end of the range from which training draws each slope; evaluation takes the middle.",
              .initial = 1.0 / 8,
              .range = {0, 1}},
    Parameter{.name = "upper",
              .label = "Highest slope",
              .sentence = "The other end of the range from which training draws each slope.",
              .initial = 1.0 / 3,
              .range = {0, 1}},
};

constexpr std::array elu_parameters{Parameter{
    .name = "alpha",
    .label = "Alpha",
    .sentence = "How far below 0 the outputs go, and how steep they leave it: for 1 there is no kink.",
    .initial = 1,
    .range = {0.001, 1000},
}};

constexpr std::array celu_parameters{Parameter{
    .name = "alpha",
    .label = "Alpha",
    .sentence = "How far below 0 the outputs go, and how slowly. There is no kink for any alpha.",
    .initial = 1,
    .range = {0.001, 1000},
}};

constexpr std::array<std::string_view, 2> gelu_forms{"erf", "tanh"};
constexpr std::array gelu_parameters{Parameter{
    .name = "form",
    .label = "Form",
    .sentence =
        "The definition by the error function, or the approximation by tanh that some networks were trained with.",
    .type = ParameterType::option,
    .initial = 0,
    .options = gelu_forms,
}};

constexpr std::array softplus_parameters{Parameter{
    .name = "beta",
    .label = "Beta",
    .sentence = "How sharp the corner at 0 is: the larger, the nearer to ReLU.",
    .initial = 1,
    .range = {0.001, 1000},
}};

constexpr std::array table{
    Activation{
        .description = {"identity", "Identity", "Passes the sum on as it is: a layer of it adds no bend."},
        .formula = "f(z) = z",
        .slope_formula = "f'(z) = 1",
        .slope_at_zero = 1,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = false,
        .saturates = false,
        .smooth = true,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::identity,
        .sweeps = &kernels::identity,
    },
    Activation{
        .description = {"relu", "ReLU",
                        "Passes a positive sum and turns any other into 0. Where it is flat, nothing is learnt: a "
                        "neuron that is flat for every sample is dead."},
        .formula = R"(f(z) = \max(0, z))",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases})",
        .slope_at_zero = 0,
        .can_die = true,
        .has_bend = true,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = true,
        .zero_centred = false,
        .account = literature::relu,
        .sweeps = &kernels::relu,
    },
    Activation{
        .description = {"leaky-relu", "Leaky ReLU",
                        "As ReLU, but a small slope is left below 0, so that a silent neuron can still crawl back.",
                        leaky_parameters},
        .formula = R"(f(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases})",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases})",
        .slope_at_zero = 0.01,
        .can_die = false,
        .has_bend = true,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::leaky_relu,
        .sweeps = &kernels::leaky_relu,
    },
    Activation{
        .description = {"tanh", "Tanh",
                        "Squeezes the sum between -1 and 1. It has no flat side, but far out on either it is as "
                        "good as flat: it saturates."},
        .formula = R"(f(z) = \tanh z)",
        .slope_formula = R"(f'(z) = 1 - \tanh^2 z)",
        .slope_at_zero = 1,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = false,
        .saturates = true,
        .smooth = true,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::tanh,
        .sweeps = &kernels::tanh,
    },
    Activation{
        .description =
            {"relu6", "ReLU6",
             "ReLU with a ceiling of 6: flat below 0 and flat again above 6, so a neuron can die on either side."},
        .formula = R"(f(z) = \min(\max(0, z), 6))",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & 0 < z < 6 \\ 0 & \text{otherwise} \end{cases})",
        .slope_at_zero = 0,
        .can_die = true,
        .has_bend = true,
        .has_sign_sides = true,
        .saturates = true,
        .smooth = false,
        .monotonic = true,
        .zero_centred = false,
        .account = literature::relu6,
        .sweeps = &kernels::relu6,
    },
    Activation{
        .description = {"prelu", "PReLU", "Leaky ReLU whose slope below 0 is learnt with the weights.",
                        prelu_parameters},
        .formula = R"(f(z) = \begin{cases} z & z > 0 \\ a z & z \le 0 \end{cases})",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ a & z \le 0 \end{cases})",
        .slope_at_zero = 0.25,
        .can_die = false,
        .has_bend = true,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::prelu,
        .sweeps = &kernels::prelu,
        .learns_slope = true,
    },
    Activation{
        .description = {"rrelu", "RReLU",
                        "Leaky ReLU whose slope below 0 is drawn anew for every sum in training; in evaluation it "
                        "is the mean.",
                        rrelu_parameters},
        .formula = R"(f(z) = \begin{cases} z & z > 0 \\ r z & z \le 0 \end{cases}, \quad r \sim U(l, u))",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ r & z \le 0 \end{cases})",
        .slope_at_zero = 11.0 / 48,
        .can_die = false,
        .has_bend = true,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::rrelu,
        .sweeps = &kernels::rrelu,
        .draws_slope = true,
    },
    Activation{
        .description = {"elu", "ELU",
                        "A straight line above 0 and an exponential below, which levels off at minus alpha.",
                        elu_parameters},
        .formula = R"(f(z) = \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0 \end{cases})",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases})",
        .slope_at_zero = 1,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = true,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::elu,
        .sweeps = &kernels::elu,
    },
    Activation{
        .description = {"celu", "CELU", "ELU with alpha placed so that the slope has no jump at 0, whatever alpha is.",
                        celu_parameters},
        .formula = R"(f(z) = \begin{cases} z & z > 0 \\ \alpha (e^{z / \alpha} - 1) & z \le 0 \end{cases})",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ e^{z / \alpha} & z \le 0 \end{cases})",
        .slope_at_zero = 1,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = true,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::celu,
        .sweeps = &kernels::celu,
    },
    Activation{
        .description = {"selu", "SELU",
                        "ELU scaled by two constants, so that outputs keep mean 0 and variance 1 from layer to layer."},
        .formula =
            R"(f(z) = \begin{cases} \lambda z & z > 0 \\ \lambda \alpha (e^z - 1) & z \le 0 \end{cases}, \quad \lambda \approx 1.0507,\ \alpha \approx 1.6733)",
        .slope_formula = R"(f'(z) = \begin{cases} \lambda & z > 0 \\ \lambda \alpha e^z & z \le 0 \end{cases})",
        .slope_at_zero = 1.7580993408473766,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::selu,
        .sweeps = &kernels::selu,
        .dropout_value = -1.7580993408473766,  // -lambda alpha
    },
    Activation{
        .description = {"gelu", "GELU",
                        "The sum times a gate that opens smoothly: the share of a normal distribution below the "
                        "sum. Far below 0 it is all but flat.",
                        gelu_parameters},
        .formula = R"(f(z) = z \, \Phi(z))",
        .slope_formula = R"(f'(z) = \Phi(z) + z \, \varphi(z))",
        .slope_at_zero = 0.5,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = true,
        .monotonic = false,
        .zero_centred = true,
        .account = literature::gelu,
        .sweeps = &kernels::gelu,
    },
    Activation{
        .description = {"silu", "SiLU",
                        "The sum times its sigmoid, also called Swish. It dips a little below 0 before it levels off."},
        .formula = R"(f(z) = z \, \sigma(z))",
        .slope_formula = R"(f'(z) = \sigma(z) \bigl(1 + z \, (1 - \sigma(z))\bigr))",
        .slope_at_zero = 0.5,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = true,
        .monotonic = false,
        .zero_centred = true,
        .account = literature::silu,
        .sweeps = &kernels::silu,
    },
    Activation{
        .description = {"mish", "Mish",
                        "The sum times the tanh of its softplus: much like SiLU, and a little steeper."},
        .formula = R"(f(z) = z \tanh(\ln(1 + e^z)))",
        .slope_formula = R"(f'(z) = \tanh s + z \, \sigma(z) (1 - \tanh^2 s), \quad s = \ln(1 + e^z))",
        .slope_at_zero = 0.6,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = true,
        .monotonic = false,
        .zero_centred = true,
        .account = literature::mish,
        .sweeps = &kernels::mish,
    },
    Activation{
        .description = {"softplus", "Softplus",
                        "ReLU with its corner rounded off. Its slope never is 0, and neither is its value.",
                        softplus_parameters},
        .formula = R"(f(z) = \tfrac{1}{\beta} \ln(1 + e^{\beta z}))",
        .slope_formula = R"(f'(z) = \sigma(\beta z))",
        .slope_at_zero = 0.5,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = true,
        .monotonic = true,
        .zero_centred = false,
        .account = literature::softplus,
        .sweeps = &kernels::softplus,
    },
    Activation{
        .description = {"softsign", "Softsign",
                        "Squeezes the sum between -1 and 1 as tanh does, but nears its limits far more slowly."},
        .formula = R"(f(z) = \dfrac{z}{1 + |z|})",
        .slope_formula = R"(f'(z) = \dfrac{1}{(1 + |z|)^2})",
        .slope_at_zero = 1,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = false,
        .saturates = true,
        .smooth = true,
        .monotonic = true,
        .zero_centred = true,
        .account = literature::softsign,
        .sweeps = &kernels::softsign,
    },
    Activation{
        .description = {"hard-swish", "Hard-swish",
                        "SiLU without the exponential: 0 below -3, the sum itself above 3 and a parabola between. "
                        "Below -3 a neuron can die."},
        .formula = R"(f(z) = z \, \dfrac{\min(\max(0, z + 3), 6)}{6})",
        .slope_formula =
            R"(f'(z) = \begin{cases} 0 & z < -3 \\ \tfrac{z}{3} + \tfrac12 & -3 \le z \le 3 \\ 1 & z > 3 \end{cases})",
        .slope_at_zero = 0.5,
        .can_die = true,
        .has_bend = false,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = false,
        .zero_centred = true,
        .account = literature::hard_swish,
        .sweeps = &kernels::hard_swish,
    },
    Activation{
        .description = {"sigmoid", "Sigmoid",
                        "Squeezes the sum between 0 and 1. Its slope is a quarter at most, and far out on either "
                        "side almost nothing."},
        .formula = R"(f(z) = \sigma(z) = \dfrac{1}{1 + e^{-z}})",
        .slope_formula = R"(f'(z) = \sigma(z) (1 - \sigma(z)))",
        .slope_at_zero = 0.25,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = false,
        .saturates = true,
        .smooth = true,
        .monotonic = true,
        .zero_centred = false,
        .account = literature::sigmoid,
        .sweeps = &kernels::sigmoid,
    },
};

}  // namespace

std::span<const Activation> activations() { return table; }

void evaluate(const Choice& activation, std::span<const float> z, std::span<float> value, std::span<float> slope) {
  table[activation.index].sweeps->both(activation, z, value, slope);
}

bool has_flat_piece(const Choice& activation) {
  const Activation& entry = table[activation.index];
  if (entry.can_die || !entry.has_bend) return entry.can_die;
  const float below = -1;
  float value, slope;
  evaluate(activation, {&below, 1}, {&value, 1}, {&slope, 1});
  return slope == 0;
}

}  // namespace reluctant
