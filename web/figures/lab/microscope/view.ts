// The microscope: one neuron looked at closely, below the network. What the core says of it is examiner.ts; what is shown
// of that is parts.ts, which comes with the first look.
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { closeIcon } from '../../../shell/icons.js';
import { DEAD } from '../../../drawing/glyphs.js';
import type { Strings } from '../../../shell/strings/index.js';
import { parts, type Examination } from '../examiner.js';
import { placeOf } from '../../neurons.js';
import type { Experiment } from '../store.js';
import { glyph } from '../story.js';
import type { Actions, Form, Shown } from '../view.js';

/** Everything that the parts of the microscope are made from. */
export interface Seen {
  experiment: Experiment;
  examined: Examination;
  /** Its place among the layers. */
  layer: number;
  unit: number;
  /** Index into `catalogue.states`. */
  state: number;
  /** The training row that the chain rule is written for. */
  row: number;
  words: Strings;
  form: Form;
  actions: Actions;
  /** The activations' labels by name. */
  labelOf: (activation: string) => string;
}

/** The chosen neuron; nothing where none is chosen. */
export function microscopeView({ state, words, form, actions }: Shown): TemplateResult | typeof nothing {
  const { experiment, catalogue, chosen, examined } = state;
  if (!experiment || !catalogue || chosen === null) return nothing;
  const place = placeOf(experiment.frame, chosen);
  const health = experiment.frame.states[chosen] ?? DEAD;
  const shows = parts.here;
  const seen: Seen | null =
    shows && examined?.unit === chosen
      ? {
          experiment,
          examined,
          ...place,
          state: health,
          row: state.row ?? rowOf(examined),
          words,
          form,
          actions,
          labelOf: (name) => catalogue.activations.find((entry) => entry.name === name)?.label ?? name,
        }
      : null;
  return html`<section class="microscope" aria-labelledby="looked" @keydown=${actions.walk}>
    <div class="who">
      ${glyph(health, 36)}
      <div>
        <h2 id="looked" tabindex="-1">${words.microscope.neuron(place)}</h2>
        <p class="state" ?data-dead=${health === DEAD}>${shows && seen ? shows.lifeSentence(seen) : (catalogue.states[health]?.label ?? '')}</p>
      </div>
      <p class="keys" aria-hidden="true">${words.microscope.keys}</p>
      <button type="button" class="tool" aria-label=${words.microscope.close} title=${words.microscope.close} @click=${actions.leaveNeuron}>${closeIcon}</button>
    </div>
    ${
      shows && seen
        ? guard([examined, experiment.record, seen.state, seen.row, words, form], () => shows.partsView(seen))
        : html`<p class="looking">${words.microscope.looking}</p>`
    }
  </section>`;
}

/**
 * The row that the chain rule is about unless the reader picks one: of those that last made it fire the one of which the
 * loss wants most, else that of its largest sum.
 */
function rowOf({ autopsy, inspection: { sums, upstream } }: Examination): number {
  const most = (rows: Iterable<number>, of: (row: number) => number): number =>
    [...rows].reduce((best, row) => (of(row) > of(best) ? row : best));
  const top = most(sums.keys(), (row) => sums[row] ?? 0);
  if (!autopsy?.chain || (sums[top] ?? 0) > 0) return top;
  return most([autopsy.chain.after.row, ...autopsy.lastRows], (row) => Math.abs(upstream[row] ?? 0));
}
