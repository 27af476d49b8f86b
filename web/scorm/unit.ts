// A unit of SCORM 1.2 around embed.html: where the student left off is kept by the learning system, and the unit is
// completed by one who has seen a neuron die and fire again. What is in the zip is tools/scorm.mjs.

/** The part of a learning system's run-time interface that is used here (SCORM 1.2 run-time environment, 3.3). */
interface LearningSystem {
  LMSInitialize(nothing: ''): unknown;
  LMSGetValue(name: string): string;
  LMSSetValue(name: string, value: string): unknown;
  LMSCommit(nothing: ''): unknown;
  LMSFinish(nothing: ''): unknown;
}

/** What `cmi.suspend_data` holds at most, in characters. */
const LONGEST_STATE = 4096;

/** Of messages of embed.html, the parts that are read here. */
interface Message {
  source?: string;
  type?: string;
  name?: string;
  height?: number;
  scenario?: unknown;
  step?: number;
}

/** The nearest `API` in the windows around and in the one that opened them; null outside a learning system. */
function learningSystem(): LearningSystem | null {
  for (const first of [window, window.opener as Window | null]) {
    let view = first;
    while (view) {
      try {
        const { API } = view as { API?: LearningSystem };
        if (API) return API;
      } catch {
        break; // a window of another origin: nobody of ours beyond it
      }
      view = view.parent === view ? null : view.parent;
    }
  }
  return null;
}

const system = learningSystem();
const frame = document.querySelector('iframe') as HTMLIFrameElement;
let died = false;
let ended = false;

system?.LMSInitialize('');
const kept = system?.LMSGetValue('cmi.suspend_data') ?? '';
const status = system?.LMSGetValue('cmi.core.lesson_status') ?? '';
if (!['completed', 'passed'].includes(status)) system?.LMSSetValue('cmi.core.lesson_status', 'incomplete');

addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (source !== frame.contentWindow || typeof data !== 'object' || data === null) return;
  const message = data as Message;
  if (message.source !== 'reluctant') return;
  if (message.type === 'resize') frame.height = String(message.height);
  if (message.type === 'ready' && kept !== '') restore(kept);
  if (message.type === 'state') keep({ scenario: message.scenario, step: message.step });
  if (message.type === 'event') lived(message.name);
});

/** Goes on where the student left off; what cannot be read is a fresh start. */
function restore(text: string): void {
  try {
    const state: unknown = JSON.parse(text);
    frame.contentWindow?.postMessage({ source: 'reluctant', version: 1, type: 'restore', state }, location.origin);
  } catch {
    system?.LMSSetValue('cmi.suspend_data', '');
  }
}

/** A state that does not fit (own data) is not kept, rather than cut. */
function keep(state: object): void {
  const text = JSON.stringify(state);
  if (text.length > LONGEST_STATE) return;
  system?.LMSSetValue('cmi.suspend_data', text);
  system?.LMSCommit('');
}

function lived(name: string | undefined): void {
  if (name === 'reluctant-death') died = true;
  if (name !== 'reluctant-revival' || !died) return;
  system?.LMSSetValue('cmi.core.lesson_status', 'completed');
  system?.LMSCommit('');
}

addEventListener('pagehide', () => {
  if (ended) return;
  ended = true;
  system?.LMSSetValue('cmi.core.exit', 'suspend');
  system?.LMSFinish('');
});

frame.src = `embed.html?origins=${encodeURIComponent(location.origin)}`;

export {};
