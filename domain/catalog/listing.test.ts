import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNamed, idNumber, meta as standard } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import type { PlanWish } from '../subscriptions/plan-rules.ts'
import type { Plan } from '../subscriptions/plan.ts'
import type { ListingEvent } from './listing-events.ts'
import type { OfferWish } from './listing-changes.ts'
import { listing, type ListingCommand, type ListingState } from './listing.ts'

const at = '2026-11-21T12:00:00.000Z'
const { given } = decider(listing, { now: at })
const [appId, organisationId] = [idNumber(1), idNumber(2)]
const fact = { appId, organisationId, at }

const basic: PlanWish = {
  name: 'Basic',
  description: '',
  asset: 'USD/2',
  pricing: { kind: 'MONTHLY', price: '900' },
  trialDays: 14,
  entitlements: [],
}
const pro: PlanWish = { ...basic, name: 'Pro', pricing: { kind: 'MONTHLY', price: '2900' } }
const offer: OfferWish = {
  title: 'Ground states',
  summary: 'Energies of small molecules.',
  description: '# What it does',
  categories: ['CHEMISTRY'],
  screenshots: ['https://example.org/1.png'],
  supportContact: { kind: 'EMAIL', address: 'support@example.org' },
  previewRuns: 3,
  plans: [basic, pro],
}
const [basicId, proId] = [idNamed('plan 0'), idNamed('plan 1')]
const plans: Plan[] = [
  { ...basic, planId: basicId, priceVersion: 1 },
  { ...pro, planId: proId, priceVersion: 1 },
]

const event = <Type extends ListingEvent['type']>(
  type: Type,
  more: Omit<Extract<ListingEvent, { type: Type }>['data'], keyof typeof fact>,
): ListingEvent =>
  // One event type at a time: what it holds besides is asked for above.
  ({ type, data: { ...fact, ...more } }) as unknown as ListingEvent

const drafted = event('ListingDrafted', { offer: { ...offer, plans }, commissionBasisPoints: 1500 })
const submitted = event('ListingSubmitted', {})
const published = event('ListingPublished', {})
const suspended = event('ListingSuspended', { reason: 'broken' })
const delisted = event('ListingDelisted', {})
const onMarket = [drafted, submitted, published]
const requestId = idNamed('change')
const proposed = event('ListingChangeProposed', { requestId, changes: { title: 'New' } })

const draft: ListingCommand = {
  type: 'DraftListing',
  appId,
  organisationId,
  offer,
  commissionBasisPoints: 1500,
}
const submit: ListingCommand = { type: 'SubmitListing' }
const publish: ListingCommand = { type: 'PublishListing' }
const relist: ListingCommand = { type: 'RelistListing' }
const propose = (changes: Extract<ListingCommand, { type: 'ProposeChange' }>['changes']) =>
  ({ type: 'ProposeChange', changes }) as const
const edit = (title: string): ListingCommand => ({ type: 'EditListing', changes: { title } })
const takeOff: ListingCommand = { type: 'WithdrawPlan', planId: basicId }
const putBack: ListingCommand = { type: 'RestorePlan', planId: basicId }
const withdrawnPlan = event('ListingPlanWithdrawn', { planId: basicId })

t.test('to the market and off it', async () => {
  given().when(draft).then([drafted])
  given(drafted).when(draft).then('ALREADY_EXISTS')
  given().when(submit).then('NOT_FOUND')
  given(drafted).when(submit).then([submitted])
  given(drafted, submitted).when(submit).then([])
  given(...onMarket)
    .when(submit)
    .then('ILLEGAL_LISTING_TRANSITION')
  given(event('ListingDrafted', { offer: { ...offer, plans: [] }, commissionBasisPoints: 0 }))
    .when(submit)
    .then('LISTING_INCOMPLETE')
  given(drafted).when(publish).then('ILLEGAL_LISTING_TRANSITION')
  given(drafted, submitted)
    .when({ type: 'PublishListing', internalNote: 'looked at twice' })
    .then([event('ListingPublished', { internalNote: 'looked at twice' })])
  given(drafted, submitted)
    .when({ type: 'DeclineListing', reason: 'no description' })
    .then([event('ListingDeclined', { reason: 'no description' })])
  given(drafted, submitted, event('ListingDeclined', { reason: 'no' }))
    .when(edit('Better'))
    .then([event('ListingEdited', { changes: { title: 'Better' } })])
  given(drafted, submitted).when(edit('Better')).then('ILLEGAL_LISTING_TRANSITION')
  given(drafted).when(edit('Ground states')).then([])
  given(drafted, submitted)
    .when({ type: 'WithdrawSubmission' })
    .then([event('ListingSubmissionWithdrawn', {})])
  given(drafted).when({ type: 'WithdrawSubmission' }).then([])
  given(...onMarket)
    .when({ type: 'SuspendListing', reason: 'broken' })
    .then([suspended])
  given(...onMarket, suspended)
    .when({ type: 'ReinstateListing', reason: 'mended' })
    .then([event('ListingReinstated', { reason: 'mended' })])
  given(...onMarket)
    .when({ type: 'ReinstateListing', reason: 'x' })
    .then('ILLEGAL_LISTING_TRANSITION')
  given(...onMarket)
    .when({ type: 'DelistListing' })
    .then([delisted])
  given(drafted).when({ type: 'DelistListing' }).then('ILLEGAL_LISTING_TRANSITION')
  given(...onMarket, delisted)
    .when(relist)
    .then([event('ListingRelisted', {})])
  given(...onMarket, suspended, delisted)
    .when(relist)
    .then('LISTING_REVIEW_REQUIRED')
  given(...onMarket, delisted, event('ListingEdited', { changes: { title: 'Other' } }))
    .when(relist)
    .then('LISTING_REVIEW_REQUIRED')
  given(...onMarket, delisted)
    .when(submit)
    .then([submitted])
})

t.test('change requests', async (t) => {
  given(drafted)
    .when(propose({ title: 'New' }))
    .then('ILLEGAL_LISTING_TRANSITION')
  given(...onMarket)
    .when(propose({ title: 'New', summary: offer.summary }))
    .then([proposed])
  given(...onMarket)
    .when(propose({ title: offer.title }))
    .then('INVALID_INPUT')
  given(...onMarket, proposed)
    .when(propose({ title: 'Newer' }))
    .then('CHANGE_REQUEST_OPEN')
  given(...onMarket)
    .when(propose({ plans: [] }))
    .then('LISTING_INCOMPLETE')
  given(...onMarket)
    .when(propose({ plans: [{ ...basic, planId: idNumber(9) }] }))
    .then('INVALID_INPUT')
  given(...onMarket, proposed)
    .when({ type: 'AcceptChange', requestId })
    .then([event('ListingChangeAccepted', { requestId, changes: { title: 'New' } })])
  given(...onMarket, proposed)
    .when({ type: 'DeclineChange', requestId, reason: 'misleading', internalNote: 'third time' })
    .then([
      event('ListingChangeDeclined', {
        requestId,
        reason: 'misleading',
        internalNote: 'third time',
      }),
    ])
  given(...onMarket, proposed)
    .when({ type: 'WithdrawChange', requestId })
    .then([event('ListingChangeWithdrawn', { requestId })])
  given(...onMarket)
    .when({ type: 'AcceptChange', requestId })
    .then('NOT_FOUND')
  given(...onMarket, proposed)
    .when({ type: 'DelistListing' })
    .then([event('ListingChangeWithdrawn', { requestId }), delisted])

  const dearer: Plan = {
    ...basic,
    planId: basicId,
    pricing: { kind: 'MONTHLY', price: '1000' },
    priceVersion: 2,
  }
  const { priceVersion: _, ...wish } = dearer
  const raised = event('ListingChangeProposed', { requestId, changes: { plans: [dearer] } })
  given(...onMarket)
    .when(propose({ plans: [wish] }))
    .then([raised])
  const accepted = event('ListingChangeAccepted', { requestId, changes: { plans: [dearer] } })
  const { state } = given(...onMarket, raised, accepted)
  t.match(state, { plans: [{ priceVersion: 2 }], withdrawnPlans: [{ planId: proId }] })
  given(...onMarket, raised)
    .when(takeOff)
    .then('CHANGE_REQUEST_OPEN')
})

t.test('plans on sale, and the commission', async () => {
  given(...onMarket)
    .when(takeOff)
    .then([withdrawnPlan])
  given(...onMarket, withdrawnPlan)
    .when(takeOff)
    .then([])
  given(...onMarket, withdrawnPlan)
    .when({ type: 'WithdrawPlan', planId: proId })
    .then('LISTING_INCOMPLETE')
  given(...onMarket, withdrawnPlan)
    .when(putBack)
    .then([event('ListingPlanRestored', { planId: basicId })])
  given(...onMarket)
    .when(putBack)
    .then([])
  given(...onMarket)
    .when({ type: 'WithdrawPlan', planId: idNumber(9) })
    .then('NOT_FOUND')
  given(drafted).when(takeOff).then('ILLEGAL_LISTING_TRANSITION')
  given(drafted)
    .when({ type: 'SetCommission', commissionBasisPoints: 500 })
    .then([event('ListingCommissionSet', { commissionBasisPoints: 500 })])
  given(drafted).when({ type: 'SetCommission', commissionBasisPoints: 1500 }).then([])
})

t.test('what buyers see a reviewer has agreed to, and there is something to buy', async (t) => {
  const title = fc.constantFrom('A', 'B', 'C')
  const known = fc.constantFrom(basicId, proId)
  const reason = 'because'
  const wishes = fc.constantFrom<readonly PlanWish[]>(
    [basic],
    [{ ...basic, planId: basicId }],
    [{ ...pro, planId: proId, trialDays: 1 }],
    [
      { ...basic, planId: basicId },
      { ...pro, planId: proId },
    ],
  )
  const change = fc.record({ title, plans: wishes }, { requiredKeys: [] })
  const wish: fc.Arbitrary<(state: ListingState) => ListingCommand> = fc.oneof(
    fc
      .constantFrom<ListingCommand>(
        { type: 'SubmitListing' },
        { type: 'WithdrawSubmission' },
        { type: 'PublishListing' },
        { type: 'DeclineListing', reason },
        { type: 'SuspendListing', reason },
        { type: 'ReinstateListing', reason },
        { type: 'DelistListing' },
        { type: 'RelistListing' },
      )
      .map((command) => () => command),
    change.map((changes) => () => ({ type: 'EditListing', changes }) as const),
    change.map((changes) => () => propose(changes)),
    fc
      .constantFrom('AcceptChange' as const, 'DeclineChange' as const, 'WithdrawChange' as const)
      .map((type) => (state: ListingState) => {
        const open = state.kind === 'listed' ? state.request?.requestId : undefined
        return { type, requestId: open ?? requestId, reason }
      }),
    fc.tuple(fc.constantFrom('WithdrawPlan' as const, 'RestorePlan' as const), known).map(
      ([type, planId]) =>
        () =>
          ({ type, planId }) as const,
    ),
  )
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 60 }), (steps) => {
      let state: ListingState = listing.evolve(listing.initial, drafted)
      let agreed = ''
      const sold = new Map<string, string>()
      for (const [index, stepOf] of steps.entries()) {
        const command = stepOf(state)
        const id = (name: string) => idNamed(`${index} ${name}`)
        const decision = listing.decide(command, state, { ...standard, id })
        if (isRejection(decision)) continue
        state = decision.reduce(listing.evolve, state)
        if (state.kind === 'absent') return false
        const byOperator = ['PublishListing', 'AcceptChange', 'ReinstateListing']
        if (byOperator.includes(command.type)) agreed = state.title
        if (state.status !== 'PUBLISHED') continue
        if (state.title !== agreed || state.plans.length === 0) return false
        const ids = [...state.plans, ...state.withdrawnPlans].map(({ planId }) => planId)
        if (new Set(ids).size !== ids.length) return false
        for (const { planId, priceVersion, pricing, trialDays } of state.plans) {
          const terms = JSON.stringify([pricing, trialDays])
          const name = `${planId} ${priceVersion}`
          if ((sold.get(name) ?? terms) !== terms) return false
          sold.set(name, terms)
        }
      }
      return true
    }),
    { numRuns: 500 },
  )
  t.pass('held')
})
