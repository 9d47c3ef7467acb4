import { readAnswer } from '../api/read.ts'
import { bars } from '../charts/bars.ts'
import { group } from '../dom/h.ts'
import { choice } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { card, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, when } from '../parts/words.ts'
import { devices, type DeviceRow } from '../queries/devices.ts'
import { hrefOf, type Show } from '../routing/route.ts'

const states = ['ONLINE', 'PAUSED', 'OFFLINE', 'RETIRED'] as const

export const deviceHref = (deviceId: string): string => hrefOf(`/devices/${deviceId}`)

const list = (rows: readonly DeviceRow[]): HTMLElement =>
  table(
    'Devices',
    [
      {
        title: 'Device',
        cell: ({ deviceId, name }) => rowLink(deviceHref(deviceId), name),
        wide: true,
      },
      { title: 'State', cell: ({ status }) => badge(status) },
      { title: 'Waiting', cell: ({ queueDepth }) => queueDepth.waiting, numeric: true },
      { title: 'Running', cell: ({ queueDepth }) => queueDepth.running, numeric: true },
      {
        title: 'Takes jobs',
        cell: ({ queueDepth }) => (queueDepth.accepting ? 'yes' : 'no'),
        minor: true,
      },
      { title: 'Opens', cell: ({ nextOpening }) => when(nextOpening), minor: true },
      {
        title: 'Technology',
        cell: ({ technology }) => technology.replaceAll('_', ' ').toLowerCase(),
        minor: true,
      },
      { title: 'Qubits', cell: ({ qubits }) => qubits, numeric: true, minor: true },
      { title: 'Provider', cell: ({ provider }) => provider?.name ?? '–', minor: true },
    ],
    rows,
  )

export const showDevices: Show = async ({ query }, signal) => {
  const status = query.get('status')
  const filter = status === null ? null : { status: [status] }
  const { data } = await readAnswer(devices, { ...pageOf(query), filter }, signal)
  const rows = data.devices.edges.map(({ node }) => node)
  return group(
    heading('Devices', 'What runs jobs, and what waits before each.'),
    filterForm(
      '/devices',
      'Which devices',
      choice(
        'State',
        'status',
        [['', 'any'], ...states.map((state) => [state, state.toLowerCase()] as const)],
        status ?? '',
      ),
    ),
    rows.length === 0
      ? nothing('There are no such devices.', 'Providers register devices with the command API.')
      : group(
          card(
            'Jobs in line',
            bars(
              'Jobs that wait or run, by device',
              rows.map(({ deviceId, name, queueDepth: { waiting, running } }) => ({
                name,
                value: waiting + running,
                text: `${waiting} + ${running}`,
                href: deviceHref(deviceId),
              })),
            ),
          ),
          list(rows),
          pager(data.devices.pageInfo, (place) =>
            hrefOf('/devices', { status: status ?? '', ...place }),
          ),
        ),
  )
}
