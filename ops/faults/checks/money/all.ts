import { balances } from './balances.ts'
import { bills } from './bills.ts'
import { bounds } from './bounds.ts'
import { commands } from './commands.ts'
import { holdsOnce } from './holds-once.ts'
import { limitsKept } from './limits-kept.ts'
import type { LogCheck } from './log-check.ts'
import { once } from './once.ts'
import { paymentsKnown } from './payments-known.ts'
import { reversals } from './reversals.ts'
import { settled } from './settled.ts'
import { splits } from './splits.ts'
import { transactions } from './transactions.ts'

/** What holds for money in any log, at any time: the invariants 1 to 14 as far as the log alone shows them. */
export const moneyChecks = {
  transactions,
  balances,
  holdsOnce,
  limitsKept,
  bills,
  splits,
  settled,
  bounds,
  commands,
  paymentsKnown,
  once,
  reversals,
} as const satisfies Readonly<Record<string, LogCheck>>
