import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { openDraft } from '../core/draft.ts'
import { ApiError } from '../core/errors.ts'
import type { Simulator } from '../core/simulator.ts'
import type { Answer, Entry } from '../core/world.ts'
import type { RequestFault } from '../faults/fault.ts'
import { expanded } from './expand.ts'
import type { Operation, Request } from './operation.ts'

export type Call = {
  readonly operation: Operation
  readonly request: Request
  readonly key: string | undefined
  /** Method, path and parameters: what a second request under the key has to be the same in. */
  readonly text: string
  readonly fault: RequestFault | undefined
}

type Ran = {
  readonly answer: Answer
  readonly entry: Partial<Entry>
  /** Whether it got as far as to be kept under its key. */
  readonly executed: boolean
}

export type Performed = Answer & { readonly replayed?: boolean }

const problem = (error: unknown): Answer & { readonly executed: boolean } => {
  if (!(error instanceof ApiError)) throw error
  return { status: error.status, body: { error: error.error }, executed: error.executed }
}

const failure: Answer = {
  status: 500,
  body: { error: { type: 'api_error', message: 'An unexpected error occurred.' } },
}

const idempotencyProblem = (status: number, message: string, code?: string): Answer => ({
  status,
  body: {
    error: { type: 'idempotency_error', message, ...(code === undefined ? {} : { code }) },
  },
})

/** Carries out the calls of the API, each key once. */
export const createPerformer = (simulator: Simulator) => {
  const { world } = simulator
  const under = new Set<string>()

  const run = ({ operation, request, fault, key }: Call): Ran => {
    const draft = openDraft(world, simulator.now(), key)
    try {
      const { status, body } = operation.run(draft, request)
      const former = fault?.kind === 'stale' ? world.former.get(request.id) : undefined
      const shown = status === 200 ? expanded(draft.any, former ?? body, wanted(request)) : body
      return { answer: { status, body: shown }, entry: draft.entry(), executed: true }
    } catch (error) {
      const { executed, ...answer } = problem(error)
      return { answer, entry: {}, executed }
    }
  }

  const look = async (call: Call): Promise<Answer> => {
    await simulator.tick()
    const { answer } = run(call)
    await simulator.settled()
    return answer
  }

  const change = async (call: Call, scope: string | undefined): Promise<Answer> => {
    if (call.fault?.kind === 'doLate') await pause(call.fault.ms)
    await simulator.tick()
    const { answer: honest, entry, executed } = run(call)
    // What is said to be done, and is not: told from a draft that is thrown away. Its ids are nobody else's.
    if (call.fault?.kind === 'forget') {
      const { sequence = world.sequence } = entry
      await simulator.write({ sequence })
      return honest
    }
    const answer = call.fault?.kind === 'failAfter' ? failure : honest
    const fingerprint = fingerprintOf(call)
    const at = Math.floor(simulator.now() / 1000) + world.settings.clockOffsetSeconds
    const isKept = scope !== undefined && executed
    await simulator.write({
      ...entry,
      ...(isKept ? { answer: { key: scope, kept: { ...answer, fingerprint, at } } } : {}),
    })
    return answer
  }

  const perform = async (call: Call): Promise<Performed> => {
    const { operation, request, key, fault } = call
    if (operation.method === 'GET') return look(call)
    if (fault?.kind === 'failBefore') return failure
    if (key === undefined) return change(call, undefined)
    const scope = `${request.account ?? ''}:${key}`
    if (under.has(scope))
      return idempotencyProblem(
        409,
        'There is currently another in-progress request using this key.',
        'idempotency_key_in_use',
      )
    const kept = world.answers.get(scope)
    if (kept !== undefined) {
      if (kept.fingerprint !== fingerprintOf(call))
        return idempotencyProblem(
          400,
          'Keys for idempotent requests can only be used with the same parameters they were first used with.',
        )
      await simulator.settled()
      return { status: kept.status, body: kept.body, replayed: true }
    }
    under.add(scope)
    try {
      return await change(call, scope)
    } finally {
      under.delete(scope)
    }
  }
  return perform
}

const wanted = ({ form: { expand } }: Request): readonly string[] =>
  Array.isArray(expand) ? expand.filter((path) => typeof path === 'string') : []

const fingerprintOf = ({ text }: Call): string => createHash('sha256').update(text).digest('hex')
