// What the compiler has to refuse, line by line: an error that does not come fails the test.
import { createEngine, mount } from "session-analytics";
import type { Config, Filters, Policy, Report, SessionRow, Settings } from "session-analytics";

// @ts-expect-error an unknown field
export const unknown: Config = { source: { url: "/e" }, timezone: "UTC" };
// @ts-expect-error a source without an address
export const nowhere: Config = { source: {} };
// @ts-expect-error an unknown format
export const format: Config = { source: { url: "/e", format: "xml" } };
// @ts-expect-error no such language
export const lang: Settings = { lang: "tlh" };
// @ts-expect-error no such page
export const pages: Settings = { pages: ["billing"] };
// @ts-expect-error the weekdays are 1 to 7
export const hours: Settings = { business_hours: { "0": [["09:00", "17:00"]] } };
// @ts-expect-error a time alone is no span
export const span: Settings = { business_hours: { "1": [["09:00"]] } };
// @ts-expect-error a token is asked for, not given
export const token: Settings = { token: "secret" };
// @ts-expect-error no such preset
export const preset: Policy = "forever";
// @ts-expect-error no such way to start
export const starts: Policy = { starts_on: ["csat"] };
// @ts-expect-error no such dimension
export const dimension: Filters = { country: ["id"] };
// @ts-expect-error no such value of it
export const value: Filters = { status: ["closed"] };
// @ts-expect-error a list, not a value
export const single: Filters = { channel: "whatsapp" };

export async function figures(report: Report, row: SessionRow): Promise<void> {
  // @ts-expect-error no such figure
  console.log(report.sessions.totals);
  // @ts-expect-error a mean over nothing is null
  console.log(report.sessions.performance.duration.mean_s.toFixed());
  // @ts-expect-error amounts are texts, exact to the last digit
  console.log(report.credits.balance + 1 > 2 && report.credits.balance * 2);
  // @ts-expect-error without `compare` there is no period before
  console.log(report.previous.sessions.total);
  // @ts-expect-error what is of now has none before
  console.log(report.previous?.overview);
  // @ts-expect-error a session may have no agent
  console.log(row.agent_name.length);
  const engine = createEngine({});
  const { sessions } = await engine.report({ sections: ["sessions"] });
  // @ts-expect-error it was not asked for
  console.log(sessions, (await engine.report({ sections: ["sessions"] })).bots);
  // @ts-expect-error no such section
  await engine.report({ sections: ["money"] });
  // @ts-expect-error no such column
  await engine.sessions({ sort: "-shoe_size" });
  // @ts-expect-error no such format
  await engine.export({ of: "report", format: "pdf" });
  // @ts-expect-error the configuration is not optional
  createEngine();
  // @ts-expect-error it is promises throughout
  console.log(engine.status().diagnostics);
}

export function element(): void {
  // @ts-expect-error an element needs a source
  const widget = mount("#here", {});
  // @ts-expect-error no such period
  widget.period = "fortnight";
  // @ts-expect-error the second day is missing
  widget.period = { from: "2026-01-01" };
  // @ts-expect-error no such detail
  widget.addEventListener("sa-ready", ({ detail }) => console.log(detail.total));
  // @ts-expect-error no such code
  widget.addEventListener("sa-error", ({ detail }) => console.log(detail.code === "E_OOPS"));
  // @ts-expect-error it is a method
  console.log(widget.report.sessions);
}
