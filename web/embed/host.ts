// Ties an embedded figure to the page around it: commands in, heights and states out. The shapes are messages.ts.
import type { Mistake } from '../../wasm/src/types.js';
import { connectedLab } from '../figures/core.js';
import type { FigureElement } from '../figures/element.js';
import { rateLimit, readMessage, VERSION, type Command } from './messages.js';

/** What a figure tells, of which the host hears by `event`. */
const EVENTS = ['step', 'death', 'revival', 'diverged', 'change', 'answer'].map((name) => `reluctant-${name}`);

const MOST_COMMANDS_A_SECOND = 60;
/** How often the state goes out while the figure plays. */
const STATE_EVERY_MS = 1000;

/**
 * Connects `figure`, named `name`, with the parent window. `origins` may hear of its state; when it is empty nobody does.
 *
 * @param opened settles once the address is read, with what was wrong in it; commands wait for that
 */
export function connectHost(
  figure: FigureElement,
  name: string,
  origins: readonly string[],
  opened: Promise<readonly string[]>,
): void {
  if (parent === window) return;
  const host = new Host(figure, origins, opened);
  host.listen();
  void opened.then((mistakes) => {
    for (const mistake of mistakes) host.tellAnyone('error', { message: mistake });
  });
  void figure.ready.then(
    () => {
      host.tellAnyone('ready', { figure: name, scenario: figure.scenario });
      host.tellState();
    },
    (error: unknown) => host.tellAnyone('error', { message: messageOf(error) }),
  );
}

class Host {
  readonly #figure: FigureElement;
  readonly #origins: readonly string[];
  readonly #inTime = rateLimit(MOST_COMMANDS_A_SECOND);
  #step = 0;
  #height = 0;
  #stateTimer = 0;
  /** Commands take effect in the order in which they came. */
  #last: Promise<unknown>;

  constructor(figure: FigureElement, origins: readonly string[], opened: Promise<unknown>) {
    this.#figure = figure;
    this.#origins = origins;
    this.#last = opened;
  }

  listen(): void {
    addEventListener('message', (event) => this.#heard(event));
    for (const name of EVENTS) {
      this.#figure.addEventListener(name, (event) => this.#happened(name, (event as CustomEvent<unknown>).detail));
    }
    addEventListener('pagehide', () => this.tellState());
    new ResizeObserver(() => this.#measure()).observe(this.#figure);
    // Hosts of H5P listen for this before anything else.
    parent.postMessage({ context: 'h5p', action: 'hello' }, '*');
  }

  /** What any page around may know. */
  tellAnyone(type: string, rest: object): void {
    parent.postMessage({ source: 'reluctant', version: VERSION, type, ...rest }, '*');
  }

  /** The state, which `restore` takes back; to known origins alone. */
  tellState(): void {
    clearTimeout(this.#stateTimer);
    this.#stateTimer = 0;
    this.#tellKnown('state', { scenario: this.#figure.scenario, step: this.#step });
  }

  #tellKnown(type: string, rest: object): void {
    // Firefox does not tell, and then the browser itself compares the target with who is there.
    const [ancestor] = (location as Partial<Location>).ancestorOrigins ?? [];
    const known = this.#origins.filter((origin) => ancestor === undefined || origin === ancestor);
    for (const origin of known) {
      parent.postMessage({ source: 'reluctant', version: VERSION, type, ...rest }, origin);
    }
  }

  #heard({ source, origin, data }: MessageEvent<unknown>): void {
    if (source !== parent || (this.#origins.length > 0 && !this.#origins.includes(origin))) return;
    const reading = readMessage(data);
    if (!reading) return;
    const answerError = (message: string): void => {
      const target = origin === 'null' ? '*' : origin;
      parent.postMessage({ source: 'reluctant', version: VERSION, type: 'error', message }, target);
    };
    if (!this.#inTime(performance.now())) {
      answerError(`messages: expected at most ${MOST_COMMANDS_A_SECOND} a second, found more`);
    } else if ('mistake' in reading) {
      answerError(reading.mistake);
    } else {
      const { command } = reading;
      this.#last = this.#last.then(() => this.#obey(command)).catch((error: unknown) => answerError(messageOf(error)));
    }
  }

  async #obey(command: Command): Promise<void> {
    const figure = this.#figure;
    switch (command.type) {
      case 'play':
        await figure.play();
        return;
      case 'pause':
        await figure.pause();
        break;
      case 'step':
        await figure.step(command.count);
        break;
      case 'reset':
        await figure.reset();
        break;
      case 'load':
        await this.#open(command.scenario, 0);
        break;
      case 'restore':
        await this.#open(command.state.scenario, command.state.step);
        break;
      case 'theme':
        figure.theme = command.value;
        return;
    }
    this.tellState();
  }

  async #open(scenario: unknown, step: number): Promise<void> {
    const { ok, errors } = await (await connectedLab()).validate(scenario);
    if (!ok) throw new Error(errors.map(({ path, message }: Mistake) => `${path}: ${message}`).join('\n'));
    await this.#figure.pause();
    this.#figure.scenario = scenario;
    await this.#figure.seek(step);
  }

  #happened(name: string, detail: unknown): void {
    this.#tellKnown('event', { name, detail });
    if (name === 'reluctant-change') this.tellState();
    if (name !== 'reluctant-step') return;
    this.#step = (detail as { step: number }).step;
    this.#stateTimer ||= window.setTimeout(() => this.tellState(), STATE_EVERY_MS);
  }

  /** The height that the content needs; said only when it changes, so that no two resizers chase each other. */
  #measure(): void {
    const height = Math.ceil(this.#figure.getBoundingClientRect().bottom + scrollY);
    if (height === this.#height || height === 0) return;
    this.#height = height;
    this.tellAnyone('resize', { height });
    parent.postMessage({ subject: 'lti.frameResize', height }, '*');
    parent.postMessage({ type: 'plugin.resize', payload: { height } }, '*');
    parent.postMessage({ context: 'h5p', action: 'resize', scrollHeight: height, height }, '*');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
