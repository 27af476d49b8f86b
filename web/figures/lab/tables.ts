// A run as tables of comma-separated values, for spreadsheets and scripts: its curves, and the lives of its neurons.
import type { CatalogueEntry, Raster, RunHistory } from '../../../wasm/src/types.js';

const NETWORK = [
  'step',
  'epoch',
  'trainLoss',
  'testLoss',
  'trainAccuracy',
  'testAccuracy',
  'regularizedLoss',
  'gradientNorm',
  'deadShare',
] as const;
const LAYER = ['deadShare', 'gradientNorm', 'outputMean', 'outputVariance'] as const;

/** One row a step: the columns of `history`, those of layer l as `layers[l].deadShare`; what is not there is empty. */
export function curvesTable(history: RunHistory): string {
  const names = [...NETWORK, ...history.layers.flatMap((_, l) => LAYER.map((name) => `layers[${l}].${name}`))];
  const columns = [
    ...NETWORK.map((name) => history[name]),
    ...history.layers.flatMap((layer) => LAYER.map((name) => layer[name])),
  ];
  return table([names, ...history.step.map((_, row) => columns.map((column) => column[row] ?? ''))]);
}

/**
 * One row for every stretch of a neuron's life that it spent in one state: from a step on, up to another. Layers and
 * neurons count from 0, as in reports.
 *
 * @param layers units of each hidden layer
 */
export function livesTable(raster: Raster, layers: readonly number[], states: readonly CatalogueEntry[]): string {
  const rows: (string | number)[][] = [['layer', 'unit', 'from', 'to', 'state']];
  let first = 0;
  layers.forEach((units, layer) => {
    for (let unit = 0; unit < units; ++unit) {
      const end = raster.offsets[first + unit + 1] ?? 0;
      for (let at = raster.offsets[first + unit] ?? 0; at < end; ++at) {
        const to = at + 1 < end ? (raster.steps[at + 1] ?? 0) - 1 : raster.to;
        rows.push([layer, unit, raster.steps[at] ?? 0, to, states[raster.states[at] ?? -1]?.name ?? '']);
      }
    }
    first += units;
  });
  return table(rows);
}

const table = (rows: readonly (readonly (string | number)[])[]): string =>
  `${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
