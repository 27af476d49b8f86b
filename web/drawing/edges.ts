// Edges by size and sign, dotted at the dead, and the beads of gradient that run back along them.
// What stands at their ends is neuron.ts.
import type { Look } from './motion.js';
import type { Theme } from './palette.js';
import type { Places, Point } from './places.js';
import type { NetworkScene } from './scene.js';
import type { Edge } from './weights.js';

/** Milliseconds in which a bead of gradient runs along an edge. */
const BEAD_TIME = 1400;

/** Edges of one network that all are drawn at full strength; where there are more, each steps back. */
const FEW = 160;

/**
 * Where only the strongest edges are drawn they are a ground for those of the neuron looked at. A line that is no wider than a
 * pixel costs a tenth of a wider one where there is no graphics card.
 */
const GROUND = { alpha: 0.22, beside: 0.4, width: 1 };

/** Milliseconds for which the ground may stand while weights change: slower than that, they hardly do to the eye. */
const STANDS = 100;

type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

interface Curve {
  from: Point;
  to: Point;
}

/** Ends of an edge: from the far side of its source to the near side of its target. */
function curveOf(
  edge: Edge,
  scene: NetworkScene,
  { inputs, units, output, tile, radius, vertical }: Places,
): Curve | undefined {
  const source = edge.source < scene.inputs ? inputs[edge.source] : units[edge.source - scene.inputs];
  const target = units[edge.target - scene.inputs];
  if (!source) return undefined;
  const leave = edge.source < scene.inputs ? tile / 2 : radius;
  const arrive = target ? radius : 0;
  const end = target ?? output;
  return vertical
    ? { from: { x: source.x, y: source.y + leave }, to: { x: end.x, y: end.y - arrive } }
    : { from: { x: source.x + leave, y: source.y }, to: { x: end.x - arrive, y: end.y } };
}

function traceCurve(ctx: Pen, { from, to }: Curve, vertical: boolean): void {
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  if (vertical) {
    const middle = (from.y + to.y) / 2;
    ctx.bezierCurveTo(from.x, middle, to.x, middle, to.x, to.y);
  } else {
    const middle = (from.x + to.x) / 2;
    ctx.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
  }
}

/** How much of an edge is drawn rather than dotted: as much as of its weaker end. */
const drawnShare = (edge: Edge, inputs: number, looks: readonly Look[]): number =>
  Math.min(looks[edge.source - inputs]?.edges ?? 1, looks[edge.target - inputs]?.edges ?? 1);

/** How an edge is drawn: dotted where nothing flows, unless that is left out. */
interface Stroke {
  dots: boolean;
  alpha: (edge: Edge, strength: number) => number;
  width: (edge: Edge) => number;
}

/** Paints the edges, and above a ground of the strongest those of the unit looked at. */
export function paintEdges(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  selected: number,
  ground?: { picture: EdgeGround; density: number; now: number },
): void {
  if (scene.edgesEach !== null) {
    const alpha = selected < 0 ? 1 : GROUND.beside;
    if (ground) ground.picture.paint(ctx, scene, places, looks, theme, alpha, ground);
    else strokeGround(ctx, scene, places, looks, theme, alpha);
    const near = {
      dots: true,
      alpha: (_: Edge, strength: number) => 0.35 + 0.6 * strength ** 0.9,
      width: ({ strength }: Edge) => 0.8 + 2.6 * strength ** 1.3,
    };
    if (selected >= 0) strokeEdges(ctx, scene.edgesOf(selected), scene, places, looks, theme, near);
    return;
  }
  const node = selected + scene.inputs;
  const stepsBack = (edge: Edge): number => (selected < 0 || edge.source === node || edge.target === node ? 1 : 0.25);
  const calm = Math.max(0.4, Math.min(1, Math.sqrt(FEW / scene.edges.length)));
  strokeEdges(ctx, scene.edges, scene, places, looks, theme, {
    dots: true,
    alpha: (edge, strength) => calm * (0.1 + 0.62 * strength ** 0.9) * stepsBack(edge),
    width: ({ strength }) => 0.6 + 4.2 * calm * strength ** 1.3,
  });
}

/** The ground as a picture: it costs the most of a large network and changes the least. */
export class EdgeGround {
  readonly #canvas = new OffscreenCanvas(1, 1);
  #edges: unknown = null;
  #theme: Theme | null = null;
  #key = '';
  #drawn = -Infinity;
  #stale = false;

  /** Whether it shows weights of a moment ago, so that it must be painted again: at `now`, or at some time. */
  isStale(now = Infinity): boolean {
    return this.#stale && now - this.#drawn >= STANDS;
  }

  /** Forgets what it shows: another network is drawn without it. */
  forget(): void {
    this.#stale = false;
    this.#edges = null;
  }

  /** Paints the ground at `alpha`, drawn anew where the network stands otherwise, or where its weights are others and it has stood long enough. */
  paint(
    ctx: CanvasRenderingContext2D,
    scene: NetworkScene,
    places: Places,
    looks: readonly Look[],
    theme: Theme,
    alpha: number,
    { density, now }: { density: number; now: number },
  ): void {
    const { width, height, radius, tile, units } = places;
    const key = [width, height, density, radius, tile, units.length, units[0]?.x, units[0]?.y].join(' ');
    const moved = key !== this.#key || theme !== this.#theme;
    this.#stale = scene.edges !== this.#edges;
    if (moved || this.isStale(now)) {
      this.#key = key;
      this.#theme = theme;
      this.#edges = scene.edges;
      this.#drawn = now;
      this.#stale = false;
      this.#draw(scene, places, looks, theme, density);
    }
    ctx.globalAlpha = alpha;
    ctx.drawImage(this.#canvas, 0, 0, this.#canvas.width, this.#canvas.height, 0, 0, width, height);
    ctx.globalAlpha = 1;
  }

  #draw(scene: NetworkScene, places: Places, looks: readonly Look[], theme: Theme, density: number): void {
    this.#canvas.width = Math.max(1, Math.round(places.width * density));
    this.#canvas.height = Math.max(1, Math.round(places.height * density));
    const ctx = this.#canvas.getContext('2d');
    ctx?.scale(this.#canvas.width / places.width, this.#canvas.height / places.height);
    if (ctx) strokeGround(ctx, scene, places, looks, theme, 1);
  }
}

/** The strongest edges to each neuron, all alike. */
function strokeGround(
  ctx: Pen,
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  alpha: number,
): void {
  strokeEdges(ctx, scene.edges, scene, places, looks, theme, {
    dots: false,
    alpha: () => GROUND.alpha * alpha,
    width: () => GROUND.width,
  });
}

/** Strokes edges: the dots of the dead below, then the living ones, in their order. */
function strokeEdges(
  ctx: Pen,
  edges: readonly Edge[],
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  { dots, alpha, width }: Stroke,
): void {
  ctx.setLineDash([1, 5]);
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  for (const edge of dots ? edges : []) {
    const dotted = 1 - drawnShare(edge, scene.inputs, looks);
    const curve = dotted > 0 && curveOf(edge, scene, places);
    if (!curve || !isSeen(curve, places)) continue;
    ctx.globalAlpha = 0.77 * alpha(edge, 1) * dotted;
    traceCurve(ctx, curve, places.vertical);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  for (const edge of edges) {
    const drawn = drawnShare(edge, scene.inputs, looks);
    const curve = drawn > 0 && curveOf(edge, scene, places);
    if (!curve || !isSeen(curve, places)) continue;
    ctx.globalAlpha = drawn * alpha(edge, edge.strength);
    ctx.lineWidth = width(edge);
    ctx.strokeStyle = edge.positive ? theme.pos : theme.neg;
    traceCurve(ctx, curve, places.vertical);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** Whether some of a curve may lie on the stage: closer by, many lie beside it. */
const isSeen = ({ from, to }: Curve, { width, height }: Places): boolean =>
  Math.max(from.x, to.x) >= 0 &&
  Math.min(from.x, to.x) <= width &&
  Math.max(from.y, to.y) >= 0 &&
  Math.min(from.y, to.y) <= height;

/** Beads run from the output backwards, as the gradient does; two an edge, on the strong ones. */
export function paintBeads(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  flow: number,
): void {
  if (!scene.flows) return;
  ctx.fillStyle = theme.ink;
  ctx.globalAlpha = 0.8;
  for (const edge of scene.edges) {
    if (edge.strength <= 0.35 || drawnShare(edge, scene.inputs, looks) < 1) continue;
    const curve = curveOf(edge, scene, places);
    if (!curve) continue;
    const start = (edge.source * 0.618 + edge.target * 0.382) % 1; // the golden ratio keeps beads of neighbours apart
    for (const half of [0, 0.5]) {
      const t = 1 - ((flow / BEAD_TIME + start + half) % 1);
      const [x, y] = alongCurve(curve, t, places.vertical);
      ctx.beginPath();
      ctx.arc(x, y, 1.6, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
  ctx.globalAlpha = 1;
}

/** The point at `t` of the same cubic that `traceCurve` draws. */
function alongCurve({ from, to }: Curve, t: number, vertical: boolean): [number, number] {
  const late = t * t * (3 - 2 * t); // control points level with the ends
  const even = 1.5 * t * (1 - t) + t ** 3; // both control points half-way: 3t(1−t)²/2 + 3t²(1−t)/2 + t³
  const x = from.x + (to.x - from.x) * (vertical ? late : even);
  const y = from.y + (to.y - from.y) * (vertical ? even : late);
  return [x, y];
}
