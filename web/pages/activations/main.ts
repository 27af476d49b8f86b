// The explorer as a page: the figure, and in the page's address the network whose sums it shows. The bar is ../site.ts,
// the figure figures/activations.
import { linkFromScenario, scenarioFromLink } from '../../../wasm/src/link.js';
import type { Scenario } from '../../../wasm/src/types.js';
import { defineActivations } from '../../figures/activations/element.js';
import { connectedLab } from '../../figures/core.js';
import { stringsOf } from '../../shell/strings/index.js';
import { furnish } from '../site.js';

document.title = stringsOf(document.documentElement.lang).explorer.pageTitle;
defineActivations();
const explorer = document.createElement('reluctant-activations');

/** Shows what the address says; a link that cannot be read is shown with its mistakes, as any other wrong Scenario. */
async function openAddress(): Promise<void> {
  const fragment = location.hash.slice(1);
  if (fragment === '') {
    explorer.scenario = null;
    return;
  }
  const reading = await scenarioFromLink(fragment);
  explorer.scenario = reading.ok ? reading.scenario : fragment;
}

async function remember(scenario: Scenario): Promise<void> {
  const { catalogue } = await connectedLab();
  history.pushState(null, '', `#${await linkFromScenario(scenario, catalogue)}`);
}

furnish({ here: 'activations', figure: explorer });
explorer.addEventListener('reluctant-change', (event) => void remember((event as CustomEvent<Scenario>).detail));
addEventListener('popstate', () => void openAddress());
void openAddress().then(() => document.querySelector('main')?.append(explorer));
