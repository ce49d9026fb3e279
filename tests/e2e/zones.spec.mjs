// C27: days and hours in every time zone that the browser knows, over all clock changes of 2025 and 2026.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test } from './support/test.mjs';

const HALF_HOUR = 1_800_000;
const DAY = 86_400_000;
const [FROM, TO] = ['2025-01-01', '2027-01-01'];
/** Two days more on both sides: no zone is further from UTC than that. */
const [FIRST, LAST] = [Date.parse(FROM) - 2 * DAY, Date.parse(TO) + 2 * DAY];
const QUESTION = { now: '2027-02-01T00:00:00Z', from: FROM, to: TO, policy: 'interaction' };

/** A conversation at each half hour: what a zone's day counts is how long it is. No change is by less than half an hour. */
const record = (at) => ({ type: 'transfer', id: `e${at}`, at, conversation_id: `v${at}`, customer_id: `c${at}`, outcome: 'succeeded' });
const RECORDS = Array.from({ length: (LAST - FIRST) / HALF_HOUR }, (_, i) => JSON.stringify(record(FIRST + i * HALF_HOUR))).join('\n');

/** Lengths of days that are not 24 hours, in half hours. */
const KNOWN = {
  'Europe/Paris': { '2025-03-30': 46, '2025-10-26': 50, '2026-03-29': 46, '2026-10-25': 50 },
  'America/New_York': { '2025-03-09': 46, '2025-11-02': 50, '2026-03-08': 46, '2026-11-01': 50 },
  // Half an hour, and at night the other way round.
  'Australia/Lord_Howe': { '2025-04-06': 49, '2025-10-05': 47, '2026-04-05': 49, '2026-10-04': 47 },
  'America/Santiago': { '2025-04-05': 50, '2025-09-07': 46, '2026-04-04': 50, '2026-09-06': 46 },
  // At midnight: the day begins at one.
  'Africa/Cairo': { '2025-04-25': 46, '2025-10-30': 50, '2026-04-24': 46, '2026-10-29': 50 },
  'Asia/Jakarta': {},
  'Asia/Tokyo': {},
};

test.describe('C27', () => {
  test.skip(({ viewport }) => viewport.width < 600, 'nothing of it is seen: once is enough');

  test('in every zone of the browser a day has the hours that its clocks show, and the days are the whole', async ({ page }) => {
    test.setTimeout(120_000);
    await page.goto('/fixtures/blank.html');
    const started = Date.now();
    const found = await page.evaluate(everyZone, { records: RECORDS, question: QUESTION, FIRST, LAST });
    const zones = Object.keys(found);
    test.info().annotations.push({ type: 'zones', description: `${zones.length} in ${Date.now() - started} ms` });
    expect(zones.length).toBeGreaterThan(400);
    expect(zones.filter((zone) => found[zone].wrong.length > 0).map((zone) => [zone, ...found[zone].wrong])).toEqual([]);
    for (const [zone, days] of Object.entries(KNOWN)) expect([zone, found[zone].odd]).toEqual([zone, days]);

    // Native programs have tables of their own. Browser and crate may be of different years: what they say of a country that
    // has changed its mind in between differs, and that of all others must not.
    const native = await (await page.request.get('/zones.json')).json();
    const unknown = zones.filter((zone) => !native[zone]);
    const other = zones.filter((zone) => native[zone] && JSON.stringify(native[zone].map(([at, by], i) => [i && at, by])) !== JSON.stringify(found[zone].changes));
    test.info().annotations.push({ type: 'of another year', description: [...unknown, ...other].join(', ') || 'none' });
    expect([...unknown, ...other].length, `${unknown} ${other}`).toBeLessThan(zones.length / 20);
  });

  test('the command line says the same to the byte', async ({ page }, info) => {
    test.setTimeout(120_000);
    const file = info.outputPath('every-half-hour.ndjson');
    writeFileSync(file, RECORDS);
    await page.goto('/fixtures/blank.html');
    for (const tz of ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Santiago', 'Asia/Kathmandu', 'Pacific/Apia']) {
      const text = await page.evaluate(async ({ records, config }) => {
        const { createEngine } = await import('/session-analytics.js');
        globalThis.engine ??= createEngine(config);
        if ((await globalThis.engine.status()).diagnostics.seen === 0) await globalThis.engine.append(records);
        return globalThis.engine.text({ op: 'report', query: config, sections: null });
      }, { records: RECORDS, config: { ...QUESTION, tz } });
      const args = ['report', '--tz', tz, '--now', QUESTION.now, '--from', FROM, '--to', TO, '--policy', QUESTION.policy, file];
      const report = execFileSync(process.env.COMMAND_LINE, args, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] });
      expect(text === `{"op":"report","report":${report.trim()}}`, `${tz}\n${text.slice(0, 400)}\n${report.slice(0, 400)}`).toBe(true);
    }
  });
});

/** In the page: by zone its clock changes, days of another length than 24 hours, and what the engine counts otherwise. */
async function everyZone({ records, question, FIRST, LAST }) {
  const [DAY, MINUTE, HALF_HOUR] = [86_400_000, 60_000, 1_800_000];
  const { createEngine } = await import('/session-analytics.js');
  const engine = createEngine({ ...question, tz: 'UTC' });
  await engine.append(records);

  /** How far the zone's clocks are ahead, as they are written: nothing of this is the engine's way. */
  const clock = (zone) => {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    return (at) => {
      const [, sign, hours, minutes] = /GMT(?:([+-])(\d+):(\d+))?/.exec(format.format(at));
      return sign ? (sign === '-' ? -1 : 1) * (hours * 60 + Number(minutes)) * MINUTE : 0;
    };
  };
  const changesOf = (zone) => {
    const offset = clock(zone);
    const changes = [[0, offset(FIRST)]];
    for (let at = FIRST; at < LAST; at += DAY) {
      if (offset(at) === offset(at + DAY)) continue;
      let [low, high] = [at, at + DAY];
      while (high - low > MINUTE) {
        const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE;
        if (offset(middle) === offset(at)) low = middle;
        else high = middle;
      }
      changes.push([high, offset(high)]);
    }
    return changes;
  };

  const [from, to] = [Date.parse(question.from) / DAY, Date.parse(question.to) / DAY];
  const found = {};
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const changes = changesOf(zone);
    const days = new Map();
    for (let day = from; day < to; day += 1) days.set(new Date(day * DAY).toISOString().slice(0, 10), 0);
    const names = [...days.keys()];
    const counts = new Array(to - from).fill(0);
    const weeks = Array.from({ length: 7 }, () => new Array(24).fill(0));
    let next = 1;
    let [, offset] = changes[0];
    for (let at = FIRST; at < LAST; at += HALF_HOUR) {
      while (next < changes.length && at >= changes[next][0]) [, offset] = changes[next++];
      const local = at + offset;
      const day = Math.floor(local / DAY) - from;
      if (day < 0 || day >= counts.length) continue;
      counts[day] += 1;
      weeks[(day + from + 3) % 7][Math.floor(local / 3_600_000) % 24] += 1;
    }

    const { sessions, engagement } = await engine.report({ tz: zone, sections: ['sessions', 'engagement'] });
    const wrong = [];
    const same = (what, a, b) => JSON.stringify(a) === JSON.stringify(b) || wrong.push(`${what}: ${JSON.stringify(a).slice(0, 200)}, not ${JSON.stringify(b).slice(0, 200)}`);
    const given = sessions.by_day.map(({ day, total }) => [day, total]);
    const differs = (entries, i) => entries[i]?.[0] !== names[i] || entries[i][1] !== counts[i];
    same('days', given.filter((_, i) => differs(given, i)), names.map((name, i) => [name, counts[i]]).filter((_, i) => differs(given, i)));
    same('sum of the days', given.reduce((sum, [, total]) => sum + total, 0), sessions.total);
    same('total', sessions.total, counts.reduce((sum, count) => sum + count));
    same('transfers by day', engagement.transfers.by_day.map(({ succeeded }) => succeeded), counts);
    same('weekdays and hours', engagement.heatmap.map((hours) => hours.map(({ transfers }) => transfers)), weeks);
    const odd = Object.fromEntries(given.filter(([, total]) => total !== 48));
    found[zone] = { changes, odd, wrong };
  }
  await engine.dispose();
  return found;
}
