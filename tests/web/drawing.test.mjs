// The painters' arithmetic, without a browser: colours, contours, places, motion, ticks. What they paint is seen by the
// screenshots of the page. The rooms are bundled first, because Node 20 runs no TypeScript.
// @ts-check
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const drawing = fileURLToPath(new URL('../../web/drawing/', import.meta.url));
const names = [
  'activation',
  'axis',
  'bars',
  'contour',
  'glyphs',
  'lifelines',
  'mark',
  'motion',
  'palette',
  'places',
  'points',
  'scene',
  'task',
  'turns',
  'weights',
  'zoom',
];

/** @type {string} */
let folder;
/** @type {Record<string, any>} */
const rooms = {};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reluctant-drawing-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      minify: false,
      lib: {
        entry: Object.fromEntries(names.map((name) => [name, join(drawing, `${name}.ts`)])),
        formats: ['es'],
        fileName: (_, name) => `${name}.mjs`,
      },
    },
  });
  for (const name of names) rooms[name] = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Ten layers of 32. */
const LARGE = Array(10).fill(32);

const near = (/** @type {number} */ found, /** @type {number} */ expected, within = 1e-5) =>
  assert.ok(Math.abs(found - expected) <= within, `expected ${expected} within ${within}, found ${found}`);

/** sRGB bytes of a heat step. */
const bytes = (/** @type {Uint32Array} */ heat, /** @type {number} */ step) =>
  [0, 8, 16].map((shift) => ((heat[step] ?? 0) >>> shift) & 255);

/** WCAG's relative luminance of a colour #RRGGBB. */
const luminance = (/** @type {string} */ colour) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((k) => {
    const v = parseInt(colour.slice(k, k + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (/** @type {string} */ a, /** @type {string} */ b) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

test('OKLab white and grey and pure red become their sRGB bytes', () => {
  const { rgbFromOklab } = rooms.palette;
  assert.deepEqual(rgbFromOklab(1, 0, 0), [255, 255, 255]);
  assert.deepEqual(rgbFromOklab(0, 0, 0), [0, 0, 0]);
  assert.deepEqual(rgbFromOklab(0.627955, 0.224863, 0.125846), [255, 0, 0]);
});

test('a heat map is darkest or lightest at zero and amber and violet at its ends', () => {
  const { lightTheme, darkTheme, heatStep } = rooms.palette;
  const sum = (/** @type {number[]} */ rgb) => rgb.reduce((a, b) => a + b, 0);
  for (const { heat, dark } of [lightTheme, darkTheme]) {
    assert.equal(heat.length, 513);
    const [low, zero, high] = [bytes(heat, 0), bytes(heat, 256), bytes(heat, 512)];
    for (const end of [low, high]) assert.ok(dark ? sum(end) > sum(zero) : sum(end) < sum(zero));
    assert.ok((high[0] ?? 0) > (high[2] ?? 0) + 80 && (low[2] ?? 0) > (low[1] ?? 0) + 40);
  }
  assert.deepEqual([-2, -1, 0, 1, 2, NaN].map(heatStep), [0, 0, 256, 512, 512, 256]);
});

test('text reaches 4.5 to 1 and marks reach 3 to 1 on page and panel in both themes', () => {
  for (const theme of [rooms.palette.lightTheme, rooms.palette.darkTheme])
    for (const ground of [theme.page, theme.panel]) {
      for (const text of ['ink', 'ink2', 'ink3', 'life', 'death', 'accent', 'posInk', 'negInk'])
        assert.ok(contrast(theme[text], ground) >= 4.5, `${theme.name} ${text}: ${contrast(theme[text], ground)}`);
      for (const mark of [theme.line2, theme.pos, theme.neg, ...theme.states])
        assert.ok(contrast(mark, ground) >= 3, `${theme.name} ${mark}: ${contrast(mark, ground)}`);
      assert.ok(contrast(theme.onLife, theme.life) >= 4.5);
    }
});

test('custom properties carry every colour under its name with hyphens', () => {
  const css = rooms.palette.cssVariables(rooms.palette.lightTheme);
  for (const part of ['--page: #F6F5F1;', '--ink-2: #464A60;', '--on-life: #FFFFFF;', '--point-a: #7A3E00;'])
    assert.ok(css.includes(part), part);
  assert.ok(!css.includes('undefined'));
});

test('every state has a glyph and no two are alike', () => {
  const { GLYPHS } = rooms.glyphs;
  assert.equal(GLYPHS.length, 7);
  assert.equal(new Set(GLYPHS.map((/** @type {unknown} */ parts) => JSON.stringify(parts))).size, 7);
  for (const theme of [rooms.palette.lightTheme, rooms.palette.darkTheme]) assert.equal(new Set(theme.states).size, 7);
});

test('the zero line of a rectified plane lies where the plane is zero although its dark side is flat', () => {
  const { contours, fromLitSide } = rooms.contour;
  const size = 24;
  const plane = (/** @type {number} */ x, /** @type {number} */ y) => 0.3 * x + 0.5 * y - 8.1;
  const values = Float32Array.from({ length: size * size }, (_, k) =>
    Math.max(0, plane((k % size) + 0.5, Math.floor(k / size) + 0.5)),
  );
  const lines = contours(values, 0, size, 0, fromLitSide);
  assert.equal(lines.length, 1);
  for (let k = 0; k < lines[0].length; k += 2) {
    const [x, y] = [lines[0][k], lines[0][k + 1]];
    const atEdge = Math.min(x, y, size - x, size - y) < 2; // there is no value beyond to draw the lit side out from
    near(plane(x, y), 0, atEdge ? 0.5 : 1e-4);
  }
  const ends = [lines[0][0], lines[0].at(-2)];
  assert.ok(Math.min(...ends) < 0.5 && Math.max(...ends) > size - 0.5, 'the line reaches both edges');
});

test('a line round a hill closes and an even picture has none', () => {
  const { contours, inLogit } = rooms.contour;
  const size = 16;
  const hill = Float32Array.from({ length: size * size }, (_, k) => {
    const distance = Math.hypot((k % size) - 7.5, Math.floor(k / size) - 7.5);
    return 1 / (1 + Math.exp(4 * (distance - 4)));
  });
  const [ring, ...rest] = contours(hill, 0, size, 0.5, inLogit);
  assert.equal(rest.length, 0);
  assert.deepEqual([...ring.slice(0, 2)], [...ring.slice(-2)]);
  for (let k = 0; k < ring.length; k += 2) near(Math.hypot(ring[k] - 8, ring[k + 1] - 8), 4, 0.15);
  assert.deepEqual(contours(new Float32Array(size * size), 0, size, 0.5, inLogit), []);
  assert.deepEqual(contours(new Float32Array(0), 0, 0, 0.5, inLogit), []);
});

test('wearing off stairs leaves a straight line where it is', () => {
  const straight = Float32Array.from([0, 0, 1, 2, 2, 4, 3, 6, 4, 8]);
  assert.deepEqual([...rooms.contour.smoothed(straight)], [...straight]);
});

test('no two discs of a network touch and all stand on the stage', () => {
  const { placeNetwork } = rooms.places;
  const shapes = [
    [8, 8],
    [1],
    [4, 4, 4, 4],
    [16, 12],
    [32, 4, 32],
    [20],
    Array(12).fill(6),
    Array(5).fill(16),
    LARGE,
    [64, 64],
  ];
  const stages = [
    { width: 718, height: 540 },
    { width: 462, height: 440 },
    { width: 390, height: 420 },
    { width: 320, height: 420 },
  ];
  for (const hidden of shapes)
    for (const stage of stages) {
      const places = placeNetwork({ ...stage, inputs: 2, hidden });
      const count = hidden.reduce((a, b) => a + b, 0);
      assert.equal(places.units.length, count);
      assert.equal(places.layers.at(-1).to, count);
      places.units.forEach((/** @type {{ x: number, y: number }} */ a, /** @type {number} */ u) => {
        assert.ok(a.x - places.radius >= 0 && a.x + places.radius <= stage.width, `${hidden} ${stage.width}: ${a.x}`);
        assert.ok(a.y - places.radius >= 0 && a.y + places.radius <= stage.height, `${hidden} ${stage.width}: ${a.y}`);
        for (const b of places.units.slice(u + 1))
          assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= 2 * places.radius, `${hidden} on ${stage.width}`);
      });
    }
});

test('the opening network has its measured radius and flows downwards on a phone', () => {
  const { placeNetwork } = rooms.places;
  near(placeNetwork({ width: 718, height: 540, inputs: 2, hidden: [8, 8] }).radius, 22.9, 0.1);
  const phone = placeNetwork({ width: 390, height: 212, inputs: 2, hidden: [8, 8] });
  assert.ok(phone.vertical);
  near(phone.radius, 16.5, 0.5);
  const narrow = placeNetwork({ width: 320, height: 300, inputs: 2, hidden: [8] });
  assert.equal(new Set(narrow.units.map((/** @type {{ x: number }} */ { x }) => Math.round(x))).size, 4);
});

test('a large network has a column a layer and small discs until one looks closer', () => {
  const { isLarge, placeNetwork } = rooms.places;
  const { zoomed } = rooms.zoom;
  const places = placeNetwork({ width: 718, height: 540, inputs: 2, hidden: LARGE });
  assert.ok(isLarge(LARGE) && places.small && places.radius > 6 && places.radius <= 7.6, `${places.radius}`);
  assert.equal(new Set(places.units.map((/** @type {{ x: number }} */ { x }) => x)).size, 10);
  const taller = placeNetwork({ width: 718, height: 700, inputs: 2, hidden: LARGE });
  near(taller.radius, 7.6);
  const close = zoomed(places, { scale: 3.4, x: 200, y: 100 });
  assert.ok(!close.small && close.radius >= 15 && 2 * close.radius < close.pitch, `${close.radius}`);
  assert.equal(isLarge([8, 8]), false);
  assert.equal(placeNetwork({ width: 640, height: 272, inputs: 2, hidden: [8, 8] }).small, false);
});

test('a network of two neurons has large discs', () => {
  const { placeNetwork } = rooms.places;
  near(placeNetwork({ width: 718, height: 540, inputs: 2, hidden: [2] }).radius, 64);
  near(placeNetwork({ width: 718, height: 540, inputs: 2, hidden: [5] }).radius, 40);
});

test('downwards a large network needs less height than its discs side by side for fingers', () => {
  const { heightDown, placeNetwork } = rooms.places;
  assert.equal(heightDown([8, 8], 390), 52 + 2 * 79);
  const height = heightDown(LARGE, 390);
  assert.ok(height > 600 && height < 1200, `${height}`);
  const places = placeNetwork({ width: 390, height, inputs: 2, hidden: LARGE, vertical: true });
  assert.ok(places.small);
  near(places.radius, 7.6);
});

/** A network as a frame has it: weights row by row, biases after them. @param {number[]} sizes inputs, layers, outputs */
const networkOf = (sizes, /** @type {(k: number) => number} */ weight) => {
  let at = 0;
  const layers = sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] ?? 0;
    const from = at;
    at += inputs * units + units;
    return { inputs, units, parameters: { weights: [from, from + inputs * units], bias: [at - units, at] } };
  });
  return { layers, parameters: Float32Array.from({ length: at }, (_, k) => weight(k)) };
};

test('all of few weights are edges and of many the two strongest to each neuron', () => {
  const { edgesOf } = rooms.weights;
  const few = edgesOf(networkOf([2, 8, 8, 1], (k) => (k % 7) - 3.5));
  assert.deepEqual([few.edges.length, few.each, few.leftOut], [16 + 64 + 8, null, 0]);
  const many = networkOf([2, 32, 32, 1], (k) => Math.sin(12.9898 * k + 78.233));
  const { edges, each, leftOut } = edgesOf(many);
  assert.deepEqual([each, edges.length, leftOut], [2, 2 * 65, 64 + 1024 + 32 - 130]);
  const [layer] = many.layers.slice(1);
  const [from = 0] = layer?.parameters.weights ?? [];
  for (const unit of [0, 17, 31]) {
    const row = many.parameters.slice(from + 32 * unit, from + 32 * (unit + 1));
    const strongest = [...row.keys()].sort((a, b) => Math.abs(row[b] ?? 0) - Math.abs(row[a] ?? 0)).slice(0, 2);
    const drawn = edges.filter((/** @type {any} */ { target }) => target === 2 + 32 + unit);
    assert.deepEqual(drawn.map((/** @type {any} */ { source }) => source - 2).sort(), strongest.sort());
  }
  assert.ok(edges.every((/** @type {any} */ { strength }, /** @type {number} */ k) => k === 0 || strength >= edges[k - 1].strength)); // prettier-ignore
  assert.deepEqual(edgesOf(networkOf([2, 8, 1], () => 0)).edges, [], 'a weight of a layer that has none is no edge');
});

test('a neuron looked at has its twelve strongest weights in and twelve out', () => {
  const { edgesOfUnit } = rooms.weights;
  const frame = networkOf([2, 32, 32, 32, 1], (k) => Math.sin(12.9898 * k + 78.233));
  const unit = 32 + 5;
  const edges = edgesOfUnit(frame, unit);
  const into = edges.filter((/** @type {any} */ { target }) => target === unit + 2);
  const out = edges.filter((/** @type {any} */ { source }) => source === unit + 2);
  assert.deepEqual([into.length, out.length, edges.length], [12, 12, 24]);
  const { parameters, layers } = frame;
  const [from = 0] = layers[2]?.parameters.weights ?? [];
  const sizes = Array.from({ length: 32 }, (_, target) => Math.abs(parameters[from + 32 * target + 5] ?? 0));
  const strongest = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0)).slice(0, 12);
  assert.deepEqual(new Set(out.map((/** @type {any} */ { target }) => target - 2 - 64)), new Set(strongest));
  assert.equal(edgesOfUnit(frame, 3).length, 2 + 12, 'a neuron of the first layer has two inputs');
  assert.equal(edgesOfUnit(frame, 95).length, 12 + 1, 'one of the last leads to one output');
});

test('what is under the pointer stays there while one looks closer and nothing beyond the stage is seen', () => {
  const { panned, revealing, WHOLE, zoomed, zoomedAt } = rooms.zoom;
  const stage = rooms.places.placeNetwork({ width: 718, height: 540, inputs: 2, hidden: LARGE });
  const at = { x: 300, y: 200 };
  const seen = (/** @type {any} */ zoom, /** @type {any} */ point) => ({
    x: (point.x - zoom.x) * zoom.scale,
    y: (point.y - zoom.y) * zoom.scale,
  });
  let zoom = WHOLE;
  for (const factor of [1.5, 2, 0.8, 1.1]) {
    const under = { x: zoom.x + at.x / zoom.scale, y: zoom.y + at.y / zoom.scale };
    zoom = zoomedAt(zoom, factor, at, stage);
    near(seen(zoom, under).x, at.x, 1e-9);
    near(seen(zoom, under).y, at.y, 1e-9);
  }
  for (const [across, down] of [
    [1e4, 1e4],
    [-1e4, -1e4],
    [1e4, -20],
  ]) {
    const moved = panned(zoom, across, down, stage);
    assert.ok(moved.x >= 0 && moved.x + stage.width / moved.scale <= stage.width + 1e-9);
    assert.ok(moved.y >= 0 && moved.y + stage.height / moved.scale <= stage.height + 1e-9);
  }
  assert.equal(zoomedAt(zoom, 1e9, at, stage).scale, 8);
  assert.deepEqual(zoomedAt(zoom, 1e-9, at, stage), WHOLE);
  assert.equal(zoomed(stage, WHOLE), stage);
  for (const unit of [0, 31, 319]) {
    const shown = revealing(zoom, stage.units[unit], 48, stage);
    const place = zoomed(stage, shown).units[unit];
    assert.ok(place.x > 0 && place.x < stage.width && place.y > 0 && place.y < stage.height, `${unit}`);
    assert.deepEqual(revealing(shown, stage.units[unit], 48, stage), shown, 'what is in view stays');
  }
});

test('bars of gradient span three powers of ten up to the largest', () => {
  const { gradientScale, gradientShare } = rooms.bars;
  const scale = gradientScale([0.002, null, 0.37, 0]);
  near(scale[0], 1e-3, 1e-12);
  near(scale[1], 1, 1e-12);
  near(gradientShare(1, scale), 1);
  near(gradientShare(0.1, scale), 2 / 3);
  assert.deepEqual(
    [0, null, 1e-9].map((norm) => gradientShare(norm, scale)),
    [0, 0, 0],
  );
  assert.deepEqual([gradientScale([]), gradientScale([0, null]), gradientScale([Infinity])], [null, null, null]);
});

test('a finger beside a disc hits it and one between two layers hits none', () => {
  const { placeNetwork, unitAt } = rooms.places;
  const places = placeNetwork({ width: 718, height: 540, inputs: 2, hidden: [8, 8] });
  places.units.forEach((/** @type {{ x: number, y: number }} */ { x, y }, /** @type {number} */ u) =>
    assert.equal(unitAt(places, x + 10, y - 10), u),
  );
  assert.equal(unitAt(places, (places.units[0].x + places.units[8].x) / 2, 200), -1);
});

test('a death ends hollow and crossed and a revival ends as before', () => {
  const { lookAt, LONGEST } = rooms.motion;
  const died = [{ unit: 0, kind: 'died', at: 1000 }];
  const at = (/** @type {number} */ now) => lookAt(true, died, now, false);
  assert.deepEqual([at(1000).light, at(1000).first, at(1000).edges], [1, 0, 1]);
  assert.ok(at(1140).bead > 0.9 && at(1140).wave > 0.9);
  assert.deepEqual([at(1299).second, at(1421).second, at(1421).hot > 0.99], [0, 1, true]);
  assert.deepEqual(at(1000 + LONGEST), lookAt(true, [], 0, false));
  const revived = [{ unit: 0, kind: 'revived', at: 1000 }];
  assert.deepEqual([lookAt(false, revived, 900, false).first, lookAt(false, revived, 1180, false).first], [1, 0]);
  assert.deepEqual(lookAt(false, revived, 1000 + LONGEST, false), lookAt(false, [], 0, false));
});

test('every part of a look stays between nothing and whole at all times', () => {
  const { lookAt } = rooms.motion;
  for (const kind of ['died', 'revived', 'lit'])
    for (const brief of [false, true])
      for (let now = -100; now < 1000; now += 7)
        for (const [part, value] of Object.entries(
          lookAt(kind === 'died', [{ unit: 0, kind, at: 0, brief }], now, false),
        ))
          assert.ok(value >= 0 && value <= 1, `${kind} ${part} at ${now}: ${value}`);
});

test('with reduced motion the end stands at once and only its colour passes', () => {
  const { lookAt } = rooms.motion;
  const rest = lookAt(true, [], 0, true);
  const died = [{ unit: 0, kind: 'died', at: 0 }];
  assert.deepEqual(lookAt(true, died, 1, true), { ...rest, hot: 1 });
  assert.deepEqual(lookAt(true, died, 899, true), { ...rest, hot: 1 });
  assert.deepEqual(lookAt(true, died, 900, true), rest);
});

test('a unit that turns back within 250 ms only blinks', () => {
  const { lookAt } = rooms.motion;
  const own = [
    { unit: 0, kind: 'died', at: 0 },
    { unit: 0, kind: 'revived', at: 200 },
  ];
  assert.deepEqual(lookAt(false, own, 300, false), { ...lookAt(false, [], 0, false), first: 1, second: 1, hot: 1 });
  assert.deepEqual(lookAt(false, own, 460, false), lookAt(false, [], 0, false));
});

test('crosses of a rescue go one after another and many at once are brief', () => {
  const { changesFromEvents, moving } = rooms.motion;
  const event = (/** @type {number} */ unit, kind = 'revived', cause = 'intervention') => ({
    step: 9,
    layer: 1,
    unit,
    kind,
    cause,
  });
  const rescue = changesFromEvents([event(0), event(2), event(5)], [0, 8], 100, false);
  assert.deepEqual(
    rescue.map((/** @type {any} */ { unit, at, brief }) => [unit, at, brief]),
    [
      [8, 100, false],
      [10, 160, false],
      [13, 220, false],
    ],
  );
  const nine = Array.from({ length: 9 }, (_, u) => event(u, 'died', 'own-update'));
  assert.ok(changesFromEvents(nine, [0, 0], 0, false).every((/** @type {any} */ { brief, at }) => brief && at === 0));
  assert.deepEqual(changesFromEvents([event(1, 'born-dead', 'initialization')], [0, 8], 0, false), []);
  assert.deepEqual([moving(rescue, 1119), moving(rescue, 1120)], [true, false]);
});

test('steps and places on the axis are each other reversed and ticks are round', () => {
  const { stepFromX, stepTicks, xFromStep } = rooms.axis;
  const area = { x: 282, y: 0, width: 1074, height: 10 };
  const steps = { from: 0, to: 160 };
  for (const step of [0, 1, 93, 160]) assert.equal(stepFromX(xFromStep(step, steps, area), steps, area), step);
  assert.equal(stepFromX(-50, steps, area), 0);
  assert.deepEqual(stepTicks(steps, 358), [0, 50, 100, 150]);
  assert.ok(stepTicks({ from: 0, to: 1e6 }, 300).length <= 6);
  assert.deepEqual(stepTicks({ from: 0, to: 0 }, 300), [0]);
});

test('rows of lifelines fill their area with a gap between layers', () => {
  const { middles, row } = rooms.lifelines.placeRows([8, 8], { x: 0, y: 10, width: 100, height: 104 });
  assert.equal(middles.length, 16);
  near(middles[0], 10 + row / 2);
  near(middles[15], 114 - row / 2);
  assert.ok(middles[8] - middles[7] > 2 * row);
});

test('the handle of the rescue stands at its slope and reads back', () => {
  const { rescueCurve, slopeFromHandle } = rooms.mark;
  for (const slope of [0, 0.1, 0.2, 0.3]) near(slopeFromHandle(rescueCurve(slope).handle.y), slope, 1e-9);
  assert.ok(rescueCurve(0.2).handle.y > rescueCurve(0).handle.y + 4);
});

test('a row is wrong when its class is not the one that the network thinks likeliest', () => {
  const { isWrong, likeliest } = rooms.task;
  const three = { outputs: 3, targets: Float32Array.of(2, 0, 1) };
  const says = Float32Array.of(0.1, 0.3, 0.6, 0.4, 0.4, 0.2, 0.5, 0.3, 0.2);
  assert.deepEqual(
    [0, 1, 2].map((row) => isWrong('classes', three, says, row)),
    [false, false, true],
  );
  const two = { outputs: 1, targets: Float32Array.of(1, 0, 1) };
  assert.deepEqual(
    [0, 1, 2].map((row) => isWrong('two classes', two, Float32Array.of(0.7, 0.7, 0.5), row)),
    [false, true, true],
  );
  assert.equal(isWrong('values', two, says, 0), false);
  assert.equal(likeliest(Float32Array.of(1, 5, 2, 6, 9, 0), 1, 3, 2), 1);
});

test('targets that are all the same still have a range and classes one of probabilities', () => {
  const { targetRange } = rooms.task;
  const data = { outputs: 2, targets: Float32Array.of(3, 100, -1, 200) };
  assert.deepEqual(targetRange(data, 'values'), { low: -1, high: 3 });
  assert.deepEqual(targetRange({ outputs: 1, targets: Float32Array.of(2, 2) }, 'values'), { low: 1.5, high: 2.5 });
  assert.deepEqual(targetRange(data, 'classes'), { low: 0, high: 1 });
});

test('the first 64 classes differ in shape or colour and the first eight in both', () => {
  const signs = Array.from({ length: 64 }, (_, index) => rooms.points.classSign(index, 3));
  assert.equal(new Set(signs.map((sign) => JSON.stringify(sign))).size, 64);
  for (const part of ['path', 'colour']) assert.equal(new Set(signs.slice(0, 8).map((sign) => sign[part])).size, 8);
});

test('regions of classes differ where the network is sure and where it wavers', () => {
  const { darkTheme, lightTheme, shadeOf } = rooms.palette;
  for (const theme of [lightTheme, darkTheme])
    for (const certainty of [0, 1])
      assert.equal(new Set(Array.from({ length: 8 }, (_, index) => shadeOf(theme, index, certainty))).size, 8);
});

test('ticks of an axis are round numbers within it', () => {
  const { roundTicks } = rooms.axis;
  assert.deepEqual(roundTicks({ from: -1.9, to: 1.9 }, 6), [-1, 0, 1]);
  assert.deepEqual(roundTicks({ from: 10, to: 1010 }, 4), [500, 1000]);
  for (const size of [1e-9, 0.3, 7, 1e20]) {
    const ticks = roundTicks({ from: -size, to: size }, 5);
    assert.ok(ticks.length >= 1 && ticks.length <= 6, `${size}: ${ticks}`);
  }
});

test('a stretch is flat where the slope is exactly 0 three times in a row', () => {
  const { flatStretches } = rooms.activation;
  assert.deepEqual(flatStretches(Float32Array.of(0, 0, 0, 1, 0, 0, 1, -0, 0, 0, 0)), [
    [0, 2],
    [7, 10],
  ]);
  assert.deepEqual(flatStretches(Float32Array.of(1e-45, 0, 0)), []);
});

test('a histogram counts what lies on the axis and nothing else', () => {
  const { histogram } = rooms.activation;
  const sums = Float32Array.of(-4, -3.9, -2, 0, 1.99, 4, 4.1, -5, NaN, Infinity);
  assert.deepEqual([...histogram(sums, 4, 4)], [2, 1, 2, 1]);
});

test('an activation is drawn to the ends of its plot and its band never crosses 0', () => {
  const { bandPath, barsPath, linePath, sampleAt, xOfSample, xOfSum } = rooms.activation;
  const plot = { reach: 4, left: 10, right: 90, zero: 50, unit: 5 };
  assert.equal(linePath(Float32Array.of(-4, 0, 4), plot), 'M10.00 70.00L50.00 50.00L90.00 30.00');
  assert.match(linePath(Float32Array.of(-Infinity, 1e30), plot), /^M10.00 5000.00L90.00 -5000.00$/);
  assert.equal(bandPath(Float32Array.of(-1, 2), 'above', plot), 'M10.00 50.00L10.00 50.00L90.00 40.00L90.00 50.00Z');
  assert.equal(bandPath(Float32Array.of(-1, 2), 'below', plot), 'M10.00 50.00L10.00 55.00L90.00 50.00L90.00 50.00Z');
  assert.equal(barsPath(Uint32Array.of(0, 0), plot, 60, 20), '');
  assert.match(barsPath(Uint32Array.of(0, 4), plot, 60, 20), /^M52.40 60.00L52.40 40.00L87.60 40.00L87.60 60.00Z$/);
  for (const sample of [0, 3, 8]) assert.equal(sampleAt(xOfSample(sample, 9, plot), 9, plot), sample);
  assert.deepEqual([sampleAt(-100, 9, plot), sampleAt(1e4, 9, plot)], [0, 8]);
  assert.equal(xOfSum(0, plot), 50);
});

test('a slow machine paints moving pictures in turns and a fast one all at once', () => {
  const turns = new rooms.turns.Turns(['network', 'surface']);
  let now = 0;
  const frames = (/** @type {number} */ gap, /** @type {number} */ count, moving = true) =>
    Array.from({ length: count }, () => turns.take((now += gap), moving));
  assert.deepEqual(new Set(frames(16.7, 60)), new Set([null]));
  assert.deepEqual(frames(60, 60).slice(-4).sort(), ['network', 'network', 'surface', 'surface']);
  assert.ok(!frames(25, 60).includes(null), 'quicker by turns is no reason to end them');
  assert.deepEqual(frames(60, 1, false), [null], 'what stands still is painted whole');
  assert.deepEqual(frames(60, 60).slice(-1), frames(60, 2).slice(-1), 'each in its turn');
  assert.ok(!frames(16.7, 60).includes(null), 'nor is a second without a slow frame');
  assert.deepEqual(frames(16.7, 700).slice(-10), Array(10).fill(null));
  assert.deepEqual(frames(300, 1), [null], 'one that stutters makes no slow machine');
});
