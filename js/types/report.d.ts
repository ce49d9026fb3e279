// What the engine answers: the report with all its families, the rows of lists, one session in detail.
import type { Day, StartsOn, TimeZone, Preset } from "./config.js";

/** RFC 3339 in UTC with milliseconds: `2026-01-05T08:00:00.000Z`. */
export type At = string;
/** `2026-01`. */
export type Month = string;
/** An exact decimal: `"12.50"`. */
export type Decimal = string;
/** 0 to 1; null over nothing. */
export type Rate = number | null;

/** Over the sessions (or replies) that have the value. */
export interface Stat {
  n: number;
  mean_s: number | null;
  p50_s: number | null;
  p90_s: number | null;
}

export type Channel = string;
export type Outcome = "succeeded" | "cancelled" | "disabled" | "incomplete";
export type Support = "automated" | "human" | "hybrid" | "none";
export type Status = "resolved" | "expired" | "pending" | "assigned" | "open";
export type Category = "marketing" | "utility" | "authentication" | "other";

export interface DayCount {
  day: Day;
  count: number;
}
export interface ChannelCount {
  channel: Channel;
  count: number;
}
export interface KeyCount {
  key: string;
  count: number;
}

export interface SessionsReport {
  total: number;
  first_customer: number;
  returning_customer: number;
  by_day: { day: Day; total: number; first: number; returning: number }[];
  by_source: ChannelCount[];
  resolution: { ai: number; agent: number; other: number; unresolved: number; ai_rate: Rate };
  /** Each label of a session counts once: their sum exceeds the total. */
  by_label: { label: string; count: number }[];
  performance: {
    duration: Stat;
    ai: Stat;
    agent: Stat;
    sla: { in: number; out: number; pending: number; in_rate: Rate; out_rate: Rate };
  };
  mau: { unique: number; by_month: { month: Month; customers: number }[] };
  by_status: Record<Status, number>;
  reopened: { count: number; rate: Rate };
}

export interface OverviewReport {
  active_sessions: number;
  contacts: number;
  messages_sent_7d: number;
  messages_received_7d: number;
}

export interface MessageCounts {
  agent_sent: number;
  bot_sent: number;
  broadcast_sent: number;
  received: number;
}
export interface MessagesReport extends MessageCounts {
  by_day: ({ day: Day } & MessageCounts)[];
}

export interface ConversationsReport {
  active: { unassigned: number; assigned: number; resolved: number };
  new_sessions: number;
  by_day: DayCount[];
}

export interface ContactsReport {
  new: number;
  active: number;
  idle: number;
}

export interface AgentReport {
  id: string;
  active_sessions: number;
  times_assigned_7d: number;
  messages_sent_7d: number;
  response_7d: Stat;
  /** Days on which there is something. */
  by_day: { day: Day; times_assigned: number; messages_sent: number; response_mean_s: number | null }[];
}

export interface TeamReport {
  /** Null in the last row: all teams together. */
  id: string | null;
  active_sessions: number;
  times_assigned_7d: number;
  messages_sent_7d: number;
  by_day: { day: Day; times_assigned: number; messages_sent: number }[];
}

export interface FlowsReport {
  distinct: number;
  triggered: number;
  popular: { flow_id: string; count: number }[];
}

export interface CreditsReport {
  used: { category: Category; amount: Decimal }[];
  total_used: Decimal;
  balance: Decimal;
  by_day: { day: Day; amount: Decimal }[];
}

export interface ToolReport {
  tool: "ai_writer" | "doc_reply";
  count: number;
  accuracy: Rate;
}

export interface BotsReport {
  sessions: number;
  conversations: number;
  by_day: DayCount[];
  by_month: { month: Month; count: number }[];
  by_bot: { bot_id: string | null; bot_version: string | null; count: number }[];
  by_channel: ChannelCount[];
}

export interface TotalStat extends Stat {
  total_s: number;
}

export interface InteractionsReport {
  count: number;
  by_type: KeyCount[];
  by_queue: KeyCount[];
  by_direction: KeyCount[];
  by_disposition: KeyCount[];
  by_deflection: KeyCount[];
  by_answered: KeyCount[];
  handle: TotalStat;
  hold: TotalStat;
  queue: TotalStat;
  wrap_up: TotalStat;
  transferred: number;
  virtual_agent: { assigned: number; connected: number; contained: number; containment_rate: Rate };
  csat: { n: number; mean: Rate };
}

export interface EngagementReport {
  transfers: Record<Outcome, number> & { by_channel: ChannelCount[]; by_day: ({ day: Day } & Record<Outcome, number>)[] };
  conversations: number;
  engaged: number;
  replied: number;
  closed_by_agent: number;
  engaged_customers: number;
  first_response: Stat & { histogram: { from_s: number; to_s: number | null; count: number }[] };
  bot_duration: Stat;
  by_channel: { channel: Channel; count: number; engaged: number }[];
  by_support: { support: Support; count: number; engaged: number }[];
  closed_by_team: { team_id: string | null; count: number }[];
  /** Weekdays, Monday first, of 24 hours each. */
  heatmap: { engaged: number; transfers: number }[][];
  automation: { involved: number; involvement_rate: Rate; resolved: number; resolution_rate: Rate; automation_rate: Rate };
  paths: {
    first: "bot" | "agent" | null;
    transfer: Outcome | null;
    taken_over: boolean;
    end: "ai" | "agent" | "other" | "expired" | "ongoing";
    count: number;
  }[];
  sales: { orders: number; by_currency: { currency: string; amount: Decimal }[] };
}

/** The families of the report. */
export interface Sections {
  sessions: SessionsReport;
  overview: OverviewReport;
  messages: MessagesReport;
  conversations: ConversationsReport;
  contacts: ContactsReport;
  agents: AgentReport[];
  teams: TeamReport[];
  flows: FlowsReport;
  credits: CreditsReport;
  ai_tools: ToolReport[];
  bots: BotsReport;
  interactions: InteractionsReport;
  engagement: EngagementReport;
}
export type Section = keyof Sections;
/** What the period before has as well; the others are of now. */
export type ComparedSection = Exclude<Section, "overview" | "agents" | "teams">;

/** Every field resolved. */
export interface ResolvedPolicy {
  preset: Preset;
  scope: "customer" | "inbox" | "conversation";
  grace_s: number;
  idle_s: number | null;
  window_s: number | null;
  ends_on_resolve: boolean;
  starts_on: StartsOn[];
}

export interface Range {
  from: Day;
  /** Excluded. */
  to: Day;
  tz: TimeZone;
  now: At;
}

/** `accepted + duplicate + unknown_type + future + rejected = seen`. */
export interface Diagnostics {
  seen: number;
  accepted: number;
  duplicate: number;
  unknown_type: number;
  future: number;
  rejected: number;
}

/** The report, of the sections that were asked for: `Report<"sessions" | "bots">`. All, when none were named. */
export type Report<Asked extends Section = Section> = {
  range: Range;
  policy: ResolvedPolicy;
  diagnostics: Diagnostics;
  /** With `compare`. */
  previous?: { range: Range } & Pick<Sections, Asked & ComparedSection>;
} & Pick<Sections, Asked>;

/** A row of the Session List. */
export interface SessionRow {
  id: string;
  customer_id: string;
  customer_name: string;
  customer_phone: string | null;
  inbox_id: string | null;
  inbox_name: string | null;
  channel: Channel;
  channels: Channel[];
  conversation_ids: string[];
  bot_ids: string[];
  /** Of the customer's sessions, from 1. */
  number: number;
  started_at: At;
  ended_at: At | null;
  ended_by: "resolution" | "inactivity" | "window" | null;
  resolved_at: At | null;
  resolved_by: "ai" | "agent" | "other" | null;
  taken_over_at: At | null;
  assignee: string | null;
  team: string | null;
  agent: string | null;
  agent_name: string | null;
  status: Status;
  labels: string[];
  duration_s: number | null;
  ai_duration_s: number | null;
  agent_duration_s: number | null;
  first_response_s: number | null;
  sla: "in" | "out" | "pending";
  engaged: boolean;
  support: Support;
  transfer: Outcome | null;
  reopened: boolean;
  /** 0 to 1. */
  csat: number | null;
}

/** A bot session and one conversation of it. */
export interface MappingRow {
  session_id: string;
  conversation_id: string;
  bot_id: string | null;
  bot_version: string | null;
  bot_name: string | null;
  channel: Channel;
  customer_id: string;
  session_started_at: At;
  conversation_created_at: At | null;
  conversation_updated_at: At | null;
}

export type EventType =
  | "message" | "opened" | "assigned" | "unassigned" | "pending" | "resolved" | "reopened" | "label_added" | "label_removed"
  | "transfer" | "flow_triggered" | "ai_assist" | "csat" | "order" | "interaction";

/** An event of a session, with names. */
export interface SessionEvent {
  at: At;
  type: EventType;
  from: "customer" | "agent" | "bot" | "broadcast" | null;
  private: boolean;
  /** Counts for the session and moves none of its times. */
  attached: boolean;
  text: string | null;
  agent: string | null;
  agent_name: string | null;
  team: string | null;
  team_name: string | null;
  bot: string | null;
  bot_name: string | null;
  conversation: string;
  channel: Channel;
  /** The type's own word or value: who resolved, the label, the outcome, the amount. */
  detail: string | null;
}

/** One session: its row, its events, the other sessions of its customer, and what it began with. */
export interface SessionDetail {
  row: SessionRow;
  events: SessionEvent[];
  /** What a contact centre tells of an interaction; entries of a list one a line. */
  facts: { field: string; value: string }[];
  /** Participants of an interaction: kind, name or id, joined, left; empty where not known. */
  legs: [kind: string, who: string, joined_at: string, left_at: string][];
  others: SessionRow[];
  /** The type of the event that started it, and who wrote when it is a message. */
  started_by: string;
}

/** A figure of the report: its path without positions in lists, and the values that name the rows of lists on the way. */
export interface Figure {
  metric: string;
  part?: (string | number | boolean | null)[];
}

/** What a figure counts, and the rows of each. */
export interface RowsByGrain {
  sessions: SessionRow;
  events: { session_id: string | null; customer_id: string; customer_name: string; event: SessionEvent };
  credits: { at: At; type: "credit_used" | "credit_added"; category: Category | null; amount: Decimal };
  customers: { customer_id: string; customer_name: string; customer_phone: string | null };
  conversations: { conversation: string; session_id: string | null; customer_id: string; customer_name: string; channel: Channel };
  flows: { flow_id: string; flow_name: string; count: number };
}

/** What stands behind a figure: as many rows as it says. Told apart by `grain`. */
export type Rows = { [Grain in keyof RowsByGrain]: { grain: Grain; total: number; rows: RowsByGrain[Grain][] } }[keyof RowsByGrain];

/** What has been loaded so far. */
export interface Loaded {
  diagnostics: Diagnostics;
  /** The first hundred bad records. */
  rejects: { record: number; reason: string; excerpt: string }[];
  earliest_at: At | null;
  latest_at: At | null;
}
