// One file for any page: the elements, the worker and the core inside. The site's own entry is pages/site.ts.
import { defineFigures } from './figures/all.js';
import { startLab } from './inside.js';

startLab();
defineFigures();
