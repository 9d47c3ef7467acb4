import type { IntroducedKey } from '../../domain/audit/keys.ts'
import { isAudited } from '../../domain/audit/leaf.ts'
import type { SignedHead } from '../../domain/audit/tree-heads.ts'
import { hexOf } from '../../platform/audit/sha256.ts'
import { readVerifier, type Verifier } from '../../platform/audit/signing.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import type { WireEvent } from '../../platform/event-store/wire/read-reply.ts'
import { hashOfEvent } from '../../projections/audit/catch-up.ts'
import { tileSize } from '../../projections/audit/tiles.ts'
import type { AuditTree } from '../../projections/audit/tree.ts'
import type { OnStep } from '../progress/step.ts'
import { createDifferenceFinder, judge } from './difference.ts'
import type { Finding } from './finding.ts'
import { createIdSet } from './id-set.ts'
import { badEventOf } from './read-pairs.ts'
import { createTracker } from './tracker.ts'
import { trustOf } from './trust.ts'

export type LogVerdict = {
  readonly findings: readonly Finding[]
  readonly events: number
  /** Heads that the log has the root of, and the events that the last of them covers. */
  readonly heads: number
  readonly signed: number
}

export type LogToVerify = {
  readonly log: StoredLog
  readonly heads: readonly SignedHead[]
  readonly keys: readonly IntroducedKey[]
  /** Public keys to believe; those that the log itself names without them. */
  readonly given?: readonly Verifier[]
  /** Tells which event is the first bad one, as far as heads say that it is right. */
  readonly tree?: Pick<AuditTree, 'leavesOf'>
  readonly onStep?: OnStep
}

/** Heads with good signatures, and what is wrong with the rest. */
const judgeHeads = ({ heads, keys, given }: LogToVerify) => {
  const named = keys.flatMap(({ key }) => readVerifier(key) ?? [])
  const believed = new Map((given ?? named).map((verifier) => [verifier.keyId, verifier]))
  const findings: Finding[] = []
  let size = 0
  const good = heads.filter((head, number) => {
    const trust = trustOf(head, believed)
    const which = `head ${number} of ${head.size} events, signed at ${head.at}`
    if (trust === 'forged') findings.push({ code: 'HEAD_FORGED', detail: which })
    else if (trust === 'unknown-key')
      findings.push({ code: 'UNKNOWN_KEY', detail: `${which} with the key ${head.keyId}` })
    else if (head.size <= size) findings.push({ code: 'HEAD_OUT_OF_ORDER', detail: which })
    size = Math.max(size, head.size)
    return trust === 'good'
  })
  return { good, findings }
}

/** Revisions that do not follow each other, and ids that are there twice. */
const createOrderCheck = () => {
  const next = new Map<string, bigint>()
  const ids = createIdSet()
  return (index: number, event: WireEvent): Finding | undefined => {
    const { stream, revision, id } = event
    const due = next.get(stream) ?? 0n
    next.set(stream, revision + 1n)
    const bad = badEventOf(index, event)
    if (revision !== due)
      return {
        code: 'GAP',
        detail: `its stream goes on with ${due.toString()}`,
        event: bad,
      }
    return ids.add(id)
      ? undefined
      : { code: 'DUPLICATE_ID', detail: 'its id is there already', event: bad }
  }
}

/** A log that is wrong in very many places is wrong enough. */
const mostFindings = 100

/** Recomputes the tree from the log and holds it against every head that was signed. */
export const verifyLog = async (wish: LogToVerify): Promise<LogVerdict> => {
  const { log, tree, onStep = () => undefined } = wish
  const { good, findings } = judgeHeads(wish)
  const [found, expected] = [createTracker(good), createTracker(good)]
  const finder = createDifferenceFinder()
  const check = createOrderCheck()
  const signed = good.at(-1)?.size ?? 0
  let index = 0
  let tile: readonly Uint8Array[] = []
  const expectedAt = async (at: number): Promise<Uint8Array | undefined> => {
    if (tree !== undefined && at % tileSize === 0) tile = await tree.leavesOf(at / tileSize)
    return tile[at % tileSize]
  }
  const compare = (
    at: number,
    leaf: Uint8Array | undefined,
    wanted: Uint8Array,
    event?: WireEvent,
  ) =>
    finder.add({
      event: badEventOf(at, event),
      ...(leaf === undefined ? {} : { found: { leaf: hexOf(leaf) } }),
      expected: { leaf: hexOf(wanted) },
    })
  for await (const page of log.after('start')) {
    for (const event of page.filter(isAudited)) {
      const leaf = hashOfEvent(event)
      const wanted = await expectedAt(index)
      if (wanted !== undefined) {
        compare(index, leaf, wanted, event)
        expected.add([wanted])
      }
      found.add([leaf])
      const wrong = check(index, event)
      if (wrong !== undefined && findings.length < mostFindings) findings.push(wrong)
      index += 1
    }
    onStep({ phase: 'verify', done: index, total: Math.max(signed, index), unit: 'events' })
  }
  // What the tree holds beyond the log was signed, and is gone.
  for (let at = index; at < signed; at += 1) {
    const wanted = await expectedAt(at)
    if (wanted === undefined) break
    compare(at, undefined, wanted)
    expected.add([wanted])
  }
  const [own, others] = [found.end(), expected.end()]
  const wrong = own.bad ?? own.beyond
  if (wrong !== undefined) {
    const difference = finder.end()
    const first = difference?.first.event
    if (difference !== undefined && first !== undefined && others.provedTo > first.index)
      findings.unshift({ ...judge(difference), event: first })
    else {
      const detail = `the log does not have the root of the head of ${wrong.size} events, signed at ${wrong.at}`
      const among = { from: own.provedTo, to: wrong.size }
      findings.unshift({
        code: own.bad === undefined ? 'LOG_TRUNCATED' : 'LOG_DIFFERS',
        detail,
        among,
      })
    }
  }
  return { findings, events: index, heads: own.matched, signed: own.provedTo }
}
