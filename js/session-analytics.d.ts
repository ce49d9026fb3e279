// Types of session-analytics.js: the element, the same without a face. The configuration's and the report's lie beside.
import type { Config, Day, Filters, Policy, Query, Settings } from "./types/config.js";
import type { Figure, Loaded, Report, Rows, Section, SessionDetail, SessionRow } from "./types/report.js";

export type * from "./types/config.js";
export type * from "./types/report.js";

export type ErrorCode =
  | "E_CONFIG" | "E_ROLE" | "E_TOKEN" | "E_FORBIDDEN" | "E_NOT_FOUND" | "E_HTML" | "E_FORMAT" | "E_BUSY" | "E_SERVER" | "E_REQUEST"
  | "E_NETWORK" | "E_TIMEOUT" | "E_TRUNCATED" | "E_PAGING" | "E_LIMIT" | "E_CANCELLED" | "E_LOAD" | "E_INTEGRITY" | "E_CSP"
  | "E_CRASHED" | "E_MEMORY" | "E_CLOSED" | "E_NO_SESSION" | "E_PROTOCOL" | "E_EXPORT";

/** What went wrong, and what to do about it. */
export interface Trouble {
  code: ErrorCode;
  message: string;
  hint: string;
  path?: string;
}

/** What a promise of the engine or the element is rejected with. */
export interface SessionAnalyticsError extends Error {
  name: "SessionAnalyticsError";
  code: ErrorCode;
  /** The field of the configuration that is wrong. */
  path: string | null;
  /** What to do about it. */
  hint?: string | null;
  /** After a failed load: what had arrived. */
  status?: Loaded;
}

export interface Progress {
  records: number;
  bytes: number;
  total_bytes: number | null;
  done: boolean;
  /** Waiting before another attempt. */
  retry_in_ms?: number;
  error?: Trouble;
}

/** A column of the Session List that it can be ordered by. */
export type SortColumn =
  | "started_at" | "customer_name" | "customer_phone" | "channel" | "inbox_name" | "number" | "status" | "agent_name"
  | "taken_over_at" | "resolved_at" | "ended_at" | "resolved_by" | "duration_s" | "ai_duration_s" | "agent_duration_s"
  | "first_response_s" | "sla" | "support" | "csat";
/** Descending with a minus before it. */
export type Sort = SortColumn | `-${SortColumn}`;

export interface ListOptions {
  /** From 1. */
  page?: number;
  /** At most 1000. */
  per_page?: number;
  sort?: Sort;
  /** In customer, phone and id. */
  search?: string;
  query?: Query;
}

export interface RowOptions {
  part?: Figure["part"];
  /** From 1. */
  page?: number;
  /** At most 1000. */
  per_page?: number;
  /** A field of the rows, with `-` in front for descending: `-duration_s`, `event.text`. */
  sort?: string;
  /** In customer, phone and id. */
  search?: string;
  query?: Query;
}

export type Format = "csv" | "xlsx" | "json";

export interface ExportOptions extends Partial<Figure> {
  of: "report" | "sessions" | "mapping" | "rows";
  format: Format;
  /** What the file is called after. */
  name?: string;
  /** Of the report; all, when none are named. */
  sections?: Section[];
  sort?: Sort;
  search?: string;
  query?: Query;
}

/** A question for the report: some of its sections alone, if they are named. */
export type ReportQuery<Asked extends Section> = Query & { sections?: readonly Asked[] };

export interface Memory {
  /** What the program has taken of the machine. */
  linear_bytes: number;
  /** What of it is in use, message texts aside. */
  live_bytes: number;
  text_bytes: number;
  events: number;
}

export interface Engine {
  /** Fetches the source, of the configured period where its address has `{from}` or `{to}`. Rejects with `code`, `hint` and `status` when that fails; what had arrived stays usable.
   *  Resolves with an `error` when a limit of the configuration stopped it. */
  load(): Promise<Loaded & { error: Trouble | null }>;
  /** Stops loading; what had arrived stays. */
  cancel(): Promise<void>;
  /** Records as objects, or as NDJSON text. No load brings them back: when the engine has crashed, and a new one stands in its
   *  place, the next call is rejected with `E_CRASHED`, and they have to be added again. */
  append(records: readonly object[] | string): Promise<Loaded>;
  report<const Asked extends Section = Section>(query?: ReportQuery<Asked>): Promise<Report<Asked>>;
  sessions(options?: ListOptions): Promise<{ total: number; rows: SessionRow[] }>;
  session(id: string, query?: Query): Promise<SessionDetail>;
  /** The rows behind a figure: `rows("sessions.by_day.first", { part: ["2026-01-05"] })`. */
  rows(metric: string, options?: RowOptions): Promise<Rows>;
  export(options: ExportOptions): Promise<File>;
  /** A policy that is refused leaves the one before. */
  setPolicy(policy: Policy): Promise<void>;
  status(): Promise<Loaded>;
  memory(): Promise<Memory>;
  /** The JSON text of any request's answer, byte for byte. */
  text(request: { op: string; [field: string]: unknown }): Promise<string>;
  /** Ends the worker and frees its memory. */
  dispose(): Promise<void>;
}

/** The engine without a face, in a worker of its own. A wrong configuration rejects each call, with `code` and `path`. Without a
 *  source, records come by `append` alone. */
export function createEngine(config: Settings, options?: { onProgress?: (progress: Progress) => void }): Engine;

/** Puts a widget into an element, or into the first that a selector finds. */
export function mount(target: Element | string, config: Config): SessionAnalyticsElement;

/** `to` is excluded. */
export interface Days {
  from: Day;
  to: Day;
}
/** Two days; or the address's word: `30d`, `last-month`, `2026-01-05..2026-01-11` with the last day included. */
export type Period = Days | "7d" | "15d" | "30d" | "this-month" | "last-month" | `${string}..${string}`;

/** `<session-analytics>`. */
export interface SessionAnalyticsElement extends HTMLElement {
  /** The whole document; attributes override it, and its source may be the attribute `src`. Setting it starts anew. */
  config: Settings | null;
  /** The filters in force. */
  filters: Filters | null | undefined;
  /** The period in force. */
  period: Period | null | undefined;
  /** How many messages of other windows were none of a helpdesk in `host_origins`. */
  readonly ignoredMessages: number;
  /** The report of what is on screen, with overrides. */
  report<const Asked extends Section = Section>(query?: ReportQuery<Asked>): Promise<Report<Asked>>;
  sessions(options?: ListOptions): Promise<{ total: number; rows: SessionRow[] }>;
  /** Records as objects, or as NDJSON text. No load brings them back: when the engine has crashed, `sa-error` says with
   *  `E_CRASHED` that they have to be added again. */
  append(records: readonly object[] | string): Promise<Loaded>;
  append(...nodes: (Node | string)[]): void;
  /** Fetches what is new; a load that goes on is waited for. Rejects also when only a part has come. */
  refresh(): Promise<void>;
  /** What is on screen, with the filters in force: its page (the default), its list, or the rows behind a figure. */
  export(format: Format, what?: "page" | "list" | "mapping" | (Figure & Pick<RowOptions, "sort" | "search">)): Promise<File>;
  /** Ends the worker and frees its memory. Setting `config`, or inserting the element again, starts anew. */
  destroy(): void;
}

/** The attributes of the element; changing one takes effect. */
export interface SessionAnalyticsAttributes {
  src?: string;
  "src-config"?: string;
  /** A preset's name, or the fields as JSON. */
  policy?: string;
  tz?: string;
  lang?: string;
  theme?: "light" | "dark" | "auto";
  page?: string;
  role?: string;
  /** Shows the contact that is open in the helpdesk around the page. */
  host?: "chatwoot";
  /** Starts at once, not when it is about to be seen. */
  eager?: boolean | "";
}

/** What is told; all bubble and are composed. */
export interface SessionAnalyticsEvents {
  /** A load has ended: with all records, or with those that had come when a limit, an error (`sa-error` tells both before) or a
   *  person ended it. */
  "sa-ready": CustomEvent<{ records: number }>;
  "sa-progress": CustomEvent<{ records: number; bytes: number; total_bytes: number | null }>;
  /** Filters, period or policy have changed. */
  "sa-change": CustomEvent<{ filters: Record<string, string[]>; period: Days | null; policy: string | null }>;
  /** A session was opened. */
  "sa-session": CustomEvent<{ id: string }>;
  /** The views or the engine crashed, and stand again as they were. */
  "sa-recovered": CustomEvent<{ part: "views" | "engine" }>;
  "sa-error": CustomEvent<{ code: ErrorCode; message: string; path?: string | null; hint?: string | null }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "session-analytics": SessionAnalyticsElement;
  }
  interface GlobalEventHandlersEventMap extends SessionAnalyticsEvents {}
}
