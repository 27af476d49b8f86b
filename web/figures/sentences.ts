// The sentences that stand for the pictures of a run, for those who hear them. The pictures are stage.ts and tracks.ts.
import { DEAD } from '../drawing/glyphs.js';
import type { Strings } from '../shell/strings/index.js';
import { countOf, hiddenLayers } from './neurons.js';
import { presentRow, type Watched } from './watched.js';

/** What each picture shows. */
export type Sentences = Readonly<Record<'network' | 'surface' | 'lifelines', string>>;

/** What the pictures of `run` show at its present step. */
export function sentencesOf(run: Watched, playing: boolean, words: Strings): Sentences {
  const { frame, record, data } = run;
  const { step } = frame.report;
  const layers = hiddenLayers(frame).map(({ from, to }) => ({
    units: to - from,
    dead: countOf(frame, DEAD, from, to),
  }));
  const past = record.events.filter((event) => event.step <= step);
  const revived = past.filter((event) => event.kind === 'revived').length;
  const row = presentRow(run);
  return {
    network: words.networkSentence(layers, playing, step),
    surface: words.surfaceSentence(data.features, row?.wrong ?? null, data.trainCount, row?.loss ?? 0),
    lifelines: words.timelineSentence(step, past.length - revived, revived, row?.deadShare ?? 0),
  };
}
