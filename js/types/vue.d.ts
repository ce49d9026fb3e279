// For Vue 3: `import type {} from "session-analytics/vue"` makes <session-analytics> known to templates. Vue sets what the
// element has as a property (config, filters, period) as one, and listens to `@sa-ready` and the like.
import type { DefineComponent } from "vue";
import type { SessionAnalyticsAttributes, SessionAnalyticsElement, SessionAnalyticsEvents } from "../session-analytics.js";

type Properties = Partial<Pick<SessionAnalyticsElement, "config" | "filters" | "period">>;
type Emits = { [Name in keyof SessionAnalyticsEvents]: (event: SessionAnalyticsEvents[Name]) => void };

declare module "vue" {
  interface GlobalComponents {
    "session-analytics": DefineComponent<SessionAnalyticsAttributes & Properties, {}, {}, {}, {}, {}, {}, Emits>;
  }
}
