// The twins as a page: the figure, whose Scenario is the address's fragment and whose twin is in its query. The bar is
// ../site.ts, the figure figures/twins.
import { html } from 'lit';
import { linkFromScenario, scenarioFromLink } from '../../../wasm/src/link.js';
import type { Scenario } from '../../../wasm/src/types.js';
import { connectedLab } from '../../figures/core.js';
import { defineTwins } from '../../figures/twins/element.js';
import { stringsOf } from '../../shell/strings/index.js';
import { furnish } from '../site.js';

/** The choice of what differs, and the settings that both have. */
const CONTROLS = 'twin data learning-rate bias hidden batch-size noise seed';

const words = stringsOf(document.documentElement.lang);
document.title = words.twins.pageTitle;
defineTwins();
const twins = document.createElement('reluctant-twins');
twins.controls = CONTROLS;
twins.autoplay = true;

let told = '';

/** Opens what the address says; what cannot be read of it is shown with its mistakes. */
async function openAddress(): Promise<void> {
  const twin = new URLSearchParams(location.search).get('twin');
  const fragment = location.hash.slice(1);
  if (fragment === '') {
    await twins.load({ scenario: null }, twin);
    return;
  }
  const reading = await scenarioFromLink(fragment);
  if (reading.ok) await twins.load({ scenario: reading.scenario, link: location.href }, twin);
  else await twins.load({ scenario: null, link: location.href, mistakes: reading.errors }, twin);
}

/** The address of what is shown. */
async function address(): Promise<URL> {
  const { catalogue } = await connectedLab();
  const url = new URL(location.href);
  url.searchParams.set('twin', JSON.stringify(twins.twin));
  url.hash = await linkFromScenario(twins.scenario as Scenario, catalogue);
  return url;
}

async function share(): Promise<void> {
  const url = await address();
  try {
    await navigator.clipboard.writeText(url.href);
    told = words.shared;
  } catch {
    history.replaceState(null, '', url);
    told = words.shareByHand;
  }
  drawBar();
}

/** Makes a history entry of what the reader's change led to. */
async function remember(): Promise<void> {
  told = '';
  drawBar();
  history.pushState(null, '', await address());
}

const drawBar = furnish({
  here: 'twins',
  figure: twins,
  more: () =>
    html`<span class="told" role="status">${told}</span>
      <button type="button" class="share" @click=${() => void share()}>${words.share}</button>`,
});
twins.addEventListener('reluctant-change', () => void remember());
addEventListener('popstate', () => void openAddress());
void openAddress().then(() => document.querySelector('main')?.append(twins));
