// Texts that want to be more than text, and a stream that has each of them in every field that holds any.

const HIT = 'globalThis.hit=1;alert(1)';
const TAGS = [
  `<svg onload="${HIT}">`, `<img src=x onerror="${HIT}">`, `<script>${HIT}</script>`, `<iframe srcdoc="<script>parent.hit=1</script>">`,
  `<details open ontoggle="${HIT}">`, `<video><source onerror="${HIT}"></video>`, `<body onload="${HIT}">`, `<input autofocus onfocus="${HIT}">`,
  `<object data="javascript:${HIT}"></object>`, `<embed src="javascript:${HIT}">`, `<a href="javascript:${HIT}">x</a>`,
  `<form action="javascript:${HIT}"><button>x</button></form>`, `<math><mi xlink:href="javascript:${HIT}">x</mi></math>`,
  `<style>@import "//evil.example";*{display:none!important}</style>`, `<link rel=stylesheet href=//evil.example>`,
  `<base href=//evil.example>`, `<meta http-equiv=refresh content="0;url=//evil.example">`, `<session-analytics src=//evil.example>`,
];
/** Out of an attribute, a title, a comment, a style … */
const BREAKS = ['', '">', "'>", '</title>', '</textarea>', '</style>', '</script>', '-->', ']]>', '</text></svg>'];
const ADDRESSES = [
  `javascript:${HIT}`, `JaVaScRiPt:${HIT}`, `java\tscript:${HIT}`, `\u0001javascript:${HIT}`, `&#106;avascript:${HIT}`, `javascript://%0a${HIT}`,
  `data:text/html,<script>${HIT}</script>`, `vbscript:msgbox(1)`, `https://javascript:${HIT}@evil.example/`, `//evil.example`, 'blob:null/x',
];
const TEMPLATES = ["{{constructor.constructor('alert(1)')()}}", '${alert(1)}', '<%= 1 %>', '#{1}', '{name}', '{}', '%s%n', '&lt;svg&gt;', '&amp;', '&#0;', '\\u003csvg\\u003e'];
const FORMULAS = ["=cmd|' /C calc'!A0", '+1+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', "'=1", '=HYPERLINK("http://evil.example")'];
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', 'true', '0', '-0', '[object Object]', 'none', 'all', 'unknown'];
const ADDRESSED = ['a&b=c#d', '%3Csvg%20onload%3Dalert(1)%3E', '%00', '%E0%A4%A', '..', '../../x', 'a,b', 'a%2Cb', 'a/b', 'a|b', 'a;b', 'a\\b', 'a?b', 'f.channel=x&session=y'];
/** Read from right to left, turned around, or turning around what follows. */
export const BIDI = [
  'محمد علي (5)', 'دعم – 24/7', 'דוד כהן 3', 'שלום, world!', 'user\u202Egnp.exe', '\u202Eoverride', '\u202Dleft', '\u2067isolate', '\u2066\u2067\u2068deep',
  '\u2069\u2069closed', '\u202Bembedded', '\u200Fmark', '\u061Cmark', 'a\u202Eb\u202Cc', '\u202E<svg onload=alert(1)>',
];
const ODD = [
  'a\u0000b', '\u0000', ...Array.from({ length: 8 }, (_, i) => `c${String.fromCharCode(i * 4 + 1)}d`), '\u007F\u0080\u009F', '\uFEFFbom', 'x\uFFFEy', 'x\uFFFFy', '\u200B', ' ', '\u00A0',
  'line\nbreak\r\nand\ttab', '\u2028\u2029', 'Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319A', '👩‍👩‍👧‍👦🏳️‍🌈', '𝕳𝖊𝖑𝖑𝖔', '\u{10FFFF}', 'ﷺ'.repeat(20),
  'W'.repeat(240), 'wide '.repeat(48), '-'.repeat(250),
];

export const TEXTS = [...new Set([
  ...TAGS.flatMap((tag) => BREAKS.map((end) => end + tag)), ...ADDRESSES, ...TEMPLATES, ...FORMULAS, ...KEYS, ...ADDRESSED, ...BIDI, ...ODD,
])];

export const LONG = `${TAGS[0]}${'Long name '.repeat(104_858)}`;

/** An id or name holds at most 256 bytes. */
const isName = (text) => text.length > 0 && Buffer.byteLength(text) <= 256;
const short = (text) => (isName(text) ? text : Buffer.from(text).subarray(0, 240).toString().replace(/\uFFFD/g, '') || 'x');

const AT = Date.parse('2026-01-10T08:00:00Z');

/** Every record that there is, with that text in each field of it that holds any. */
function records(text, i) {
  const name = short(text);
  let minute = 0;
  const ids = { conversation_id: name, customer_id: name, inbox_id: name, channel: name, bot_id: name, bot_version: name, agent_id: name, team_id: name };
  const event = (type, own) => ({ type, id: `${name.slice(0, 60)}${i}.${minute}`.slice(0, 80), at: AT + (i % 400) * 3_600_000 + minute++ * 60_000, ...ids, ...own });
  const fact = Object.fromEntries([
    'session_type', 'lang', 'status', 'queue', 'queue_path', 'ticket_id', 'ticket_url', 'recording_consent', 'recording_url', 'support_number',
    'outbound_number', 'menu_path', 'menu_path_id', 'disposition_code', 'disposition_note', 'deflection', 'sub_status', 'fail_reason', 'disconnected_by',
  ].map((field) => [field, text]));
  const entity = (type, own) => ({ type, id: name, name: text, ...own });
  return [
    entity('customer', { phone: text, email: text }), entity('inbox', { channel: name, phone: text }), entity('agent', { team_ids: [name] }),
    entity('team'), entity('bot'), entity('flow'),
    event('message', { from: 'customer', text }), event('message', { from: 'bot', text }), event('opened'), event('flow_triggered', { flow_id: name }),
    event('transfer', { outcome: 'succeeded' }), event('assigned'), event('message', { from: 'agent', text }),
    event('message', { from: 'agent', text, private: true }), event('label_added', { label: name }),
    event('ai_assist', { tool: 'ai_writer', suggestion: text, sent: `${text} ` }), event('csat', { rating: 4, comment: text }),
    event('order', { amount: '1.50', currency: 'USD', order_id: name }),
    event('interaction', {
      ...fact, direction: 'inbound', handle_seconds: 60, hold_seconds: 5, queue_seconds: 9, wrap_up_seconds: 3, virtual_agent_assigned: true,
      transfers: [{ at: AT, from: name, to: text, kind: text }],
      participants: [{ id: name, kind: text, name: text }], queues: [{ queue: text, seconds: 9, in_sla: true }],
    }),
    event(name, {}), // A type that nobody knows.
    ...(i % 3 ? [event('resolved', { by: 'agent' })] : []),
  ];
}

/** Lines that are no records: shown with an excerpt. Lone surrogates can be written in JSON as escapes alone. */
const BAD = [
  `{"type":"message","id":"<svg onload='${HIT}'>","at":"<img src=x onerror='${HIT}'>","conversation_id":"v","customer_id":"c","from":"customer"}`,
  `<!doctype html><script>${HIT}</script>`,
  '{"type":"message","id":"s1","at":1,"conversation_id":"v","customer_id":"c","from":"customer","text":"\\ud800"}',
  '{"type":"customer","id":"s2","name":"\\udfff<svg onload=alert(1)>"}',
  '{"type":"message","id":"\u202Ebad","at":{},"conversation_id":"v","customer_id":"c","from":"customer"}',
];

/** All of it as NDJSON. `one` conversation has every text in turn, with its labels; the last customer's name is a megabyte. */
export function stream() {
  const lines = TEXTS.flatMap(records);
  const one = { conversation_id: 'one', customer_id: 'one', inbox_id: 'one', channel: 'live_chat' };
  TEXTS.forEach((text, i) => {
    const own = { at: AT + i * 1000, ...one };
    lines.push({ type: 'message', id: `one.m${i}`, ...own, from: ['customer', 'bot'][i % 2], bot_id: short(text), text });
    if (i < 60) lines.push({ type: 'label_added', id: `one.l${i}`, ...own, label: short(TEXTS.at(-i - 1)) });
  });
  lines.push({ type: 'customer', id: 'one', name: LONG }, { type: 'customer', id: LONG.slice(0, 200), name: LONG, phone: LONG });
  lines.push({ type: 'message', id: 'long', at: AT, conversation_id: 'long', customer_id: LONG.slice(0, 200), from: 'customer', text: LONG });
  return [...lines.map((line) => JSON.stringify(line)), ...BAD].join('\n');
}
