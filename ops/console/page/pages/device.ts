import { ApiFailure } from '../api/failure.ts'
import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { card, facts, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, id, when } from '../parts/words.ts'
import { device, type QueueEntry } from '../queries/devices.ts'
import { causeHref, streamHref, type Show } from '../routing/route.ts'

const queue = (entries: readonly QueueEntry[]): HTMLElement =>
  table(
    'Queue',
    [
      {
        title: 'Job',
        cell: ({ job }) =>
          job === null
            ? 'not yet known'
            : rowLink(streamHref(`job-${job.jobId}`), job.name || job.jobId),
        wide: true,
      },
      { title: 'In line', cell: ({ state }) => badge(state) },
      { title: 'Job is', cell: ({ job }) => (job === null ? '–' : badge(job.status)) },
      { title: 'Since', cell: ({ since }) => when(since), minor: true },
      { title: 'Came', cell: ({ enqueuedAt }) => when(enqueuedAt), minor: true },
      {
        title: 'Story',
        cell: ({ job }) =>
          job?.correlationId == null
            ? '–'
            : h('a', { href: causeHref(job.correlationId) }, id(job.correlationId)),
        minor: true,
      },
    ],
    entries,
  )

export const showDevice: Show = async ({ params }, signal) => {
  const { deviceId = '' } = params
  const { device: found } = await read(device, { deviceId }, signal)
  if (found === null) throw new ApiFailure('NOT_FOUND', 'There is no such device.')
  const entries = found.queue.edges.map(({ node }) => node)
  return group(
    heading(found.name, found.description, badge(found.status)),
    card(
      'Now',
      facts([
        ['Waiting', found.queueDepth.waiting],
        ['Running', found.queueDepth.running],
        ['Takes jobs', found.queueDepth.accepting ? 'yes' : 'no'],
        ['Opens', when(found.nextOpening)],
        found.statusReason === null ? undefined : ['Why', found.statusReason],
        ['Provider', found.provider?.name ?? '–'],
        ['Technology', found.technology.replaceAll('_', ' ').toLowerCase()],
        ['Qubits', found.qubits],
        ['Gates', found.gateSet.join(', ') || 'not told'],
        ['Registered', when(found.registeredAt)],
        ['Stream', h('a', { href: streamHref(`device-${deviceId}`) }, `device-${deviceId}`)],
        [
          'Queue',
          h('a', { href: streamHref(`deviceQueue-${deviceId}`) }, `deviceQueue-${deviceId}`),
        ],
      ]),
    ),
    h('h2', {}, 'In line'),
    entries.length === 0 ? nothing('Nobody is in line.') : queue(entries),
  )
}
