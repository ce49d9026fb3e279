// A page made on the server, under the strictest policy that the widget needs. `PORT=8080 node server.js`
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { widget } from "./widget.js";

const files = dirname(fileURLToPath(import.meta.resolve("session-analytics")));
const events = fileURLToPath(new URL("../data/events.ndjson", import.meta.url));
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json", ".ndjson": "application/x-ndjson" };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data: blob:; worker-src 'self'";
const report = { source: { url: "/events.ndjson" }, tz: "Asia/Jakarta", now: "2026-01-31T12:00:00Z", from: "2026-01-02" };

const page = () => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Session Analytics, made on a server</title>
    <link rel="icon" href="data:,">
    <script type="module" src="/session-analytics/session-analytics.js"></script>
  </head>
  <body>${widget({ "src-config": "/report.json", lang: "fr" })}</body>
</html>`;

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const send = (body, type, more) => response.writeHead(200, { "content-type": type, "x-content-type-options": "nosniff", ...more }).end(body);
  if (pathname === "/") return send(page(), "text/html", { "content-security-policy": policy });
  if (pathname === "/report.json") return send(JSON.stringify(report), types[".json"]);
  const file = pathname === "/events.ndjson" ? events : join(files, basename(pathname));
  // Names with a hash in them never change what they hold; the others are asked for anew.
  const isHashed = /[-.][0-9a-f]{8,}\./.test(file);
  const cache = { "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache" };
  await readFile(file).then((body) => send(body, types[extname(file)] ?? "text/plain", cache), () => response.writeHead(404).end());
});

server.listen(process.env.PORT ?? 8080, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
