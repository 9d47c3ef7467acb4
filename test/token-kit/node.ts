import type { ChainPort, Header } from '../../platform/chain/port.ts'
import type { Found } from '../../platform/payments/outcome.ts'

/** The process ends here: nothing that it would have done next is done. */
export class Dead extends Error {
  override readonly name = 'Dead'
}

const silence = { kind: 'unanswered', reason: 'silent' } as const

/** A node that may show fewer blocks than there are, say nothing, or take what it is sent and lose the answer. */
export const unsteadyNode = (real: ChainPort) => {
  let lag = 0n
  let isSilent = false
  let losesAnswers = false

  const newest = async (): Promise<bigint> => {
    const heads = await real.heads()
    if (heads.kind !== 'found') throw new Error('the chain itself does not answer')
    return heads.value.latest.number - lag
  }
  const unlessSilent = async <Value>(ask: () => Promise<Found<Value>>): Promise<Found<Value>> =>
    isSilent ? silence : ask()
  const shown = async <Value>(
    found: Found<Value>,
    numberOf: (value: Value) => bigint,
  ): Promise<Found<Value>> =>
    found.kind === 'found' && lag > 0n && numberOf(found.value) > (await newest())
      ? { kind: 'absent' }
      : found

  const port: ChainPort = {
    ...real,
    chainId: () => unlessSilent(real.chainId),
    heads: () =>
      unlessSilent(async () => {
        const latest: Found<Header> = await real.header(await newest())
        return latest.kind === 'found'
          ? { kind: 'found', value: { latest: latest.value, safe: null, finalised: null } }
          : latest
      }),
    header: (which) =>
      unlessSilent(async () => shown(await real.header(which), ({ number }) => number)),
    logs: (question) => unlessSilent(() => real.logs(question)),
    receipt: (hash) =>
      unlessSilent(async () => shown(await real.receipt(hash), ({ blockNumber }) => blockNumber)),
    transaction: (hash) => unlessSilent(() => real.transaction(hash)),
    transactionCount: (address, at) =>
      unlessSilent(async () =>
        real.transactionCount(address, at === 'latest' ? await newest() : at),
      ),
    fees: () => unlessSilent(real.fees),
    call: async (order, at) => (isSilent ? silence : real.call(order, at)),
    estimateGas: async (order) => (isSilent ? silence : real.estimateGas(order)),
    send: async (raw) => {
      if (isSilent) return { kind: 'unknown', detail: 'silent' }
      const answer = await real.send(raw)
      return losesAnswers ? { kind: 'unknown', detail: 'the answer was lost' } : answer
    },
  }
  return {
    port,
    lagBy: (blocks: bigint): void => {
      lag = blocks
    },
    setSilent: (silent: boolean): void => {
      isSilent = silent
    },
    setLosing: (loses: boolean): void => {
      losesAnswers = loses
    },
    recover: (): void => {
      lag = 0n
      isSilent = false
      losesAnswers = false
    },
  }
}
