// The element in React's JSX.
import { useRef } from "react";
import type { Config, SessionAnalyticsElement } from "session-analytics";
import type {} from "session-analytics/react";

export function Right({ config }: { config: Config }) {
  const widget = useRef<SessionAnalyticsElement>(null);
  return (
    <session-analytics ref={widget} id="one" className="wide" key="k" src="/e" src-config="/c.json" theme="dark" eager config={config}
      filters={{ channel: ["email"] }} period="7d" style={{ height: 1 }} onsa-ready={({ detail }) => console.log(detail.records)}
      onsa-session={(event) => void widget.current?.report({ now: event.detail.id })} />
  );
}

export const wrong = [
  // @ts-expect-error no such theme
  <session-analytics theme="sepia" />,
  // @ts-expect-error no such attribute
  <session-analytics sauce="/e" />,
  // @ts-expect-error no such field
  <session-analytics config={{ zone: "UTC" }} />,
  // @ts-expect-error no such detail
  <session-analytics onsa-ready={({ detail }) => console.log(detail.rows)} />,
];
