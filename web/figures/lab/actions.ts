// What the figure's buttons and pointers do, by the names that view.ts gives them: each to the hand that knows how.
import { reducedMotion } from '../../shell/theme.js';
import { mistakesOf } from '../mistakes.js';
import type { Edits } from './edits.js';
import type { Files } from './files.js';
import type { Later } from './later.js';
import type { OwnData } from './own.js';
import type { Playhead } from '../playhead.js';
import type { Pointer } from './pointer.js';
import type { Run } from './run.js';
import type { Store } from './store.js';
import type { Actions, Parts } from './view.js';
import type { Zoomer } from './zoomer.js';

/** Seeds of the dice lie below this: short enough to be read aloud in a classroom. */
const DICE = 100_000;

/** Those that act, and the figure around them. */
export interface Hands {
  store: Store;
  run: Run;
  edits: Edits;
  playhead: Playhead;
  pointer: Pointer;
  zoomer: Zoomer;
  files: Files;
  own: Later<OwnData>;
  figure: {
    play(): Promise<unknown>;
    pause(): Promise<unknown>;
    step(): Promise<unknown>;
    requestUpdate(): void;
    readonly updateComplete: Promise<unknown>;
  };
  /** Waits for `work` and shows in the figure why it failed. */
  settle(work: Promise<unknown>): void;
  /** Opens or closes a part of the figure. */
  show(part: keyof Parts, on: boolean): void;
  /** The sheet of settings, where there is one. */
  sheet(): HTMLDialogElement | null;
  copy(text: string): Promise<void>;
  /** Gives the focus to the neuron looked at. */
  attend(): void;
}

/** The actions of one figure. */
export function makeActions({
  store,
  run,
  edits,
  playhead,
  pointer,
  zoomer,
  files,
  own,
  figure,
  settle,
  show,
  sheet,
  copy,
  attend,
}: Hands): Actions {
  const openOwn = async (): Promise<void> => {
    try {
      const dialog = await own.ask();
      figure.requestUpdate();
      await figure.updateComplete;
      dialog.open();
    } catch (error) {
      store.send({ type: 'objected', mistakes: mistakesOf(error, 'data') });
    }
  };
  return {
    playOrPause: () => settle(store.state.playing ? figure.pause() : figure.play()),
    step: () => settle(figure.step()),
    reset: () => settle(edits.reset()),
    newSeed: () => settle(edits.make({ seed: Math.floor(Math.random() * DICE) })),
    pace: (speed) => store.send({ type: 'paced', speed }),
    change: (change) => settle(edits.make(change)),
    rescue: () => settle(edits.rescue()),
    ask: ({ name, scenario }) =>
      settle(
        edits.open(scenario, name).then(() => {
          if (!reducedMotion()) run.play();
        }),
      ),
    save: (kind) => settle(files.save(kind)),
    open: (file) => settle(files.open(file)),
    openOwn: () => void openOwn(),
    exchange: () => settle(edits.exchange()),
    forget: () => settle(run.forget()),
    undo: () => settle(edits.undo()),
    redo: () => settle(edits.redo()),
    point: (event) => {
      zoomer.drag(event);
      pointer.move(event);
    },
    grab: (event) => zoomer.drag(event),
    hold: (event) => pointer.hold(event),
    pinch: (event) => zoomer.touch(event),
    wheel: (event) => zoomer.wheel(event),
    zoom: (step) => zoomer.step(step),
    choose: (event) => pointer.click(event),
    focusNeuron: (event) => pointer.focus(event),
    pressNeuron: (event) => {
      zoomer.press(event);
      pointer.press(event);
    },
    walk: (event) => pointer.walk(event),
    leaveNeuron: () => pointer.close(),
    treat: (change) => {
      attend();
      settle(edits.make(change));
    },
    pickRow: (row) => store.send({ type: 'picked', row }),
    drag: (event) => settle(playhead.drag(event)),
    press: (event) => settle(playhead.press(event)),
    hover: (event) => playhead.hover(event),
    seekInPlot: (event) => settle(playhead.seekInPlot(event)),
    openSettings: () => sheet()?.showModal(),
    closeSettings: () => sheet()?.close(),
    dismiss: () => store.send({ type: 'refused', refusal: null }),
    copy: (text) => settle(copy(text)),
    show,
  };
}
