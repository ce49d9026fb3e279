// What is on screen changes first, the rest of the page follows; when it is at rest, all of it shows one answer.
import { open } from './support/open.mjs';
import { expect, test } from './support/test.mjs';

/** The page as it is at one moment: whether it says to be at rest, and figures from all over it. */
const look = (page) => page.evaluate(() => globalThis.look());

test.beforeEach(({ page }) => page.addInitScript(() => {
  globalThis.look = () => {
    const root = document.querySelector('session-analytics').shadowRoot;
    const of = (metric) => [...root.querySelectorAll(`[data-metric="${metric}"]`)].map(({ dataset }) => Number(dataset.value));
    const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
    return {
      isAtRest: root.querySelector('.sa-root')?.ariaBusy === 'false',
      total: of('sessions.total')[0],
      status: sum(['open', 'pending', 'assigned', 'resolved', 'expired'].map((status) => of(`sessions.by_status.${status}`)[0])),
      days: sum(of('sessions.by_day.first')) + sum(of('sessions.by_day.returning')),
      list: Number(root.querySelector('.sa-pager__range')?.textContent.split(' ').at(-1).replaceAll(',', '')),
    };
  };
}));

test('at rest every part of the page has the same answer, on screen or not', async ({ page }) => {
  await open(page);
  await expect(page.locator('tr[data-session]').first()).toBeAttached({ timeout: 20_000 });
  let before = (await look(page)).total;
  for (const filters of [{ channel: ['whatsapp'] }, { resolved_by: ['agent'] }, { channel: ['email'], number: ['first'] }, {}]) {
    await page.evaluate((filters) => { document.querySelector('session-analytics').filters = filters; }, filters);
    // What the page shows at the first frame in which it says to be at rest.
    const first = await page.waitForFunction((before) => {
      const now = globalThis.look();
      return now.isAtRest && now.total !== before && now;
    }, before);
    const { total, days, list, status } = await first.jsonValue();
    expect(total).toBeGreaterThan(0);
    expect({ days, list, status }).toEqual({ days: total, list: total, status: total });
    before = total;
  }
});

test('what is scrolled to has the latest answer', async ({ page }) => {
  await open(page);
  await expect(page.locator('tr[data-session]').first()).toBeAttached({ timeout: 20_000 });
  await page.evaluate(() => { document.querySelector('session-analytics').filters = { channel: ['whatsapp'] }; });
  await page.locator('.sa-list').scrollIntoViewIfNeeded();
  await expect.poll(async () => (await look(page)).list).toBe((await look(page)).total);
  const channels = page.locator('tr[data-session] td:nth-child(2)');
  await expect.poll(async () => new Set(await channels.allTextContents())).toEqual(new Set(['WhatsApp']));
});

test('a picture that has changed and changed back is the one that it was', async ({ page }) => {
  await open(page);
  await expect(page.locator('tr[data-session]').first()).toBeAttached({ timeout: 20_000 });
  const set = (filters) => page.evaluate((filters) => { document.querySelector('session-analytics').filters = filters; }, filters);
  // In the order of their names, because attributes keep the order in which they came.
  const pictures = () => page.evaluate(() => {
    const told = (node) => [node.nodeName, node.textContent, [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort(), [...node.children].map(told)];
    return [...document.querySelector('session-analytics').shadowRoot.querySelectorAll('svg.sa-chart')].map(told);
  });
  const isAtRest = () => expect.poll(async () => (await look(page)).isAtRest).toBe(true);
  await isAtRest();
  const before = await pictures();
  expect(before.length).toBeGreaterThan(5);
  for (const filters of [{ channel: ['email'] }, { status: ['resolved'], number: ['first'] }, { label: ['billing'] }]) {
    await set(filters);
    await expect.poll(pictures).not.toEqual(before);
    await isAtRest();
  }
  await set({});
  await expect.poll(async () => (await look(page)).total).toBeGreaterThan(0);
  await expect.poll(pictures).toEqual(before);
});

for (const [name, metric, rows] of [['sessions', 'sessions.total', 'tr[data-session]'], ['team', 'agents.messages_sent_7d', 'tr[data-row]']]) {
  test(`a filter changes figures and rows of ${name} where they are, and touches nothing of those that stay the same`, async ({ page }) => {
    await open(page, `#page=${name}`, metric);
    await expect(page.locator(rows).first()).toBeAttached({ timeout: 20_000 });
    const isAtRest = () => page.locator('.sa-root[aria-busy="false"]').waitFor();
    await isAtRest();
    const { kept, touched } = await page.evaluate(async (rows) => {
      const element = document.querySelector('session-analytics');
      const root = element.shadowRoot.querySelector('.sa-root');
      const before = [...root.querySelectorAll(`button.sa-figure, ${rows}, .sa-badge`)];
      const touched = [];
      const watch = new MutationObserver((changes) => {
        for (const { target, attributeName: name, oldValue } of changes) {
          if (before.includes(target) && target.getAttribute(name) === oldValue) touched.push(`${target.className} ${name}`);
        }
      });
      watch.observe(root, { subtree: true, attributes: true, attributeOldValue: true });
      element.filters = { channel: ['whatsapp'] };
      const rest = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      do await rest(); while (root.ariaBusy !== 'false');
      watch.disconnect();
      return { kept: before.filter((node) => node.isConnected).length, touched };
    }, rows);
    expect(kept).toBeGreaterThan(15);
    expect(touched).toEqual([]);
    await isAtRest();
  });
}
