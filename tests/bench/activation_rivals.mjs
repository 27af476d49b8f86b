// The activations as others have them, for activations.bench.mjs: as a page would write them in JavaScript, and as
// TensorFlow.js has them, by an operation of its own or, where it has none, made of several.
// @ts-check

/** Abramowitz and Stegun 7.1.26, as is usual where a language has no error function: good to 1.5e-7. */
const erf = (/** @type {number} */ x) => {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
};
const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));
const elu = (/** @type {number} */ z) => (z > 0 ? z : Math.expm1(z));
const leaky = (/** @type {number} */ leak) => (/** @type {number} */ z) => (z > 0 ? z : leak * z);

const LAMBDA = 1.0507009873554805;
const ALPHA = 1.6732632423543772;
const ROOT = Math.sqrt(2 / Math.PI);

/**
 * By the labels of tests/accuracy/exact.h.
 *
 * @type {Record<string, { plain: (z: number) => number, tensor?: (tf: any, z: any) => any }>}
 */
export const rivals = {
  identity: { plain: (z) => z },
  ReLU: { plain: (z) => (z > 0 ? z : 0), tensor: (tf, z) => tf.relu(z) },
  ReLU6: { plain: (z) => Math.min(Math.max(0, z), 6), tensor: (tf, z) => tf.relu6(z) },
  'leaky ReLU': { plain: leaky(0.01), tensor: (tf, z) => tf.leakyRelu(z, 0.01) },
  PReLU: { plain: leaky(0.25), tensor: (tf, z) => tf.prelu(z, tf.scalar(0.25)) },
  RReLU: { plain: leaky(11 / 48), tensor: (tf, z) => tf.leakyRelu(z, 11 / 48) },
  'hard-swish': {
    plain: (z) => (z * Math.min(Math.max(0, z + 3), 6)) / 6,
    tensor: (tf, z) => tf.mul(z, tf.mul(tf.relu6(tf.add(z, 3)), 1 / 6)),
  },
  sigmoid: { plain: sigmoid, tensor: (tf, z) => tf.sigmoid(z) },
  tanh: { plain: (z) => Math.tanh(z), tensor: (tf, z) => tf.tanh(z) },
  softsign: { plain: (z) => z / (1 + Math.abs(z)), tensor: (tf, z) => tf.div(z, tf.add(tf.abs(z), 1)) },
  ELU: { plain: elu, tensor: (tf, z) => tf.elu(z) },
  CELU: { plain: elu, tensor: (tf, z) => tf.elu(z) },
  SELU: { plain: (z) => LAMBDA * (z > 0 ? z : ALPHA * Math.expm1(z)), tensor: (tf, z) => tf.selu(z) },
  softplus: { plain: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), tensor: (tf, z) => tf.softplus(z) },
  'GELU erf': {
    plain: (z) => 0.5 * z * (1 + erf(z * Math.SQRT1_2)),
    tensor: (tf, z) => tf.mul(tf.mul(z, 0.5), tf.add(tf.erf(tf.mul(z, Math.SQRT1_2)), 1)),
  },
  'GELU tanh': {
    plain: (z) => 0.5 * z * (1 + Math.tanh(ROOT * (z + 0.044715 * z * z * z))),
    tensor: (tf, z) => {
      const cube = tf.mul(tf.mul(tf.square(z), z), 0.044715);
      return tf.mul(tf.mul(z, 0.5), tf.add(tf.tanh(tf.mul(tf.add(z, cube), ROOT)), 1));
    },
  },
  SiLU: { plain: (z) => z * sigmoid(z), tensor: (tf, z) => tf.mul(z, tf.sigmoid(z)) },
  Mish: {
    plain: (z) => z * Math.tanh(Math.log1p(Math.exp(z))),
    tensor: (tf, z) => tf.mul(z, tf.tanh(tf.softplus(z))),
  },
};

/**
 * A loop over an array with `f` inside. Each is made anew from its text: one loop for all would be compiled for many
 * functions and could put none of them in line.
 *
 * @param {(z: number) => number} f
 * @returns {(z: Float32Array, out: Float32Array) => void}
 */
export const loopOver = (f) =>
  new Function('f', 'return (z, out) => { for (let i = 0; i < z.length; ++i) out[i] = f(z[i]); };')(f);
