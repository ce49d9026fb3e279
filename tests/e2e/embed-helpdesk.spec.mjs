// Inside a helpdesk: the contact that is open there is what is looked at; nobody else is listened to, and nobody is told.
import { expect, test } from './support/test.mjs';
import { CONFIG, html, serve } from './support/serve.mjs';
import { settled, value } from './support/open.mjs';

const total = (page) => value(page, 'sessions.total');
const context = (id, more = {}) => JSON.stringify({ event: 'appContext', data: { conversation: { id: 1 }, contact: { id, name: 'X', ...more }, currentAgent: { id: 9 } } });

/** A helpdesk with our page in a frame, as Chatwoot shows dashboard apps. */
async function desk() {
  const app = await serve({ routes: { '/app': html('<session-analytics eager src-config="/config.json"></session-analytics>') } });
  const frame = `<iframe src="${app.url}/app?host=chatwoot" width="1200" height="700"></iframe>`;
  const helpdesk = await serve({ routes: { '/desk': `<!doctype html><html lang="en"><title>Desk</title><link rel="icon" href="data:,"><body>${frame}</body></html>` } });
  const stranger = await serve({ routes: { '/desk': `<!doctype html><html lang="en"><title>Stranger</title><link rel="icon" href="data:,"><body>${frame}</body></html>` } });
  app.routes['/config.json'] = JSON.stringify({ ...CONFIG, host_origins: [helpdesk.url] });
  return { app, helpdesk, stranger, close: () => Promise.all([app.close(), helpdesk.close(), stranger.close()]) };
}

/** Two customers of the stream with sessions. */
async function customers(page, frame) {
  const { rows } = await frame.evaluate(() => document.querySelector('session-analytics').sessions({ per_page: 100, query: { filters: {} } }));
  return [...new Set(rows.map((row) => row.customer_id))].slice(0, 2);
}

const say = (page, message) => page.evaluate((message) => {
  const { contentWindow, src } = document.querySelector('iframe');
  contentWindow.postMessage(message, new URL(src).origin);
}, message);

/** The frame, once it listens and asks: a helpdesk has nothing to say before. */
async function opened(page, url) {
  await page.addInitScript(() => {
    globalThis.heard = [];
    if (window.parent === window) addEventListener('message', ({ data, origin }) => globalThis.heard.push({ data, origin }));
  });
  await page.goto(`${url}/desk`);
  const handle = await page.waitForSelector('iframe');
  const frame = await handle.contentFrame();
  await expect(frame.locator('session-analytics')).toContainText('Waiting for the helpdesk', { timeout: 20_000 });
  return frame;
}

/** The frame, with a contact open who has no sessions. */
async function onNobody(page, helpdesk) {
  const frame = await opened(page, helpdesk.url);
  await say(page, context('nobody-1'));
  await expect(frame.locator('.sa-chip')).toContainText(['nobody-1'], { timeout: 20_000 });
  await settled(frame);
  return frame;
}

test('C9 as a frame: it asks the helpdesk for the contact, waits for it, and follows it', async ({ page }) => {
  const { app, helpdesk, close } = await desk();
  try {
    const frame = await opened(page, helpdesk.url);
    await expect.poll(() => page.evaluate(() => globalThis.heard)).toEqual([{ data: 'chatwoot-dashboard-app:fetch-info', origin: app.url }]);
    await say(page, context('nobody-1'));
    await expect(frame.locator('.sa-chip')).toContainText(['nobody-1'], { timeout: 20_000 });
    await settled(frame);
    const [first, second] = await customers(page, frame);
    const history = await page.evaluate(() => history.length);
    for (const customer of [first, second, first]) {
      // What is said right behind a contact, and is none, takes nothing away.
      await page.evaluate((messages) => {
        const { contentWindow, src } = document.querySelector('iframe');
        for (const message of messages) contentWindow.postMessage(message, new URL(src).origin);
      }, [context(customer), '{"event":"appContext","data":{"conversation":{"id":1}}}']);
      await expect(frame.locator('button.sa-chip')).toHaveCount(1);
      await expect.poll(async () => {
        const answer = await frame.evaluate(() => document.querySelector('session-analytics').sessions({ per_page: 100 }));
        return [...new Set(answer.rows.map((row) => row.customer_id))];
      }).toEqual([customer]);
      await expect.poll(() => total(frame)).toBeGreaterThan(0);
    }
    expect(await page.evaluate(() => history.length)).toBe(history);
    expect(await page.evaluate(() => globalThis.heard.length)).toBe(1);
  } finally {
    await close();
  }
});

test('C9 the page’s own history leads to nobody but the contact that is open', async ({ page }) => {
  const { helpdesk, close } = await desk();
  try {
    const frame = await onNobody(page, helpdesk);
    const [first, second] = await customers(page, frame);
    await frame.evaluate(() => {
      globalThis.changes = [];
      document.addEventListener('sa-change', ({ detail }) => globalThis.changes.push(detail.filters));
    });
    await say(page, context(first));
    await expect.poll(() => frame.evaluate(() => globalThis.changes)).toEqual([{ customer: [first] }]);
    await frame.evaluate((customer) => { document.querySelector('session-analytics').filters = { customer: [customer], number: ['first', 'returning'] }; }, first);
    await expect(frame.locator('button.sa-chip')).toHaveCount(3);
    await frame.locator('tr[data-session]').first().click();
    await expect(frame.locator('.sa-detail__head')).toBeVisible();
    await frame.evaluate(() => history.back());
    await expect(frame.locator('.sa-detail__head')).toHaveCount(0);
    await frame.evaluate((customer) => { document.querySelector('session-analytics').filters = { customer: [customer], number: ['first'] }; }, first);
    await expect(frame.locator('button.sa-chip')).toHaveCount(2);
    await say(page, context(second));
    await expect.poll(() => frame.evaluate(() => globalThis.changes.at(-1))).toEqual({ customer: [second], number: ['first'] });
    await frame.evaluate(() => history.back());
    await expect.poll(() => frame.evaluate(() => globalThis.changes.at(-1))).toEqual({ customer: [second], number: ['first', 'returning'] });
    const { rows } = await frame.evaluate(() => document.querySelector('session-analytics').sessions({ per_page: 100 }));
    expect([...new Set(rows.map((row) => row.customer_id))]).toEqual([second]);
    // A session of somebody else is closed, wherever its address comes from.
    const other = await frame.evaluate((customer) => document.querySelector('session-analytics').sessions({ query: { filters: { customer: [customer] } } }), first);
    await frame.evaluate((id) => { location.hash = `session=${encodeURIComponent(id)}`; }, other.rows[0].id);
    await expect.poll(() => frame.evaluate(() => location.hash)).toBe('');
    await expect(frame.locator('.sa-detail__head')).toHaveCount(0);
    // The frame starts on what it showed before, with another contact.
    await frame.evaluate((customer) => { location.hash = `f.customer=${customer}&f.number=first`; location.reload(); }, first);
    await expect(frame.locator('session-analytics')).toContainText('Waiting for the helpdesk');
    await say(page, context(second));
    await expect(frame.locator('button.sa-chip')).toHaveCount(2, { timeout: 20_000 });
    await settled(frame);
    expect(await frame.evaluate(() => document.querySelector('session-analytics').filters)).toEqual({ customer: [second], number: ['first'] });
  } finally {
    await close();
  }
});

test('C9 a contact is only looked at within the scope', async ({ page }) => {
  const { app, helpdesk, close } = await desk();
  try {
    app.routes['/config.json'] = JSON.stringify({ ...CONFIG, scope: { customer: ['somebody-else'] }, host_origins: [helpdesk.url] });
    const frame = await opened(page, helpdesk.url);
    await say(page, context('u1'));
    await expect(frame.locator('.sa-chip').first()).toBeVisible({ timeout: 20_000 });
    const answer = await frame.evaluate(() => document.querySelector('session-analytics').sessions({}));
    expect(answer.total).toBe(0);
  } finally {
    await close();
  }
});

/** Messages of the right helpdesk that say nothing. */
const EMPTY = {
  'without a contact': JSON.stringify({ event: 'appContext', data: {} }),
  'without an id': JSON.stringify({ event: 'appContext', data: { contact: { name: 'X' } } }),
  'with an object as id': JSON.stringify({ event: 'appContext', data: { contact: { id: { $gt: '' } } } }),
  'of another event': JSON.stringify({ event: 'settings', data: { contact: { id: 5 } } }),
  'of an old version, without an event': JSON.stringify({ contact: { id: 5 } }),
  'that is no JSON': 'appContext 5',
  'that is an object': { event: 'appContext', data: { contact: { id: 5 } } },
  'of ten megabytes': `{"event":"appContext","data":{"contact":{"id":5}},"x":"${'x'.repeat(10_000_000)}"}`,
};

test('C9 what says nothing, and what comes from others, is counted and changes nothing', async ({ page }) => {
  const { helpdesk, close } = await desk();
  try {
    const frame = await onNobody(page, helpdesk);
    const ignored = () => frame.evaluate(() => document.querySelector('session-analytics').ignoredMessages);
    let before = await ignored();
    for (const [name, message] of Object.entries(EMPTY)) {
      await say(page, message);
      await expect.poll(ignored, name).toBe((before += 1));
    }
    // From itself, and from a frame of its own: the right origin is not enough.
    await frame.evaluate((message) => window.postMessage(message, '*'), context('evil-1'));
    await expect.poll(ignored).toBe((before += 1));
    await page.evaluate((message) => {
      const inner = document.body.appendChild(document.createElement('iframe'));
      inner.srcdoc = `<script>parent.frames[0].postMessage(${JSON.stringify(message)}, '*')<\/script>`;
    }, context('evil-2'));
    await expect.poll(ignored).toBe(before + 1);
    await expect(frame.locator('.sa-chip')).toContainText(['nobody-1']);
  } finally {
    await close();
  }
});

test('C9 from an origin that is not listed nothing is heard, and it is told nothing', async ({ page }) => {
  const { stranger, close } = await desk();
  try {
    const frame = await opened(page, stranger.url);
    await say(page, context('c1', { token: 'secret-of-the-stranger' }));
    await expect.poll(() => frame.evaluate(() => document.querySelector('session-analytics').ignoredMessages)).toBe(1);
    await expect(frame.locator('session-analytics')).toContainText('Waiting for the helpdesk');
    expect(await page.evaluate(() => globalThis.heard)).toEqual([]);
  } finally {
    await close();
  }
});

test('C9 ten thousand messages a second: the page stays responsive, and the last contact is shown', async ({ page }) => {
  const { helpdesk, close } = await desk();
  try {
    const frame = await onNobody(page, helpdesk);
    await frame.evaluate(() => {
      globalThis.tasks = [];
      new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    });
    await page.evaluate((message) => new Promise((done) => {
      const { contentWindow, src } = document.querySelector('iframe');
      let sent = 0;
      const timer = setInterval(() => {
        for (let i = 0; i < 100; i += 1, sent += 1) contentWindow.postMessage(sent % 2 ? message : '{"event":"appContext"}', new URL(src).origin);
        if (sent >= 10_000) { clearInterval(timer); done(); }
      }, 10);
    }), context('nobody-2'));
    await expect(frame.locator('.sa-chip')).toContainText(['nobody-2']);
    const tasks = await frame.evaluate(() => globalThis.tasks);
    test.info().annotations.push({ type: 'long tasks', description: tasks.join(' ') });
  } finally {
    await close();
  }
});

test('C10 a token in a message is never used, kept or passed on', async ({ page }) => {
  const { app, helpdesk, stranger, close } = await desk();
  try {
    const sent = [];
    page.on('request', (request) => sent.push(request.url() + JSON.stringify(request.headers()) + (request.postData() ?? '')));
    for (const { url } of [stranger, helpdesk]) {
      const frame = await opened(page, url);
      await say(page, JSON.stringify({ event: 'appContext', token: 'tok-secret', data: { token: 'tok-secret', contact: { id: 'nobody-1', token: 'tok-secret', access_token: 'tok-secret' } } }));
      if (url === helpdesk.url) await expect(frame.locator('.sa-chip')).toContainText(['nobody-1'], { timeout: 20_000 });
      const kept = await frame.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href,
        document.querySelector('session-analytics').shadowRoot.innerHTML, document.documentElement.outerHTML]));
      expect(kept).not.toContain('tok-secret');
      expect((await page.evaluate(() => globalThis.heard)).filter(({ data }) => data !== 'chatwoot-dashboard-app:fetch-info')).toEqual([]);
    }
    expect(sent.join('\n')).not.toContain('tok-secret');
    expect(app.asked.length).toBeGreaterThan(0);
  } finally {
    await close();
  }
});

test('C9 as an element of the helpdesk\'s own page', async ({ page }) => {
  const server = await serve({ routes: {} });
  server.routes['/config.json'] = JSON.stringify({ ...CONFIG, host_origins: [server.url] });
  server.routes['/desk'] = html('<session-analytics eager host="chatwoot" src-config="/config.json"></session-analytics>');
  try {
    await page.goto(`${server.url}/desk`);
    await expect(page.locator('session-analytics')).toContainText('Waiting for the helpdesk');
    await page.evaluate((message) => window.postMessage(message, location.origin), context('nobody-1'));
    await expect(page.locator('.sa-chip')).toContainText(['nobody-1'], { timeout: 20_000 });
  } finally {
    await server.close();
  }
});

for (const [name, origins] of [['none', undefined], ['a star', ['*']], ['a path', ['https://chat.example/app']]]) {
  test(`C9 host_origins of ${name} is an error that names it`, async ({ page }) => {
    const server = await serve({ routes: {} });
    server.routes['/config.json'] = JSON.stringify({ ...CONFIG, host_origins: origins });
    server.routes['/desk'] = html('<session-analytics eager host="chatwoot" src-config="/config.json"></session-analytics>');
    try {
      await page.goto(`${server.url}/desk`);
      await expect(page.locator('session-analytics [role="alert"]')).toContainText('host_origins');
    } finally {
      await server.close();
    }
  });
}
