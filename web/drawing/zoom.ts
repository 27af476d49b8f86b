// Looking closer at a network: places move apart and discs grow, so that all stays sharp. places.ts says where they stand.
import { LARGEST, LEAST_MARKED, radiusFromPitch, type Places, type Point } from './places.js';

/** How close one looks, and which point of the stage stands in its upper left corner. */
export interface Zoom extends Point {
  /** 1: all of it. */
  scale: number;
}

/** All of the stage. */
export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };

/** Closer than this nothing is left to be seen. */
const CLOSEST = 8;

export const isClosest = ({ scale }: Zoom): boolean => scale >= CLOSEST;

/** An input's picture grows to this side. */
const LARGEST_TILE = 96;

interface Size {
  width: number;
  height: number;
}

/** `factor` times as close, while `at` of the stage stays where it is seen. */
export function zoomedAt({ scale, x, y }: Zoom, factor: number, at: Point, size: Size): Zoom {
  const closer = Math.min(CLOSEST, Math.max(1, scale * factor));
  const shift = 1 / scale - 1 / closer;
  return within({ scale: closer, x: x + at.x * shift, y: y + at.y * shift }, size);
}

/** The stage moved under the eye by so many pixels. */
export const panned = ({ scale, x, y }: Zoom, across: number, down: number, size: Size): Zoom =>
  within({ scale, x: x - across / scale, y: y - down / scale }, size);

/** The least move that brings a point of the stage, given unmoved, at least `hem` pixels into view. */
export function revealing({ scale, x, y }: Zoom, point: Point, hem: number, size: Size): Zoom {
  const into = (from: number, wanted: number, length: number): number => {
    const reach = Math.min(hem, length / 2) / scale;
    return Math.min(wanted - reach, Math.max(wanted + reach - length / scale, from));
  };
  return within({ scale, x: into(x, point.x, size.width), y: into(y, point.y, size.height) }, size);
}

/** Nothing beyond the stage is shown. */
function within({ scale, x, y }: Zoom, { width, height }: Size): Zoom {
  const inside = (from: number, length: number): number => Math.min(Math.max(0, from), length - length / scale);
  return { scale, x: inside(x, width), y: inside(y, height) };
}

/** The places as one sees them: discs grow to their usual look. */
export function zoomed(places: Places, { scale, x, y }: Zoom): Places {
  if (scale === 1) return places;
  const moved = (point: Point): Point => ({ x: (point.x - x) * scale, y: (point.y - y) * scale });
  const pitch = places.pitch * scale;
  const usual = radiusFromPitch(pitch, LARGEST * scale);
  const small = places.small && usual < LEAST_MARKED;
  const radius = places.radius * scale;
  return {
    ...places,
    ...{ small, pitch, radius: places.small && !small ? Math.min(usual, radius) : radius },
    close: true,
    tile: Math.min(places.tile * scale, LARGEST_TILE),
    inputs: places.inputs.map(moved),
    units: places.units.map(moved),
    layers: places.layers.map(({ from, to, middle }) => ({ from, to, middle: moved(middle) })),
    output: moved(places.output),
  };
}
