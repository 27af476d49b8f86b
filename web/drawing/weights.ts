// Which of a network's weights are drawn as edges: all of few, the strongest of many, and more of one neuron that is looked
// at. Who paints them is edges.ts.
import type { Frame, Layer } from '../../wasm/src/types.js';

/** One weight between two nodes: inputs are numbered from 0, hidden units after them, outputs after those. */
export interface Edge {
  source: number;
  target: number;
  positive: boolean;
  /** Size against the largest of its layer, in [0, 1]. */
  strength: number;
}

export interface Edges {
  /** Weakest first. */
  edges: Edge[];
  /** How many lead to each neuron where not all are drawn; null where they are. */
  each: number | null;
  /** Weights that are not drawn. */
  leftOut: number;
}

/** Weights that all are drawn: where there are more, no eye follows one. */
const MOST_WEIGHTS = 640;

/** Of more weights this many are drawn, that a canvas without a graphics card keeps up. */
const MOST_EDGES = 1200;

/** Edges to each neuron where not all are drawn, and each way of a neuron that is looked at. */
const STRONGEST = 2;
const STRONGEST_OF_ONE = 12;

/** The edges of a network. */
export function edgesOf({ layers, parameters }: Frame): Edges {
  const weights = layers.reduce((sum, { parameters: { weights } }) => sum + weights[1] - weights[0], 0);
  const targets = layers.reduce((sum, { units }) => sum + units, 0);
  const each = weights <= MOST_WEIGHTS ? null : STRONGEST * targets <= MOST_EDGES ? STRONGEST : 1;
  const edges: Edge[] = [];
  eachLayer(layers, parameters, (layer, first, largest) => {
    const [from] = layer.parameters.weights;
    for (let unit = 0; unit < layer.units; ++unit) {
      const row = from + unit * layer.inputs;
      const sources = each === null ? layer.inputs : each;
      for (const input of strongest(parameters, row, 1, layer.inputs, sources))
        edges.push(edge(first + input, first + layer.inputs + unit, parameters[row + input] ?? 0, largest));
    }
  });
  const drawn = edges.filter(({ strength }) => strength >= 0); // a weight that is not a number has no edge
  return {
    edges: drawn.sort((a, b) => a.strength - b.strength),
    each,
    leftOut: each === null ? 0 : weights - edges.length,
  };
}

/** The strongest edges into hidden unit number `unit` and out of it, weakest first. */
export function edgesOfUnit({ layers, parameters }: Frame, unit: number): Edge[] {
  const inputs = layers[0]?.inputs ?? 0;
  const edges: Edge[] = [];
  eachLayer(layers, parameters, (layer, first, largest) => {
    const [from] = layer.parameters.weights;
    const asTarget = unit + inputs - first - layer.inputs;
    const asSource = unit + inputs - first;
    if (asTarget >= 0 && asTarget < layer.units) {
      const row = from + asTarget * layer.inputs;
      for (const input of strongest(parameters, row, 1, layer.inputs, STRONGEST_OF_ONE))
        edges.push(edge(first + input, unit + inputs, parameters[row + input] ?? 0, largest));
    }
    if (asSource >= 0 && asSource < layer.inputs) {
      const column = from + asSource;
      for (const target of strongest(parameters, column, layer.inputs, layer.units, STRONGEST_OF_ONE))
        edges.push(
          edge(unit + inputs, first + layer.inputs + target, parameters[column + target * layer.inputs] ?? 0, largest),
        );
    }
  });
  return edges.filter(({ strength }) => strength >= 0).sort((a, b) => a.strength - b.strength);
}

const edge = (source: number, target: number, weight: number, largest: number): Edge => ({
  source,
  target,
  positive: weight > 0,
  strength: Math.abs(weight) / largest,
});

/** Calls `visit` for each layer with the number of its first source and the size of its largest weight. */
function eachLayer(
  layers: readonly Layer[],
  parameters: Float32Array,
  visit: (layer: Layer, first: number, largest: number) => void,
): void {
  let first = 0;
  for (const layer of layers) {
    const [from, to] = layer.parameters.weights;
    let largest = 0;
    for (let k = from; k < to; ++k) largest = Math.max(largest, Math.abs(parameters[k] ?? 0));
    visit(layer, first, largest);
    first += layer.inputs;
  }
}

/** Which `most` of `count` weights, every `stride` from `from` on, are the largest in size; the first of equals. */
function strongest(weights: Float32Array, from: number, stride: number, count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, k) => k);
  const kept: number[] = [];
  const sizes: number[] = [];
  for (let k = 0; k < count; ++k) {
    const size = Math.abs(weights[from + k * stride] ?? 0);
    if (kept.length === most && size <= (sizes[most - 1] ?? 0)) continue;
    let at = kept.length === most ? most - 1 : kept.length;
    while (at > 0 && size > (sizes[at - 1] ?? 0)) {
      kept[at] = kept[at - 1] ?? 0;
      sizes[at] = sizes[at - 1] ?? 0;
      --at;
    }
    kept[at] = k;
    sizes[at] = size;
  }
  return kept;
}
