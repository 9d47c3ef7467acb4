import type { z } from 'zod'
import { stored, StoredTopUp } from '../../../domain/billing/wallet/entries.ts'
import type { Wallet } from '../../../domain/billing/wallet/wallet-state.ts'

export type StoredAutoTopUp = z.output<typeof StoredTopUp>

/** In the form of the row: amounts as text. */
export const storedTopUp = ({ topUp }: Wallet): StoredAutoTopUp | null =>
  topUp === undefined ? null : StoredTopUp.parse(stored(topUp))
