// The small curves of the page as SVG path data: the rescue's ReLU and the name's sign. The states are in glyphs.ts.

/** Width and height of the rescue's curve. */
export const CURVE_BOX = { width: 84, height: 60 } as const;

/** Where the curve bends: the origin of its axes. */
const ORIGIN = { x: 43, y: 39 } as const;
const LEFT = 5;
const RISE = { x: 79, y: 8 } as const;
const DEEPEST = 19;

export interface RescueCurve {
  /** The two axes, hairlines. */
  axes: string;
  /** The flat side of ReLU, dotted. */
  flat: string;
  /** The curve with the slope given. */
  curve: string;
  /** The round handle at the end of the sloped side. */
  handle: { x: number; y: number };
}

/** The little curve of the button: `slope` 0 is ReLU; a steeper side than the box holds is drawn at its edge. */
export function rescueCurve(slope: number): RescueCurve {
  const scale = (ORIGIN.y - RISE.y) / (RISE.x - ORIGIN.x);
  const y = ORIGIN.y + Math.min(DEEPEST, Math.max(0, slope) * scale * (ORIGIN.x - LEFT) * 1.6); // 1.6: 0.2 must be seen
  return {
    axes: `M${LEFT - 5} ${ORIGIN.y}H${CURVE_BOX.width}M${ORIGIN.x} 0V${CURVE_BOX.height}`,
    flat: `M${LEFT} ${ORIGIN.y}H${ORIGIN.x}`,
    curve: `M${LEFT} ${y}L${ORIGIN.x} ${ORIGIN.y}L${RISE.x} ${RISE.y}`,
    handle: { x: LEFT, y },
  };
}

/** The slope of the flat side when the handle is held at `y` of the box: the reverse of `rescueCurve`. */
export function slopeFromHandle(y: number): number {
  const scale = (ORIGIN.y - RISE.y) / (RISE.x - ORIGIN.x);
  return Math.min(DEEPEST, Math.max(0, y - ORIGIN.y)) / (scale * (ORIGIN.x - LEFT) * 1.6);
}

/** The sign before the name, in a 28 x 20 box: a ReLU, and a cross where its flat side is dead. */
export const MARK = { width: 28, height: 20, curve: 'M2 18H13L26 5', cross: 'M4 4.5L9.5 10M9.5 4.5L4 10' } as const;
