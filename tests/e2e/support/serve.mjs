// A server of a test's own, on a port of its own: the built files, the stream, and whatever the test adds or spoils.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
export const STREAM = process.env.STREAM ?? fileURLToPath(new URL('../../../target/xtask/e2e-stream/events.ndjson', import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm', '.json': 'application/json', '.ndjson': 'application/x-ndjson',
};

/** What the build calls a file: `built('app.wasm')` is `app-1f0c22a4e5.wasm`. */
export function built(role) {
  const { files } = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8'));
  return files.find((file) => file.role === role).name;
}

/** Our module without what it holds its programs against: a test's server may change them. */
export const unchecked = () => readFileSync(join(DIST, 'session-analytics.js'), 'utf8').replace(/"sha384-[^"]+"/g, '""');

export const CONFIG = { source: { url: '/events.ndjson' }, tz: 'Asia/Jakarta', now: '2026-01-31T12:00:00Z', from: '2026-01-02', to: '2026-02-01' };

/** A page with this in its body, and our script unless another one is given. */
export function html(body, { script = '/session-analytics.js', attributes = '', head = '' } = {}) {
  return `<!doctype html><html lang="en" ${attributes}><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
    <meta name="viewport" content="width=device-width, initial-scale=1">${head}
    <script type="module" src="${script}"></script></head><body>${body}</body></html>`;
}

/**
 * `routes`: path → text, or `(request, response, send) => …`. `headers`: for every answer, or a function of the path.
 * Everything that is asked for is in `asked`, as paths.
 */
export async function serve({ routes = {}, headers = {} } = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    asked.push(path);
    const type = (name) => TYPES[extname(name)] ?? 'text/html; charset=utf-8';
    const more = typeof headers === 'function' ? headers(path) : headers;
    const send = (file, { status = 200, extra = {} } = {}) => {
      if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404, { ...more, 'content-type': 'text/html' }).end('<!doctype html>Not found');
      response.writeHead(status, { 'content-type': type(file), 'cache-control': 'no-cache', ...more, ...extra });
      createReadStream(file).pipe(response);
    };
    const route = routes[path];
    if (typeof route === 'function') return route(request, response, send);
    if (route !== undefined) return response.writeHead(200, { 'content-type': type(path), ...more }).end(route);
    if (path === '/events.ndjson') return send(STREAM);
    if (path === '/demo.json') return response.writeHead(200, { 'content-type': 'application/json', ...more }).end(JSON.stringify(CONFIG));
    if (path.startsWith('/fixtures/')) return send(join(FIXTURES, path.slice(10)));
    return send(join(DIST, path === '/' ? 'index.html' : path));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    asked,
    url: `http://127.0.0.1:${server.address().port}`,
    routes,
    close: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed); }),
  };
}
