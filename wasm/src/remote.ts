// Runs by number for those who are not in the same thread: Remote over simulation.ts, in slices of 8 ms, so
// that calls in between are heard. worker.ts puts it behind Comlink; client.ts calls it directly where workers are refused.
import { integer } from './check.js';
import { labLoader } from './lab.js';
import { readByFetch, type SimdChoice, type WasmFiles } from './module.js';
import type { Simulation } from './simulation.js';
import type { Frame, Opened, Remote, Scenario, View } from './types.js';

const SLICE_MS = 8;

interface Run {
  simulation: Simulation;
  view: View;
  /** The first step whose events no frame has told. */
  untold: number;
  /** Settles when the calls made so far are done: a run's calls keep their order. */
  last: Promise<unknown>;
}

/** Loads a lab and offers its runs. */
export async function openRemote(wasm: WasmFiles, simd: SimdChoice): Promise<Remote> {
  const lab = await labLoader(wasm, readByFetch)({ simd });
  const runs = new Map<number, Run>();

  const inTurn = <T>(number: number, work: (run: Run) => T | Promise<T>): Promise<T> => {
    const run = runs.get(number);
    if (!run) return Promise.reject(new Error(`run: expected the number of an open run, found ${number}`));
    const done = run.last.then(() => work(run));
    run.last = done.catch(() => undefined);
    return done;
  };

  const frameFrom = (run: Run, since: number, view = run.view): Frame => {
    const frame = run.simulation.frame(view, since);
    run.view = view;
    run.untold = frame.report.step + 1;
    return frame;
  };

  const enter = (number: number, make: () => Simulation, view: View, since: number): Opened => {
    if (runs.has(number)) throw new Error(`run: expected a number that is not in use, found ${number}`);
    const simulation = make();
    try {
      const run: Run = { simulation, view, untold: since, last: Promise.resolve() };
      const opened = { scenario: simulation.scenario, data: simulation.data(), frame: frameFrom(run, since) };
      runs.set(number, run);
      return opened;
    } catch (error) {
      simulation.dispose();
      throw error;
    }
  };

  return {
    info: async () => lab.info,
    catalogue: async () => lab.catalogue,
    validate: async (scenario) => lab.validate(scenario),
    evaluate: async (name, z, parameters) => lab.evaluate(name, z, parameters),
    benchmarkActivations: async (wanted) => lab.benchmarkActivations(wanted),
    parseCsv: async (text, wanted) => lab.parseCsv(text, wanted),

    open: async (number, scenario, view) => enter(number, () => lab.simulate(scenario as Scenario), view, 0),

    advance: (number, steps, milliseconds = Infinity) =>
      inTurn(number, async (run) => {
        const { simulation } = run;
        integer('steps', steps, 0);
        const end = performance.now() + milliseconds;
        const goal = simulation.report.step + steps;
        let left = steps;
        for (;;) {
          const slice = Math.max(Math.min(SLICE_MS, end - performance.now()), Number.MIN_VALUE);
          const { step, status } = simulation.runFor(slice, left);
          left = goal - step;
          if (left === 0 || status === 'diverged' || performance.now() >= end) return frameFrom(run, run.untold);
          await otherCalls();
        }
      }),

    seek: (number, step) =>
      inTurn(number, (run) => {
        run.simulation.seek(step);
        return frameFrom(run, run.simulation.report.step);
      }),

    apply: (number, set) =>
      inTurn(number, (run) => {
        run.simulation.apply(set);
        return { scenario: run.simulation.scenario, frame: frameFrom(run, run.simulation.report.step) };
      }),

    events: (number, since) => inTurn(number, ({ simulation }) => simulation.events({ since })),

    health: (number) => inTurn(number, ({ simulation }) => simulation.health()),

    autopsy: (number, layer, unit, step) =>
      inTurn(number, ({ simulation }) => simulation.autopsy(layer, unit, step === undefined ? {} : { step })),

    cascade: (number, layer, unit) => inTurn(number, ({ simulation }) => simulation.cascade(layer, unit)),

    ablate: (number, units) => inTurn(number, ({ simulation }) => simulation.ablate(units)),

    inspect: (number, layer, unit) => inTurn(number, ({ simulation }) => simulation.inspect(layer, unit)),

    nextRows: (number) => inTurn(number, ({ simulation }) => simulation.nextRows()),

    look: (number, view) => inTurn(number, (run) => frameFrom(run, run.untold, view)),

    fork: (number, as) =>
      inTurn(number, ({ simulation, view, untold }) => enter(as, () => simulation.fork(), view, untold)),

    history: (number, every) => inTurn(number, ({ simulation }) => simulation.history({ every })),

    raster: (number, every) => inTurn(number, ({ simulation }) => simulation.raster({ every })),

    fingerprint: (number) => inTurn(number, ({ simulation }) => simulation.fingerprint()),

    // Out of turn: training under way ends at its next slice, with the error of a disposed simulation.
    close: async (number) => {
      runs.get(number)?.simulation.dispose();
      runs.delete(number);
    },
  };
}

/** Lets messages in. A port, because timers wait 4 ms after a few turns. */
function otherCalls(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
