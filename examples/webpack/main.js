import "session-analytics";

const widget = document.querySelector("session-analytics");
widget.config = {
  source: { url: "../data/events.ndjson" },
  tz: "Asia/Jakarta",
  now: "2026-01-31T12:00:00Z",
  from: "2026-01-02",
};
