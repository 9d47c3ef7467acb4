import { between, pick } from '../../ops/faults/draw.ts'
import type { Random } from '../../platform/providers/simulator/engine/random.ts'

/** What happens in a scenario, one after the other. */
export type Happening =
  | { readonly kind: 'deposit' | 'withdraw'; readonly tokens: number }
  /**
   * A job is to be paid by signature; it costs `part` tenths of the most. UNSIGNED: nobody ever signs. FORGOTTEN: nobody
   * takes it, and the payer does in the end.
   */
  | {
      readonly kind: 'pay'
      readonly tokens: number
      readonly part: number
      readonly ends: 'CAPTURED' | 'REFUNDED' | 'VOIDED' | 'FORGOTTEN' | 'UNSIGNED'
    }
  /** A job is not wanted any more, wherever its payment stands. Or an operator wants no more of the newest transaction. */
  | { readonly kind: 'giveUp' | 'cancel' }
  /** What payers have signed is over, and they take back what is still held. */
  | { readonly kind: 'expire' }
  /** Somebody without a linked address sends tokens. */
  | { readonly kind: 'stranger'; readonly tokens: number }
  | { readonly kind: 'mine'; readonly blocks: number }
  /** Blocks go; what they held stands in the new ones, waits again, or is forgotten. */
  | {
      readonly kind: 'reorganise'
      readonly depth: number
      readonly then: 'REPLACED' | 'WAITS' | 'FORGOTTEN'
    }
  | { readonly kind: 'drop' }
  /** The pool forgets the first that waits of a key of the hub's, or the key is used without the hub in the place of that. */
  | { readonly kind: 'gap' | 'useKey'; readonly whose: 'TREASURY' | 'OPERATOR' }
  | { readonly kind: 'fees'; readonly gwei: number }
  | { readonly kind: 'lag'; readonly blocks: number }
  | { readonly kind: 'silent' | 'loseAnswers' | 'recover' | 'restart' }
  /** A process ends before or after the n-th of what it does to the log or the node. */
  | { readonly kind: 'die'; readonly who: 'WATCHER' | 'SENDER'; readonly at: number }
  | { readonly kind: 'watch' | 'send' }
  /** All goes on a little: what was asked for is sent, mined and seen. */
  | { readonly kind: 'go' }
  | { readonly kind: 'pass'; readonly seconds: number }

const kinds = [
  ...['deposit', 'deposit', 'withdraw', 'withdraw', 'stranger', 'mine', 'mine', 'mine'],
  ...['reorganise', 'reorganise', 'reorganise', 'drop', 'gap', 'useKey', 'fees', 'lag', 'silent'],
  ...['loseAnswers', 'recover', 'recover', 'restart', 'die', 'die', 'watch', 'watch', 'watch'],
  ...['send', 'send', 'send', 'pass', 'pass', 'pay', 'pay', 'pay', 'giveUp', 'cancel', 'expire'],
  ...['go', 'go', 'go', 'go', 'go', 'go', 'go', 'go', 'go', 'go', 'go'],
] as readonly Happening['kind'][]

/** Blocks on one another that make what is below final; reorganisations go less deep. */
export const finalDepth = 6

/** More than anybody has: the chain takes nothing. */
const tooMuch = 2_000_000

const payment = (random: Random): Extract<Happening, { kind: 'pay' }> => ({
  kind: 'pay',
  tokens: between(random, 1, 10) === 1 ? tooMuch : between(random, 1, 40),
  part: between(random, 1, 10),
  ends: pick(random, [
    ...(['CAPTURED', 'CAPTURED', 'CAPTURED', 'REFUNDED', 'REFUNDED'] as const),
    ...(['VOIDED', 'FORGOTTEN', 'UNSIGNED'] as const),
  ]),
})

/** The payment that is under way when a story begins. */
export const firstOf = (random: Random): Extract<Happening, { kind: 'pay' }> => payment(random)

const one = (random: Random): Happening => {
  const kind = pick(random, kinds)
  switch (kind) {
    case 'deposit':
    case 'stranger':
    case 'withdraw':
      return { kind, tokens: between(random, 1, 40) }
    case 'pay':
      return payment(random)
    case 'gap':
    case 'useKey':
      return { kind, whose: pick(random, ['TREASURY', 'OPERATOR'] as const) }
    case 'mine':
      return { kind, blocks: between(random, 1, 3) }
    case 'reorganise':
      return {
        kind,
        depth: between(random, 1, finalDepth - 1),
        then: pick(random, ['REPLACED', 'WAITS', 'FORGOTTEN'] as const),
      }
    case 'fees':
      return { kind, gwei: pick(random, [1, 5, 40, 120]) }
    case 'lag':
      return { kind, blocks: between(random, 1, 4) }
    case 'die':
      return {
        kind,
        who: pick(random, ['WATCHER', 'SENDER'] as const),
        at: between(random, 0, 12),
      }
    case 'pass':
      return { kind, seconds: pick(random, [1, 20, 70]) }
    default:
      return { kind }
  }
}

/** The story of one seed. */
export const storyOf = (random: Random): readonly Happening[] =>
  Array.from({ length: between(random, 15, 40) }, () => one(random))
