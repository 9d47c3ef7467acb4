import { setTimeout as pause } from 'node:timers/promises'
import type { Person } from '../../client/sign-up.ts'
import { Broken } from '../expect.ts'
import type { Stage } from '../stage.ts'

const everyMs = 50

type Reply = {
  readonly data?: { readonly jobs: { readonly edges: readonly object[] } }
  readonly extensions?: { readonly position: string; readonly generation: number }
}

export type Watch = {
  readonly stop: () => Promise<{ readonly reads: number; readonly generations: readonly number[] }>
}

/** A reader that asks again and again for the jobs there are. Throws, at its end, when it ever saw less, or an earlier place. */
export const watchJobs = ({ readApi }: Stage, { token }: Person): Watch => {
  const generations: number[] = []
  const gaps: string[] = []
  let [position, jobs, reads, isOver] = [0n, 0, 0, false]
  const readOnce = async (): Promise<void> => {
    const response = await fetch(new URL('/graphql', readApi), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ jobs(first: 100) { edges { node { jobId } } } }' }),
    })
    // The shape is that of GraphQL over HTTP, and of the query.
    const { data, extensions } = (await response.json()) as Reply
    if (data === undefined || extensions === undefined) return void gaps.push('no answer')
    const count = data.jobs.edges.length
    if (BigInt(extensions.position) < position) gaps.push(`position ${extensions.position}`)
    if (count < jobs) gaps.push(`${count} jobs after ${jobs}`)
    position = BigInt(extensions.position)
    jobs = count
    reads += 1
    if (generations.at(-1) !== extensions.generation) generations.push(extensions.generation)
  }
  const running = (async () => {
    while (!isOver) {
      await readOnce()
      await pause(everyMs)
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await running
      if (gaps.length > 0) throw new Broken(`a reader saw a gap: ${gaps.slice(0, 3).join(', ')}`)
      return { reads, generations }
    },
  }
}
