import { useMemo, useState } from "react";
import "session-analytics";
import type { Config } from "session-analytics";
import type {} from "session-analytics/react";

export function App() {
  const [channel, setChannel] = useState("");
  const [records, setRecords] = useState(0);
  // A new object is a new configuration, which starts the widget anew: it is made once.
  const config = useMemo<Config>(() => ({
    source: { url: "events.ndjson" },
    tz: "Asia/Jakarta",
    now: "2026-01-31T12:00:00Z",
    from: "2026-01-02",
  }), []);
  const filters = useMemo(() => (channel ? { channel: [channel] } : {}), [channel]);

  return (
    <>
      <label>
        Channel <select value={channel} onChange={(event) => setChannel(event.target.value)}>
          {["", "whatsapp", "live_chat", "email"].map((name) => <option key={name} value={name}>{name || "all"}</option>)}
        </select>
      </label>
      <p role="status">{records} records</p>
      <session-analytics config={config} filters={filters} onsa-ready={({ detail }) => setRecords(detail.records)}
        onsa-change={({ detail }) => setChannel(detail.filters["channel"]?.[0] ?? "")} />
    </>
  );
}
