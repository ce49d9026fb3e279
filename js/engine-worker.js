
// The engine's thread. Joined to the glue of the engine's program by the build.

/** Serves `port` with the program that comes as its first message. What comes too early waits. */
function start(port) {
  const early = [];
  // A worker has a policy of its own, which may refuse to fetch.
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    port.postMessage({ refused: [effectiveDirective, blockedURI] }));
  port.onmessage = async (event) => {
    if (!event.data.module) return early.push(event);
    try {
      await __wbg_init({ module_or_path: event.data.module });
      guard((error) => port.postMessage({ fatal: String(error) }));
      serve(port);
      port.postMessage({ ready: true });
      for (const event of early) port.onmessage(event);
    } catch (error) {
      port.postMessage({ failed: String(error?.message ?? error) });
    }
  };
}

// On a page's own thread `serve` is called directly.
if (typeof DedicatedWorkerGlobalScope === "function" && self instanceof DedicatedWorkerGlobalScope) start(self);
