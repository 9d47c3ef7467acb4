import { bell } from './kit/bell.ts'
import type { Figure, Part } from './kit/part.ts'
import { percentile, timeEach } from './kit/statistics.ts'
import { openWorld, type World } from './kit/world.ts'

type Sizes = {
  readonly jobs: number
  readonly commands: number
  readonly visible: number
  readonly queries: number
}

const width = 32

const statusQuery = `
  query Seen($jobId: ID!, $position: Position!) @atLeast(position: $position, waitMs: 10000) {
    job(jobId: $jobId) { jobId status }
  }`
const pageQuery =
  '{ jobs(first: 20) { edges { node { jobId status billing charge { charged { amount } } device { name } } } } }'
const oneQuery =
  'query One($jobId: ID!) { job(jobId: $jobId) { jobId status billing result { counts } } }'

type Submitted = { readonly jobId: string; readonly position: string }

const submit = async ({ http, customer, deviceId }: World): Promise<Submitted> => {
  const { body } = await http.send(
    'POST',
    '/v1/jobs',
    { source: bell, deviceId, shots: 1000 },
    { token: customer.token },
  )
  return { jobId: String(body['jobId']), position: String(body['position']) }
}

const ended = async ({ http, customer }: World, jobId: string): Promise<void> => {
  for (;;) {
    const { body } = await http.get(`/v1/jobs/${jobId}`, {
      token: customer.token,
      prefer: 'wait=30',
    })
    if (body['status'] === 'COMPLETED') return
    if (body['status'] === 'FAILED' || body['status'] === 'CANCELLED')
      throw new Error(`a bench job ${body['status']}`)
  }
}

/** Bell jobs of 1,000 shots, from the HTTP request to the terminal state, 32 under way at a time. */
const jobsEndToEnd = async (world: World, count: number): Promise<readonly Figure[]> => {
  const began = performance.now()
  const taken = await timeEach(count, width, async () => {
    const { jobId } = await submit(world)
    await ended(world, jobId)
  })
  const seconds = (performance.now() - began) / 1000
  return [
    { name: `jobs end to end, ${width} at a time`, value: count / seconds, unit: 'jobs/s' },
    { name: 'submit to COMPLETED, p50', value: percentile(taken, 0.5), unit: 'ms' },
    { name: 'submit to COMPLETED, p99', value: percentile(taken, 0.99), unit: 'ms' },
  ]
}

/** One after the other: from sending the command until GraphQL shows its job, by the command's own position token. */
const submitToVisible = async (world: World, count: number): Promise<readonly Figure[]> => {
  const taken = await timeEach(count, 1, async () => {
    const job = await submit(world)
    await world.graphql(statusQuery, job, world.customer.token)
  })
  return [
    { name: 'submit to visible in GraphQL, p50', value: percentile(taken, 0.5), unit: 'ms' },
    { name: 'submit to visible in GraphQL, p99', value: percentile(taken, 0.99), unit: 'ms' },
  ]
}

/** Quotes: parse, authorise, compile the circuit, decide, append one event. */
const commands = async (world: World, count: number): Promise<readonly Figure[]> => {
  const { http, customer, deviceId } = world
  const began = performance.now()
  const taken = await timeEach(count, width, async () => {
    await http.send(
      'POST',
      '/v1/quotes',
      { source: bell, deviceId, shots: 1000 },
      { token: customer.token },
    )
  })
  const seconds = (performance.now() - began) / 1000
  return [
    { name: `commands (quotes), ${width} at a time`, value: count / seconds, unit: 'commands/s' },
    { name: 'command, p99', value: percentile(taken, 0.99), unit: 'ms' },
  ]
}

const queries = async (world: World, count: number): Promise<readonly Figure[]> => {
  const { graphql, customer } = world
  const { jobId } = await submit(world)
  const rate = async (query: string, variables: object): Promise<number> => {
    const began = performance.now()
    await timeEach(count, width, async () => {
      await graphql(query, variables, customer.token)
    })
    return count / ((performance.now() - began) / 1000)
  }
  return [
    {
      name: 'GraphQL, one job with its result',
      value: await rate(oneQuery, { jobId }),
      unit: 'queries/s',
    },
    {
      name: 'GraphQL, 20 jobs with charge and device',
      value: await rate(pageQuery, {}),
      unit: 'queries/s',
    },
  ]
}

/** One round of everything, in an order that leaves the system idle between the parts. */
const roundOf = async (world: World, sizes: Sizes): Promise<readonly Figure[]> => [
  ...(await jobsEndToEnd(world, sizes.jobs)),
  ...(await commands(world, sizes.commands)),
  ...(await submitToVisible(world, sizes.visible)),
  ...(await queries(world, sizes.queries)),
]

const full: Sizes = { jobs: 200, commands: 1_000, visible: 200, queries: 1_500 }
const quick: Sizes = { jobs: 40, commands: 100, visible: 40, queries: 150 }

export const mainJob: Part = {
  name: 'main-job',
  about: 'a circuit from submission to bill: jobs/s, latency, commands/s, queries/s',
  rounds: 5,
  open: async (options) => {
    const world = await openWorld()
    options.say('warming up')
    await roundOf(world, quick)
    return { round: () => roundOf(world, options.quick ? quick : full), stop: world.stop }
  },
}
