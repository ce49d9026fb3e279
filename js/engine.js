// The engine for hosts that draw themselves.
import { written } from "./config.js";
import { Connection } from "./connection.js";
import { once, problem, program } from "./files.js";

/** The engine without a face. All of it is promises; a wrong configuration rejects with `code` and `path`. */
export function createEngine(config, { onProgress } = {}) {
  let settings;
  /** That records are gone, until somebody has heard of it. */
  let lost = null;
  const connection = new Connection(config?.token);
  connection.onlost = (error) => (lost = error);
  connection.onevent = (text) => {
    const { event, ...news } = JSON.parse(text);
    if (event === "progress") onProgress?.(news);
  };
  const raw = async (request) => {
    const answer = JSON.parse(await connection.ask(JSON.stringify(request)));
    if (answer.op === "error") throw problem(answer);
    return answer;
  };
  let configured = (async () => raw({ op: "configure", config: (settings = written(config ?? {})) }))();
  configured.catch(() => {}); // Each call says so itself.
  const ready = () => {
    const error = lost;
    lost = null;
    return error ? Promise.reject(error) : configured;
  };
  const ask = async (request) => (await ready(), raw(request));

  return {
    async load() {
      const { status, error } = await ask({ op: "load" });
      const { op, ...known } = status ?? {};
      if (error && error.code !== "E_LIMIT") throw Object.assign(problem(error), { status: known });
      return { ...known, error: error ?? null };
    },
    async cancel() {
      await ask({ op: "cancel" });
    },
    async append(records) {
      let status;
      for (const text of portions(records)) status = await ask({ op: "append", records: text });
      return known(status);
    },
    async report(query = {}) {
      const { sections = null, ...rest } = query;
      return (await ask({ op: "report", query: rest, sections })).report;
    },
    async sessions({ page = 1, per_page = 25, sort = "-started_at", search = "", query = {} } = {}) {
      const { total, rows } = await ask({ op: "sessions", query, page, per_page, sort, search });
      return { total, rows };
    },
    async session(id, query = {}) {
      return (await ask({ op: "session", query, id })).detail;
    },
    /** The rows behind a figure: `rows("sessions.by_day.first", { part: ["2026-01-05"] })`. */
    async rows(metric, { part = [], page = 1, per_page = 25, sort = "", search = "", query = {} } = {}) {
      return known(await ask({ op: "rows", query, metric, part, page, per_page, sort, search }));
    },
    /** `{ of: "report" | "sessions" | "mapping" | "rows", format, … }` as a File. */
    async export(options) {
      return file(await ask({ op: "export", ...options }));
    },
    async setPolicy(policy) {
      await configured.catch(() => {});
      const next = raw({ op: "configure", config: { ...settings, policy } });
      await next; // A policy that is refused leaves the one before.
      settings.policy = policy;
      configured = next;
    },
    async status() {
      return known(await ask({ op: "status" }));
    },
    async memory() {
      return known(await ask({ op: "memory" }));
    },
    /** The JSON text of any request's answer, byte for byte. */
    async text(request) {
      await ready();
      return connection.ask(JSON.stringify(request));
    },
    async dispose() {
      connection.close();
    },
  };
}

const known = ({ op, ...rest }) => rest;

/** An exported answer as a File. Workbooks are made by a program of their own, which is loaded for the first one. */
export async function file({ name, mime, body }) {
  return new File([name.endsWith(".xlsx") ? (await xlsx()).workbook(body) : body], name, { type: mime });
}

const xlsx = once(() => program("xlsx", xlsx.forget));

/** NDJSON texts of a few thousand records each, so that neither thread is busy for long; one at least. */
export function* portions(records) {
  if (typeof records === "string") return yield records;
  if (!Array.isArray(records)) {
    throw problem({ code: "E_CONFIG", message: "records: expected a list of records, or NDJSON text", path: "records" });
  }
  let from = 0;
  do yield records.slice(from, from + 2000).map((record) => JSON.stringify(record)).join("\n");
  while ((from += 2000) < records.length);
}
