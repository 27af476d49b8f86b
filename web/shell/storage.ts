// The one place that touches localStorage. Storage may be refused (sandbox, third-party frame): then nothing is kept.

const prefix = 'reluctant.';

/** What was kept under `key`; null when nothing was, or when storage is refused. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

/** Keeps `value` under `key` where storage is allowed. */
export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // Refused storage is a normal state of an embedded page: everything works without it.
  }
}
