import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { places } from '../../ops/console/page/shell/places.ts'
import { openPage, startBrowser } from './browser.ts'
import { openDeed, perform } from './deed.ts'
import { viewsOf } from './pages.ts'
import { rebuildAll, rebuildStream, spoilRows } from './replay-journeys.ts'
import { haltChain, olga, ravi, startWorld } from './world.ts'

t.setTimeout(600_000)
const [world, browser] = await Promise.all([startWorld(), startBrowser()])
t.teardown(async () => {
  await browser.close()
  await world.clear()
})
const root = `${world.readApi}/console`

const fill = async (page: Page, { email, password }: typeof olga): Promise<void> => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

const title = (page: Page, text: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name: text }).waitFor()

const contexts: BrowserContext[] = []
const newContext = async (colorScheme: 'dark' | 'light' = 'dark'): Promise<BrowserContext> => {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
  context.setDefaultTimeout(30_000)
  contexts.push(context)
  return context
}
t.afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
})

/** A page of an operator who came by a deep link. */
const enter = async (path: string, heading: string, colorScheme?: 'dark' | 'light') => {
  const watched = await openPage(await newContext(colorScheme))
  const { page } = watched
  await page.goto(root + path)
  await fill(page, olga)
  await title(page, heading)
  return watched
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

type Violation = { readonly id: string; readonly nodes: readonly { readonly html: string }[] }

const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const found = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )
  return (found as readonly Violation[]).map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

t.test('the shell: its policy, its tags, what is not there', async (t) => {
  const shell = await fetch(`${root}/events?live=1`)
  const policy = shell.headers.get('content-security-policy') ?? ''
  t.match(policy, /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/)
  t.notMatch(policy, /unsafe|\*/)
  t.ok(policy.includes(`connect-src 'self' ${new URL(world.writeApi).origin}`))
  const text = await shell.text()
  t.notMatch(text, /<script(?![^>]*\bsrc=)|\bstyle="|\bon\w+=/, 'nothing inline')
  t.notMatch(text, /(?:src|href)="(?:https?:)?\/\//, 'nothing from elsewhere')

  const [, asset = ''] = /<script type="module" src="([^"]+)"/.exec(text) ?? []
  const first = await fetch(world.readApi + asset)
  t.match(first.headers.get('content-type'), /^text\/javascript/)
  const etag = first.headers.get('etag') ?? ''
  const again = await fetch(world.readApi + asset, { headers: { 'if-none-match': etag } })
  t.equal(again.status, 304)
  t.equal((await fetch(`${root}/assets/nothing.js`)).status, 404)
  t.equal((await fetch(`${root}/assets/..%2f..%2fpackage.json`)).status, 404)
})

t.test('who is no operator is refused, and left without a session', async (t) => {
  const { page } = await openPage(await newContext())
  await page.goto(root)
  await fill(page, { ...olga, password: 'not hers' })
  const alert = page.getByRole('alert')
  await alert.getByText('INVALID_CREDENTIALS').waitFor()
  t.match(await alert.textContent(), /Trace [0-9a-f]{32}/, 'with the trace')
  await fill(page, ravi)
  await alert.getByText('FORBIDDEN').waitFor()
  t.equal(await page.evaluate('sessionStorage.length'), 0)
})

t.test('a deep link is found again behind the log-in', async (t) => {
  const { page } = await enter('/events?category=job&types=JobCompleted', 'Event log')
  t.match(page.url(), /category=job&types=JobCompleted$/)
  await page.getByRole('link', { name: 'JobCompleted' }).first().waitFor()
  t.equal(await page.getByLabel('Category', { exact: true }).inputValue(), 'job')
  t.equal(await page.locator('tbody tr').count(), 1)
})

t.test('by keyboard alone', async (t) => {
  const { page } = await enter('', 'Overview')
  for (const { letter, path } of places) {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await page.waitForURL(`${root}${path === '/' ? '' : path}`)
  }
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await page.locator('[data-row]').nth(2).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  const focused = 'document.activeElement === document.querySelectorAll("main [data-row]")[0]'
  t.equal(await page.evaluate(focused), true)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/events\/[0-9a-f-]{36}$/)

  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('/')
  await page.keyboard.type(`job-${world.job.jobId}`)
  await page.keyboard.press('Enter')
  await title(page, 'job')
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  t.equal(await page.evaluate('document.activeElement?.id'), 'main')
})

t.test('the tail shows what happens, when it happens', async (t) => {
  const { page, complaints } = await enter('/events?category=wallet&live=1', 'Event log')
  await page.getByText('Following', { exact: true }).waitFor()
  const before = await page.locator('tbody tr').count()
  await world.credit()
  await page.locator('tr.fresh').first().waitFor()
  t.ok((await page.locator('tbody tr').count()) > before)
  t.match(await page.locator('tbody tr').first().textContent(), /CreditGranted|WalletCredited/)
  t.same(complaints, [])
})

t.test('a state at any revision, and what changed since another', async (t) => {
  const stream = `/streams/job-${world.job.jobId}`
  const { page } = await enter(`${stream}?at=0`, 'job')
  const state = page.getByRole('region', { name: /^State at revision/ })
  await page.getByRole('region', { name: 'State at revision 0' }).waitFor()
  t.match(await state.textContent(), /"status": "SUBMITTED"/)
  await page.getByLabel('Revision', { exact: true }).focus()
  await page.keyboard.press('End')
  await page.locator('#state', { hasText: '"COMPLETED"' }).waitFor()
  t.match(page.url(), /at=\d+&from=0$/, 'the address follows')
  await page.getByRole('region', { name: 'Changes' }).getByText('/status').first().waitFor()
})

t.test('a stream that waits is tried again, then left out, each with a reason', async (t) => {
  const { page } = await enter('/quarantine', 'Quarantine')
  const { poisoned } = world
  await page.getByRole('button', { name: `Retry ${poisoned}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('Once more')
  await dialog.getByRole('button', { name: 'What would happen?' }).click()
  await dialog.getByText('It would').waitFor()
  await dialog.getByRole('button', { name: 'Retry' }).click()
  await dialog.locator('.deed-outcome').waitFor()
  t.match(await dialog.locator('.deed-outcome').textContent(), /^FAILED: ./, 'no code can read it')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: `Skip ${poisoned}` }).click()
  await dialog.getByLabel('Why').fill('Nobody can read it')
  await dialog.getByLabel('Type the name again').fill('something else')
  await dialog.getByRole('button', { name: 'Skip' }).click()
  await dialog.getByText('CONFIRMATION_REQUIRED').waitFor()
  await dialog.getByLabel('Type the name again').fill(poisoned)
  await dialog.getByRole('button', { name: 'Skip' }).click()
  await dialog.locator('.deed-outcome', { hasText: 'DONE' }).waitFor()
  await page.keyboard.press('Escape')
  await page.goto(`${root}/actions`)
  await page.getByRole('link', { name: 'quarantine.skip' }).waitFor()
  await page.getByText('Nobody can read it').waitFor()
})

t.test('read models are built anew, compared, promoted and rolled back by clicking', async (t) => {
  const { page, complaints } = await enter('/projections', 'Read models')
  await spoilRows(world)
  await rebuildStream(t, page, world)
  await rebuildAll(t, page, world)
  t.same(complaints, [])
})

t.test('a chain that is halted is followed again, for a reason', async (t) => {
  await haltChain(world)
  const { page, complaints } = await enter('/chains', 'Chains')
  await page.getByText('TOO_DEEP').waitFor()
  const from = 'From the block as the node has it now'
  const dialog = await openDeed(page, 'Resume local', { Why: 'Its node was wrong', [from]: '1e9' })
  await page.evaluate(axe)
  t.same(await violationsOf(page), [])
  await dialog.getByRole('button', { name: 'Resume', exact: true }).click()
  await dialog.getByRole('alert').waitFor()
  t.match(await dialog.getByRole('alert').textContent(), /UNAVAILABLE|CHAIN_BLOCK_AHEAD/)
  await dialog.getByLabel(from).fill('')
  t.match(await perform(page, dialog, 'Resume'), /^DONE: local is followed again, from block \d/)
  await page.reload()
  await page.getByText('FOLLOWED', { exact: true }).waitFor()
  await page.getByText('Its node was wrong').waitFor()
  t.same(complaints, [])
})

t.test(
  'a session goes on behind a token that ran out, and ends with its refresh token',
  async (t) => {
    const { page } = await enter('/ledger', 'Ledger')
    const spoil = (fields: object): Promise<unknown> =>
      page.evaluate(`sessionStorage.setItem('qhub.session', JSON.stringify({
      ...JSON.parse(sessionStorage.getItem('qhub.session')), ...${JSON.stringify(fields)} }))`)
    const refreshed = (): Promise<unknown> =>
      page.waitForResponse((answer) => answer.url().endsWith('/v1/sessions/refresh') && answer.ok())

    await spoil({ expiresAt: 0 })
    await Promise.all([refreshed(), page.reload()])
    await title(page, 'Ledger')
    await spoil({ accessToken: 'not.a.token' })
    await Promise.all([refreshed(), page.reload()])
    await title(page, 'Ledger')
    await spoil({ expiresAt: 0, refreshToken: 'qhr_not_one', refreshKey: 'another' })
    await page.reload()
    await page.getByLabel('E-mail').waitFor()
    t.equal(await page.evaluate('sessionStorage.length'), 0)
    await fill(page, olga)
    await title(page, 'Ledger')
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('You are logged out.').waitFor()
  },
)

t.test('the theme is the system’s until it is chosen', async (t) => {
  const { page } = await enter('/ledger', 'Ledger', 'light')
  const ground = (): Promise<unknown> =>
    page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
  const light = await ground()
  await page.getByRole('button', { name: 'Theme: system' }).click()
  await page.getByRole('button', { name: 'Theme: light' }).click()
  t.not(await ground(), light)
  await page.reload()
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
})

t.test(
  'every view, dark and light: accessible, without a complaint, nothing wider than a phone',
  async (t) => {
    const { page, complaints } = await enter('', 'Overview')
    const shots = join('.tap', 'console')
    mkdirSync(shots, { recursive: true })
    const views = Object.entries(viewsOf(world))
    for (const { path } of places)
      t.ok(
        views.some(([, view]) => (view === '' ? '/' : view.split('?')[0]) === path),
        `a view of ${path}`,
      )
    for (const [name, path] of views) {
      // As a link within the page does it: whole pages are loaded in the journeys.
      await page.evaluate(
        `history.pushState(null, '', '/console${path}'); dispatchEvent(new PopStateEvent('popstate'))`,
      )
      const [place = ''] = path.split('?')
      const shown = name === 'nothing' ? '' : place || '/'
      await page.locator(`main[data-path="${shown}"]:not([aria-busy])`).waitFor()
      t.equal(await page.locator('main .failure').count(), 0, `${name} has no error`)
      await page.evaluate(axe)
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme })
        t.same(await violationsOf(page), [], `${name}, ${colorScheme}`)
        await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) })
      }
      await page.setViewportSize({ width: 390, height: 800 })
      const wider = 'document.documentElement.scrollWidth > innerWidth'
      t.equal(await page.evaluate(wider), false, `${name} fits a phone`)
      await page.setViewportSize({ width: 1280, height: 860 })
    }
    t.same(complaints, [])
  },
)
