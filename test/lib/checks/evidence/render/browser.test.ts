import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { run } from '../../../../../bin/commands/evidence';
import { referenceAssembly } from '../../../../support/reference-assembly';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const executablePath = [...(process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []), ...PLACES].find(existsSync);
if (!executablePath) {
  process.stderr.write('The evidence page is not looked at: no Chromium was found. Install it (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.\n');
}
const withBrowser = executablePath ? describe : describe.skip;

type Theme = 'light' | 'dark';

// A browser beside many other tests on few cores takes its time.
jest.setTimeout(120_000);

withBrowser('the page of the reference estate in a browser', () => {
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let troubles: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cdk-dtap-page-'));
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    run([(await referenceAssembly()).folder, '--out', folder]);
    // Chromium refuses its sandbox to root, which is who runs tests in a container.
    browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  afterEach(() => context.close());

  async function open(theme: Theme = 'light', width = 1280, javaScriptEnabled = true): Promise<void> {
    context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 }, javaScriptEnabled });
    page = await context.newPage();
    troubles = [];
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) troubles.push(message.text()); });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => { if (!request.isNavigationRequest()) troubles.push(`asked for ${request.url()}`); });
    await page.goto(pathToFileURL(join(folder, 'evidence.html')).href);
  }

  const visible = () => page.locator('tbody.clause:visible').count();

  test('opens, and everything in it, without an error, a request or a shift of its width', async () => {
    for (const [theme, width] of [['light', 1280], ['dark', 800], ['light', 400]] as const) {
      await open(theme, width);
      await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
      await page.waitForFunction('document.querySelectorAll("table.verdicts").length > 100');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(troubles).toEqual([]);
      await context.close();
    }
  });

  test('filters by document, environment, standing and words, and says how many are left', async () => {
    await open();
    const shown = page.locator('#shown');
    const all = await visible();
    expect([all, await shown.textContent()]).toEqual([110, '110 of 110 clauses']);
    await page.selectOption('#source', 'phenox');
    expect(await visible()).toBe(await page.locator('tbody.clause[data-source=phenox]').count());
    expect(await shown.textContent()).toBe(`${await visible()} of 110 clauses`);
    await page.selectOption('#standing', 'held');
    expect(await page.locator('tbody.clause:visible').evaluateAll((rows) => rows.every((row) => row.matches('[data-source=phenox][data-standing=held]')))).toBe(true);
    await page.click('text=Show all');
    await page.fill('#words', 'PHA-06');
    expect(await visible()).toBe(1);
    await page.fill('#words', 'no such words');
    expect([await visible(), await shown.textContent()]).toEqual([0, '0 of 110 clauses']);
    await page.click('text=Show all');
    expect(await visible()).toBe(110);
    await page.selectOption('#environment', 'production');
    expect(await visible()).toBeLessThan(110);
    expect(await page.locator('figure:visible').count()).toBe(4);
    expect(await shown.textContent()).toMatch(/^\d+ of 110 clauses; networks and verdicts of production only$/);
    expect(await page.locator('#rule-Ec2VpcAccountOwn > summary').textContent()).toContain('✓ 4 compliant');
    expect(await shown.getAttribute('aria-live')).toBe('polite');
  });

  test('leads from a clause to its controls, rules and resources, in the environment that is chosen', async () => {
    await open();
    await page.selectOption('#environment', 'production');
    const clause = page.locator('#clause-PHA-06');
    await clause.locator('details.clause > summary').click();
    const rule = clause.locator('details.rule').filter({ hasText: 'compliant' }).first();
    await rule.locator('> summary').click();
    const rows = rule.locator('table.verdicts tbody tr');
    await rows.first().waitFor();
    const texts = await rows.allTextContents();
    expect(texts.length).toBeGreaterThan(0);
    texts.forEach((text) => expect(text).toMatch(/^Production\/.*AWS::\w+::\w+200000000004 eu-\w+-\d✓ compliant\w+.* = /));
    await page.selectOption('#environment', '');
    expect(await rows.count()).toBeGreaterThan(texts.length);
  });

  test('shows of a proof, resource by resource, the lines and statements that make it so', async () => {
    await open();
    await page.selectOption('#environment', 'production');
    const told = async (rule: string, resource: string) => {
      await page.locator(`#rule-${rule} > summary`).click();
      const row = page.locator(`#rule-${rule} table.verdicts tbody tr`).filter({ hasText: resource }).first();
      await row.waitFor();
      return row.locator('.facts li').allTextContents();
    };
    expect(await told('DataStoreUnreachableFromInternet', 'Resource/Writer')).toEqual([expect.stringMatching(/PubliclyAccessible = false$/), expect.stringMatching(/DataTierFence\S* Properties = .*has no outbound entry that allows it$/), expect.stringMatching(/it listens on TCP port 5433 only$/)]);
    expect((await told('NobodyOutsideOrganisationReadsBuckets', 'Data/Content'))[0]).toMatch(/^ContentPolicy\w+ Properties\.PolicyDocument\.Statement\[0\] = DenyPlaintext: Deny \* s3:\* if aws:SecureTransport Bool false$/);
  });

  test('is whole without its script', async () => {
    await open('light', 1280, false);
    expect(await visible()).toBe(110);
    await page.locator('#clause-PHA-06 details.clause > summary').click();
    expect(await page.locator('#clause-PHA-06 .carriers > li:visible').count()).toBe(2);
    expect(await page.locator('.needs-script:visible').count()).toBe(0);
  });

  test('is worked by keyboard: skip link first, focus that is seen, details that open by Enter', async () => {
    await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the clauses');
    expect(await page.locator('.skip').boundingBox()).toMatchObject({ x: 0, y: 0 });
    await page.locator('#clause-PHA-06 details.clause > summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#clause-PHA-06 details.clause').getAttribute('open')).toBe('');
    expect(await page.evaluate('parseFloat(getComputedStyle(document.activeElement).outlineWidth)')).toBeGreaterThanOrEqual(2);
  });

  test('has landmarks, headed tables and named pictures for who does not see it', async () => {
    await open();
    expect(await page.locator('header, nav, main, footer').count()).toBe(4);
    expect(await page.locator('table').evaluateAll((tables) => tables.filter((table) => !table.querySelector('caption') || !table.querySelector('thead th[scope=col]')).length)).toBe(0);
    expect(await page.locator('svg').evaluateAll((pictures) => pictures.filter((picture) => !picture.querySelector('title')?.textContent || !picture.querySelector('desc')?.textContent).length)).toBe(0);
    expect(await page.locator('input, select').evaluateAll((fields) => fields.filter((field) => (field as unknown as { labels: unknown[] }).labels.length === 0).length)).toBe(0);
    expect(await page.locator('.mark').evaluateAll((marks) => marks.filter((mark) => !/^\S+ \S/.test(mark.textContent ?? '')).length)).toBe(0);
  });

  test('follows the theme of the machine until the reader turns it', async () => {
    await open('dark');
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.click('#theme');
    expect([await ground(), await page.getAttribute('#theme', 'aria-pressed')]).toEqual(['rgb(247, 247, 245)', 'false']);
    await page.click('#theme');
    expect([await ground(), await page.getAttribute('#theme', 'aria-pressed')]).toEqual([dark, 'true']);
  });

  test.each(['light', 'dark'] as const)('has readable text in the %s theme: a contrast of at least 4.5', async (theme) => {
    await open(theme);
    await page.locator('#clause-PHA-06 details.clause > summary').click();
    expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
  });

  test('has pictures of every environment in which no text overlaps another or leaves its box', async () => {
    await open();
    expect(await page.locator('svg').count()).toBe(12);
    expect(await page.evaluate(OVERLAPS)).toEqual([]);
    const texts = await page.locator('[data-network=production] svg text').allTextContents();
    const times = (text: string) => texts.filter((each) => each === text).length;
    expect(['Network Firewall', 'NAT gateway', 'Load balancer', 'ECS service', 'Aurora PostgreSQL', 'Interface endpoints', '80, 443'].map(times).filter((count) => count === 0 || count % 3 !== 0)).toEqual([]);
    // One in each of production's two regions.
    expect(times('Internet gateway')).toBe(2);
  });

  test('prints on white with everything open', async () => {
    await open('dark');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.locator('details.clause table.verdicts').count()).toBe(0);
    expect(await page.locator('#rules .rows:empty').count()).toBe(0);
    expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

/** Texts whose colour is too near to what they stand on. The ground is the nearest ancestor's that is not transparent; in a picture, the topmost shape below the text. */
const LOW_CONTRAST = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => { const [r, g, b] = parse(color).map((part) => { const s = part / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const seen = (color) => color !== 'none' && parse(color)[3] !== 0;
  const inside = (text, shape) => { const [t, s] = [text.getBBox(), shape.getBBox()]; return t.x >= s.x && t.x + t.width <= s.x + s.width && t.y >= s.y && t.y + t.height <= s.y + s.height; };
  const page = (element) => { for (let each = element; each; each = each.parentElement) { const color = getComputedStyle(each).backgroundColor; if (seen(color)) return color; } return 'rgb(255, 255, 255)'; };
  const picture = (text) => { const shape = [...text.ownerSVGElement.querySelectorAll('rect')].reverse().find((rect) => seen(getComputedStyle(rect).fill) && inside(text, rect)); return shape ? getComputedStyle(shape).fill : page(text.ownerSVGElement); };
  const texts = [...document.querySelectorAll('body *')].filter((element) => !element.closest('script, svg') && element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const low = (element, color, ground) => contrast(color, ground) < 4.5 ? [element.textContent.slice(0, 40) + ': ' + color + ' on ' + ground] : [];
  return [...new Set([
    ...texts.flatMap((element) => low(element, getComputedStyle(element).color, page(element))),
    ...[...document.querySelectorAll('svg text')].flatMap((text) => low(text, getComputedStyle(text).fill, picture(text))),
  ])];
})()`;

/** Pairs of texts of a picture that overlap, texts outside the picture, and texts that cross the edge of the box they begin in. */
const OVERLAPS = `[...document.querySelectorAll('svg')].flatMap((svg) => {
  const texts = [...svg.querySelectorAll('text')].map((text) => ({ name: text.textContent, box: text.getBBox() }));
  const chips = [...svg.querySelectorAll('rect.chip, rect.internet')].map((rect) => rect.getBBox());
  const { width, height } = svg.viewBox.baseVal;
  const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  const within = (a, b) => a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
  return texts.flatMap(({ name, box }, i) => [
    ...texts.slice(i + 1).filter((other) => overlap(box, other.box)).map((other) => name + ' / ' + other.name),
    ...(within(box, { x: 0, y: 0, width, height }) ? [] : [name + ' outside']),
    ...chips.filter((chip) => overlap(box, chip) && !within(box, chip)).map(() => name + ' crosses a box'),
  ]);
})`;
