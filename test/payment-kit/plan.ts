import { createRandom, type Random } from '../../platform/providers/simulator/engine/random.ts'
import { between, chance, pick } from '../../ops/faults/draw.ts'
import type { NoticeFault, RequestFault } from '../../ops/embedded/payments/faults/fault.ts'

/** What somebody does with a payment, and what their bank does behind it. */
export const stories = [
  'TOP_UP',
  'TOP_UP_SLOW_BANK',
  'TOP_UP_ASKED',
  'TOP_UP_DECLINED_THEN_PAID',
  'TOP_UP_DECLINED',
  'TOP_UP_REFUNDED',
  'TOP_UP_REFUND_FAILS',
  'TOP_UP_REFUND_SLOW',
  'TOP_UP_DISPUTED',
  'TOP_UP_CANCELLED',
  'JOB',
  'JOB_CANCELLED',
  'JOB_LAPSED',
  'BILL',
] as const
export type Story = (typeof stories)[number]

export type RequestOrder = {
  readonly on: string
  readonly times: number
  readonly fault: RequestFault
}
export type NoticeOrder = { readonly on: string; readonly fault: NoticeFault }

export type Scenario = {
  readonly name: string
  readonly story: Story
  readonly paymentId: string
  readonly organisation: string
  /** In cents. */
  readonly amount: number
  /** Of a job: what it used; of a refund: what is given back. */
  readonly part: number
  /** What a bank, or a customer, says where the story leaves it open. */
  readonly agreed: boolean
  readonly requests: readonly RequestOrder[]
  readonly notices: readonly NoticeOrder[]
}

const operations = [
  'payment_intents.create',
  'payment_intents.create',
  'payment_intents.confirm',
  'payment_intents.capture',
  'payment_intents.cancel',
  'refunds.create',
] as const

const requestFault = (random: Random): RequestFault =>
  pick<RequestFault>(random, [
    { kind: 'drop' },
    { kind: 'loseReply' },
    { kind: 'loseReply' },
    { kind: 'answerLate', ms: between(random, 50, 900) },
    { kind: 'doLate', ms: between(random, 50, 900) },
    { kind: 'answerTwice' },
    { kind: 'failBefore' },
    { kind: 'failAfter' },
    { kind: 'rateLimit' },
    { kind: 'garbage' },
    { kind: 'otherObject' },
    { kind: 'sayDeclined' },
    { kind: 'forget' },
  ])

const noticeFault = (random: Random): NoticeFault =>
  pick<NoticeFault>(random, [
    { kind: 'lose' },
    { kind: 'late', ms: between(random, 50, 2_000) },
    { kind: 'twice' },
    { kind: 'tamper' },
    { kind: 'oldSignature' },
    { kind: 'overtaken', ms: between(random, 50, 2_000) },
  ])

const uuid = (random: Random): string => {
  const hex = Array.from({ length: 32 }, () => between(random, 0, 15).toString(16)).join('')
  const variant = pick(random, ['8', '9', 'a', 'b'])
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

const scenario = (seed: string, index: number): Scenario => {
  const random = createRandom(`${seed} scenario ${index}`)
  const story = pick(random, stories)
  const amount = between(random, 100, 50_000)
  const many = chance(random, 0.15) ? 0 : between(random, 1, 3)
  return {
    name: `${index} ${story}`,
    story,
    paymentId: uuid(random),
    organisation: uuid(random),
    amount,
    part: between(random, 1, amount),
    agreed: chance(random, 0.6),
    requests: Array.from({ length: many }, () => {
      const fault = requestFault(random)
      return { on: pick(random, operations), times: between(random, 1, 3), fault }
    }),
    notices: Array.from({ length: many === 0 ? 0 : between(random, 0, 3) }, () => ({
      on: pick(random, ['*', 'payment_intent.*', 'charge.*', 'refund.*']),
      fault: noticeFault(random),
    })),
  }
}

export type Strike = {
  /** It falls after so many more events of the log. */
  readonly afterEvents: number
  readonly target: 'hub' | 'provider' | 'both'
}

export type Batch = { readonly scenarios: readonly Scenario[]; readonly strikes: readonly Strike[] }

export type KitSize = {
  readonly seed: string
  readonly scenarios: number
  /** Scenarios that go on at a time. */
  readonly together: number
}

/** The same seed, the same plan: who does what, what befalls it, and where the kills fall. */
export const planOf = ({ seed, scenarios, together }: KitSize): readonly Batch[] =>
  Array.from({ length: Math.ceil(scenarios / together) }, (_, batch) => {
    const random = createRandom(`${seed} batch ${batch}`)
    const first = batch * together
    const size = Math.min(together, scenarios - first)
    return {
      scenarios: Array.from({ length: size }, (_, index) => scenario(seed, first + index)),
      strikes: Array.from({ length: Math.max(3, Math.ceil(size / 6)) }, () => ({
        afterEvents: between(random, 2, size * 3),
        target: pick(random, ['hub', 'hub', 'provider', 'both'] as const),
      })),
    }
  })
