// The two pictures of the plane that are painted, not drawn: under the points, and in the neuron's disc. What stands on
// them are shapes of plane.ts and diagram.ts.
import { Bitmap, paintHatching, type Box } from '../../drawing/field.js';
import { heatStep, type Theme } from '../../drawing/palette.js';
import { clearedCanvas } from '../canvas.js';
import { isDead } from './arithmetic.js';
import type { Experiment } from './store.js';

/** The output that is painted in the fullest colour, at least. */
const FULL = 1;

export class Grounds {
  readonly #bitmap = new Bitmap();
  #painted = '';
  #experiment: Experiment | null = null;
  #theme: Theme | null = null;

  /** Paints both where something has changed since the last call. */
  paint(root: ParentNode, experiment: Experiment, theme: Theme): void {
    const [ground, disc] = ['#ground', '#disc'].map((id) => root.querySelector<HTMLCanvasElement>(id));
    if (!ground || !disc) return;
    const size = [ground.clientWidth, disc.clientWidth, devicePixelRatio, ground.getBoundingClientRect().width].join(
      ' ',
    );
    if (experiment === this.#experiment && theme === this.#theme && size === this.#painted) return;
    this.#experiment = experiment;
    this.#theme = theme;
    this.#painted = size;
    this.#fill(experiment, theme);
    this.#draw(ground, experiment, theme, false);
    this.#draw(disc, experiment, theme, true);
  }

  /** Paints both at the next call: the browser threw a canvas away. */
  forget(): void {
    this.#experiment = null;
  }

  #fill({ now, view }: Experiment, theme: Theme): void {
    const { unitFields } = now.frame;
    const full = unitFields.reduce((most, value) => Math.max(most, Math.abs(value)), FULL);
    this.#bitmap.fill(unitFields, 1, view.unitResolution, (value) => {
      return theme.heat[heatStep(Math.sign(value) * (Math.abs(value) / full) ** 0.6)] ?? 0;
    });
  }

  #draw(canvas: HTMLCanvasElement, { now, view }: Experiment, theme: Theme, round: boolean): void {
    const cleared = clearedCanvas(canvas);
    if (!cleared) return;
    const { ctx, width } = cleared;
    ctx.save();
    if (round) {
      ctx.beginPath();
      ctx.arc(width / 2, width / 2, width / 2, 0, 2 * Math.PI);
      ctx.clip();
    }
    const box: Box = { x: 0, y: 0, size: width };
    if (!round || !isDead(now)) {
      this.#bitmap.draw(ctx, 0, box);
      const { unitFields } = now.frame;
      if (theme.hatched) paintHatching(ctx, box, unitFields, 0, view.unitResolution, Number.MIN_VALUE, theme);
    }
    ctx.restore();
  }
}
