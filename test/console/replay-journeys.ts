import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { eventually } from '../servers/eventually.ts'
import { openDeed, perform, previewed } from './deed.ts'
import type { World } from './world.ts'

const bounds = 'At most so many events a second'
const rebuild = 'Rebuild all read models'
const stream = 'Only the rows of this stream'
const accepted = 'Hash of the difference that is accepted'

/** What readers are told: the job's name, and what its wallet has. */
const told = async ({ graphql, token, job }: World): Promise<string> => {
  const { job: found } = await graphql<{ readonly job: { readonly name: string } | null }>(
    'query Told($jobId: ID!) { job(jobId: $jobId) { name } }',
    { jobId: job.jobId },
    token,
  )
  return found?.name ?? 'no job'
}

/** Readers of every process follow the pointer by themselves, a moment after it moved. */
const readersAreTold = (world: World, name: string): Promise<boolean> =>
  eventually(async () => (await told(world)) === name || undefined)

const rowOf = (page: Page, generation: number) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: String(generation) }) })

/** Rows of the live generation go wrong behind the hub's back: the job's name, and a device's. */
export const spoilRows = async ({ hub, job, deviceId }: World): Promise<void> => {
  const { pool } = hub.connections.postgres
  const schema = schemaOfGeneration(1)
  await pool.query(`UPDATE ${schema}.jobs SET name = 'spoilt' WHERE job_id = $1`, [job.jobId])
  await pool.query(`UPDATE ${schema}.devices SET name = 'spoilt' WHERE device_id = $1`, [deviceId])
}

/** The page of what differs says in which tables; the hash that accepts it. */
const compared = async (
  t: Test,
  page: Page,
  generation: number,
  tables: readonly string[],
): Promise<string> => {
  await rowOf(page, generation).getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: `Generation ${generation}` }).waitFor()
  const rows = page.getByRole('region', { name: 'Tables' }).getByRole('row')
  const differing = await rows.filter({ hasText: 'DIFFERENT' }).locator('code').allTextContents()
  t.same(differing.toSorted(), tables)
  const job = page.getByRole('region', { name: 'Rows of jobs that differ' })
  t.match(await job.textContent(), /spoiltbell.*JobSubmitted 0/, 'with the event that explains it')
  const hash = await page.getByText(/^[0-9a-f]{64}$/).textContent()
  await page.getByRole('link', { name: 'All generations' }).click()
  await page.getByRole('heading', { level: 1, name: 'Read models' }).waitFor()
  return hash ?? ''
}

/** Promotes what differs, which is refused until the difference is accepted; readers see it, and after the way back no more. */
const thereAndBack = async (
  t: Test,
  page: Page,
  world: World,
  to: number,
  hash: string,
): Promise<void> => {
  t.equal(await told(world), 'spoilt')
  const promote = `Promote ${to}`
  const blind = await openDeed(page, promote, { Why: 'It is built' })
  t.match(await perform(page, blind, 'Promote'), /^FAILED: generations 1 and \d differ/)
  t.equal(await told(world), 'spoilt')

  const knowing = await openDeed(page, promote, { Why: 'A fault is gone', [accepted]: hash })
  t.match(await previewed(knowing), /which differs as accepted/)
  t.match(await perform(page, knowing, 'Promote'), /^DONE: readers follow generation/)
  await rowOf(page, to).getByText('LIVE', { exact: true }).waitFor()
  await readersAreTold(world, 'bell')

  const back = await openDeed(page, 'Roll back to 1', { Why: 'To look once more' })
  t.match(await perform(page, back, 'Roll back to'), /^DONE: readers are back at generation 1/)
  await rowOf(page, 1).getByText('LIVE', { exact: true }).waitFor()
  await readersAreTold(world, 'spoilt')
}

/** The rows of one stream anew, looked at and dropped again, by clicking alone. What is wrong elsewhere is left. */
export const rebuildStream = async (t: Test, page: Page, world: World): Promise<void> => {
  const nobody = await openDeed(page, rebuild, { Why: 'A name', [stream]: 'job-nobody' })
  await nobody.getByRole('button', { name: 'Rebuild', exact: true }).click()
  await nobody.getByText('there is no stream job-nobody').waitFor()
  await page.keyboard.press('Escape')

  const name = `job-${world.job.jobId}`
  const start = await openDeed(page, rebuild, { Why: 'Its name', [stream]: name })
  t.match(await previewed(start), new RegExp(`build the rows of ${name} from its \\d+ events`))
  t.match(await perform(page, start, 'Rebuild'), /^DONE: generation 2 is to be built/)
  await page.getByRole('button', { name: 'Promote 2' }).waitFor()
  await compared(t, page, 2, ['jobs'])

  const typed = 'Type the name again'
  const drop = await openDeed(page, 'Drop 2', { Why: 'Seen enough', [typed]: '1' })
  await drop.getByRole('button', { name: 'Drop', exact: true }).click()
  await drop.getByText('CONFIRMATION_REQUIRED').waitFor()
  await drop.getByLabel(typed).fill('2')
  t.match(await perform(page, drop, 'Drop'), /^DONE: generation 2 is dropped/)
}

/** All rows anew: slowly, held up, gone on, compared, promoted and rolled back. Leaves generation 3 beside the live one. */
export const rebuildAll = async (t: Test, page: Page, world: World): Promise<void> => {
  const start = await openDeed(page, rebuild, { Why: 'A fault', [bounds]: '1' })
  t.match(await previewed(start), /^build all read models .* at 1 events\/s/)
  t.match(await perform(page, start, 'Rebuild'), /^DONE: generation 3 is to be built/)
  await page.getByRole('heading', { name: 'Building generation 3' }).waitFor()

  const hasty = await openDeed(page, 'Pause 3', {})
  await hasty.getByRole('button', { name: 'Pause', exact: true }).click()
  t.equal(await hasty.locator('input:invalid').count(), 1, 'not without a reason')
  await page.keyboard.press('Escape')
  const paused = await openDeed(page, 'Pause 3', { Why: 'Too much at noon' })
  t.match(await perform(page, paused, 'Pause'), /^DONE: the building of generation 3 is paused/)
  await page.getByText('PAUSED', { exact: true }).waitFor()
  const resumed = await openDeed(page, 'Resume 3', { Why: 'Noon is over' })
  t.match(await perform(page, resumed, 'Resume'), /^DONE: the building of generation 3 goes on/)
  const faster = await openDeed(page, 'Throttle 3', { Why: 'Nobody is here', [bounds]: 'none' })
  t.match(await perform(page, faster, 'Throttle'), /^DONE: generation 3 is built/)
  await page.getByRole('button', { name: 'Promote 3' }).waitFor()
  await thereAndBack(t, page, world, 3, await compared(t, page, 3, ['devices', 'jobs']))
}
