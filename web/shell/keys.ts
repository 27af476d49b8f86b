// Which key does what in a figure. The buttons that do the same are in figures/lab/view.ts.

export type KeyAction = 'play-or-pause' | 'step' | 'reset' | 'new-seed' | 'rescue' | 'undo' | 'redo';

const actions: Readonly<Record<string, KeyAction>> = {
  ' ': 'play-or-pause',
  ArrowRight: 'step',
  r: 'reset',
  n: 'new-seed',
  b: 'rescue',
};

/** The same with Ctrl, or Command. */
const chords: Readonly<Record<string, KeyAction>> = { z: 'undo', 'shift-z': 'redo', y: 'redo' };

/** What `event` asks of the figure; null when the key belongs to the control that has the focus, or to the browser. */
export function keyAction(event: KeyboardEvent): KeyAction | null {
  if (event.defaultPrevented || event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return null;
  if (target.closest('input, select, textarea, dialog, [popover], [contenteditable]')) return null;
  if (event.ctrlKey || event.metaKey) return chords[event.shiftKey ? `shift-${key}` : key] ?? null;
  if (key === ' ' && target.closest('button, a, summary')) return null;
  return actions[key] ?? null;
}
