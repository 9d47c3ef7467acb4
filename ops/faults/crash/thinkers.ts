import { setTimeout as pause } from 'node:timers/promises'
import type { HttpClient } from '../../client/http-client.ts'
import { insist, type Insistence } from '../insist.ts'
import type { World } from '../world.ts'

export type ThinkersOptions = Insistence & {
  readonly http: HttpClient
  readonly world: World
  readonly seed: string
}

export type Thinkers = {
  /** No run is begun any more. Resolves when those that were have ended, or their owners give up. */
  readonly leave: () => Promise<void>
}

const prompt = (key: string, content: unknown): object => ({
  ...{ key, kind: 'PROMPT', template: 'call.text', maxOutputTokens: 200 },
  variables: { messages: [{ role: 'user', content }] },
})

/** Two at once, then one that takes what they answered. */
const definition = {
  title: 'Think',
  inputs: { question: { type: 'string' } },
  steps: [
    {
      ...{ key: 'both', kind: 'PARALLEL' },
      steps: [
        prompt('first', { $from: 'input.question' }),
        prompt('second', { $text: ['Say it otherwise: ', { $from: 'input.question' }] }),
      ],
    },
    prompt('last', { $text: ['Join: ', { $from: 'steps.first.output' }] }),
  ],
}

const ended: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const betweenMs = 150

/** Owners of workflows that ask language models within a budget, one run after the other. */
export const startThinkers = ({ http, world, seed, ...insistence }: ThinkersOptions): Thinkers => {
  const { signal } = insistence
  let leaving = false
  const send = async (path: string, body: object, token: string, key: string) => {
    const verdict = await insist(() => http.send('POST', path, body, { token, key }), insistence)
    if (verdict.kind === 'refused') throw verdict.refusal
    return verdict.answer.body
  }
  const untilEnded = async (runId: string, token: string, key: string): Promise<void> => {
    for (let look = 0; !signal.aborted; look += 1) {
      // While the hub recovers it may not answer yet: that is no answer about the run.
      const seen = await http.get(`/v1/workflow-runs/${runId}`, { token }).catch(() => undefined)
      const status = String(seen?.body['status'])
      if (ended.has(status)) return
      if (status === 'SUSPENDED')
        await send(`/v1/workflow-runs/${runId}/resumption`, {}, token, `${key}-on-${look}`)
      await pause(betweenMs)
    }
  }
  const think = async (token: string, person: number): Promise<void> => {
    const key = `think-${seed}-${person}`
    const { definitionId } = await send('/v1/workflow-definitions', { definition }, token, key)
    for (let number = 0; !leaving && !signal.aborted; number += 1) {
      const order = {
        workflow: { definitionId },
        input: { question: `What is question ${number}?` },
        budget: { amount: '10', asset: 'USD/2' },
      }
      const { runId } = await send('/v1/workflow-runs', order, token, `${key}-${number}`)
      await untilEnded(String(runId), token, `${key}-${number}`)
    }
  }
  const done = Promise.all(
    world.people.slice(0, 2).map(({ token }, person) => think(token, person)),
  )
  done.catch(() => undefined)
  return {
    leave: async () => {
      leaving = true
      await done
    },
  }
}
