// The lab as a page: the bar, and the figure whose Scenario is the page's address. The figure itself is figures/lab.
import { html, render } from 'lit';
import { workerFromUrl } from '../../../wasm/src/client.js';
import { linkFromScenario, scenarioFromLink } from '../../../wasm/src/link.js';
import type { CompleteScenario, Scenario, StepReport } from '../../../wasm/src/types.js';
import workerUrl from '../../../wasm/src/worker.ts?worker&url';
import scalar from '../../../build/wasm-scalar/wasm/core.wasm?url';
import simd from '../../../build/wasm-simd/wasm/core.wasm?url';
import { MARK } from '../../drawing/mark.js';
import { connectedLab, startLabWith } from '../../figures/core.js';
import { defineLab } from '../../figures/lab/element.js';
import { fillSheet, themeOf } from '../../figures/sheets.js';
import { contrastIcon } from '../../shell/icons.js';
import { keep, recall } from '../../shell/storage.js';
import { stringsOf } from '../../shell/strings/index.js';
import { appearance, watchPreferences } from '../../shell/theme.js';

/** Every setting that the figure knows. */
const CONTROLS = 'data activation learning-rate bias hidden batch-size noise seed';

/** The window in which everything has its own size; larger ones show everything larger. */
const DESIGNED = { width: 1440, height: 900, growsFrom: 1920 };

/** What an entry of the browser's history remembers beside its address. */
interface Entry {
  step: number;
  base: CompleteScenario | null;
}

const words = stringsOf(document.documentElement.lang);
const bar = document.querySelector<HTMLElement>('.bar');
const main = document.querySelector('main');
const colours = new CSSStyleSheet();
document.adoptedStyleSheets.push(colours);
document.title = words.pageTitle;

startLabWith(() => ({ wasm: { scalar, simd }, workers: [workerFromUrl(workerUrl)] }));
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

/** Dark where it is light, and the other way round; kept for the next visit. */
function turnTheme(): void {
  keep('theme', appearance(recall('theme')).dark ? 'light' : 'dark');
  dress();
}

function dress(): void {
  const wish = recall('theme');
  lab.theme = wish ?? '';
  fillSheet(colours, ':root', themeOf(appearance(wish)));
  drawBar();
}

function drawBar(): void {
  if (!bar) return;
  const next = appearance(recall('theme')).dark ? words.lighter : words.darker;
  const content = html`
    <h1 class="brand">
      <svg viewBox="0 0 ${MARK.width} ${MARK.height}" width=${MARK.width} height=${MARK.height} aria-hidden="true">
        <path d=${MARK.curve} /><path class="cross" d=${MARK.cross} />
      </svg>
      ${words.brand}
    </h1>
    <span class="told" role="status">${told}</span>
    <button type="button" class="share" @click=${() => void share()}>${words.share}</button>
    <button type="button" class="theme" aria-label=${next} title=${next} @click=${turnTheme}>${contrastIcon}</button>
  `;
  render(content, bar);
}

/** On a projector everything grows with the window. */
function grow(): void {
  const { width, height, growsFrom } = DESIGNED;
  const zoom = innerWidth < growsFrom ? 1 : Math.max(1, Math.min(innerWidth / width, innerHeight / height));
  document.body.style.setProperty('zoom', String(zoom));
  document.documentElement.style.setProperty('--zoom', String(zoom));
}

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
addEventListener('resize', grow);
watchPreferences(dress);
grow();
dress();
begin().catch(() => undefined); // the figure itself says why it cannot run
