// The element in Vue's templates: what their compiler checks against.
import type { GlobalComponents } from "vue";
import type {} from "session-analytics/vue";

type Props = InstanceType<GlobalComponents["session-analytics"]>["$props"];

export const right: Props = {
  src: "/e",
  "src-config": "/c.json",
  theme: "light",
  config: { tz: "UTC" },
  filters: { channel: ["email"] },
  period: "this-month",
  "onSa-ready": ({ detail }) => console.log(detail.records),
};
// @ts-expect-error no such theme
export const theme: Props = { theme: "sepia" };
// @ts-expect-error no such field
export const field: Props = { config: { zone: "UTC" } };
