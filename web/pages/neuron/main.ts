// The single neuron as a page: the figure, and in the page's address the Scenario that the reader made of it. The bar is
// ../site.ts, the figure figures/neuron.
import { linkFromScenario, scenarioFromLink } from '../../../wasm/src/link.js';
import type { Scenario } from '../../../wasm/src/types.js';
import { connectedLab } from '../../figures/core.js';
import { defineNeuron } from '../../figures/neuron/element.js';
import { stringsOf } from '../../shell/strings/index.js';
import { furnish } from '../site.js';

document.title = stringsOf(document.documentElement.lang).neuron.pageTitle;
defineNeuron();
const neuron = document.createElement('reluctant-neuron');
neuron.controls = 'question activation learning-rate batch-size';

/** Shows what the address says; a link that cannot be read is shown with its mistakes, as any other wrong Scenario. */
async function openAddress(): Promise<void> {
  const fragment = location.hash.slice(1);
  if (fragment === '') {
    neuron.scenario = null;
    return;
  }
  const reading = await scenarioFromLink(fragment);
  neuron.scenario = reading.ok ? reading.scenario : fragment;
}

/** Lets the address say what is shown, for a link; the figure's own undo goes back, so that the browser's leaves the page. */
async function remember(scenario: Scenario): Promise<void> {
  const { catalogue } = await connectedLab();
  history.replaceState(null, '', `#${await linkFromScenario(scenario, catalogue)}`);
}

furnish({ here: 'neuron', figure: neuron });
neuron.addEventListener('reluctant-change', (event) => void remember((event as CustomEvent<Scenario>).detail));
addEventListener('hashchange', () => void openAddress());
void openAddress().then(() => document.querySelector('main')?.append(neuron));
