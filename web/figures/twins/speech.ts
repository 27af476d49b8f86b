// What the figure says to those who hear it: a sentence for each run and one for what tells them apart. The pictures' own are
// ../sentences.ts.
import { DEAD } from '../../drawing/glyphs.js';
import type { Strings } from '../../shell/strings/index.js';
import { countOf } from '../neurons.js';
import { inOneLine, namesOf } from './names.js';
import { ended, stepOf, type Message, type TwinsState } from './store.js';

/** What is worth saying of `message`; null when it is not. */
export function spokenOf(state: TwinsState, message: Message, words: Strings): string | null {
  const { twins, catalogue, playing } = state;
  if (!twins || !catalogue) return null;
  const happened = message.type === 'advanced' && message.frames.some(({ events }) => events.length > 0);
  const paused = message.type === 'played' && !playing;
  const sent = message.type === 'sought' || (message.type === 'advanced' && !playing);
  const changed = message.type === 'opened';
  if (!happened && !paused && !sent && !changed) return null;
  if (ended(twins)) return words.spokenDiverged(stepOf(twins));
  const names = namesOf(catalogue, twins, words);
  const runs = twins.runs.map(({ frame }, side) => ({
    name: inOneLine(names[side as 0 | 1]),
    dead: countOf(frame, DEAD),
    units: frame.states.length,
  }));
  return words.twins.spoken(stepOf(twins), runs, twins.differing?.length ?? null);
}
