// What the figure says to those who hear it: one sentence a picture, and what is worth saying of a change.
import type { Catalogue } from '../../../wasm/src/types.js';
import { DEAD } from '../../drawing/glyphs.js';
import type { Strings } from '../../shell/strings/index.js';
import { countOf, placeOf } from '../neurons.js';
import { sentencesOf, type Sentences } from '../sentences.js';
import { outcomeOf } from './branch.js';
import type { Experiment, LabState, Message } from './store.js';

/** The sentences that stand for the three pictures. */
export function pictureSentences({ experiment, playing }: LabState, words: Strings): Sentences {
  if (!experiment) return { network: words.starting, surface: words.starting, lifelines: words.starting };
  const sentences = sentencesOf(experiment, playing, words);
  const outcome = outcomeOf(experiment);
  return outcome ? { ...sentences, lifelines: `${sentences.lifelines} ${words.branch.sentence(outcome)}` } : sentences;
}

/** What a neuron is and does, in words. @param unit its number in the frame's order */
export function neuronSentence({ frame }: Experiment, { states }: Catalogue, unit: number, words: Strings): string {
  const place = placeOf(frame, unit);
  const state = states[frame.states[unit] ?? DEAD]?.label ?? '';
  return words.neuronIs(place, state, frame.activeFraction[unit] ?? 0, frame.margin[unit] ?? 0);
}

/** What stands beside a neuron's lens: who it is, and how it is. */
export function lensLabel(
  { frame }: Experiment,
  { states }: Catalogue,
  unit: number,
  words: Strings,
): readonly [string, string] {
  const state = states[frame.states[unit] ?? DEAD]?.label ?? '';
  return [words.neuronPlace(placeOf(frame, unit)), words.neuronState(state, frame.activeFraction[unit] ?? 0)];
}

/** What is worth saying of `message`; null when it is not. */
export function spokenOf(state: LabState, message: Message, words: Strings): string | null {
  const { experiment } = state;
  if (!experiment) return null;
  const { step, status } = experiment.frame.report;
  const [dead, units] = [countOf(experiment.frame, DEAD), experiment.frame.states.length];
  if (message.type === 'advanced' && status === 'diverged') return words.spokenDiverged(step);
  if (message.type === 'advanced' && message.frame.events.length > 0)
    return words.spokenEvents(step, message.frame.events, dead, units);
  if (message.type === 'intervened') {
    const sentence = words.spokenEvents(step, causedAt(experiment, step), dead, units);
    return message.branch ? `${sentence} ${words.branch.spokenBegun}` : sentence;
  }
  if (message.type === 'exchanged')
    return words.branch.spokenExchanged(!experiment.branch?.changed, words.spokenEvents(step, [], dead, units));
  if (message.type === 'played' && !message.playing && status !== 'diverged')
    return words.spokenPaused(step, dead, units);
  return null;
}

function causedAt({ record }: Experiment, step: number): Experiment['record']['events'] {
  return record.events.filter((event) => event.step === step && event.cause === 'intervention');
}
