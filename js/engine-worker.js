
// The engine's thread. Joined to the glue of the engine's program by the build.

/** Serves `port` with the program that comes as its first message, and the rest of it when that comes. */
function start(port) {
  const early = [];
  // A worker has a policy of its own, which may refuse to fetch.
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    port.postMessage({ refused: [effectiveDirective, blockedURI] }));
  port.onmessage = async (event) => {
    const { module, rest } = event.data;
    if (!module) return early.push(event);
    try {
      await __wbg_init({ module_or_path: module });
      guard((error, isFull) => port.postMessage({ fatal: String(error), isFull }));
      if (rest) complete(rest);
      serve(port);
      const hear = port.onmessage;
      port.onmessage = (event) => {
        if (event.data.rest) return complete(event.data.rest);
        try {
          hear(event);
        } catch {
          // Who listens has been told, and starts another one.
        }
      };
      port.postMessage({ ready: true });
      for (const event of early) port.onmessage(event);
    } catch (error) {
      port.postMessage({ failed: String(error?.message ?? error) });
    }
  };
}

// On a page's own thread `serve` is called directly.
if (typeof DedicatedWorkerGlobalScope === "function" && self instanceof DedicatedWorkerGlobalScope) start(self);
