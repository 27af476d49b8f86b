// How fast a run goes: slow where the story happens, quicker after it. The clock that obeys is each figure's run.ts.

/** The positions of the speed slider, in steps a second; the last is as fast as the machine can. */
export const SPEEDS: readonly number[] = [1, 2, 4, 8, 16, 40, 100, 400, Infinity];

/** Above this pace, in steps a second, only crosses are drawn of deaths. */
export const BRIEF = 40;

/** How long the first picture stands before the first step, in milliseconds. */
export const HOLD = 600;

const slow = 8;
const medium = 16;
const quick = 40;
const watchedSteps = 24;
const storySteps = 120;

/**
 * Steps a second when nobody has chosen a speed: slow for the first 24 steps, medium up to 120, then quick; and the
 * same again after an intervention by hand.
 *
 * @param handled  the step of the latest intervention by hand, or null
 */
export function storyPace(step: number, handled: number | null): number {
  const since = handled === null || step < handled ? step : step - handled;
  if (since < watchedSteps) return slow;
  return since < storySteps ? medium : quick;
}
