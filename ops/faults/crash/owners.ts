import { setTimeout as pause } from 'node:timers/promises'
import type { HttpClient } from '../../client/http-client.ts'
import type { Person } from '../../client/sign-up.ts'
import type { Given } from '../answers.ts'
import { insist, type Insistence } from '../insist.ts'
import { noteIn } from '../note.ts'
import type { World } from '../world.ts'

export type OwnersOptions = Insistence & {
  readonly http: HttpClient
  readonly world: World
  readonly seed: string
  readonly record: (given: Given) => void
}

export type Owners = {
  /** No run is begun any more. Resolves with how many there were, when they have ended or their owners give up. */
  readonly leave: () => Promise<number>
}

/** Somebody's workflow: published once, run over and over. */
export type Owner = {
  readonly token: string
  /** Of what this owner asks for. */
  readonly key: string
  /** The definition's id; nothing when it was refused. */
  readonly publish: (definition: object, key: string) => Promise<string | undefined>
  /** Whatever comes of it: what it is about may have ended meanwhile. */
  readonly steer: (path: string, body: object | undefined, key: string) => Promise<void>
}

/** One run, from the wish until it has ended. */
export type Life = {
  readonly order: object
  /** What the owner does when it has looked at a run that goes on. */
  readonly meanwhile: (runId: string, status: string, key: string, look: number) => Promise<void>
}

/** What an owner does: prepares, then draws one run after the other. Nothing when it may not. */
export type Living = (
  owner: Owner,
  person: number,
) => Promise<((number: number) => Life) | undefined>

const ended: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const betweenMs = 150

/** Owners of workflows, one run after the other each. What they are told is noted: a refusal ends what an owner wants. */
export const startOwners = (
  name: string,
  people: readonly Person[],
  { http, seed, record, ...insistence }: OwnersOptions,
  living: Living,
): Owners => {
  const { signal } = insistence
  const note = noteIn(record)
  let leaving = false
  let count = 0

  const untilEnded = async (token: string, runId: string, key: string, life: Life) => {
    for (let look = 0; ; look += 1) {
      signal.throwIfAborted()
      await pause(betweenMs)
      // While the hub recovers it may not answer: that is no answer about the run.
      const seen = await http.get(`/v1/workflow-runs/${runId}`, { token }).catch(() => undefined)
      const status = String(seen?.body['status'])
      if (ended.has(status)) return
      await life.meanwhile(runId, status, key, look)
    }
  }

  const live = async ({ token }: Person, person: number): Promise<void> => {
    const key = `${name}-${seed}-${person}`
    const send = (path: string, body: object | undefined, of: string) =>
      insist(() => http.send('POST', path, body, { token, key: of }), insistence)
    const owner: Owner = {
      token,
      key,
      publish: async (definition, of) => {
        const verdict = await send('/v1/workflow-definitions', { definition }, of)
        const answer = note('publish', of, {}, verdict)
        return answer === undefined ? undefined : String(answer.body['definitionId'])
      },
      steer: async (path, body, of) => {
        await send(path, body, of)
      },
    }
    const draw = await living(owner, person)
    if (draw === undefined) return
    for (let number = 0; !leaving && !signal.aborted; number += 1) {
      const each = `${key}-${number}`
      const life = draw(number)
      const begun = note('begin', each, {}, await send('/v1/workflow-runs', life.order, each))
      if (begun === undefined) return
      count += 1
      await untilEnded(token, String(begun.body['runId']), each, life)
    }
  }

  const done = Promise.all(people.map(live)).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  // It is waited for when they leave.
  done.catch(() => undefined)
  return {
    leave: async () => {
      leaving = true
      await done
      return count
    },
  }
}
