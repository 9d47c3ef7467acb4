import { decoderOf } from '../../domain/shared/decode.ts'
import type { Json } from '../../domain/shared/json.ts'
import { catalogSteps } from '../read-models/catalog-steps.ts'
import { marketSteps } from '../read-models/market-steps.ts'
import { createRecorder } from '../read-models/recorder.ts'
import { play } from '../read-models/steps.ts'
import { walletStory } from '../read-models/wallet-steps.ts'
import { contractOf, versionsOf, type Version } from './contract.ts'
import { digestOf, nameOf, type Entry } from './entry.ts'
import { exampleOf } from './example.ts'
import type { Definitions } from './inspect.ts'

/** Events that the real deciders decided to, the first of each type: better examples than made-up ones. */
const decidedEvents = (): ReadonlyMap<string, Json> => {
  const recorder = createRecorder()
  play(recorder, ['registerDevice', 'calibrate', 'goOnline', 'publishPrice', 'configureQueue'])
  play(recorder, ['credit', 'issueQuote', 'submit', 'hold', 'queue', 'enqueue', 'dispatch'])
  play(recorder, ['compiling', 'executing', 'complete', 'leaveQueue', 'capture', 'settle'])
  play(recorder, ['refund', 'refundJob', 'pause', 'goOffline'])
  play(recorder, ['voidHold'], 'a', '3')
  play(recorder, ['submit', 'hold', 'queue', 'cancel', 'cancelled', 'release'], 'a', '2')
  play(recorder, ['chargeWallet', 'refundWalletCharge'], 'a', '4')
  play(recorder, ['voidWalletCharge'], 'a', '5')
  play(recorder, walletStory, 'a', '6', 'w')
  play(
    recorder,
    ['credit', 'reverseCredit', 'creditFromPayment', 'withdraw', 'settleWithdrawal'],
    'a',
    '7',
    'v',
  )
  play(recorder, ['grantPromotional', 'setLimit', 'removeLimit', 'expireGrant'], 'a', '8', 'v')
  play(recorder, ['seeDeposit', 'finaliseDeposit', 'refuseDeposit', 'claimDeposit'], 'a', '9', 't')
  play(recorder, ['seeDeposit', 'orphanDeposit'], 'a', '10', 't')
  play(recorder, ['expectInWallet', 'reverseInWallet', 'creditInWallet'], 'a', '9', 't')
  play(recorder, ['withdrawToChain', 'settleOnChain', 'sellInWallet', 'buyInWallet'], 'a', '9', 't')
  play(recorder, ['creditInWallet', 'withdrawToChain', 'returnFromChain'], 'a', '10', 't')
  play(recorder, ['sellInWallet', 'unsellInWallet'], 'a', '10', 't')
  play(recorder, ['quoteExchange', 'acceptExchange', 'completeExchange'], 'a', '9', 't')
  play(recorder, ['quoteExchange', 'acceptExchange', 'failExchange'], 'a', '10', 't')
  for (const step of Object.values(catalogSteps)) step(recorder, 'a', '1', 'x')
  for (const step of Object.values(marketSteps)) step(recorder, 'a', '1', 'x')
  // What the recorder keeps went through JSON.
  return new Map(recorder.events.toReversed().map(({ type, data }) => [type, data as Json]))
}

export type Additions = {
  readonly entries: readonly Entry[]
  /** Versions whose example nothing here can make. */
  readonly byHand: readonly string[]
}

/** Entries for every version that the catalogue does not have. */
export const additionsTo = (catalogue: readonly Entry[], definitions: Definitions): Additions => {
  const known = new Set(catalogue.map(nameOf))
  const decided = decidedEvents()
  const decode = decoderOf(definitions)
  const entries: Entry[] = []
  const byHand: string[] = []
  const isReadable = ({ type, version }: Version, data: Json): boolean => {
    try {
      decode({ type, data, metadata: { schema: version } })
      return true
    } catch {
      return false
    }
  }
  for (const each of [...definitions.values()].flatMap(versionsOf)) {
    if (known.has(nameOf(each))) continue
    const { type, version } = each
    const contract = contractOf(each.data)
    const candidates = [decided.get(type), exampleOf(contract)]
    const example = candidates.find((data) => data !== undefined && isReadable(each, data))
    if (example === undefined) byHand.push(nameOf(each))
    else entries.push({ type, version, digest: digestOf({ contract, example }), contract, example })
  }
  return { entries, byHand }
}
