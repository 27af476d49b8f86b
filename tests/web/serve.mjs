// @ts-check
// A plain file server for the browser tests: no special header unless one is asked for, as a school's web space. Who drives browsers is browser.mjs.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Serves `folder` on a free port.
 *
 * @param {string} folder
 * @param {Record<string, string>} [pages]  more paths, with their text: HTML, unless the path says otherwise
 * @param {(path: string) => Record<string, string>} [headers]  more headers of a path's answer
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(folder, pages = {}, headers = () => ({})) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const name = normalize(path.endsWith('/') ? `${path}index.html` : path);
    const page = pages[path];
    const body = page === undefined ? readFile(join(folder, name)) : Promise.resolve(page);
    body.then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': types[extname(name)] ?? (page === undefined ? 'text/plain' : types['.html']),
            ...headers(path),
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
