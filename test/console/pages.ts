/** Every view of the console, with the address of one that has something to show. */
export const viewsOf = ({
  job,
  deviceId,
}: {
  readonly job: { readonly jobId: string; readonly correlationId: string }
  readonly deviceId: string
}): Readonly<Record<string, string>> => ({
  overview: '',
  devices: '/devices',
  device: `/devices/${deviceId}`,
  events: '/events?category=job',
  streams: '/streams',
  stream: `/streams/job-${job.jobId}?at=3&from=1`,
  cause: `/cause?of=${job.correlationId}`,
  sagas: '/sagas',
  instance: `/sagas/instances/jobExecution-${job.jobId}`,
  quarantine: '/quarantine',
  'dead-letters': '/dead-letters',
  timers: '/timers',
  'read-models': '/projections',
  generation: '/projections/1',
  // What the journeys of replays leave beside the live one, which is spoilt.
  difference: '/projections/3',
  audit: '/audit',
  ledger: '/ledger',
  chains: '/chains',
  actions: '/actions',
  nothing: '/no/such/view',
})
