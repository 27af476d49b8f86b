// embed.html: one figure, set up by the page's address, commanded by the page around it (host.ts).
import { scenarioFromLink } from '../../wasm/src/link.js';
import { figureNames, makeFigure } from '../figures/all.js';
import { readOrigins } from '../shell/origins.js';
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
  const main = document.querySelector('main') as HTMLElement;
  const figure = makeFigure(name);
  if (!figure) {
    main.textContent = words.unknownFigure(name, figureNames);
    return;
  }
  for (const attribute of ['controls', 'theme']) {
    const wish = wishes.get(attribute);
    if (wish !== null) figure.setAttribute(attribute, wish);
  }
  if (['', '1', 'true'].includes(wishes.get('autoplay') ?? 'no')) figure.setAttribute('autoplay', '');
  figure.lang = lang;
  const { origins, mistakes } = readOrigins(wishes.get('origins') ?? '');
  if (location.hash.length > 1) {
    const reading = await scenarioFromLink(location.hash);
    if (reading.ok) figure.scenario = reading.scenario;
    else mistakes.push(...reading.errors.map(({ path, message }) => `${path}: ${message}`));
  }
  connectHost(figure, name, origins, mistakes);
  main.replaceChildren(figure);
}

startLab();
void begin();
