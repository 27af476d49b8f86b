// The figure's elements, from its state: two runs side by side, what tells them apart between them, one clock above. The
// canvases are filled by pictures.ts; what the buttons do is element.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { DEAD } from '../../drawing/glyphs.js';
import type { Strings } from '../../shell/strings/index.js';
import type { Change } from '../change.js';
import { failureView } from '../failure.js';
import { countOf } from '../neurons.js';
import { refusalView } from '../notices.js';
import { storyPace } from '../pace.js';
import { missingPicture } from '../pictured.js';
import { lastStep } from '../record.js';
import { transportView, type Transport } from '../transport.js';
import { presentRow, type Watched } from '../watched.js';
import { choosingView } from './choosing.js';
import { namesOf, type Name } from './names.js';
import { stepOf, type Twins, type TwinsState } from './store.js';

export interface Actions extends Transport {
  changeBoth(change: Change): void;
  changeSecond(change: Change): void;
  /** Lets the setting at `path` be the one that differs; what differed before is the same again. */
  pick(path: string): void;
  /** Makes what differs at `path` the same again. */
  equalise(path: string): void;
  showBoard(open: boolean): void;
  drag(event: PointerEvent): void;
  press(event: KeyboardEvent): void;
  copy(text: string): void;
  dismiss(): void;
}

export interface Shown {
  state: TwinsState;
  words: Strings;
  /** Names of the controls to show, separated by spaces. */
  controls: string;
  copied: boolean;
  actions: Actions;
  /** Tries again to run, where nothing could. */
  retry: () => void;
}

/** The whole figure. */
export function twinsView(shown: Shown): TemplateResult {
  const { state, words } = shown;
  if (state.failure !== null) return failureView(words.twins.figure, state.failure, words, shown.retry);
  const { twins, catalogue } = state;
  const names = twins && catalogue ? namesOf(catalogue, twins, words) : null;
  return html`<section class="figure" part="figure" tabindex="-1" aria-label=${words.twins.figure}>
    ${noticeView(shown)} ${headView(shown)} ${choosingView(shown)} ${objectionView(shown)}
    <div class="pair">
      ${sideView(0, twins, names?.[0] ?? null, shown)}
      ${betweenView(twins, words)}
      ${sideView(1, twins, names?.[1] ?? null, shown)}
    </div>
    <p class="spoken" aria-live="polite"></p>
  </section>`;
}

/** What was wrong with what was given. */
function noticeView({ state: { refusal }, words, copied, actions }: Shown): TemplateResult | typeof nothing {
  if (!refusal) return nothing;
  const said = refusal.ofTwin ? { title: words.twins.refused, instead: words.twins.refusedInstead } : {};
  return refusalView(refusal, { words, copied, actions, ...said });
}

function objectionView({ state, words }: Shown): TemplateResult | typeof nothing {
  if (state.objections.length === 0 || state.board) return nothing;
  return html`<p class="objection" role="alert">${words.refusedChange(state.objections)}</p>`;
}

/** What the two share and how many settings they do not, and their clock. */
function headView({ state, words, actions }: Shown): TemplateResult {
  const { twins, playing, speed } = state;
  const step = twins ? stepOf(twins) : 0;
  const clock = { step, speed: speed ?? storyPace(step, null), playing, idle: !twins, words, actions };
  return html`<div class="head">
    <div class="titles"><h2>${words.twins.title}</h2>
      <p>${twins ? words.twins.shared(twins.shared, twins.differences.length) : words.starting}</p></div>
    ${transportView(clock)}
  </div>`;
}

/** How many neurons are in another state than their twin. */
function betweenView(twins: Twins | null, words: Strings): TemplateResult {
  const count = twins?.differing?.length ?? null;
  const [number, differ] = words.twins.differ(count);
  const what = twins && count === null ? words.twins.incomparable : words.twins.differMeans;
  return html`<p class="between" part="between" title=${what}><b>${twins ? number : ''}</b> <span>${twins ? differ : ''}</span></p>`;
}

/** One run: its name, its dead, its network, what that says, and its lifelines. */
function sideView(side: 0 | 1, twins: Twins | null, name: Name | null, shown: Shown): TemplateResult {
  const { words, actions } = shown;
  const run = twins?.runs[side] ?? null;
  const dead = run ? countOf(run.frame, DEAD) : 0;
  const missing = run && missingPicture(run, words);
  return html`<section class="side" aria-label=${name ? [name.title, ...name.more].join(', ') : words.twins.sides[side]}>
    <div class="called">
      <h3>${name?.title ?? ''} ${(name?.more ?? []).map((part) => html`<small>${part}</small>`)}</h3>
      <p class="dead" data-dead=${dead > 0 ? 'some' : 'none'}>${run ? words.twins.dead(dead, run.frame.states.length) : ''}</p>
    </div>
    <div class="pictures">
      <div class="network" part="network"><canvas data-picture="network" role="img"></canvas></div>
      <div class="surface" part="surface">
        <p class="cost">${run ? costOf(run, words) : ''}</p>
        <div class="said" ?data-missing=${missing}>
          <canvas data-picture="surface" role="img"></canvas>
          ${missing ? html`<p class="missing">${missing}</p>` : nothing}
        </div>
      </div>
    </div>
    <div class="tracks" part="tracks" @pointerdown=${actions.drag} @pointermove=${actions.drag}>
      <canvas data-picture="lifelines" role="img"></canvas>
      ${side === 0 ? playheadView(twins, shown) : nothing}
    </div>
  </section>`;
}

/** The playhead of both, in the hand of those who use keys. */
function playheadView(twins: Twins | null, { words, actions }: Shown): TemplateResult {
  return html`<div class="playhead" role="slider" tabindex="0" aria-label=${words.twins.playhead} aria-valuemin="0"
    aria-valuemax=${twins ? lastStep(twins.runs[0].record) : 0} aria-valuenow=${twins ? stepOf(twins) : 0}
    @keydown=${actions.press}></div>`;
}

/** What the network's answers cost: rows that are wrong, or where there are no classes the loss. */
function costOf(run: Watched, words: Strings): string {
  const row = presentRow(run);
  if (!row) return '';
  return row.wrong === null ? words.lossIs(row.loss) : words.wrongOf(row.wrong, run.data.trainCount);
}
