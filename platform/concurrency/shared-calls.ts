import { setTimeout as pause } from 'node:timers/promises'

/** Makes the call, or takes part in one that others make under the same key. */
export type ShareCalls<Value> = (key: string, call: () => Promise<Value>) => Promise<Value>

/**
 * Equal questions share one call: who asks while a call is under way gets the answer of the next one. That begins after
 * all who share it have asked, so each sees whatever had happened before it asked, as if it had asked alone. Where many
 * ask, calls begin `apartMs` apart, so that more of them share one: from the second that was waited for on, so that two who
 * meet by chance do not wait for a third.
 */
export const sharedCalls = <Value>(apartMs = 0): ShareCalls<Value> => {
  const underWay = new Map<string, Promise<Value>>()
  /** Calls that others waited for to begin. */
  const awaited = new WeakSet<Promise<Value>>()
  const next = new Map<string, Promise<Value>>()

  const begin = (key: string, call: () => Promise<Value>): Promise<Value> => {
    const answer = call().finally(() => {
      if (underWay.get(key) === answer) underWay.delete(key)
    })
    underWay.set(key, answer)
    return answer
  }

  return (key, call) => {
    const shared = next.get(key)
    if (shared !== undefined) return shared
    const before = underWay.get(key)
    if (before === undefined) return begin(key, call)
    const asked = performance.now()
    const go = async (): Promise<Value> => {
      const left = awaited.has(before) ? apartMs - (performance.now() - asked) : 0
      if (left >= 1) await pause(left)
      next.delete(key)
      const answer = begin(key, call)
      awaited.add(answer)
      return answer
    }
    const after = before.then(go, go)
    next.set(key, after)
    return after
  }
}
