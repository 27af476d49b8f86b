// The lab as a page: the figure whose Scenario is the page's address. The bar is ../site.ts, the figure figures/lab.
import { html } from 'lit';
import { linkFromScenario, scenarioFromLink } from '../../../wasm/src/link.js';
import type { CompleteScenario, Scenario, StepReport } from '../../../wasm/src/types.js';
import { connectedLab } from '../../figures/core.js';
import { defineLab } from '../../figures/lab/element.js';
import { stringsOf } from '../../shell/strings/index.js';
import { addressOfPage } from '../../beside.js';
import { furnish } from '../site.js';

/** The settings above the network; the others are on the board of all. */
const CONTROLS = 'question data activation learning-rate bias hidden batch-size noise seed all';

/** What an entry of the browser's history remembers beside its address. */
interface Entry {
  step: number;
  base: CompleteScenario | null;
}

const words = stringsOf(document.documentElement.lang);
const main = document.querySelector('main');
document.title = words.pageTitle;
defineLab();
const lab = document.createElement('reluctant-lab');
lab.controls = CONTROLS;
lab.autoplay = true;

// The step shown, the one shown before it, and what reset goes back to: an entry that is left remembers them.
let shown = 0;
let shownBefore = 0;
let base: CompleteScenario | null = null;
let told = '';

/** Opens what the address says, at the step that the history entry remembers. */
async function openAddress(): Promise<void> {
  const entry = history.state as Entry | null;
  const fragment = location.hash.slice(1);
  const loading = { step: entry?.step ?? 0, base: entry?.base ?? null };
  if (fragment === '') {
    await lab.load({ scenario: null, ...loading });
  } else {
    const reading = await scenarioFromLink(fragment);
    if (reading.ok) await lab.load({ scenario: reading.scenario, ...loading, link: location.href });
    else await lab.load({ scenario: null, link: location.href, mistakes: reading.errors });
  }
  base = lab.base;
}

/** Shows the figure once it is known what to open: reading a link takes a moment, the core a longer one. */
async function begin(): Promise<void> {
  await openAddress();
  main?.append(lab);
  await lab.ready;
  base = lab.base;
}

/** Makes a history entry of the Scenario that the reader's change led to, and lets the one left remember its step. */
async function remember(scenario: Scenario): Promise<void> {
  history.replaceState({ step: shownBefore, base } satisfies Entry, '');
  base = lab.base;
  const { catalogue } = await connectedLab();
  history.pushState({ step: shown, base } satisfies Entry, '', `#${await linkFromScenario(scenario, catalogue)}`);
}

/** The page of twins with the present Scenario; beside one that the reader has changed by hand stands the one without that. */
async function openTwins(): Promise<void> {
  const { catalogue } = await connectedLab();
  const scenario = lab.scenario as CompleteScenario;
  const url = new URL(addressOfPage('twins', 'lab') ?? '', location.href);
  const { interventions } = lab.base ?? scenario;
  if (interventions.length !== scenario.interventions.length)
    url.searchParams.set('twin', JSON.stringify({ interventions }));
  url.hash = await linkFromScenario(scenario, catalogue);
  location.assign(url);
}

const compare = document.createElement('button');
compare.slot = 'menu';
compare.type = 'button';
compare.textContent = words.twins.compare;
compare.addEventListener('click', () => void openTwins());
lab.append(compare);

async function share(): Promise<void> {
  const { catalogue } = await connectedLab();
  const fragment = `#${await linkFromScenario(lab.scenario as Scenario, catalogue)}`;
  try {
    await navigator.clipboard.writeText(new URL(fragment, location.href).href);
    told = words.shared;
  } catch {
    history.replaceState(history.state, '', fragment);
    told = words.shareByHand;
  }
  drawBar();
}

const drawBar = furnish({
  here: 'lab',
  figure: lab,
  more: () =>
    html`<span class="told" role="status">${told}</span>
      <button type="button" class="share" @click=${() => void share()}>${words.share}</button>`,
});
lab.addEventListener('reluctant-step', (event) => {
  shownBefore = shown;
  shown = (event as CustomEvent<StepReport>).detail.step;
});
lab.addEventListener('reluctant-change', (event) => {
  told = '';
  drawBar();
  void remember((event as CustomEvent<Scenario>).detail);
});
addEventListener('popstate', () => void openAddress());
begin().catch(() => undefined); // the figure itself says why it cannot run
