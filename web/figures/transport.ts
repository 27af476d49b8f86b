// The buttons of a run's clock: play, one step, from the start, another seed, how fast. What a run does is each figure's run.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { diceIcon, pauseIcon, playIcon, resetIcon, stepIcon } from '../shell/icons.js';
import type { Strings } from '../shell/strings/index.js';
import { SPEEDS } from './pace.js';

/** What the buttons do. */
export interface Transport {
  playOrPause(): void;
  step(): void;
  reset(): void;
  newSeed(): void;
  pace(speed: number): void;
}

export interface Clock {
  step: number;
  /** Steps a second. */
  speed: number;
  playing: boolean;
  /** There is no run yet. */
  idle: boolean;
  words: Strings;
  actions: Transport;
}

/** The buttons, the step and the speed. @param more what stands beside them */
export function transportView(
  { step, speed, playing, idle, words, actions }: Clock,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const name = playing ? words.pause : words.play;
  return html`<div class="transport">
    <button type="button" class="play" part="play" ?disabled=${idle} aria-label=${name} title=${name} @click=${actions.playOrPause}>${playing ? pauseIcon : playIcon}</button>
    <p class="clock"><b>${words.whole(step)}</b> <span>${words.stepWord}</span></p>
    <div class="buttons">
      <button type="button" class="one" ?disabled=${idle} aria-label=${words.step} title=${words.step} @click=${actions.step}>${stepIcon}</button>
      <button type="button" class="again" ?disabled=${idle} aria-label=${words.reset} title=${words.reset} @click=${actions.reset}>${resetIcon}</button>
      <button type="button" class="dice" ?disabled=${idle} aria-label=${words.newSeed} title=${words.newSeed} @click=${actions.newSeed}>${diceIcon}</button>
    </div>
    <label class="speed">
      <span>${words.speed} <b>${words.speedOf(speed)}</b></span>
      <input type="range" min="0" max=${SPEEDS.length - 1} step="1" .value=${String(nearestSpeed(speed))} ?disabled=${idle}
        aria-label=${words.speed} aria-valuetext=${words.speedOf(speed)}
        @input=${(event: Event) => {
          actions.pace(SPEEDS[(event.target as HTMLInputElement).valueAsNumber] ?? Infinity);
        }} />
    </label>
    ${more}
  </div>`;
}

function nearestSpeed(speed: number): number {
  const above = SPEEDS.findIndex((candidate) => candidate >= speed);
  return above < 0 ? SPEEDS.length - 1 : above;
}
