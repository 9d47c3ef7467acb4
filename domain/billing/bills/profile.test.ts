import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import {
  BillingTerms,
  billingProfile,
  standardTerms,
  type BillingProfileCommand,
} from './profile.ts'

const { given, after } = decider(billingProfile)
const organisation = idNamed('org')
const walletId = `${organisation}-USD`
const priceBook = { priceBookId: idNamed('book'), asset: 'USD/2' }
const setTerms = (terms: BillingTerms): BillingProfileCommand => ({
  type: 'SetBillingTerms',
  ...{ organisation, terms, walletId },
})
const named: BillingProfileCommand = {
  type: 'NameBillingParty',
  ...{ organisation, party: 'sealed:v1:x.a.b.c', country: 'DE' },
}
const chosen: BillingProfileCommand = {
  type: 'ChooseBillingCard',
  ...{ organisation, card: { methodId: idNamed('card'), userId: idNamed('user') } },
}

t.test('who is billed, on what terms, and from which card', async (t) => {
  const { state } = after(named, setTerms({ ...standardTerms, priceBook }), chosen)
  t.match(state, { party: { country: 'DE' }, terms: { priceBook }, card: {} })
  given().when(setTerms(standardTerms)).then([])
  after(chosen).when(chosen).then([])
  after(chosen).when({ type: 'ChooseBillingCard', organisation }).then(['BillingCardChosen'])
  t.equal(after(chosen, { type: 'ChooseBillingCard', organisation }).state.card, undefined)
})

t.test('usage is billed in one asset', async () => {
  after(setTerms({ ...standardTerms, priceBook }))
    .when(setTerms({ ...standardTerms, priceBook: { ...priceBook, asset: 'EUR/2' } }))
    .then('ASSET_MISMATCH')
})

t.test('terms are bounded', async (t) => {
  const isValid = (changes: object): boolean =>
    BillingTerms.safeParse({ ...standardTerms, ...changes }).success
  t.ok(isValid({ paymentTermsDays: 120 }))
  t.notOk(isValid({ paymentTermsDays: 121 }))
  t.notOk(isValid({ tax: { label: 'VAT', basisPoints: 9_999_999_900 } }))
})
