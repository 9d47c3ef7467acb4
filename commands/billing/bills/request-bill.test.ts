import t from 'tap'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { foundOrganisation, publishBook } from '../../../test/kit/metering.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { change } from '../../shared/change.ts'
import { execute } from '../../shared/execute.ts'
import { requestBill } from './request-bill.ts'
import { setBillingTerms } from './set-profile.ts'

const perMinute = {
  key: 'tokens',
  meter: 'llm_tokens_in',
  model: { kind: 'PER_UNIT', unitPrice: '0.01' },
  minimum: '0',
} as const
const terms = {
  tax: { label: 'VAT', basisPoints: 0 },
  paymentTermsDays: 14,
  collection: 'SEND',
} as const

const stage = async () => {
  const services = servicesOn(memoryLog().eventStore, manualClock('2026-11-21T12:00:00.000Z'))
  const organisationId = await foundOrganisation(services)
  const codeOf = async (asset: string): Promise<string> => {
    const input = { organisationId, asset }
    const asked = await execute(services, requestBill, input, contextOf(newId()))
    return asked.kind === 'failed' ? asked.failure.code : 'ASKED'
  }
  const setTerms = async () => {
    const input = {
      organisationId,
      ...terms,
      priceBookId: await publishBook(services, [perMinute]),
    }
    const set = await execute(services, setBillingTerms, input, contextOf(newId()))
    return set.kind === 'failed' ? set.failure.code : 'SET'
  }
  const credit = (asset: string) =>
    change(services, contextOf(newId()), 'credit', wallet, walletIdOf(organisationId, asset), {
      type: 'CreditWallet',
      ...{ organisation: organisationId, asset, amount: 1_000n, reason: 'promotion' },
    })
  return { codeOf, setTerms, credit }
}

t.test('a wallet is billed in the asset that it holds', async (t) => {
  const { codeOf, credit } = await stage()
  t.equal(await codeOf('USD/4'), 'NOT_FOUND', 'before there is anything, nobody says what')
  t.match(await credit('USD/2'), { stream: String })
  t.equal(await codeOf('USD/4'), 'ASSET_MISMATCH')
  t.equal(await codeOf('USD/2'), 'ASKED')
})

t.test('or in the one that its usage is priced in', async (t) => {
  const { codeOf, setTerms } = await stage()
  t.equal(await setTerms(), 'SET')
  t.equal(await codeOf('USD/4'), 'ASSET_MISMATCH')
  t.equal(await codeOf('USD/2'), 'ASKED')
})
