import { read } from '../api/read.ts'
import { areaChart } from '../charts/area-chart.ts'
import { type Bar, bars } from '../charts/bars.ts'
import { type Child, h } from '../dom/h.ts'
import { renew } from '../dom/renew.ts'
import { card, figure, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { poll } from '../parts/poll.ts'
import { count, decimal } from '../parts/words.ts'
import { type Bounded, type Overview, overview } from '../queries/overview.ts'
import { hrefOf, type Show } from '../routing/route.ts'
import { deviceHref } from './devices.ts'

/** How often it looks again, in ms. */
const everyMs = 5_000
/** As many types of events as are told apart. */
const mostTypes = 8

const words = ({ count: n, isExact }: Bounded): string => `${count(n)}${isExact ? '' : '+'}`

const trouble = (name: string, bounded: Bounded, href: string): HTMLElement =>
  figure(
    name,
    h('a', { href }, words(bounded)),
    bounded.count === 0 ? 'none' : 'look at them',
    bounded.count === 0 ? 'good' : 'bad',
  )

const top = (found: Overview): HTMLElement => {
  const perMinute = Number(found.eventsPerMinute.at(-2)?.events ?? 0)
  const hour = found.eventsPerMinute.reduce((sum, { events }) => sum + Number(events), 0)
  const behind = BigInt(found.head) > BigInt(found.position)
  return h(
    'div',
    { class: 'figures' },
    figure('Events a minute', count(perMinute), `${count(hour)} in the last hour`),
    figure(
      'Lag of reading',
      `${count(found.lagMs)} ms`,
      `position ${found.position}`,
      behind && found.lagMs > 2_000 ? 'wait' : '',
    ),
    figure(
      'Sagas going on',
      h('a', { href: hrefOf('/sagas', { status: 'ACTIVE' }) }, words(found.activeInstances)),
      'instances',
    ),
    trouble('Stuck', found.stuckInstances, hrefOf('/sagas', { trouble: 'stuck' })),
    trouble('Parked', found.parkedInstances, hrefOf('/dead-letters')),
    trouble('Quarantined', found.quarantinedStreams, hrefOf('/quarantine')),
  )
}

const tones: Readonly<Record<string, string>> = {
  COMPLETED: 'good',
  FAILED: 'bad',
  QUEUED: 'wait',
  SUBMITTED: 'wait',
  CANCELLING: 'wait',
}

const jobBars = ({ jobs }: Overview): readonly Bar[] =>
  jobs.map(({ status, jobs: bounded }) => ({
    name: status.toLowerCase(),
    value: bounded.count,
    text: words(bounded),
    tone: tones[status] ?? '',
  }))

const typeBars = ({ eventTypes }: Overview): readonly Bar[] =>
  eventTypes
    .toSorted((a, b) => Number(BigInt(b.events) - BigInt(a.events)))
    .slice(0, mostTypes)
    .map(({ type, events }) => ({
      name: type,
      value: Number(events),
      text: count(events),
      href: hrefOf('/events', { types: type }),
    }))

/** Minor units as a decimal: the asset says how many digits it has. */
const inUnits = (minor: string, asset: string): string => {
  const digits = Number(asset.split('/')[1] ?? '0')
  const sign = minor.startsWith('-') ? '-' : ''
  const whole = minor.replace('-', '').padStart(digits + 1, '0')
  const cut = whole.length - digits
  return decimal(`${sign}${whole.slice(0, cut)}${digits === 0 ? '' : `.${whole.slice(cut)}`}`)
}

const moneyCards = ({ money }: Overview): readonly HTMLElement[] =>
  [...Map.groupBy(money, ({ asset }) => asset)].map(([asset, sums]) =>
    card(
      `Money in ${asset.split('/')[0] ?? asset}`,
      bars(
        `What stands on the ledger in ${asset}`,
        sums.map(({ kind, balance }) => ({
          name: kind.replaceAll('_', ' '),
          value: Math.abs(Number(balance)),
          text: inUnits(balance, asset),
          tone: 'teal',
        })),
      ),
      h('p', { class: 'card-more' }, h('a', { href: hrefOf('/ledger') }, 'Trial balance')),
    ),
  )

const deviceBars = ({ devices }: Overview): readonly Bar[] =>
  devices.map(({ deviceId, name, waiting, running }) => ({
    name,
    value: waiting + running,
    text: `${waiting} + ${running}`,
    href: deviceHref(deviceId),
  }))

/** Only what lags is drawn: of everything else there is nothing to say. */
const groupsBehind = ({ readModels }: Overview): Child => {
  const late = readModels.filter(({ behind }) => behind !== '0')
  const others = readModels.length - late.length
  return [
    late.length === 0
      ? undefined
      : bars(
          'Events that groups of tables are behind',
          late.map(({ group, behind }) => ({
            name: group,
            value: Number(behind),
            text: `${count(behind)} behind`,
            tone: 'wait',
          })),
        ),
    h(
      'p',
      { class: 'soft' },
      late.length === 0
        ? `All ${others} groups of tables are up to date.`
        : `${others} others are up to date.`,
    ),
    h('p', { class: 'card-more' }, h('a', { href: hrefOf('/projections') }, 'Generations')),
  ]
}

const minuteOf = (iso: string | undefined): string => (iso ?? '').slice(11, 16)

const whole = (found: Overview): readonly HTMLElement[] => [
  top(found),
  card(
    'Events a minute, the last hour',
    areaChart({
      label: 'Events a minute over the last hour',
      values: found.eventsPerMinute.map(({ events }) => Number(events)),
      from: minuteOf(found.eventsPerMinute[0]?.minute),
      to: `${minuteOf(found.eventsPerMinute.at(-1)?.minute)} UTC`,
      unit: 'events',
    }),
  ),
  h(
    'div',
    { class: 'cards' },
    card(
      'Jobs',
      found.jobs.length === 0 ? nothing('No job yet.') : bars('Jobs by state', jobBars(found)),
    ),
    card(
      'In line before devices',
      found.devices.length === 0
        ? nothing('No device yet.')
        : bars('Waiting and running jobs by device', deviceBars(found)),
    ),
    ...moneyCards(found),
    card('Most frequent events', bars('Events by type', typeBars(found))),
    card(`Read models, generation ${found.generation}`, groupsBehind(found)),
  ),
]

/** The hub at a glance, kept up to date while it is looked at. */
export const showOverview: Show = async (_, signal) => {
  const { hubOverview } = await read(overview, {}, signal)
  const region = h('div', { class: 'view' }, ...whole(hubOverview))
  poll(everyMs, signal, async () => {
    const { hubOverview: next } = await read(overview, {}, signal)
    if (!signal.aborted) renew(region, ...whole(next))
  })
  const view = document.createDocumentFragment()
  view.append(
    heading('Overview', 'The hub as it is now; looked at again every five seconds.'),
    region,
  )
  return view
}
