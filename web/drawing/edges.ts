// Edges by size and sign, dotted at the dead, and the beads of gradient that run back along them.
// What stands at their ends is neuron.ts.
import type { Look } from './motion.js';
import type { Theme } from './palette.js';
import type { Places, Point } from './places.js';
import type { Edge, NetworkScene } from './scene.js';

/** Milliseconds in which a bead of gradient runs along an edge. */
const BEAD_TIME = 1400;

/** Beads are for networks that a reader can follow; among more edges than this they are dust. */
const MOST_WITH_BEADS = 320;

/** Edges of one network that all are drawn at full strength; where there are more, each steps back. */
const FEW = 160;

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

function traceCurve(ctx: CanvasRenderingContext2D, { from, to }: Curve, vertical: boolean): void {
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

/** Paints all edges: the dots of the dead below, then the living ones, strongest last. */
export function paintEdges(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  selected: number,
): void {
  const node = selected + scene.inputs;
  const stepsBack = (edge: Edge): number => (selected < 0 || edge.source === node || edge.target === node ? 1 : 0.25);
  const calm = Math.max(0.4, Math.min(1, Math.sqrt(FEW / scene.edges.length)));
  ctx.setLineDash([1, 5]);
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  for (const edge of scene.edges) {
    const dotted = 1 - drawnShare(edge, scene.inputs, looks);
    const curve = dotted > 0 && curveOf(edge, scene, places);
    if (!curve) continue;
    ctx.globalAlpha = 0.55 * calm * dotted * stepsBack(edge);
    traceCurve(ctx, curve, places.vertical);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  for (const edge of scene.edges) {
    const drawn = drawnShare(edge, scene.inputs, looks);
    const curve = drawn > 0 && curveOf(edge, scene, places);
    if (!curve) continue;
    ctx.globalAlpha = calm * drawn * (0.1 + 0.62 * edge.strength ** 0.9) * stepsBack(edge);
    ctx.lineWidth = 0.6 + 4.2 * calm * edge.strength ** 1.3;
    ctx.strokeStyle = edge.positive ? theme.pos : theme.neg;
    traceCurve(ctx, curve, places.vertical);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** Beads run from the output backwards, as the gradient does; two an edge, on the strong ones. */
export function paintBeads(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  flow: number,
): void {
  if (scene.edges.length > MOST_WITH_BEADS) return;
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
