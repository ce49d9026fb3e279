// For React 19: `import type {} from "session-analytics/react"` makes <session-analytics> known to JSX. React sets what the
// element has as a property (config, filters, period) as one, and listens to `onsa-ready` and the like.
import type { ClassAttributes, HTMLAttributes } from "react";
import type { SessionAnalyticsAttributes, SessionAnalyticsElement, SessionAnalyticsEvents } from "../session-analytics.js";

type Properties = Partial<Pick<SessionAnalyticsElement, "config" | "filters" | "period">>;
type Listeners = { [Name in keyof SessionAnalyticsEvents as `on${Name}`]?: (event: SessionAnalyticsEvents[Name]) => void };
type Common = Omit<HTMLAttributes<SessionAnalyticsElement>, keyof SessionAnalyticsAttributes> & ClassAttributes<SessionAnalyticsElement>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "session-analytics": Common & SessionAnalyticsAttributes & Properties & Listeners;
    }
  }
}
