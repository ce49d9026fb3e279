// Where in a report a figure of the page stands: by its metric, and the key of its row.

/** The fields that say which row of a list it is, as `data-key` writes them. */
export const KEYS = ['day', 'month', 'channel', 'flow_id', 'tool', 'category', 'key', 'team_id', 'support', 'currency', 'id', 'from_s'];
/** The figures that a list is there for: they have the list's id. */
export const FIGURES = ['count', 'amount', 'customers'];

const step = (value, name) => (value === null || value === undefined ? undefined : value[name]);
export const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The report's rows as keys: one word, or several joined. */
export function keyOf(row) {
  if ('bot_version' in row) return [row.bot_id ?? '', row.bot_version ?? ''].join('/');
  if ('taken_over' in row) return ['first', 'transfer', 'taken_over', 'end'].map((name) => (row[name] === null ? '' : text(row[name]))).join('/');
  const name = KEYS.find((known) => known in row);
  return row[name] === null ? '' : String(row[name]);
}

/** What the report says for a figure on the page. */
export function told(whole, metric, key) {
  let value = whole;
  let rest = metric.split('.');
  while (rest.length > 0 && value !== undefined) {
    if (Array.isArray(value)) break;
    value = step(value, rest[0]);
    rest = rest.slice(1);
  }
  if (!Array.isArray(value)) return value;
  if (Array.isArray(value[0])) {
    const [weekday, hour] = key.split('/').map(Number);
    return value[weekday - 1][hour][rest[0]];
  }
  const row = value.find((one) => keyOf(one) === key);
  const path = rest.length > 0 ? rest : [FIGURES.find((name) => row && name in row)];
  return path.reduce(step, row);
}
