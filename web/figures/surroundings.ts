// What a figure depends on outside itself: its width, whether it is seen, the reader's wishes, keys, fonts, canvases, the printer.
import { watchPreferences } from '../shell/theme.js';

export interface Surroundings {
  resized(width: number): void;
  /** The figure came into sight or went out of it. */
  seen(visible: boolean): void;
  /** Colours or the wish for less motion changed. */
  wishesChanged(): void;
  /** What was painted must be painted anew: a font came, or the browser had thrown a canvas away. */
  staled(): void;
  /** The page goes to the printer, or comes back from it. */
  printing(on: boolean): void;
  pressed(event: KeyboardEvent): void;
}

/** Tells `heard` what happens round `host`. @returns the way to stop */
export function watchSurroundings(host: HTMLElement, heard: Surroundings): () => void {
  const until = new AbortController();
  const { signal } = until;
  let onScreen = true;
  const tell = (): void => heard.seen(onScreen && !document.hidden);
  const size = new ResizeObserver(() => heard.resized(host.clientWidth));
  const sight = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? true;
    tell();
  });
  size.observe(host);
  sight.observe(host);
  document.addEventListener('visibilitychange', tell, { signal });
  addEventListener('beforeprint', () => heard.printing(true), { signal });
  addEventListener('afterprint', () => heard.printing(false), { signal });
  host.addEventListener('keydown', (event) => heard.pressed(event), { signal });
  // Events of a canvas go down to it and not up again.
  host.shadowRoot?.addEventListener('contextrestored', () => heard.staled(), { signal, capture: true });
  void document.fonts.ready.then(() => {
    if (!signal.aborted) heard.staled();
  });
  const stopPreferences = watchPreferences(() => heard.wishesChanged());
  return () => {
    until.abort();
    size.disconnect();
    sight.disconnect();
    stopPreferences();
  };
}
