// What a host may write. Compiled by the test of the types, never run.
import { createEngine, mount } from "session-analytics";
import type { Config, Figure, Report, SessionAnalyticsError, SessionRow } from "session-analytics";

export const config: Config = {
  source: {
    url: ["/events.ndjson?from={from}&to={to}", "/names.csv"],
    format: "ndjson",
    headers: { "x-tenant": "1" },
    credentials: "include",
    poll_s: 30,
  },
  token: async (reason) => (reason === "expired" ? "new" : "first"),
  tz: "Asia/Jakarta",
  now: 1_769_860_800_000,
  from: "2026-01-02",
  to: "2026-02-01",
  policy: { preset: "resolution_24h", scope: "conversation", idle_s: null, starts_on: ["customer_message", "opened"] },
  clock: "business",
  sla_resolution_s: 3600,
  active_window_s: 86_400,
  activated_at: "2025-12-01T00:00:00Z",
  business_hours: { "1": [["09:00", "12:00"], ["13:00", "24:00"]], "7": null },
  bots_tz: "UTC",
  filters: { channel: ["whatsapp"], weekday: [1, "2"], hour: [9], resolved_by: ["none"], number: ["first"], sla: [] },
  compare: true,
  lang: "id",
  theme: "auto",
  pages: ["sessions", "conversations"],
  role: "agent",
  account: "tenant-7/ayu",
  allowed_roles: ["owner"],
  scope: { customer: ["c1"] },
  max_range_days: null,
  limits: { records: 1_000_000, bytes: null },
  ccai_csat_max: 5,
  host_origins: ["https://desk.example"],
};

export async function figures(): Promise<number> {
  const engine = createEngine(config, { onProgress: ({ records, total_bytes }) => console.log(records, total_bytes ?? "?") });
  const { diagnostics, error } = await engine.load();
  await engine.append([{ type: "agent", id: "a1", name: "Ayu" }]);
  await engine.append('{"type":"agent","id":"a1"}');
  await engine.setPolicy("window_24h");
  const whole: Report = await engine.report();
  // Of two sections, only those are there.
  const { sessions, bots, previous } = await engine.report({ sections: ["sessions", "bots"], compare: true, tz: "UTC" });
  const cell = whole.engagement.heatmap[0]?.[23];
  const list = await engine.sessions({ page: 2, per_page: 50, sort: "-duration_s", search: "ayu", query: { filters: { label: ["vip"] } } });
  const first: SessionRow | undefined = list.rows[0];
  const detail = first ? await engine.session(first.id) : null;
  const behind = await engine.rows("sessions.by_day.first", { part: ["2026-01-05"], per_page: 1000 });
  const who = behind.grain === "events" ? behind.rows.map((row) => row.event.text) : [];
  const file: File = await engine.export({ of: "rows", format: "xlsx", metric: "sessions.total" });
  await engine.dispose();
  const currency: string | undefined = whole.engagement.sales.by_currency[0]?.amount;
  return sessions.performance.sla.in + bots.sessions + (previous?.sessions.total ?? 0) + (cell?.engaged ?? 0) + who.length
    + (detail?.events.length ?? 0) + file.size + diagnostics.rejected + (error ? 1 : 0) + Number(currency);
}

export async function element(): Promise<void> {
  const widget = document.querySelector("session-analytics") ?? mount("#here", config);
  widget.config = { ...config, tz: "UTC" };
  widget.filters = { inbox: ["i1"] };
  widget.period = "30d";
  widget.period = { from: "2026-01-01", to: "2026-02-01" };
  widget.setAttribute("theme", "dark");
  widget.addEventListener("sa-ready", ({ detail }) => console.log(detail.records));
  document.addEventListener("sa-error", ({ detail }) => console.log(detail.code === "E_TOKEN", detail.hint));
  widget.addEventListener("sa-change", ({ detail }) => console.log(detail.filters["channel"], detail.period?.from, detail.policy));
  widget.addEventListener("sa-session", (event) => console.log(event.detail.id));
  widget.addEventListener("click", (event) => console.log(event.clientX));
  const figure: Figure = { metric: "engagement.heatmap.engaged", part: [0, 12] };
  for (const file of [await widget.export("csv", figure), await widget.export("xlsx"), await widget.export("json", "list")]) console.log(file.name);
  await widget.append([{ type: "opened" }]);
  widget.append(document.createElement("p"), "text");
  await widget.refresh();
  await widget.report({ filters: {} }).catch((error: SessionAnalyticsError) => console.log(error.path, error.code));
  widget.destroy();
  const made = document.createElement("session-analytics");
  made.config = null;
}
