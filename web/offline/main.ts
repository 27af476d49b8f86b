// reluctant.html: the site in one file that opens from a disk, without the page for teachers, which makes links to files
// beside the site. Which page is shown, its address says.
import activationsStyles from '../pages/activations/page.css?inline';
import labStyles from '../pages/lab/page.css?inline';
import neuronStyles from '../pages/neuron/page.css?inline';
import twinsStyles from '../pages/twins/page.css?inline';
import type { PageName } from '../pages/site.js';
import '../pages/site.css';

const pages: Record<Exclude<PageName, 'teachers'>, { styles: string; open: () => Promise<unknown> }> = {
  lab: { styles: labStyles, open: () => import('../pages/lab/main.js') },
  activations: { styles: activationsStyles, open: () => import('../pages/activations/main.js') },
  neuron: { styles: neuronStyles, open: () => import('../pages/neuron/main.js') },
  twins: { styles: twinsStyles, open: () => import('../pages/twins/main.js') },
};

const wish = new URLSearchParams(location.search).get('page') ?? 'lab';
const page = Object.hasOwn(pages, wish) ? pages[wish as keyof typeof pages] : pages.lab;
const sheet = new CSSStyleSheet();
sheet.replaceSync(page.styles);
document.adoptedStyleSheets.push(sheet);
void page.open();
