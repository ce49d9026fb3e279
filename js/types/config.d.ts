// The one configuration document: what decides the figures, where records come from, what the page shows.

/** Milliseconds since 1970, or RFC 3339 with offset. */
export type Instant = number | string;
/** `2026-01-05`. */
export type Day = string;
/** A name of the IANA time-zone database: `Asia/Jakarta`. */
export type TimeZone = string;
/** Null is the same as absent. */
type Maybe<Value> = Value | null;

export type Preset = "resolution" | "resolution_24h" | "window_24h" | "inactivity_10m" | "interaction";
export type StartsOn = "customer_message" | "opened" | "bot_message" | "agent_message" | "any";

/** A preset, and the fields of it that are other than in the preset. */
export interface PolicyOptions {
  preset?: Maybe<Preset>;
  scope?: Maybe<"customer" | "inbox" | "conversation">;
  grace_s?: Maybe<number>;
  /** Null unsets the preset's. */
  idle_s?: number | null;
  /** Null unsets the preset's. */
  window_s?: number | null;
  ends_on_resolve?: Maybe<boolean>;
  starts_on?: Maybe<StartsOn[]>;
}
export type Policy = Preset | PolicyOptions;

/** By name of the dimension: any of the values. Several dimensions all hold; an empty list filters nothing. */
export interface Filters {
  inbox?: Maybe<string[]>;
  channel?: Maybe<string[]>;
  agent?: Maybe<string[]>;
  team?: Maybe<string[]>;
  bot?: Maybe<string[]>;
  bot_version?: Maybe<string[]>;
  label?: Maybe<string[]>;
  customer?: Maybe<string[]>;
  status?: Maybe<("open" | "pending" | "assigned" | "resolved" | "expired")[]>;
  resolved_by?: Maybe<("ai" | "agent" | "other" | "none")[]>;
  support?: Maybe<("automated" | "human" | "hybrid" | "none")[]>;
  sla?: Maybe<("in" | "out" | "pending")[]>;
  number?: Maybe<("first" | "returning")[]>;
  /** 1 (Monday) to 7. */
  weekday?: Maybe<(number | `${number}`)[]>;
  /** 0 to 23. */
  hour?: Maybe<(number | `${number}`)[]>;
  hours?: Maybe<("all" | "business" | "outside")[]>;
}

/** What decides the figures; given to a call, it goes before the configuration. */
export interface Query {
  /** Days, months and hours are those of this zone. */
  tz?: Maybe<TimeZone>;
  now?: Maybe<Instant>;
  from?: Maybe<Day>;
  /** Excluded. */
  to?: Maybe<Day>;
  policy?: Maybe<Policy>;
  clock?: Maybe<"wall" | "business">;
  sla_resolution_s?: Maybe<number>;
  active_window_s?: Maybe<number>;
  activated_at?: Maybe<Instant>;
  /** By weekday, 1 (Monday) to 7: `{"1": [["09:00", "17:00"]]}`. */
  business_hours?: Maybe<Partial<Record<"1" | "2" | "3" | "4" | "5" | "6" | "7", Maybe<[from: string, to: string][]>>>>;
  /** The days of the bots' page. */
  bots_tz?: Maybe<TimeZone>;
  filters?: Maybe<Filters>;
  /** The same for the period before, as `previous`. */
  compare?: Maybe<boolean>;
}

export interface Source {
  /** `{from}` and `{to}` become RFC 3339 instants, those of the days on screen; relative to the page. Several are one stream, in this order. */
  url: string | string[];
  /** How it is read, whatever it looks like; the last two are other products'. */
  format?: Maybe<"ndjson" | "json" | "csv" | "ccai" | "chatwoot">;
  headers?: Maybe<Record<string, string>>;
  /** As in fetch. */
  credentials?: Maybe<"omit" | "same-origin" | "include">;
  /** Fetch what is new this often; at least 1. */
  poll_s?: Maybe<number>;
}

export interface Limits {
  records?: Maybe<number>;
  /** Of the records as text: unpacked, however they came. */
  bytes?: Maybe<number>;
}

export type Page = "sessions" | "overview" | "team" | "automation" | "bots" | "interactions" | "conversations";

/** The document. An element needs a source, here or by its attribute `src`. */
export interface Settings extends Query {
  source?: Maybe<Source>;
  /** Asked before the first request (`start`), and once more when a token is refused (`expired`). Kept in memory alone. */
  token?: (reason: "start" | "expired") => string | Promise<string>;
  lang?: Maybe<"en" | "id" | "fr">;
  theme?: Maybe<"light" | "dark" | "auto">;
  /** Which pages, in which order. */
  pages?: Maybe<Page[]>;
  role?: Maybe<string>;
  /** A courtesy: only the backend can enforce it. */
  allowed_roles?: Maybe<string[]>;
  /** Whose saved views are offered: any name for tenant and user together. Else they are kept by source, scope and role. */
  account?: Maybe<string>;
  /** Filters that are shown and cannot be removed. */
  scope?: Maybe<Filters>;
  /** A longer period asks for confirmation; null for never. */
  max_range_days?: number | null;
  limits?: Maybe<Limits>;
  /** The best rating of a contact centre's metadata: 5. */
  ccai_csat_max?: Maybe<number>;
  /** The origins whose messages are heard in a helpdesk's frame. */
  host_origins?: Maybe<string[]>;
}

/** The document with all that an element needs. */
export interface Config extends Settings {
  source: Source;
}
