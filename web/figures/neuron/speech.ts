// What the figure says to those who hear it: one sentence a change that they made or that matters, never while it merely
// plays on. The live region that speaks is ../speaker.ts.
import type { Strings } from '../../shell/strings/index.js';
import { firing, isDead } from './arithmetic.js';
import type { Message, NeuronState } from './store.js';

/** What is worth saying of `message`, which led from `former` to `state`; null when nothing is. */
export function spokenOf(former: NeuronState, state: NeuronState, message: Message, words: Strings): string | null {
  const { experiment, playing } = state;
  if (!experiment || (message.type !== 'moved' && message.type !== 'opened') || !former.experiment) return null;
  const { now, data } = experiment;
  const lit = firing(now);
  const changed = isDead(now) !== isDead(former.experiment.now) || lit > 0 !== firing(former.experiment.now) > 0;
  if (playing && !changed) return null;
  return words.neuron.spoken(now.frame.report.step, lit, data.trainCount, isDead(now));
}
