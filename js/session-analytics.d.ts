// Types of session-analytics.js: the element, the same without a face, the configuration and the report.

/** Milliseconds since 1970, or RFC 3339 with offset. */
export type Instant = number | string;
/** `2026-01-05`. */
export type Day = string;
/** A name of the IANA time-zone database: `Asia/Jakarta`. */
export type TimeZone = string;
/** An exact decimal: `"12.50"`. */
export type Decimal = string;

export type Preset = "resolution" | "resolution_24h" | "window_24h" | "inactivity_10m" | "interaction";
export type StartsOn = "customer_message" | "opened" | "bot_message" | "agent_message" | "any";

export interface PolicyOptions {
  preset?: Preset;
  scope?: "customer" | "inbox" | "conversation";
  grace_s?: number;
  idle_s?: number | null;
  window_s?: number | null;
  ends_on_resolve?: boolean;
  starts_on?: StartsOn[];
}
export type Policy = Preset | PolicyOptions;

/** Every field resolved. */
export type ResolvedPolicy = Required<PolicyOptions>;

/** By name of the dimension: any of the values. */
export type Filters = Record<string, string[]>;

/** What decides the figures; given to a call, it goes before the configuration. */
export interface Query {
  tz?: TimeZone;
  now?: Instant;
  from?: Day;
  /** Excluded. */
  to?: Day;
  policy?: Policy;
  clock?: "wall" | "business";
  sla_resolution_s?: number;
  active_window_s?: number;
  activated_at?: Instant;
  /** By weekday, 1 (Monday) to 7: `{"1": [["09:00", "17:00"]]}`. */
  business_hours?: Partial<Record<"1" | "2" | "3" | "4" | "5" | "6" | "7", [string, string][]>>;
  bots_tz?: TimeZone;
  filters?: Filters;
  compare?: boolean;
}

export interface Source {
  /** `{from}` and `{to}` become RFC 3339 instants; relative to the page. Several are one stream, in this order. */
  url: string | string[];
  /** How it is read, whatever it looks like; the last two are other products'. */
  format?: "ndjson" | "json" | "csv" | "ccai" | "chatwoot";
  headers?: Record<string, string>;
  credentials?: "omit" | "same-origin" | "include";
  /** Fetch what is new this often. */
  poll_s?: number;
}

export type Page = "sessions" | "overview" | "team" | "automation" | "bots" | "interactions" | "conversations";

export interface Config extends Query {
  source?: Source;
  /** Asked before the first request (`start`), and once more when a token is refused (`expired`). Kept in memory alone. */
  token?: (reason: "start" | "expired") => string | Promise<string>;
  lang?: "en" | "id" | "fr";
  theme?: "light" | "dark" | "auto";
  pages?: Page[];
  role?: string;
  /** A courtesy: only the backend can enforce it. */
  allowed_roles?: string[];
  /** Filters that cannot be removed. */
  scope?: Filters;
  max_range_days?: number;
  /** The best rating of a contact centre's metadata: 5. */
  ccai_csat_max?: number;
  /** Where loading stops. `bytes` are those of the records as text: unpacked, however they came. */
  limits?: { records?: number; bytes?: number };
  /** The origins whose messages are heard in a helpdesk's frame. */
  host_origins?: string[];
}

export type ErrorCode =
  | "E_CONFIG" | "E_ROLE" | "E_TOKEN" | "E_FORBIDDEN" | "E_NOT_FOUND" | "E_HTML" | "E_BUSY" | "E_SERVER" | "E_REQUEST"
  | "E_NETWORK" | "E_TIMEOUT" | "E_TRUNCATED" | "E_PAGING" | "E_LIMIT" | "E_CANCELLED" | "E_LOAD" | "E_INTEGRITY" | "E_CSP" | "E_CRASHED" | "E_CLOSED"
  | "E_NO_SESSION" | "E_PROTOCOL" | "E_EXPORT";

/** What a rejected promise has, and `sa-error` as its detail. */
export interface Problem {
  code: ErrorCode;
  message: string;
  /** The field of the configuration that is wrong. */
  path: string | null;
  /** What to do about it. */
  hint: string | null;
}

export interface SessionAnalyticsError extends Error, Problem {
  name: "SessionAnalyticsError";
  message: string;
  /** After a failed load: what had arrived. */
  status?: Status;
}

export interface Progress {
  records: number;
  bytes: number;
  total_bytes: number | null;
  done: boolean;
  /** Waiting before another attempt. */
  retry_in_ms?: number;
  error?: Omit<Problem, "path"> & { path?: string };
}

export interface Diagnostics {
  seen: number;
  accepted: number;
  duplicate: number;
  unknown_type: number;
  future: number;
  rejected: number;
}

export interface Status {
  diagnostics: Diagnostics;
  /** The first bad records. */
  rejects: { record: number; reason: string; excerpt: string }[];
  earliest_at: string | null;
  latest_at: string | null;
}

/** A row of the Session List. */
export interface SessionRow {
  id: string;
  customer_id: string;
  customer_name: string;
  customer_phone: string | null;
  inbox_id: string | null;
  inbox_name: string | null;
  channel: string;
  channels: string[];
  conversation_ids: string[];
  bot_ids: string[];
  number: number;
  started_at: string;
  ended_at: string | null;
  ended_by: "resolution" | "inactivity" | "window" | null;
  resolved_at: string | null;
  resolved_by: "ai" | "agent" | "other" | null;
  taken_over_at: string | null;
  assignee: string | null;
  team: string | null;
  agent: string | null;
  agent_name: string | null;
  status: "resolved" | "expired" | "pending" | "assigned" | "open";
  labels: string[];
  duration_s: number | null;
  ai_duration_s: number | null;
  agent_duration_s: number | null;
  first_response_s: number | null;
  sla: "in" | "out" | "pending";
  engaged: boolean;
  support: "automated" | "human" | "hybrid" | "none";
  transfer: "succeeded" | "cancelled" | "disabled" | "incomplete" | null;
  reopened: boolean;
  csat: number | null;
}

export type Section =
  | "sessions" | "overview" | "messages" | "conversations" | "contacts" | "agents" | "teams" | "flows" | "credits" | "ai_tools"
  | "bots" | "interactions" | "engagement";

/** The report; sections that were not asked for, or that this version does not compute, are absent. */
export type Report = {
  range: { from: Day; to: Day; tz: TimeZone; now: string };
  policy: ResolvedPolicy;
  diagnostics: Diagnostics;
  previous?: { range: { from: Day; to: Day; tz: TimeZone; now: string } } & { [section in Section]?: any };
} & { [section in Section]?: any };

export interface ListOptions {
  /** From 1. */
  page?: number;
  per_page?: number;
  /** A column; descending with a minus before it: `-started_at`. */
  sort?: string;
  /** In customer, phone and id. */
  search?: string;
  query?: Query;
}

/** One session: its row, its events, the other sessions of its customer, and what it began with. */
export interface SessionDetail {
  row: SessionRow;
  events: { at: string; type: string; [field: string]: unknown }[];
  others: SessionRow[];
  /** The type of the event that started it, and who wrote when it is a message. */
  started_by: string;
  /** What a contact centre tells of an interaction; entries of a list one a line. */
  facts: { field: string; value: string }[];
  /** Participants of an interaction: kind, name or id, joined, left; empty where not known. */
  legs: [kind: string, who: string, joined_at: string, left_at: string][];
}

export type Format = "csv" | "xlsx" | "json";

/** A figure of the report: its path without positions in lists, and the values that name the rows of lists on the way. */
export interface Figure {
  metric: string;
  part?: (string | number | boolean | null)[];
}

/** What stands behind a figure: as many rows as it says. */
export interface Rows {
  grain: "sessions" | "events" | "credits" | "customers" | "conversations" | "flows";
  total: number;
  rows: Record<string, unknown>[];
}

export interface ExportOptions extends Partial<Figure> {
  of: "report" | "sessions" | "mapping" | "rows";
  format: Format;
  /** What the file is called after. */
  name?: string;
  sections?: Section[];
  sort?: string;
  search?: string;
  query?: Query;
}

export interface Engine {
  /** Fetches the source. Rejects with `code`, `hint` and `status` when that fails; what had arrived stays usable.
   *  Resolves with an `error` when a limit of the configuration stopped it. */
  load(): Promise<Status & { error: Omit<Problem, "path"> | null }>;
  /** Stops loading; what had arrived stays. */
  cancel(): Promise<void>;
  /** Records as objects, or as NDJSON text. */
  append(records: object[] | string): Promise<Status>;
  report(query?: Query & { sections?: Section[] }): Promise<Report>;
  sessions(options?: ListOptions): Promise<{ total: number; rows: SessionRow[] }>;
  rows(metric: string, options?: { part?: Figure["part"]; page?: number; per_page?: number; query?: Query }): Promise<Rows>;
  export(options: ExportOptions): Promise<File>;
  session(id: string, query?: Query): Promise<SessionDetail>;
  setPolicy(policy: Policy): Promise<void>;
  status(): Promise<Status>;
  memory(): Promise<{ linear_bytes: number; live_bytes: number; text_bytes: number; events: number }>;
  /** The JSON text of any request's answer, byte for byte. */
  text(request: { op: string; [field: string]: unknown }): Promise<string>;
  /** Ends the worker and frees its memory. */
  dispose(): Promise<void>;
}

/** The engine without a face, in a worker of its own. */
export function createEngine(config: Config, options?: { onProgress?: (progress: Progress) => void }): Engine;

/** Puts a widget into an element, or into the first that a selector finds. */
export function mount(target: Element | string, config: Config): SessionAnalyticsElement;

export type Period = { from: Day; to: Day } | string;

export interface SessionAnalyticsElement extends HTMLElement {
  config: Config | null;
  filters: Filters | undefined;
  period: Period | undefined;
  /** How many messages of other windows were none of a helpdesk in `host_origins`. */
  readonly ignoredMessages: number;
  report(query?: Query & { sections?: Section[] }): Promise<Report>;
  sessions(options?: ListOptions): Promise<{ total: number; rows: SessionRow[] }>;
  append(records: object[] | string): Promise<Status>;
  append(...nodes: (Node | string)[]): void;
  refresh(): Promise<void>;
  /** What is on screen, with the filters in force: its page (the default), its list, or the rows behind a figure. */
  export(format: Format, what?: "page" | "list" | "mapping" | Figure): Promise<File>;
  /** Ends the worker and frees its memory. Setting `config`, or inserting the element again, starts anew. */
  destroy(): void;
  addEventListener<Name extends keyof SessionAnalyticsEvents>(
    name: Name, listener: (event: SessionAnalyticsEvents[Name]) => void, options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** All bubble and are composed. */
export interface SessionAnalyticsEvents {
  "sa-ready": CustomEvent<{ records: number }>;
  "sa-progress": CustomEvent<{ records: number; bytes: number; total_bytes: number | null }>;
  "sa-change": CustomEvent<{ filters: Filters; period: Period | null; policy: string | null }>;
  "sa-session": CustomEvent<{ id: string }>;
  /** The views or the engine crashed, and stand again as they were. */
  "sa-recovered": CustomEvent<{ part: "views" | "engine" }>;
  "sa-error": CustomEvent<{ code: ErrorCode; message: string; path?: string | null; hint?: string | null }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "session-analytics": SessionAnalyticsElement;
  }
}
