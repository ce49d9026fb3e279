import { mount, type Config } from "session-analytics";

const config: Config = {
  source: { url: "events.ndjson" },
  tz: "Asia/Jakarta",
  now: "2026-01-31T12:00:00Z",
  from: "2026-01-02",
};

const widget = mount("#report", config);
widget.addEventListener("sa-ready", ({ detail }) => {
  document.querySelector("#records")!.textContent = `${detail.records} records`;
});
