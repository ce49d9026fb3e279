// The engine's thread: loads the engine beside this file and serves one port with it. Imported on a page's own thread
// it does nothing until `start` is called, for pages that may not start workers.

/** Serves `port` (a worker's own scope, or one end of a channel). Messages that come too early wait. */
export async function start(port) {
  const early = [];
  port.onmessage = (event) => early.push(event);
  try {
    const { serve } = await engine();
    serve(port);
    port.postMessage({ ready: true });
    for (const event of early) port.onmessage(event);
  } catch (error) {
    port.postMessage({ failed: String(error?.message ?? error) });
  }
}

let loaded;

/** Once per thread: the program's state is global to its module. */
function engine() {
  loaded ??= (async () => {
    const wasm = program(new URL("./worker_bg.wasm?v=__SA_VERSION__", import.meta.url));
    // The glue is fetched meanwhile; if that fails, this one's failure is nobody's concern.
    wasm.catch(() => {});
    const glue = await import("./worker.js?v=__SA_VERSION__");
    await glue.default({ module_or_path: await wasm });
    return glue;
  })();
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

async function program(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be loaded (status ${response.status})`);
  return response;
}

if (typeof DedicatedWorkerGlobalScope === "function" && self instanceof DedicatedWorkerGlobalScope) start(self);
