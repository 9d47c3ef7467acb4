import { between, chance } from '../../ops/faults/draw.ts'
import { onBills } from './operations/bills.ts'
import { onCards } from './operations/cards.ts'
import { onCharges, onLimits } from './operations/charges.ts'
import { onCredits } from './operations/credits.ts'
import { onHolds } from './operations/holds.ts'
import { onJournal } from './operations/journal.ts'
import { onPayees } from './operations/payees.ts'
import { onWalletBills } from './operations/wallet-bills.ts'
import { openWallet, some, type Operation, type World } from './world.ts'

const hour = 3_600_000

/** The next wish: mostly of a wallet, in the mix in which they come, with time going by. */
export const nextOperation = (world: World): Operation => {
  const { random, wallets, bills, journal } = world
  if (chance(random, 0.3)) world.now += Math.floor(random() * 2 * hour)
  // Wallets, bills and entries come to rest, and others take their place.
  if (chance(random, 1 / 120)) wallets[between(random, 0, wallets.length - 1)] = openWallet(world)
  if (bills.size > 30) bills.clear()
  if (journal.size > 60) journal.clear()
  const wallet = some(world, wallets)
  const kind = between(random, 0, 99)
  if (kind < 16) return onCredits(world, wallet)
  if (kind < 46) return onHolds(world, wallet)
  if (kind < 58) return onCharges(world, wallet)
  if (kind < 76) return onCards(world, wallet)
  if (kind < 80) return onLimits(world, wallet)
  if (kind < 85) return onWalletBills(world, wallet)
  if (kind < 90) return onJournal(world)
  if (kind < 95) return onPayees(world)
  return onBills(world)
}
