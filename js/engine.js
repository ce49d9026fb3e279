// The engine for hosts that draw themselves.
import { plain } from "./config.js";
import { Connection } from "./connection.js";
import { once, problem, program } from "./files.js";

/** The engine without a face. All of it is promises; a wrong configuration rejects with `code` and `path`. */
export function createEngine(config, { onProgress } = {}) {
  const { token, ...given } = config ?? {};
  let settings;
  const connection = new Connection(token);
  connection.onevent = (text) => {
    const { event, ...news } = JSON.parse(text);
    if (event === "progress") onProgress?.(news);
  };
  const raw = async (request) => {
    const answer = JSON.parse(await connection.ask(JSON.stringify(request)));
    if (answer.op === "error") throw problem(answer);
    return answer;
  };
  let configured = (async () => raw({ op: "configure", config: (settings = plain(given)) }))();
  configured.catch(() => {}); // Each call says so itself.
  const ask = async (request) => (await configured, raw(request));

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
      let status = null;
      for (const text of portions(records)) status = await ask({ op: "append", records: text });
      return known(status ?? (await ask({ op: "status" })));
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
    async rows(metric, { part = [], page = 1, per_page = 25, query = {} } = {}) {
      return known(await ask({ op: "rows", query, metric, part, page, per_page }));
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
      await configured;
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

/** NDJSON texts of a few thousand records each, so that neither thread is busy for long. */
export function* portions(records) {
  if (typeof records === "string") return yield records;
  for (let from = 0; from < records.length; from += 2000) {
    yield records.slice(from, from + 2000).map((record) => JSON.stringify(record)).join("\n");
  }
}
