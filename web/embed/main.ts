// embed.html: one figure, set up by the page's address, commanded by the page around it (host.ts).
import { linkFromScenario, scenarioFromLink } from '../../wasm/src/link.js';
import type { Scenario } from '../../wasm/src/types.js';
import { figureNames, makeFigure } from '../figures/all.js';
import { connectedLab } from '../figures/core.js';
import type { FigureElement } from '../figures/element.js';
import { readOrigins } from '../shell/origins.js';
import { printAddress } from '../shell/paper.js';
import { stringsOf } from '../shell/strings/index.js';
import { startLab } from '../inside.js';
import { connectHost } from './host.js';
import './embed.css';

async function begin(): Promise<void> {
  const wishes = new URLSearchParams(location.search);
  const lang = wishes.get('lang') ?? 'en';
  document.documentElement.lang = lang;
  const words = stringsOf(lang);
  const name = wishes.get('figure') ?? (figureNames[0] as string);
  const place = document.querySelector('#place') as HTMLElement;
  const figure = makeFigure(name);
  if (!figure) {
    place.textContent = words.unknownFigure(name, figureNames);
    return;
  }
  for (const attribute of ['controls', 'theme', 'twin']) {
    const wish = wishes.get(attribute);
    if (wish !== null) figure.setAttribute(attribute, wish);
  }
  if (['', '1', 'true'].includes(wishes.get('autoplay') ?? 'no')) figure.setAttribute('autoplay', '');
  figure.lang = lang;
  const { origins, mistakes } = readOrigins(wishes.get('origins') ?? '');
  // What the host asks for meanwhile, as a slide does once its frame has loaded, waits for the link.
  const opened = openLink(figure).then((wrong) => [...mistakes, ...wrong]);
  connectHost(figure, name, origins, opened);
  await opened;
  followAddress(figure);
  place.replaceChildren(figure);
}

/** Gives `figure` the experiment of the address. @returns why it cannot be read, or nothing */
async function openLink(figure: FigureElement): Promise<string[]> {
  if (location.hash.length <= 1) return [];
  const reading = await scenarioFromLink(location.hash);
  if (!reading.ok) return reading.errors.map(({ path, message }) => `${path}: ${message}`);
  figure.scenario = reading.scenario;
  return [];
}

/** Prints the address of what is shown: the frame's own, until the reader has changed something. */
function followAddress(figure: FigureElement): void {
  let fragment = location.hash;
  figure.addEventListener('reluctant-change', (event) => {
    const { detail } = event as CustomEvent<Scenario>;
    void connectedLab()
      .then(({ catalogue }) => linkFromScenario(detail, catalogue))
      .then((link) => {
        fragment = `#${link}`;
      });
  });
  printAddress(() => location.href.replace(/#.*/, '') + fragment);
}

startLab();
void begin();
