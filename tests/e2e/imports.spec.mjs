// Other products' formats in the widget: a contact centre's file with all its facts, Chatwoot's API to its last message.
import { expect, test } from './support/test.mjs';

const PERIOD = { tz: 'Asia/Jakarta', now: '2026-01-10T00:00:00Z', from: '2026-01-01' };
const START = 1767600000;

/** An element of its own on the page, with this configuration. */
async function mount(page, config) {
  await page.goto('/');
  await page.evaluate((config) => {
    document.querySelector('session-analytics').remove();
    const element = document.createElement('session-analytics');
    element.config = config;
    document.querySelector('main').append(element);
  }, config);
}

const json = (route, body, status = 200, headers = {}) =>
  route.fulfill({ status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

test('a call shows who was there, its queues and a link that says where it leads', async ({ page }) => {
  const call = {
    id: 501, call_type: 'Voice Inbound (IVR)', status: 'finished', created_at: START, queued_at: START + 20, ends_at: START + 600,
    assigned_at: START + 60, connected_at: START + 65, end_user: { id: 9, identifier: 'Sari' }, rating: 4, comment: 'très bien',
    agent_info: { id: 7, name: 'Ayu', email: 'ayu@example.com' }, recording_url: 'https://files.example/501.mp3', out_ticket_url: 'javascript:alert(1)',
    queue_durations: [{ queue_duration: 40, menu_path: 'Billing', service_level_event: 'in_sla' }],
    participants: [
      { id: 1, type: 'virtual_agent', connected_at: START + 2, ended_at: START + 20 },
      { id: 2, type: 'agent', user_id: 7, connected_at: START + 65, ended_at: START + 600 },
    ],
  };
  await page.route('**/calls.json', (route) => json(route, [call, { id: 502, call_type: 'Voice Outbound', created_at: START + 900 }, { id: 503 }]));
  await mount(page, { ...PERIOD, source: { url: '/calls.json', format: 'ccai' }, policy: 'interaction' });
  const total = page.locator('[data-metric="sessions.total"]').first();
  await expect(total).toHaveAttribute('data-value', '2', { timeout: 20_000 });
  await page.locator('[data-session="call-501#1"]').first().click();
  const fact = (field) => page.locator(`.sa-detail [data-fact="${field}"] dd`);
  await expect(fact('participants')).toContainText('Ayu · Agent · ');
  await expect(fact('participants')).toContainText('15:10');
  await expect(fact('queues')).toHaveText('Billing · 40 s · Within SLA');
  await expect(fact('answered_by')).toHaveText('a human');
  await expect(fact('recording_url').locator('a')).toHaveAttribute('href', 'https://files.example/501.mp3');
  await expect(fact('ticket_url')).toHaveText('javascript:alert(1)');
  await expect(fact('ticket_url').locator('a')).toHaveCount(0);
  await expect(page.locator('.sa-events')).toContainText('très bien');
  // The legs as the contact centre noted them: bot, agent, and the wait before.
  await expect(page.locator('.sa-detail .sa-hit[aria-label*="Ayu"]')).toHaveCount(1);
});

test('a page of interactions that has none says where they come from, in each language', async ({ page }) => {
  const message = { type: 'message', from: 'customer', id: 'm', at: 1767700000000, conversation_id: 'v', customer_id: 'c' };
  await page.route('**/chats.json', (route) => json(route, [message]));
  for (const [lang, title] of [['en', /^No voice or chat/], ['id', /^Tidak ada interaksi telepon/], ['fr', /^Aucune interaction vocale/]]) {
    await mount(page, { ...PERIOD, lang, pages: ['interactions'], source: { url: '/chats.json' }, policy: 'interaction' });
    const state = page.locator('.sa-state');
    await expect(state.getByRole('heading')).toHaveText(title, { timeout: 20_000 });
    await expect(state).toContainText('ccai');
    await expect(page.locator('[data-metric="interactions.count"]').first()).toHaveAttribute('data-value', '0');
  }
});

test('Chatwoot is read to its last message, waits when told to, and polls for what is new', async ({ page }) => {
  const conversations = [1, 2, 3].map((id) => ({
    id, inbox_id: 3, status: 'open', created_at: START + id, last_activity_at: START + id, waiting_since: 0, labels: [], messages: [],
    meta: { sender: { id: 70 + id, name: `Customer ${id}` }, channel: 'Channel::Whatsapp' },
  }));
  const messages = conversations.map(({ id }) => ({ id, conversation_id: id, inbox_id: 3, message_type: 0, content: 'hello', created_at: START + id }));
  const asked = [];
  let busy = true;
  await page.route('**/api/v1/accounts/1/**', (route) => {
    const url = new URL(route.request().url());
    asked.push(url.pathname.replace('/api/v1/accounts/1/', '') + url.search);
    if (url.pathname.endsWith('/conversations')) {
      const first = (url.searchParams.get('page') ?? '1') === '1';
      return json(route, { data: { meta: {}, payload: first ? [...conversations].sort((a, b) => b.last_activity_at - a.last_activity_at) : [] } });
    }
    if (busy) {
      busy = false;
      return json(route, { error: 'slow down' }, 429, { 'retry-after': '1' });
    }
    const id = Number(url.pathname.split('/').at(-2));
    const after = Number(url.searchParams.get('after'));
    return json(route, { meta: {}, payload: messages.filter((message) => message.conversation_id === id && message.id > after) });
  });
  const source = { url: '/api/v1/accounts/1/conversations?status=all', format: 'chatwoot', poll_s: 1, headers: { api_access_token: 'secret' } };
  await mount(page, { ...PERIOD, source });
  const total = page.locator('[data-metric="sessions.total"]').first();
  await expect(total).toHaveAttribute('data-value', '3', { timeout: 20_000 });
  expect(asked.filter((path) => path.startsWith('conversations/3/messages'))).toHaveLength(2);
  // A fourth customer writes; what is known is not asked for again.
  conversations.push({ ...conversations[0], id: 4, created_at: START + 60, last_activity_at: START + 60, meta: { sender: { id: 74 } } });
  messages.push({ ...messages[0], id: 4, conversation_id: 4, created_at: START + 60 });
  await expect(total).toHaveAttribute('data-value', '4', { timeout: 20_000 });
  expect(asked.filter((path) => path.startsWith('conversations/1/messages'))).toHaveLength(1);
});
