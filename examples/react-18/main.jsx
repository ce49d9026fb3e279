import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { mount } from "session-analytics";

const config = {
  source: { url: "events.ndjson" },
  tz: "Asia/Jakarta",
  now: "2026-01-31T12:00:00Z",
  from: "2026-01-02",
};

/** React 18 sets attributes alone: what is an object, or an event, goes through a reference. */
function Report({ config, filters, onReady }) {
  const place = useRef(null);
  const widget = useRef(null);
  useEffect(() => {
    widget.current = mount(place.current, config);
    widget.current.addEventListener("sa-ready", onReady);
    return () => widget.current.remove();
  }, [config, onReady]);
  useEffect(() => {
    widget.current.filters = filters;
  }, [filters]);
  return <div ref={place} />;
}

function App() {
  const [records, setRecords] = useState(0);
  const [filters, setFilters] = useState({});
  const [hear] = useState(() => ({ detail }) => setRecords(detail.records));
  return (
    <>
      <button type="button" onClick={() => setFilters({ channel: ["whatsapp"] })}>WhatsApp</button>
      <p role="status">{records} records</p>
      <Report config={config} filters={filters} onReady={hear} />
    </>
  );
}

createRoot(document.querySelector("#root")).render(<App />);
