// The network: inputs, edges, neurons as moons, and what moves on them. Places are places.ts, times motion.ts.
import type { Frame, View } from '../../wasm/src/types.js';
import { contours, fromLitSide, smoothed } from './contour.js';
import { HeatBitmap, inPlane, paintHatching, tracePoints, type Bounds, type UnitLine } from './field.js';
import { ALWAYS_ON, CUT_OFF, DEAD, DORMANT, INACTIVE, paintGlyph, SATURATED } from './glyphs.js';
import { lookAt, type Change, type Look } from './motion.js';
import { FONT, heatColour, mixed, type Theme } from './palette.js';
import type { Places, Point } from './places.js';

/** One weight between two nodes: inputs are numbered from 0, hidden units after them, outputs after those. */
interface Edge {
  source: number;
  target: number;
  positive: boolean;
  /** Size against the largest of its layer, in [0, 1]. */
  strength: number;
}

/** Edges drawn at most, strongest first: beyond this a canvas without a graphics card drops under 60 frames a second. */
const MOST_EDGES = 1200;

/** A network's picture, kept between two frames. One for every network on a page. */
export class NetworkScene {
  readonly #bitmap = new HeatBitmap();
  #painted: Theme | undefined;
  #values: Float32Array = new Float32Array(0);
  #largest = new Float32Array(0);
  #scales: number[] = [];
  #size = 0;
  #bounds: Bounds = [-1, 1, -1, 1];
  #lines: Float32Array[][] = [];
  #layerOf: number[] = [];
  #edges: Edge[] = [];
  #leftOut = 0;
  #states: Uint8Array = new Uint8Array(0);
  #shares = new Float32Array(0);
  #inputs = 0;

  /** Takes a frame to be painted from now on. A dead unit keeps its last light, which its death drains. */
  show(frame: Frame, view: View): void {
    const units = frame.states.length;
    const hidden = frame.layers.slice(0, -1);
    this.#states = frame.states;
    this.#inputs = frame.layers[0]?.inputs ?? 0;
    this.#layerOf = hidden.flatMap((layer, l) => Array<number>(layer.units).fill(l));
    this.#bounds = view.unitBounds;
    this.#size = view.unitResolution;
    this.#keepPictures(frame, units);
    this.#scales = hidden.map((_, l) => this.#scale(l));
    this.#painted = undefined;
    this.#edges = this.#readEdges(frame);
  }

  #keepPictures({ unitFields: fields, activeFraction }: Frame, units: number): void {
    const area = this.#size ** 2;
    if (this.#values.length !== units * area || this.#largest.length !== units) {
      this.#values = new Float32Array(units * area);
      this.#largest = new Float32Array(units);
      this.#shares = new Float32Array(units);
      this.#lines = Array.from({ length: units }, () => []);
    }
    for (let u = 0; u < units; ++u) {
      if (this.#states[u] === DEAD) continue;
      this.#shares[u] = activeFraction[u] ?? 0;
      let largest = 0;
      for (let k = u * area; k < (u + 1) * area; ++k) {
        const value = fields[k] ?? 0;
        this.#values[k] = value;
        if (Math.abs(value) > largest) largest = Math.abs(value);
      }
      this.#largest[u] = largest;
      if (area)
        this.#lines[u] = contours(fields, u * area, this.#size, 0, fromLitSide).map((line) =>
          inPlane(smoothed(line), this.#size, this.#bounds),
        );
    }
  }

  /** The 60th percentile of the layer's largest outputs, so that one loud unit does not darken the rest. */
  #scale(l: number): number {
    const maxima = [...this.#largest].filter((value, u) => this.#layerOf[u] === l && value > 0).sort((a, b) => a - b);
    return maxima[Math.floor(0.6 * (maxima.length - 1))] ?? 1;
  }

  #readEdges(frame: Frame): Edge[] {
    const edges: Edge[] = [];
    let source = 0;
    this.#leftOut = 0;
    const share = MOST_EDGES / frame.layers.length;
    for (const layer of frame.layers) {
      const [from, to] = layer.parameters.weights;
      const target = source + layer.inputs;
      let largest = 0;
      for (let k = from; k < to; ++k) largest = Math.max(largest, Math.abs(frame.parameters[k] ?? 0));
      const least = this.#leastStrength(frame.parameters, from, to, largest, share);
      for (let k = from; k < to; ++k) {
        const weight = frame.parameters[k] ?? 0;
        const strength = Math.abs(weight) / largest;
        if (!(strength >= least)) continue;
        const unit = Math.floor((k - from) / layer.inputs);
        edges.push({
          source: source + ((k - from) % layer.inputs),
          target: target + unit,
          positive: weight > 0,
          strength,
        });
      }
      source = target;
    }
    return edges.sort((a, b) => a.strength - b.strength);
  }

  /** The strength from which on at most `most` of a layer's weights are left. */
  #leastStrength(parameters: Float32Array, from: number, to: number, largest: number, most: number): number {
    if (to - from <= most) return 0;
    const counts = new Uint32Array(257);
    for (let k = from; k < to; ++k) {
      const step = Math.floor((256 * Math.abs(parameters[k] ?? 0)) / largest);
      counts[step] = (counts[step] ?? 0) + 1;
    }
    let kept = 0;
    let step = 257;
    while (step > 0 && kept + (counts[step - 1] ?? 0) <= most) kept += counts[--step] ?? 0;
    this.#leftOut += to - from - kept;
    return step / 256;
  }

  get states(): Uint8Array {
    return this.#states;
  }

  /** The share of points that fire a unit; a dead unit keeps its last. */
  share(unit: number): number {
    return this.#shares[unit] ?? 0;
  }

  /** Weakest first. */
  get edges(): readonly Edge[] {
    return this.#edges;
  }

  /** Weights too weak to be drawn, where there are very many: the page says so. */
  get edgesLeftOut(): number {
    return this.#leftOut;
  }

  get inputs(): number {
    return this.#inputs;
  }

  /** The zero lines of all units that are not dead, for the surface; the strongest layer is the last. */
  get unitLines(): UnitLine[] {
    const last = this.#layerOf.at(-1);
    return this.#lines.flatMap((lines, u) =>
      this.#states[u] === DEAD ? [] : lines.map((points) => ({ points, last: this.#layerOf[u] === last })),
    );
  }

  /** The direction, in the canvas's angle, in which a unit's light lies. */
  lightAngle(unit: number): number {
    let x = 0;
    let y = 0;
    const middle = (this.#size - 1) / 2;
    for (let row = 0, k = unit * this.#size ** 2; row < this.#size; ++row)
      for (let column = 0; column < this.#size; ++column, ++k) {
        const light = Math.max(0, this.#values[k] ?? 0);
        x += light * (column - middle);
        y += light * (row - middle);
      }
    return Math.atan2(-y, x);
  }

  /** Brings the pictures into the colours of `theme`; once a frame and theme. */
  colour(theme: Theme): void {
    if (!this.#size || this.#painted === theme) return;
    this.#painted = theme;
    const scales = this.#layerOf.map((l) => 1 / (this.#scales[l] ?? 1));
    this.#bitmap.fill(this.#values, this.#states.length, this.#size, theme, (value, unit) => {
      const size = Math.min(1, Math.abs(value) * (scales[unit] ?? 1));
      return 256 + Math.sign(value) * (TONE[Math.round(size * (TONE.length - 1))] ?? 0);
    });
  }

  /** Draws a unit's picture with its zero line into the disc of `radius` round the origin. */
  drawLight(ctx: CanvasRenderingContext2D, unit: number, radius: number, theme: Theme): void {
    if (!this.#size) return;
    const box = { x: -radius, y: -radius, size: 2 * radius };
    this.#bitmap.draw(ctx, unit, box);
    if (theme.hatched) paintHatching(ctx, box, this.#values, unit * this.#size ** 2, this.#size, 0, theme);
    const lines = this.#lines[unit];
    if (!lines?.length) return;
    ctx.beginPath();
    for (const line of lines) tracePoints(ctx, line, this.#bounds, box);
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = Math.max(1, 0.035 * radius);
    ctx.globalAlpha *= 0.55;
    ctx.stroke();
  }
}

/** Steps of the heat map by output: weak outputs are lifted by the power 0.6. */
const TONE = Int16Array.from({ length: 4097 }, (_, k) => Math.round(256 * (k / 4096) ** 0.6));

export interface NetworkOptions {
  changes?: readonly Change[];
  /** The reader wants no motion. */
  reduced?: boolean;
  /** Clock of the gradient's beads in milliseconds; it stands still while the run does. Absent: no beads. */
  flow?: number;
  /** The unit that is pointed at or has the focus: it is ringed, and edges of others step back. */
  selected?: number;
}

/** Milliseconds in which a bead of gradient runs along an edge. */
const BEAD_TIME = 1400;

/** Paints the network on a stage that is clear. `now` is the clock of the changes, in milliseconds. */
export function paintNetwork(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  theme: Theme,
  now: number,
  { changes = [], reduced = false, flow, selected = -1 }: NetworkOptions = {},
): void {
  scene.colour(theme);
  const looks = Array.from(scene.states, (state, unit) => {
    const own = changes.filter((change) => change.unit === unit);
    return lookAt(state === DEAD, own, now, reduced);
  });
  ctx.save();
  ctx.lineCap = 'butt';
  ctx.lineJoin = 'round';
  paintEdges(ctx, scene, places, looks, theme, selected);
  if (flow !== undefined && !reduced) paintBeads(ctx, scene, places, looks, theme, flow);
  places.inputs.forEach((place, f) => paintInput(ctx, place, places.tile, f, theme));
  places.units.forEach((place, unit) => {
    const look = looks[unit];
    if (look) paintUnit(ctx, scene, unit, place, places.radius, look, theme, reduced);
  });
  places.units.forEach((place, unit) => {
    const look = looks[unit];
    if (look) paintEvent(ctx, scene, unit, place, places.radius, look, theme);
  });
  const place = places.units[selected];
  if (place) paintFocus(ctx, place, outerRadius(places.radius), theme);
  ctx.restore();
}

const rimWidth = (radius: number): number => Math.max(Math.min(2, 0.4 * radius), 0.11 * radius);
const rimRadius = (radius: number): number =>
  radius + Math.max(Math.min(1.5, 0.3 * radius), 0.075 * radius) + rimWidth(radius) / 2;
const outerRadius = (radius: number): number => rimRadius(radius) + rimWidth(radius) / 2;

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

function paintEdges(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  selected: number,
): void {
  const node = selected + scene.inputs;
  const stepsBack = (edge: Edge): number => (selected < 0 || edge.source === node || edge.target === node ? 1 : 0.25);
  ctx.setLineDash([1, 5]);
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  for (const edge of scene.edges) {
    const dotted = 1 - drawnShare(edge, scene.inputs, looks);
    const curve = dotted > 0 && curveOf(edge, scene, places);
    if (!curve) continue;
    ctx.globalAlpha = 0.55 * dotted * stepsBack(edge);
    traceCurve(ctx, curve, places.vertical);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  for (const edge of scene.edges) {
    const drawn = drawnShare(edge, scene.inputs, looks);
    const curve = drawn > 0 && curveOf(edge, scene, places);
    if (!curve) continue;
    ctx.globalAlpha = drawn * (0.1 + 0.62 * edge.strength ** 0.9) * stepsBack(edge);
    ctx.lineWidth = 0.6 + 4.2 * edge.strength ** 1.3;
    ctx.strokeStyle = edge.positive ? theme.pos : theme.neg;
    traceCurve(ctx, curve, places.vertical);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** Beads run from the output backwards, as the gradient does; two an edge, on the strong ones. */
function paintBeads(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  looks: readonly Look[],
  theme: Theme,
  flow: number,
): void {
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

/** An input is a picture of itself: the first grows to the right, the second upwards. */
function paintInput(ctx: CanvasRenderingContext2D, { x, y }: Point, tile: number, feature: number, theme: Theme): void {
  const half = tile / 2;
  const gradient =
    feature === 1
      ? ctx.createLinearGradient(0, y + half, 0, y - half)
      : ctx.createLinearGradient(x - half, 0, x + half, 0);
  if (feature < 2)
    for (const step of [0, 0.25, 0.5, 0.75, 1]) gradient.addColorStop(step, heatColour(theme, 0.85 * (2 * step - 1)));
  ctx.fillStyle = feature < 2 ? gradient : theme.sunk;
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x - half + 0.5, y - half + 0.5, tile - 1, tile - 1, 0.12 * tile);
  ctx.fill();
  ctx.stroke();

  const size = Math.max(9, 0.31 * tile);
  const index = String(feature + 1);
  ctx.fillStyle = theme.ink;
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = 'right';
  ctx.font = `700 ${size}px ${FONT}`;
  ctx.fillText('x', x + 0.12 * size, y + 0.3 * size);
  ctx.textAlign = 'left';
  ctx.font = `700 ${0.66 * size}px ${FONT}`;
  ctx.fillText(index, x + 0.16 * size, y + 0.44 * size);
}

/** A neuron at rest or on its way: glow, disc, light, rim with its active share, marks of its state, cross. */
function paintUnit(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  unit: number,
  { x, y }: Point,
  radius: number,
  look: Look,
  theme: Theme,
  reduced: boolean,
): void {
  const state = scene.states[unit] ?? DEAD;
  const share = scene.share(unit);
  const width = rimWidth(radius);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(look.scale, look.scale);

  const glow = look.rim * theme.glowAlpha * (0.15 + 0.85 * share);
  if (glow > 0 && !reduced) paintGlow(ctx, 0, 0, radius, 1.75 * radius, theme.glow, glow);

  if (look.ground < 1) disc(ctx, radius, theme.panel, 1);
  if (look.ground > 0) disc(ctx, radius, heatColour(theme, 0), look.ground);
  if (look.light > 0) {
    ctx.save();
    ctx.globalAlpha = look.light;
    circle(ctx, radius);
    ctx.clip();
    scene.drawLight(ctx, unit, radius, theme);
    ctx.restore();
  }
  if (look.ground > 0) ring(ctx, radius, Math.min(1, 0.1 * radius), theme.ink, 0.4 * look.ground);

  if (look.rim > 0) {
    if (state === INACTIVE) paintInactive(ctx, radius, look.rim, theme);
    else ring(ctx, rimRadius(radius), width, theme.line2, 0.3 * look.rim);
    paintArc(ctx, rimRadius(radius), width, share * look.arc, theme.life, look.rim);
    if (state === ALWAYS_ON)
      ring(ctx, outerRadius(radius) + width, 0.6 * width, theme.states[ALWAYS_ON] ?? theme.ink, look.rim);
  }

  const colour =
    look.hot > 0 && look.hot < 1
      ? mixed(theme.states[DEAD] ?? theme.ink, theme.death, look.hot)
      : look.hot
        ? theme.death
        : (theme.states[DEAD] ?? theme.ink);
  if (look.ring > 0) {
    const still = Math.max(Math.min(1.5, 0.3 * radius), 0.085 * radius);
    ring(
      ctx,
      radius + (rimRadius(radius) - radius) * look.ringOut,
      still + (width - still) * look.ringOut,
      colour,
      look.ring,
    );
  }
  paintCross(ctx, radius, look, colour);
  if (look.rim > 0 && radius >= 8 && (state === DORMANT || state === SATURATED || state === CUT_OFF))
    paintBadge(ctx, state, radius, look.rim, theme);
  ctx.restore();
}

/** What leaves the disc while a unit dies or comes back: a ring, and the bead of its first or last light. */
function paintEvent(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  unit: number,
  { x, y }: Point,
  radius: number,
  look: Look,
  theme: Theme,
): void {
  if (look.wave <= 0 && look.bead <= 0) return;
  const colour = scene.states[unit] === DEAD ? theme.death : theme.life;
  ctx.save();
  ctx.translate(x, y);
  const start = rimRadius(radius);
  ring(
    ctx,
    start + (1.75 * radius - start) * look.waveOut,
    rimWidth(radius) * (1 - 0.7 * look.waveOut),
    colour,
    0.9 * look.wave,
  );
  if (look.bead > 0 && (scene.states[unit] === DEAD || scene.share(unit) > 0)) {
    const angle = scene.lightAngle(unit);
    const beadX = 0.86 * radius * Math.cos(angle);
    const beadY = 0.86 * radius * Math.sin(angle);
    paintGlow(ctx, beadX, beadY, 0.15 * radius, 0.95 * radius, colour, 0.6 * look.bead);
    ctx.translate(beadX, beadY);
    disc(ctx, 0.22 * radius, '#FFFFFF', look.bead);
    ring(ctx, 0.22 * radius, 0.07 * radius, colour, look.bead);
  }
  ctx.restore();
}

function paintGlow(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  inner: number,
  outer: number,
  colour: string,
  alpha: number,
): void {
  const gradient = ctx.createRadialGradient(x, y, inner, x, y, outer);
  gradient.addColorStop(0, colour);
  gradient.addColorStop(0.45, mixed('transparent', colour, 0.3));
  gradient.addColorStop(1, mixed('transparent', colour, 0.01)); // not 0, which is black and greys the way there
  ctx.globalAlpha = alpha;
  ctx.fillStyle = gradient;
  ctx.beginPath();
  ctx.arc(x, y, outer, 0, 2 * Math.PI);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function circle(ctx: CanvasRenderingContext2D, radius: number): void {
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, 2 * Math.PI);
}

function disc(ctx: CanvasRenderingContext2D, radius: number, colour: string, alpha: number): void {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  circle(ctx, radius);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function ring(ctx: CanvasRenderingContext2D, radius: number, width: number, colour: string, alpha: number): void {
  if (alpha <= 0) return;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  circle(ctx, radius);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** The share of points that fire it, clockwise from 12. */
function paintArc(
  ctx: CanvasRenderingContext2D,
  radius: number,
  width: number,
  share: number,
  colour: string,
  alpha: number,
): void {
  if (share <= 0) return;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.arc(0, 0, radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Silent, but a slope pulls it back: a dotted rim, and the arrow that rises out of it. */
function paintInactive(ctx: CanvasRenderingContext2D, radius: number, alpha: number, theme: Theme): void {
  const colour = theme.states[INACTIVE] ?? theme.ink;
  const rim = rimRadius(radius);
  const width = rimWidth(radius);
  const dash = (2 * Math.PI * rim) / 28;
  ctx.setLineDash([0.45 * dash, 0.55 * dash]);
  ring(ctx, rim, width, colour, alpha);
  ctx.setLineDash([]);
  const head = 0.3 * radius;
  const tip = rim + width;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineCap = 'round';
  ctx.beginPath();
  ctx.moveTo(0, 0.35 * radius);
  ctx.lineTo(0, -tip);
  ctx.moveTo(-head, head - tip);
  ctx.lineTo(0, -tip);
  ctx.lineTo(head, head - tip);
  ctx.stroke();
  ctx.lineCap = 'butt';
  ctx.globalAlpha = 1;
}

/** Two strokes to beyond the rim, each drawn from its upper end. */
function paintCross(ctx: CanvasRenderingContext2D, radius: number, { first, second }: Look, colour: string): void {
  const reach = (1.14 * radius) / Math.SQRT2;
  ctx.strokeStyle = colour;
  ctx.lineWidth = Math.max(Math.min(1.6, 0.4 * radius), 0.13 * radius);
  ctx.lineCap = 'round';
  ctx.beginPath();
  if (first > 0) {
    ctx.moveTo(-reach, -reach);
    ctx.lineTo(reach * (2 * first - 1), reach * (2 * first - 1));
  }
  if (second > 0) {
    ctx.moveTo(reach, -reach);
    ctx.lineTo(reach * (1 - 2 * second), reach * (2 * second - 1));
  }
  ctx.stroke();
  ctx.lineCap = 'butt';
}

/** The glyph of a state that a disc alone does not tell, at its lower right. */
function paintBadge(ctx: CanvasRenderingContext2D, state: number, radius: number, alpha: number, theme: Theme): void {
  ctx.save();
  ctx.translate(0.72 * radius, 0.72 * radius);
  disc(ctx, 0.5 * radius, theme.panel, alpha);
  ctx.globalAlpha = alpha;
  paintGlyph(ctx, state, 0, 0, Math.max(9, 0.8 * radius * 0.85), theme);
  ctx.restore();
}

function paintFocus(ctx: CanvasRenderingContext2D, { x, y }: Point, outer: number, theme: Theme): void {
  ctx.save();
  ctx.translate(x, y);
  ring(ctx, outer + 3, 2, theme.accent, 1);
  ctx.restore();
}
