// The workloads of the race of training steps, and one trainer a rival: same parameters, rows and batches, as fast as
// its library lets it. Runs in Node.js and in a browser; who is raced how is training.mjs.
// @ts-check

/**
 * A network of `depth` hidden layers of `width` units. One output is a value with the mean squared error, more are
 * classes with softmax and cross-entropy.
 *
 * @typedef {{ name: string, features: number, width: number, depth: number, outputs: number, tanh: boolean,
 *   batch: number, rows: number, rate: number }} Workload
 */
/**
 * What everybody starts from.
 *
 * @typedef {{ workload: Workload, layers: { inputs: number, units: number, weights: number, bias: number }[],
 *   parameters: Float32Array, inputs: Float32Array, targets: Float32Array }} Task
 */
/**
 * @typedef {object} Rival
 * @property {string} name
 * @property {(steps: number) => number | void} train   of SGD over the batches in the order of the rows; may say itself
 *   how many milliseconds it took
 * @property {() => number} loss                        the mean over all rows
 * @property {boolean} [updatesEachSample]              whatever the batch
 * @property {number} [tolerance]                       of the loss after some steps, where its rule is a little another
 * @property {() => void} [dispose]
 */

/** @type {Workload[]} */
export const workloads = [
  { name: 'W1t', features: 2, width: 8, depth: 2, outputs: 1, tanh: true, batch: 10, rows: 500, rate: 0.05 },
  { name: 'W1r', features: 2, width: 8, depth: 2, outputs: 1, tanh: false, batch: 10, rows: 500, rate: 0.05 },
  { name: 'W2', features: 2, width: 64, depth: 2, outputs: 1, tanh: false, batch: 32, rows: 512, rate: 0.001 },
  { name: 'W3', features: 64, width: 128, depth: 2, outputs: 10, tanh: false, batch: 64, rows: 512, rate: 0.05 },
  { name: 'W4', features: 2, width: 32, depth: 10, outputs: 1, tanh: false, batch: 100, rows: 500, rate: 0.0005 },
];

/** What a workload is, in words. @param {Workload} workload */
export const describe = ({ features, width, depth, outputs, tanh, batch }) =>
  `${features}-(${width}×${depth})-${outputs} ${tanh ? 'tanh' : 'ReLU'}, ${outputs > 1 ? 'cross-entropy' : 'mse'}, batch ${batch}`;

/** Draws the same task every time. @param {Workload} workload @returns {Task} */
export function makeTask(workload) {
  const { features, width, depth, outputs, rows } = workload;
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const layers = [];
  let end = 0;
  for (let l = 0, below = features; l <= depth; ++l) {
    const units = l < depth ? width : outputs;
    layers.push({ inputs: below, units, weights: end, bias: end + below * units });
    end += (below + 1) * units;
    below = units;
  }
  const parameters = new Float32Array(end);
  for (const { inputs, weights, bias } of layers) {
    for (let i = weights; i < bias; ++i) parameters[i] = Math.sqrt(6 / inputs) * uniform();
  }
  const inputs = Float32Array.from({ length: rows * features }, uniform);
  const targets = new Float32Array(rows * outputs);
  for (let s = 0; s < rows; ++s) {
    const row = inputs.subarray(s * features, (s + 1) * features);
    if (outputs === 1) targets[s] = Math.sin(3 * Number(row[0])) * Number(row[1]);
    else targets[s * outputs + (Math.floor(4 * (Number(row[0]) + Number(row[1])) + 8) % outputs)] = 1;
  }
  return { workload, layers, parameters, inputs, targets };
}

/** One of our programs as WebAssembly (training.h). @returns {Rival} */
export function moduleRival(/** @type {string} */ name, /** @type {any} */ module, /** @type {Task} */ task) {
  const { features, width, depth, outputs, tanh, batch, rows, rate } = task.workload;
  module._prepare(features, width, depth, outputs, Number(tanh), batch, rows, rate);
  const fill = (/** @type {number} */ at, /** @type {Float32Array} */ values) => module.HEAPF32.set(values, at / 4);
  fill(module._parameters(), task.parameters);
  fill(module._inputs(), task.inputs);
  fill(module._targets(), task.targets);
  module._start();
  return { name, train: (steps) => module._train(steps), loss: () => module._loss() };
}

/**
 * ConvNetJS, which takes sample by sample and updates after each batch. Its error is halved where ours is not.
 *
 * @returns {Rival}
 */
export function convnet(/** @type {any} */ library, /** @type {Task} */ task) {
  const { features, width, depth, outputs, tanh, batch, rows, rate } = task.workload;
  const net = new library.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: features },
    ...Array.from({ length: depth }, () => ({
      type: 'fc',
      num_neurons: width,
      activation: tanh ? 'tanh' : 'relu',
    })),
    outputs > 1 ? { type: 'softmax', num_classes: outputs } : { type: 'regression', num_neurons: 1 },
  ]);
  net.layers
    .filter((/** @type {any} */ { layer_type: type }) => type === 'fc')
    .forEach((/** @type {any} */ layer, /** @type {number} */ l) => {
      const { inputs, weights, bias } = /** @type {Task['layers'][0]} */ (task.layers[l]);
      layer.filters.forEach((/** @type {any} */ { w }, /** @type {number} */ unit) => {
        w.set(task.parameters.subarray(weights + unit * inputs, weights + (unit + 1) * inputs));
      });
      layer.biases.w.set(task.parameters.subarray(bias, bias + layer.filters.length));
    });
  const trainer = new library.Trainer(net, {
    method: 'sgd',
    learning_rate: outputs > 1 ? rate : 2 * rate,
    momentum: 0,
    batch_size: batch,
    l2_decay: 0,
  });
  const samples = Array.from({ length: rows }, (_, s) => {
    const x = new library.Vol(1, 1, features, 0);
    x.w.set(task.inputs.subarray(s * features, (s + 1) * features));
    const target = [...task.targets.subarray(s * outputs, (s + 1) * outputs)];
    return { x, y: outputs > 1 ? target.indexOf(1) : target };
  });
  let at = 0;
  return {
    name: 'ConvNetJS',
    train(steps) {
      for (let i = 0; i < steps * batch; ++i) {
        const { x, y } = /** @type {{ x: any, y: any }} */ (samples[at]);
        trainer.train(x, y);
        at = (at + 1) % rows;
      }
    },
    loss() {
      let sum = 0;
      for (const { x, y } of samples) {
        const { w } = net.forward(x);
        sum += typeof y === 'number' ? -Math.log(w[y]) : (w[0] - Number(y[0])) ** 2;
      }
      return sum / rows;
    },
  };
}

/**
 * Synaptic, which updates after every sample, and each layer before the one below gets its error: so the losses agree
 * about as well as the rate is small. Its error is halved where ours is not.
 *
 * @returns {Rival}
 */
export function synaptic(/** @type {any} */ library, /** @type {Task} */ task) {
  const { features, width, depth, tanh, batch, rows, rate } = task.workload;
  const { Architect, Neuron } = library;
  const network = new Architect.Perceptron(features, ...Array(depth).fill(width), 1);
  network.layers.hidden.forEach((/** @type {any} */ layer) => {
    layer.set({ squash: tanh ? Neuron.squash.TANH : Neuron.squash.RELU });
  });
  network.layers.output.set({ squash: Neuron.squash.IDENTITY });
  let below = network.layers.input.list;
  [...network.layers.hidden, network.layers.output].forEach(({ list }, l) => {
    const { inputs, weights, bias } = /** @type {Task['layers'][0]} */ (task.layers[l]);
    list.forEach((/** @type {any} */ neuron, /** @type {number} */ unit) => {
      neuron.bias = task.parameters[bias + unit];
      below.forEach((/** @type {any} */ lower, /** @type {number} */ i) => {
        neuron.connected(lower).connection.weight = task.parameters[weights + unit * inputs + i];
      });
    });
    below = list;
  });
  const samples = Array.from({ length: rows }, (_, s) => ({
    x: [...task.inputs.subarray(s * features, (s + 1) * features)],
    y: [Number(task.targets[s])],
  }));
  let at = 0;
  return {
    name: 'Synaptic',
    updatesEachSample: true,
    tolerance: 0.02,
    train(steps) {
      for (let i = 0; i < steps * batch; ++i) {
        const { x, y } = /** @type {{ x: number[], y: number[] }} */ (samples[at]);
        network.activate(x);
        network.propagate(2 * rate, y);
        at = (at + 1) % rows;
      }
    },
    loss: () => samples.reduce((sum, { x, y }) => sum + (network.activate(x)[0] - Number(y[0])) ** 2, 0) / rows,
  };
}

/** TensorFlow.js on its backend of the day, with every batch made a tensor beforehand. @returns {Rival} */
export function tensorflow(/** @type {any} */ tf, /** @type {Task} */ task) {
  const { features, outputs, tanh, batch, rows, rate } = task.workload;
  const variables = task.layers.map(({ inputs, units, weights, bias }) => {
    const transposed = tf.tidy(() =>
      tf.transpose(tf.tensor2d(task.parameters.slice(weights, bias), [units, inputs])).clone(),
    );
    return {
      w: tf.variable(transposed),
      b: tf.variable(tf.tensor1d(task.parameters.slice(bias, bias + units))),
    };
  });
  const rowsOf = (/** @type {number} */ from, /** @type {number} */ to) => ({
    x: tf.tensor2d(task.inputs.slice(from * features, to * features), [to - from, features]),
    y: tf.tensor2d(task.targets.slice(from * outputs, to * outputs), [to - from, outputs]),
  });
  const lossOf = (/** @type {{ x: any, y: any }} */ { x, y }) => {
    let h = x;
    variables.forEach(({ w, b }, l) => {
      const z = tf.add(tf.matMul(h, w), b);
      h = l === variables.length - 1 ? z : tanh ? tf.tanh(z) : tf.relu(z);
    });
    return outputs > 1 ? tf.losses.softmaxCrossEntropy(y, h) : tf.losses.meanSquaredError(y, h);
  };
  const batches = Array.from({ length: rows / batch }, (_, k) => rowsOf(k * batch, (k + 1) * batch));
  const all = rowsOf(0, rows);
  const optimizer = tf.train.sgd(rate);
  let at = 0;
  return {
    name: `TensorFlow.js ${tf.getBackend()}`,
    train(steps) {
      for (let i = 0; i < steps; ++i) {
        optimizer.minimize(() => lossOf(/** @type {{ x: any, y: any }} */ (batches[at])));
        at = (at + 1) % batches.length;
      }
      variables[0]?.w.dataSync(); // whatever was put off is done now
    },
    loss: () => tf.tidy(() => lossOf(all).dataSync()[0]),
    dispose: () => tf.disposeVariables(),
  };
}
